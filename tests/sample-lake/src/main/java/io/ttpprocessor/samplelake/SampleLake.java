package io.ttpprocessor.samplelake;

import java.io.IOException;

/**
 * Writes lakes: the same options give the same bytes, and a longer lake begins with the shorter.
 */
public final class SampleLake {
  private SampleLake() {}

  /**
   * Writes a lake, over what an earlier run with the same options may have left.
   *
   * @return what it holds, events as the generator meant them
   * @throws IOException where a file cannot be written
   */
  public static SampleLakeSummary write(SampleLakeOptions options) throws IOException {
    SampleLedgers ledgers =
        new SampleLedgers(
            options.seed(),
            options.networkPassphrase(),
            options.firstLedger(),
            options.transactionsPerLedger());
    LakeWriter writer = new LakeWriter(options);
    writer.writeManifest();
    EventTally events = new EventTally();
    long transactions = 0;
    long failed = 0;
    long operations = 0;
    for (long sequence = options.firstLedger(); sequence <= options.lastLedger(); sequence++) {
      SampleLedger ledger = ledgers.next();
      writer.add(ledger);
      events.addAll(ledger.events());
      transactions += ledger.size().transactions();
      failed += ledger.size().failedTransactions();
      operations += ledger.size().operations();
    }
    return new SampleLakeSummary(
        options.firstLedger(),
        options.lastLedger(),
        new SampleLakeSummary.Counts(
            writer.objects(), writer.xdrBytes(), transactions, failed, operations),
        events);
  }
}
