package io.ttpprocessor.samplelake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a lake is to be.
 *
 * @param directory the folder to write to; made where absent
 * @param networkPassphrase the network that the ledgers belong to
 * @param seed what everything is drawn from
 * @param ledgers how many ledgers at least; the last object is always whole
 * @param transactionsPerLedger how many transactions each ledger has
 * @param firstLedger the first sequence: 2, or a multiple of the ledgers per file
 * @param ledgersPerFile how many ledgers an object holds
 * @param filesPerPartition how many objects a partition folder holds; 1 means no such folders
 */
public record SampleLakeOptions(
    Path directory,
    String networkPassphrase,
    long seed,
    long ledgers,
    int transactionsPerLedger,
    long firstLedger,
    long ledgersPerFile,
    long filesPerPartition) {

  /** The passphrase of a network of one's own. */
  public static final String STANDALONE = "Standalone Network ; February 2017";

  private static final long HIGHEST_LEDGER = 0xFFFF_FFFFL;
  private static final int MOST_TRANSACTIONS = 10_000;

  /**
   * @throws IllegalArgumentException with every problem, one a line
   */
  public SampleLakeOptions {
    Objects.requireNonNull(directory, "directory");
    List<String> problems = new ArrayList<>();
    require(
        problems,
        networkPassphrase != null && !networkPassphrase.isBlank(),
        "the network passphrase is empty");
    require(
        problems,
        ledgers >= 1 && ledgers <= HIGHEST_LEDGER,
        "ledgers is " + ledgers + ", and must be from 1 to " + HIGHEST_LEDGER);
    require(
        problems,
        transactionsPerLedger >= 0 && transactionsPerLedger <= MOST_TRANSACTIONS,
        "transactions is "
            + transactionsPerLedger
            + ", and must be from 0 to "
            + MOST_TRANSACTIONS);
    require(
        problems,
        ledgersPerFile >= 1,
        "ledgers per file is " + ledgersPerFile + ", and must be at least 1");
    require(
        problems,
        filesPerPartition >= 1,
        "files per partition is " + filesPerPartition + ", and must be at least 1");
    require(
        problems,
        firstLedger >= 2 && firstLedger <= HIGHEST_LEDGER - Math.max(ledgers, 0),
        "first ledger is " + firstLedger + ", and must be at least 2, with room for the ledgers");
    if (ledgersPerFile >= 1 && firstLedger > 2) {
      require(
          problems,
          firstLedger % ledgersPerFile == 0,
          "first ledger is "
              + firstLedger
              + ", and must be 2 or a multiple of "
              + ledgersPerFile
              + ", the ledgers per file");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
    }
  }

  private static void require(List<String> problems, boolean satisfied, String problem) {
    if (!satisfied) {
      problems.add(problem);
    }
  }

  /** The last sequence: that of the last object which the wanted ledgers reach into. */
  public long lastLedger() {
    long wanted = firstLedger + ledgers - 1;
    return wanted - wanted % ledgersPerFile + ledgersPerFile - 1;
  }
}
