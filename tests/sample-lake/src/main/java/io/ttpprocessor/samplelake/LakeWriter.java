package io.ttpprocessor.samplelake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lays ledgers out as SEP-54 says: a manifest, partition folders, and zstd-compressed batches named
 * so that the newest sorts first. Every file appears whole or not at all.
 */
final class LakeWriter {
  private static final long HIGHEST_LEDGER = 0xFFFF_FFFFL;
  private static final int COMPRESSION_LEVEL = 3;

  private final SampleLakeOptions options;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long pendingFirst;
  private int pendingCount;
  private long objects;
  private long xdrBytes;

  LakeWriter(SampleLakeOptions options) {
    this.options = options;
  }

  void writeManifest() throws IOException {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("networkPassphrase", options.networkPassphrase());
    manifest.put("version", "1.0");
    manifest.put("compression", "zstd");
    manifest.put("ledgersPerBatch", options.ledgersPerFile());
    manifest.put("batchesPerPartition", options.filesPerPartition());
    Files.createDirectories(options.directory());
    write(
        options.directory().resolve(".config.json"),
        new ObjectMapper().writeValueAsBytes(manifest));
  }

  void add(SampleLedger ledger) throws IOException {
    if (pendingCount == 0) {
      pendingFirst = ledger.sequence();
    }
    byte[] xdr = ledger.xdr();
    pending.write(xdr);
    pendingCount++;
    xdrBytes += xdr.length;
    if (ledger.sequence() % options.ledgersPerFile() == options.ledgersPerFile() - 1) {
      writeBatch(ledger.sequence());
    }
  }

  long objects() {
    return objects;
  }

  long xdrBytes() {
    return xdrBytes;
  }

  /** LedgerCloseMetaBatch: start, end, and a counted array; the SDK has no class for it. */
  private void writeBatch(long last) throws IOException {
    ByteBuffer batch = ByteBuffer.allocate(3 * Integer.BYTES + pending.size());
    batch.putInt((int) pendingFirst).putInt((int) last).putInt(pendingCount);
    batch.put(pending.toByteArray());
    Path object = options.directory().resolve(objectName(options, last));
    Files.createDirectories(object.getParent());
    write(object, compress(batch.array()));
    pending.reset();
    pendingCount = 0;
    objects++;
  }

  private static byte[] compress(byte[] content) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      return context.setLevel(COMPRESSION_LEVEL).setChecksum(true).compress(content);
    }
  }

  /** The object that a ledger belongs to, as a path relative to the lake. */
  static String objectName(SampleLakeOptions options, long ledger) {
    StringBuilder name = new StringBuilder();
    if (options.filesPerPartition() > 1) {
      long size = options.ledgersPerFile() * options.filesPerPartition();
      long start = ledger - ledger % size;
      name.append(reversed(start)).append(start).append('-').append(start + size - 1).append('/');
    }
    long start = ledger - ledger % options.ledgersPerFile();
    name.append(reversed(start)).append(start);
    if (options.ledgersPerFile() > 1) {
      name.append('-').append(start + options.ledgersPerFile() - 1);
    }
    return name.append(".xdr.zst").toString();
  }

  private static String reversed(long start) {
    return String.format(Locale.ROOT, "%08X--", HIGHEST_LEDGER - start);
  }

  private static void write(Path target, byte[] content) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".partial");
    Files.write(temporary, content);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
