package io.ttpprocessor.consumer;

import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.store.DoneRange;
import io.ttpprocessor.store.LedgerSpan;
import java.util.HexFormat;
import java.util.List;

/** Asks the processor what its sources have, and whether it is one for what is stored. */
final class SourceCheck {
  private static final long LAST_LEDGER = 0xffff_ffffL;

  private final FillContext context;

  SourceCheck(FillContext context) {
    this.context = context;
  }

  /**
   * The ledgers that the sources have.
   *
   * @param span from the oldest that any has to the newest that any has; wide open on a side that
   *     none tells
   */
  record Extent(LedgerSpan span) {
    @Override
    public String toString() {
      return String.format(
          "the processor's sources do not have it: their oldest ledger is %d, their latest %d",
          span.first(), span.last());
    }
  }

  /** What there is now: an RPC server's oldest ledgers go as new ones come. */
  Extent extent() throws ConsumerException, InterruptedException {
    Availability has = context.client().availability();
    long oldest = Math.max(1, Integer.toUnsignedLong(has.getOldestLedger()));
    long latest = Integer.toUnsignedLong(has.getLatestLedger());
    return new Extent(new LedgerSpan(oldest, latest == 0 ? LAST_LEDGER : Math.max(oldest, latest)));
  }

  /**
   * Refuses a processor of another network or of other rules than the settings or the ledgers that
   * are stored, before anything is loaded; each piece is checked once more when it is attached.
   *
   * @throws ConsumerException naming both
   */
  void expectLike(List<DoneRange> stored) throws ConsumerException, InterruptedException {
    Availability has = context.client().availability();
    String network = HexFormat.of().formatHex(has.getNetworkId().toByteArray());
    if (context.settings().network().isPresent()) {
      expectNetwork(network, context.settings().network().get(), "NETWORK_PASSPHRASE is");
    }
    if (!stored.isEmpty()) {
      DoneRange first = stored.get(0);
      expectNetwork(network, first.network(), "what is stored is");
      long rules = Integer.toUnsignedLong(has.getRulesVersion());
      if (rules != first.rulesVersion()) {
        throw new ConsumerException(
            String.format(
                "other rules: the processor's events are made by rules version %d, those that are"
                    + " stored by version %d; one table holds events of one version",
                rules, first.rulesVersion()));
      }
    }
  }

  private static void expectNetwork(String network, String other, String whose)
      throws ConsumerException {
    if (!network.equals(other)) {
      throw new ConsumerException(
          String.format(
              "wrong network: the processor is of network %s, %s of %s",
              Networks.describe(network), whose, Networks.describe(other)));
    }
  }
}
