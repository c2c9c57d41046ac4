package io.ttpprocessor.store;

import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.EventMeta;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.protos.v1.LedgerContractEvent;

/** Hand-made contract events, with JSON as the original pipeline writes it. */
public final class TestContractEvents {
  public static final String CONTRACT = "CDCONTRACTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  public static final String ALICE = "GDALICEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  public static final String BOB = "GDBOBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  public static final String ISSUER = "GDISSUERAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private TestContractEvents() {}

  /** A value whose XDR is "AAAA", whatever its JSON. */
  public static ScValue value(String json) {
    return ScValue.newBuilder().setXdrBase64("AAAA").setJson(json).build();
  }

  public static ScValue symbol(String name) {
    return value("\"" + name + "\"");
  }

  public static ScValue account(String address) {
    return value("{\"address\":\"" + address + "\",\"type\":\"account\"}");
  }

  /** Of a non-negative amount of less than 64 bits. */
  public static ScValue i128(String amount) {
    return value("{\"hi\":0,\"lo\":" + amount + ",\"type\":\"i128\",\"value\":\"" + amount + "\"}");
  }

  public static ContractEvent.Builder event(String type, ScValue data, ScValue... topics) {
    ContractEvent.Builder event =
        ContractEvent.newBuilder()
            .setMeta(
                EventMeta.newBuilder()
                    .setTxHash("cd".repeat(32))
                    .setTxSuccessful(true)
                    .setTxIndex(1))
            .setContractId(CONTRACT)
            .setEventType(type)
            .setData(data)
            .setInSuccessfulTx(true)
            .setOperationIndex(0);
    for (ScValue topic : topics) {
      event.addTopics(topic);
    }
    return event;
  }

  /** A transfer of an issued asset, as an asset contract tells it. */
  public static ContractEvent.Builder transfer(String amount) {
    return event(
        "transfer",
        i128(amount),
        symbol("transfer"),
        account(ALICE),
        account(BOB),
        value("\"USDC:" + ISSUER + "\""));
  }

  public static LedgerContractEvent numbered(int ordinal, ContractEvent.Builder event) {
    return LedgerContractEvent.newBuilder().setOrdinal(ordinal).setEvent(event).build();
  }

  public static LedgerContractEvent numbered(int ordinal, long sequence, String amount) {
    ContractEvent.Builder event = transfer(amount).setEventIndex(ordinal);
    event
        .getMetaBuilder()
        .setLedgerSequence((int) sequence)
        .setLedgerClosedAt(TestLedgers.EPOCH_SECONDS + 5 * sequence);
    return numbered(ordinal, event);
  }
}
