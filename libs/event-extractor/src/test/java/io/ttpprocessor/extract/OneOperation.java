package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.ledger.TransactionHasher;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A ledger with one successful transaction of one operation, whose source is account 1 unless said
 * otherwise. Its events are those of the operation: the fee is left out.
 */
public final class OneOperation {
  public static final Network NETWORK = Network.of("Test SDF Network ; September 2015");
  public static final int SEQUENCE = 4711;

  private final XdrBytes operation;
  private XdrBytes source = XdrBytes.account(1);
  private XdrBytes memo = XdrBytes.ints(0);
  private XdrBytes result = XdrBytes.ints(-1); // opBAD_AUTH: nothing of the operation's own
  private List<XdrBytes> changes = List.of();
  private List<XdrBytes> events = List.of();
  private List<XdrBytes> transactionEvents = List.of();
  private boolean operationMeta = true;
  private EventsMode mode = EventsMode.DERIVED;
  private int protocol = 22;
  private int metaVersion = 4;

  private OneOperation(XdrBytes operation) {
    this.operation = operation;
  }

  public static OneOperation of(int type, XdrBytes body) {
    return new OneOperation(XdrBytes.ints(0, type).append(body));
  }

  /** An invocation of a contract (whose arguments do not matter), with the events it emitted. */
  public static OneOperation invocation(XdrBytes... events) {
    // Uploads code of no bytes, the shortest host function; no authorizations.
    OneOperation operation = of(24, XdrBytes.ints(2, 0, 0));
    operation.events = List.of(events);
    return operation;
  }

  public OneOperation source(XdrBytes muxedAccount) {
    source = muxedAccount;
    return this;
  }

  public OneOperation memo(XdrBytes value) {
    memo = value;
    return this;
  }

  /** The result's arm, from the operation type on. */
  public OneOperation result(XdrBytes value) {
    result = XdrBytes.ints(0).append(value);
    return this;
  }

  public OneOperation changes(XdrBytes... values) {
    changes = List.of(values);
    return this;
  }

  public OneOperation events(XdrBytes... values) {
    events = List.of(values);
    return this;
  }

  /** Events of the transaction as a whole: TransactionMeta 4. */
  public OneOperation transactionEvents(XdrBytes... values) {
    transactionEvents = List.of(values);
    return this;
  }

  /** Leaves the operation, and what is told of Soroban, out of the metadata. */
  public OneOperation withoutOperationMeta() {
    operationMeta = false;
    return this;
  }

  public OneOperation mode(EventsMode value) {
    mode = value;
    return this;
  }

  public OneOperation protocol(int version) {
    protocol = version;
    return this;
  }

  public OneOperation metaVersion(int version) {
    metaVersion = version;
    return this;
  }

  /** The operation's events, each as its text. */
  public List<String> events() {
    return extract().stream().map(TokenEvent::toString).toList();
  }

  /** The operation's events. */
  public List<TokenEvent> extract() {
    LedgerEvents ledger = ledgerEvents();
    return ledger.events().subList(1, ledger.events().size());
  }

  /** All that is told of the ledger. */
  public LedgerEvents ledgerEvents() {
    return new EventExtractor(NETWORK, mode).extract(ledger());
  }

  /** TransactionEvent of the stage before all transactions: account 1 pays 100. */
  public static XdrBytes feeEvent() {
    byte[] lumens =
        StrKey.decode("CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC").payload();
    return XdrBytes.ints(0)
        .append(
            XdrBytes.event(
                lumens, XdrBytes.i128(0, 100), XdrBytes.symbol("fee"), XdrBytes.accountAddress(1)));
  }

  /** The address of the account whose key is all {@code n}. */
  public static String address(int n) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) n);
    return StrKey.encodeAccount(key, 0);
  }

  /** The ledger that the transaction is in. */
  public byte[] ledger() {
    XdrBytes transaction =
        new XdrBytes()
            .append(source)
            .append(XdrBytes.ints(100).int64(7).int32(0))
            .append(memo)
            .array(List.of(operation))
            .int32(0);
    byte[] envelope = XdrBytes.ints(2).append(transaction).int32(0).toByteArray();
    byte[] hash =
        new TransactionHasher(NETWORK)
            .hash(TransactionEnvelopeView.parseExactly(envelope, 0, envelope.length));
    return XdrBytes.ints(0)
        .append(header())
        .filled(0)
        .append(XdrBytes.ints(1).fixed(envelope))
        .append(XdrBytes.ints(1).fixed(hash).int64(100).append(XdrBytes.ints(0, 1)))
        .append(result)
        .append(XdrBytes.ints(0, 0))
        .append(meta())
        .append(XdrBytes.ints(0, 0))
        .toByteArray();
  }

  /** Where the operation begins in the ledger: its bytes are looked for. */
  public int operationOffset() {
    String ledger = HexFormat.of().formatHex(ledger());
    return ledger.indexOf(HexFormat.of().formatHex(operation.toByteArray())) / 2;
  }

  private XdrBytes header() {
    XdrBytes value = new XdrBytes().filled(0).int64(1_700_000_000).append(XdrBytes.ints(0, 0));
    return new XdrBytes()
        .filled(0)
        .append(XdrBytes.ints(protocol).filled(0).append(value).filled(0).filled(0))
        .append(XdrBytes.ints(SEQUENCE).int64(0).int64(0).int32(0).int64(0))
        .append(XdrBytes.ints(100, 5_000_000, 100).filled(0).filled(0).filled(0).filled(0))
        .append(XdrBytes.ints(0, 0));
  }

  private XdrBytes meta() {
    XdrBytes operationChanges = new XdrBytes().array(changes);
    List<XdrBytes> operations = operationMeta ? List.of(operationChanges) : List.of();
    XdrBytes version = XdrBytes.ints(metaVersion);
    return switch (metaVersion) {
      case 0 -> version.array(operations);
      case 1 -> version.int32(0).array(operations);
      case 2 -> version.int32(0).array(operations).int32(0);
      case 3 -> version.append(XdrBytes.ints(0, 0)).array(operations).int32(0).append(soroban());
      default ->
          version
              .append(XdrBytes.ints(0, 0))
              .array(
                  operationMeta
                      ? List.of(XdrBytes.ints(0).append(operationChanges).array(events))
                      : List.of())
              .append(XdrBytes.ints(0, 0).array(transactionEvents).int32(0));
    };
  }

  /** Returns nothing; no diagnostic events. */
  private XdrBytes soroban() {
    return operationMeta
        ? XdrBytes.ints(1, 0).array(events).append(XdrBytes.ints(1, 0))
        : XdrBytes.ints(0);
  }
}
