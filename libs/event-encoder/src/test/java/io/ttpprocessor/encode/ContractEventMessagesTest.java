package io.ttpprocessor.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ContractEventServiceGrpc;
import io.ttpprocessor.protos.contractevent.EventMeta;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages hold what the reference tells of each event, in the original pipeline's layout. */
@Timeout(120)
class ContractEventMessagesTest {
  @ParameterizedTest
  @EnumSource(
      value = GoldenCorpus.class,
      names = {"PUBNET_RECENT", "PUBNET_53312000", "SYNTHETIC_DERIVED", "SYNTHETIC_UNIFIED"})
  void messagesHoldTheReferencesEvents(GoldenCorpus corpus) {
    assumeTrue(
        corpus.hasExpectedLines("contract"), () -> "no contract events of " + corpus.baseName());
    Network network = Network.of(corpus.networkPassphrase());
    List<byte[]> ledgers = corpus.ledgers();
    List<ContractEventLines.Line> lines = ContractEventLines.of(corpus);
    int compared = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).events() == null) {
        continue;
      }
      LedgerView ledger = LedgerView.parse(ledgers.get(i), network);
      LedgerContractEvents events = new ContractEventExtractor().extract(ledger);
      List<ContractEvent> messages = ContractEventMessages.of(events);
      ContractEventLines.assertSame(messages, lines.get(i).events());
      for (ContractEvent message : messages) {
        assertThat(message.getMeta().getLedgerSequence()).isEqualTo((int) ledger.sequence());
        assertThat(message.getMeta().getLedgerClosedAt()).isEqualTo(ledger.closeTimeSeconds());
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  /** Names, numbers and kinds of fields, as the original's clients were generated from. */
  @Test
  void theLayoutIsTheOriginals() {
    assertThat(fields(ContractEvent.getDescriptor().getFields()))
        .startsWith(
            "1 meta message, 2 contract_id string, 3 event_type string, 4 topics message[],"
                + " 5 data message, 6 in_successful_tx bool, 7 event_index int32,"
                + " 8 operation_index int32, 9 ");
    assertThat(ContractEvent.getDescriptor().findFieldByNumber(8).hasPresence()).isTrue();
    assertThat(fields(EventMeta.getDescriptor().getFields()))
        .isEqualTo(
            "1 ledger_sequence uint32, 2 ledger_closed_at int64, 3 tx_hash string,"
                + " 4 tx_successful bool, 5 tx_index uint32");
    assertThat(fields(ScValue.getDescriptor().getFields()))
        .isEqualTo("1 xdr_base64 string, 2 json string, 3 type string");
    assertThat(fields(GetContractEventsRequest.getDescriptor().getFields()))
        .isEqualTo(
            "1 start_ledger uint32, 2 end_ledger uint32, 3 contract_ids string[],"
                + " 4 event_types string[], 5 include_failed bool, 6 include_diagnostics bool");
    assertThat(ContractEventServiceGrpc.getGetContractEventsMethod().getFullMethodName())
        .isEqualTo("contract_event_service.ContractEventService/GetContractEvents");
  }

  private static String fields(List<FieldDescriptor> fields) {
    return fields.stream()
        .map(
            field ->
                field.getNumber()
                    + " "
                    + field.getName()
                    + " "
                    + field.getType().name().toLowerCase(Locale.ROOT)
                    + (field.isRepeated() ? "[]" : ""))
        .collect(Collectors.joining(", "));
  }
}
