package io.ttpprocessor.benchmarks.source;

import com.github.luben.zstd.ZstdCompressCtx;
import io.ttpprocessor.benchmarks.Ledgers;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes lakes (SEP-54, one ledger an object) of a corpus's ledgers over and over, renumbered and
 * chained; compressed as Galexie does, with a checksum and without a content size.
 */
public final class LakeFolder {
  /** The first ledger of each lake. */
  public static final long FIRST = 2;

  private static final long PARTITION = 64_000;
  private static final long HIGHEST = 0xFFFF_FFFFL;
  private static final int BATCH_HEADER = 12;
  private static final int HASH = 32;

  private LakeFolder() {}

  /**
   * Writes one lake.
   *
   * @param arguments the folder, the name of the corpus to repeat, and how many ledgers
   */
  public static void main(String[] arguments) throws IOException {
    GoldenCorpus corpus = Ledgers.find(arguments[1]);
    write(
        Path.of(arguments[0]),
        corpus.networkPassphrase(),
        corpus.ledgers(),
        Integer.parseInt(arguments[2]));
  }

  /**
   * Writes a lake.
   *
   * @param corpus XDR of the ledgers to repeat
   * @param count how many ledgers the lake is to have
   */
  public static void write(Path folder, String networkPassphrase, List<byte[]> corpus, int count)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(".config.json"),
        String.format(
            "{\"networkPassphrase\":\"%s\",\"version\":\"1.0\",\"compression\":\"zstd\","
                + "\"ledgersPerBatch\":1,\"batchesPerPartition\":%d}",
            networkPassphrase, PARTITION),
        StandardCharsets.UTF_8);
    byte[] previousHash = new byte[HASH];
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      zstd.setChecksum(true).setContentSize(false);
      for (long ledger = FIRST; ledger < FIRST + count; ledger++) {
        byte[] xdr = corpus.get((int) (ledger % corpus.size())).clone();
        previousHash = ChainedLedgers.chain(xdr, ledger, previousHash);
        Path object = folder.resolve(key(ledger));
        Files.createDirectories(object.getParent());
        Files.write(object, zstd.compress(batch(ledger, xdr)));
      }
    }
  }

  /** LedgerCloseMetaBatch of one ledger. */
  private static byte[] batch(long ledger, byte[] xdr) {
    return ByteBuffer.allocate(BATCH_HEADER + xdr.length)
        .putInt((int) ledger)
        .putInt((int) ledger)
        .putInt(1)
        .put(xdr)
        .array();
  }

  private static String key(long ledger) {
    long first = ledger - ledger % PARTITION;
    return String.format(
        "%08X--%d-%d/%08X--%d.xdr.zst",
        HIGHEST - first, first, first + PARTITION - 1, HIGHEST - ledger, ledger);
  }
}
