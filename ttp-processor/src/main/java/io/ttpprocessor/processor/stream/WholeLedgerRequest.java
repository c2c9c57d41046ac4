package io.ttpprocessor.processor.stream;

import io.grpc.StatusException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.format.ContractEventFilter;
import io.ttpprocessor.processor.format.FilterReader;
import io.ttpprocessor.processor.format.TokenEventFilter;
import io.ttpprocessor.processor.format.WholeLedgerFormat;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What of each ledger a {@code ttp.v1.StreamLedgerEventsRequest} asks for. */
final class WholeLedgerRequest {
  private WholeLedgerRequest() {}

  /**
   * The format that the request asks for.
   *
   * @throws StatusException INVALID_ARGUMENT with all that cannot be understood
   */
  static WholeLedgerFormat format(StreamLedgerEventsRequest request, Network network)
      throws StatusException {
    FilterReader reader = new FilterReader(network);
    Set<Product> products = products(request, reader);
    boolean transfers = products.contains(Product.PRODUCT_TOKEN_TRANSFERS);
    boolean ofContracts = products.contains(Product.PRODUCT_CONTRACT_EVENTS);
    requireProduct(request.hasTokenTransferFilter(), transfers, "token_transfer_filter", reader);
    requireProduct(request.hasContractEventFilter(), ofContracts, "contract_event_filter", reader);
    TokenEventFilter transferFilter = reader.tokenTransfers(request.getTokenTransferFilter());
    ContractEventFilter contractFilter = reader.contractEvents(request.getContractEventFilter());
    reader.throwIfProblems();
    return new WholeLedgerFormat(
        transfers ? Optional.of(transferFilter) : Optional.empty(),
        ofContracts ? Optional.of(contractFilter) : Optional.empty(),
        request.getIncludeDigests());
  }

  private static Set<Product> products(StreamLedgerEventsRequest request, FilterReader reader) {
    Set<Product> products = EnumSet.noneOf(Product.class);
    for (int index = 0; index < request.getProductsCount(); index++) {
      Product product = request.getProducts(index);
      if (product == Product.PRODUCT_UNSPECIFIED || product == Product.UNRECOGNIZED) {
        reader.problem("products[" + index + "] " + request.getProductsValue(index) + " is none");
      } else {
        products.add(product);
      }
    }
    return request.getProductsCount() == 0 ? EnumSet.of(Product.PRODUCT_TOKEN_TRANSFERS) : products;
  }

  private static void requireProduct(
      boolean hasFilter, boolean hasProduct, String filter, FilterReader reader) {
    if (hasFilter && !hasProduct) {
      reader.problem(filter + " is set, but its product is not asked for");
    }
  }
}
