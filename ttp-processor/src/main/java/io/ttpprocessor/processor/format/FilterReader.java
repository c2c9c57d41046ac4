package io.ttpprocessor.processor.format;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.AddressBook;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.AssetBook;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.kit.config.ShownValue;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.protos.v1.TokenTransferFilter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the filters of requests. What cannot be understood is noted with its field, index and
 * value, and told at the end, all of it at once. For one request, by one thread.
 */
public final class FilterReader {
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,39}");

  private final Network network;
  private final List<String> problems = new ArrayList<>();

  /** A reader of filters for events of one network. */
  public FilterReader(Network network) {
    this.network = network;
  }

  /** The token transfers that {@code ttp.v1} was asked for. */
  public TokenEventFilter tokenTransfers(TokenTransferFilter filter) {
    return new TokenEventFilter(
        values("kinds", filter.getKindsValueList(), FilterReader::kind),
        filter.getAssetsCount() == 0 ? Set.of() : assets(filter.getAssetsList()),
        new TokenEventFilter.Parties(
            parties("accounts", filter.getAccountsList()),
            parties("from", filter.getFromList()),
            parties("to", filter.getToList())),
        values("contract_ids", filter.getContractIdsList(), FilterReader::contract),
        smallestAmount(filter.getSmallestAmount()),
        values("to_muxed_info", filter.getToMuxedInfoList(), FilterReader::receiver),
        values("tx_hashes", filter.getTxHashesList(), FilterReader::transaction));
  }

  /** The contract events that {@code ttp.v1} was asked for. */
  public ContractEventFilter contractEvents(io.ttpprocessor.protos.v1.ContractEventFilter filter) {
    return new ContractEventFilter(
        values("contract_ids", filter.getContractIdsList(), FilterReader::contract),
        values("event_types", filter.getEventTypesList(), FilterReader::eventType),
        filter.getIncludeFailed(),
        filter.getIncludeDiagnostics(),
        values("tx_hashes", filter.getTxHashesList(), FilterReader::transaction));
  }

  /** The contract events that the original's service was asked for. */
  public ContractEventFilter contractEvents(
      io.ttpprocessor.protos.contractevent.GetContractEventsRequest request) {
    return new ContractEventFilter(
        values("contract_ids", request.getContractIdsList(), FilterReader::contract),
        values("event_types", request.getEventTypesList(), FilterReader::eventType),
        request.getIncludeFailed(),
        request.getIncludeDiagnostics(),
        Set.of());
  }

  /** Notes what the caller found wrong. */
  public void problem(String text) {
    problems.add(text);
  }

  /** Throws INVALID_ARGUMENT with all that was noted, if anything was. */
  public void throwIfProblems() throws StatusException {
    if (!problems.isEmpty()) {
      throw Status.INVALID_ARGUMENT.withDescription(String.join("; ", problems)).asException();
    }
  }

  private Set<Asset> assets(List<String> names) {
    AssetBook book = new AssetBook(network, new AddressBook(), Sha256.newDigest());
    return values(
        "assets",
        names,
        name -> {
          Asset asset = book.named(name);
          if (asset == null) {
            throw new IllegalArgumentException(
                "is neither native nor CODE:ISSUER with the issuer's G address");
          }
          return asset;
        });
  }

  private Set<Address> parties(String field, List<String> texts) {
    return values(field, texts, FilterReader::party);
  }

  private Optional<Amount> smallestAmount(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(amount(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add("smallest_amount " + ShownValue.of(text) + " " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Each value as it is meant; one that means nothing is a problem, and left out. */
  private <T, R> Set<R> values(String field, List<T> values, Function<T, R> meaning) {
    Set<R> read = new HashSet<>();
    for (int index = 0; index < values.size(); index++) {
      try {
        read.add(meaning.apply(values.get(index)));
      } catch (IllegalArgumentException | ArithmeticException e) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s[%d] %s %s",
                field,
                index,
                ShownValue.of(shown(values.get(index))),
                e.getMessage()));
      }
    }
    return Set.copyOf(read);
  }

  /** As it was sent; a message's own text ends its lines. */
  private static String shown(Object value) {
    return value instanceof String text ? text : value.toString().strip();
  }

  private static EventKind kind(int number) {
    TokenTransferFilter.Kind kind = TokenTransferFilter.Kind.forNumber(number);
    return switch (kind == null ? TokenTransferFilter.Kind.UNRECOGNIZED : kind) {
      case KIND_TRANSFER -> EventKind.TRANSFER;
      case KIND_MINT -> EventKind.MINT;
      case KIND_BURN -> EventKind.BURN;
      case KIND_CLAWBACK -> EventKind.CLAWBACK;
      case KIND_FEE -> EventKind.FEE;
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("is no kind of event");
    };
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is no address", e);
    }
  }

  /** Who is named in events: a muxed account is told as its account, its id beside it. */
  private static Address party(String text) {
    Address address = address(text);
    if (address.kind() == StrKey.Kind.MUXED_ACCOUNT) {
      throw new IllegalArgumentException(
          "is a muxed account: ask for its G address, and its id in to_muxed_info");
    }
    return address;
  }

  private static String eventType(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is no event's name");
    }
    return text;
  }

  private static Address contract(String text) {
    Address address = address(text);
    if (address.kind() != StrKey.Kind.CONTRACT) {
      throw new IllegalArgumentException("is no contract's address (C…)");
    }
    return address;
  }

  private static Amount amount(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new IllegalArgumentException("is no decimal integer of 128 bits");
    }
    return Amount.of(new BigInteger(text));
  }

  private static MuxedInfo receiver(io.ttpprocessor.protos.tokentransfer.MuxedInfo info) {
    return switch (info.getContentCase()) {
      case TEXT -> MuxedInfo.text(info.getText());
      case ID -> MuxedInfo.id(info.getId());
      case HASH -> MuxedInfo.hash(info.getHash().toByteArray());
      case CONTENT_NOT_SET -> throw new IllegalArgumentException("has no content");
    };
  }

  private static String transaction(String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("is not a hash of 64 hexadecimal digits");
    }
    return hash.toLowerCase(Locale.ROOT);
  }
}
