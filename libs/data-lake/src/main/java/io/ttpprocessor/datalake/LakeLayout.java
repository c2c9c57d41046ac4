package io.ttpprocessor.datalake;

import io.ttpprocessor.source.LedgerRange;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a lake's ledgers are spread over objects (SEP-54).
 *
 * <p>A batch holds {@code ledgersPerBatch} ledgers, the first a multiple of it; a partition holds
 * {@code batchesPerPartition} batches. A batch's key is {@code PARTITION/BATCH}, where a partition
 * is {@code %08X--first-last} and a batch {@code %08X--first-last} or, of one ledger, {@code
 * %08X--first}; the hexadecimal number is 0xFFFFFFFF less the first ledger, so that the newest
 * sorts first. A lake with one batch per partition has no partition folders. Names are aligned also
 * where ledgers are missing: the network's first ledger, 2, lies in a batch that is named from 0.
 *
 * @param ledgersPerBatch ledgers in an object, at least 1
 * @param batchesPerPartition objects in a folder, at least 1
 */
public record LakeLayout(long ledgersPerBatch, long batchesPerPartition) {
  /** What public lakes have: one ledger a file, 64,000 files a folder. */
  public static final LakeLayout DEFAULT = new LakeLayout(1, 64_000);

  /** The first ledger that any network has metadata of: none was closed before it. */
  static final long FIRST_LEDGER = 2;

  private static final Pattern PARTITION = Pattern.compile("[0-9A-F]{8}--(\\d{1,10})-(\\d{1,10})/");
  private static final Pattern BATCH =
      Pattern.compile("[0-9A-F]{8}--(\\d{1,10})(?:-\\d{1,10})?\\.xdr\\.[a-z]+");

  /** Refuses sizes below 1 and partitions of more ledgers than there are sequence numbers. */
  public LakeLayout {
    if (ledgersPerBatch < 1
        || batchesPerPartition < 1
        || ledgersPerBatch > LedgerRange.MAX_SEQUENCE / batchesPerPartition) {
      throw new IllegalArgumentException(
          ledgersPerBatch + " ledgers a file, " + batchesPerPartition + " files a partition");
    }
  }

  /**
   * A batch's place.
   *
   * @param key its key without the suffix that tells the compression
   * @param first first ledger that its name stands for
   * @param last last one, inclusive
   */
  public record Batch(String key, long first, long last) {}

  /** The batch that holds a ledger. */
  public Batch batchOf(long ledger) {
    if (ledger < 0 || ledger > LedgerRange.MAX_SEQUENCE) {
      throw new IllegalArgumentException(ledger + " is no sequence number");
    }
    long first = ledger - ledger % ledgersPerBatch;
    long last = lastOf(first, ledgersPerBatch);
    String name = first == last ? reversed(first) + "--" + first : span(first, last);
    return new Batch(partitionOf(ledger) + name, first, last);
  }

  /** The folder of a ledger's batch, ending with {@code /}; empty where there are no partitions. */
  public String partitionOf(long ledger) {
    if (batchesPerPartition == 1) {
      return "";
    }
    long size = ledgersPerBatch * batchesPerPartition;
    long first = ledger - ledger % size;
    return span(first, lastOf(first, size)) + "/";
  }

  /** Whether a name in the root looks like a partition's, of this layout or of another. */
  static boolean looksLikePartition(String name) {
    return PARTITION.matcher(name).matches();
  }

  /** Whether a name looks like a batch's, of this layout or of another. */
  static boolean looksLikeBatch(String name) {
    return BATCH.matcher(name).matches();
  }

  /** Whether a folder's name is a partition's of this layout. */
  boolean isPartition(String name) {
    Matcher matcher = PARTITION.matcher(name);
    if (batchesPerPartition == 1 || !matcher.matches()) {
      return false;
    }
    long first = Long.parseLong(matcher.group(1));
    return first <= LedgerRange.MAX_SEQUENCE && partitionOf(first).equals(name);
  }

  /** The first batch of a partition; empty when the name is no partition's of this layout. */
  Optional<Batch> firstOfPartition(String name) {
    Matcher matcher = PARTITION.matcher(name);
    return isPartition(name) && matcher.matches()
        ? Optional.of(batchOf(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }

  /** The batch that an object's key stands for; empty when it is no batch's of this layout. */
  Optional<Batch> batchAt(String folder, String name) {
    Matcher matcher = BATCH.matcher(name);
    if (!matcher.matches() || ObjectCodec.ofKey(name).isEmpty()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    if (first > LedgerRange.MAX_SEQUENCE) {
      return Optional.empty();
    }
    Batch batch = batchOf(first);
    String key = folder + name;
    return key.startsWith(batch.key() + ".") ? Optional.of(batch) : Optional.empty();
  }

  private static long lastOf(long first, long size) {
    return Math.min(first + size - 1, LedgerRange.MAX_SEQUENCE);
  }

  private static String span(long first, long last) {
    return reversed(first) + "--" + first + "-" + last;
  }

  /** Eight hexadecimal digits; asked for with each object, so not left to a format. */
  private static String reversed(long first) {
    return HexFormat.of().withUpperCase().toHexDigits((int) (LedgerRange.MAX_SEQUENCE - first));
  }

  @Override
  public String toString() {
    return ledgersPerBatch + " ledgers a file, " + batchesPerPartition + " files a partition";
  }
}
