package io.ttpprocessor.consumer;

import com.google.protobuf.ByteString;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.store.Cursor;
import io.ttpprocessor.store.EventTable;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Knows which ledger comes next, and lets no other pass: the next in sequence, with the hash of the
 * one before as its previous hash, of the same network, made by the same rules, with the events
 * that it says it has. Used by one thread.
 */
final class CursorChain {
  private static final int HASH_BYTES = 32;

  private final long first;
  private final long last;
  private final EventTable table;
  private final LedgerContents contents;
  private String network;
  private String networkOwner;
  private long rulesVersion = -1;
  private long sequence;
  private ByteString hash = ByteString.EMPTY;

  /**
   * A chain that begins as {@code plan} says.
   *
   * @param table which events are asked for
   * @param passphraseNetwork id of the network that the operator named, if one was
   * @throws ConsumerException when what is stored belongs to another network
   */
  CursorChain(RangePlan plan, EventTable table, Optional<String> passphraseNetwork)
      throws ConsumerException {
    this.first = plan.first();
    this.last = plan.last();
    this.table = table;
    this.contents = new LedgerContents(table);
    passphraseNetwork.ifPresent(id -> network(id, "NETWORK_PASSPHRASE"));
    if (plan.after().isPresent()) {
      Cursor cursor = plan.after().get();
      expectNetwork(cursor.network(), "the stored cursor");
      network(cursor.network(), "the stored cursor");
      rulesVersion = cursor.rulesVersion();
      sequence = cursor.ledgerSequence();
      hash = ByteString.copyFrom(HexFormat.of().parseHex(cursor.ledgerHash()));
    }
  }

  private void network(String id, String owner) {
    network = id;
    networkOwner = owner;
  }

  /** The last ledger that passed, or that the chain goes on from; 0 when there is none. */
  long sequence() {
    return sequence;
  }

  /** Whether a bounded range has come to its end. */
  boolean complete() {
    return last != 0 && sequence >= last;
  }

  /** What to ask for to get the ledgers that are still to come. */
  StreamLedgerEventsRequest request() {
    StreamLedgerEventsRequest.Builder request =
        StreamLedgerEventsRequest.newBuilder().setEndLedger((int) last).setIncludeDigests(true);
    table.ask(request);
    if (sequence == 0) {
      return request.setStartLedger((int) first).build();
    }
    return request
        .setAfter(
            LedgerCursor.newBuilder()
                .setLedgerSequence((int) sequence)
                .setLedgerHash(hash)
                .setNetworkId(ByteString.copyFrom(HexFormat.of().parseHex(network))))
        .build();
  }

  /**
   * Takes the next ledger.
   *
   * @throws ConsumerException when it is not the next; names the ledger and both values
   */
  void accept(LedgerEvents ledger) throws ConsumerException {
    long next = Integer.toUnsignedLong(ledger.getSequence());
    expectSequence(next);
    expectWhole(ledger, next);
    String id = HexFormat.of().formatHex(ledger.getCursor().getNetworkId().toByteArray());
    expectNetwork(id, "the stream");
    expectRules(Integer.toUnsignedLong(ledger.getRulesVersion()));
    contents.check(ledger);
    network(id, "the ledgers before");
    rulesVersion = Integer.toUnsignedLong(ledger.getRulesVersion());
    sequence = next;
    hash = ledger.getHash();
  }

  private void expectSequence(long next) throws ConsumerException {
    long expected = sequence == 0 ? first : sequence + 1;
    if (expected != 0 && next != expected) {
      throw new ConsumerException(
          "the stream is out of order: expected ledger " + expected + ", got " + next);
    }
    if (last != 0 && next > last) {
      throw new ConsumerException(
          "the stream goes beyond its end: ledger " + next + ", asked for none after " + last);
    }
  }

  private void expectWhole(LedgerEvents ledger, long next) throws ConsumerException {
    LedgerCursor cursor = ledger.getCursor();
    boolean whole =
        ledger.getHash().size() == HASH_BYTES
            && ledger.getPreviousHash().size() == HASH_BYTES
            && cursor.getNetworkId().size() == HASH_BYTES
            && cursor.getLedgerSequence() == ledger.getSequence()
            && cursor.getLedgerHash().equals(ledger.getHash());
    if (!whole) {
      throw new ConsumerException(
          "ledger " + next + " of the stream lacks a hash, or its cursor is another ledger's");
    }
    if (sequence != 0 && !ledger.getPreviousHash().equals(hash)) {
      throw new ConsumerException(
          String.format(
              "ledger %d does not follow ledger %d: its previous hash is %s, ledger %d has %s",
              next, sequence, hex(ledger.getPreviousHash()), sequence, hex(hash)));
    }
  }

  private void expectNetwork(String id, String owner) throws ConsumerException {
    if (network != null && !network.equals(id)) {
      throw new ConsumerException(
          String.format(
              "wrong network: %s is of network %s, %s of %s",
              owner, Networks.describe(id), networkOwner, Networks.describe(network)));
    }
  }

  private void expectRules(long version) throws ConsumerException {
    if (rulesVersion != -1 && rulesVersion != version) {
      throw new ConsumerException(
          String.format(
              "other rules: the stream's events are made by rules version %d, those up to ledger %d"
                  + " by version %d; one table holds events of one version",
              version, sequence, rulesVersion));
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
