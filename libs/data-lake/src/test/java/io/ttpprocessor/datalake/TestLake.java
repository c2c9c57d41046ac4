package io.ttpprocessor.datalake;

import com.github.luben.zstd.ZstdCompressCtx;
import io.ttpprocessor.datalake.store.FileObjectStore;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.source.fault.FaultOptions;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a lake, object by object. Objects are dated an hour ago unless a test wants them fresh.
 */
public final class TestLake {
  /** Quick, so that a test which waits for a retry does not wait long. */
  public static final FaultOptions FAULTS =
      new FaultOptions(3, Duration.ofMillis(5), Duration.ofMillis(50), 10, Duration.ofMillis(50));

  private final Path root;
  private final LakeLayout layout;
  private final ObjectCodec codec;

  public TestLake(Path root, LakeLayout layout, ObjectCodec codec) {
    this.root = root;
    this.layout = layout;
    this.codec = codec;
  }

  /** Writes the objects that hold the ledgers from {@code first} on, as many as fill them. */
  public TestLake write(long first, List<byte[]> ledgers) {
    int at = 0;
    while (at < ledgers.size()) {
      long start = first + at;
      int count = (int) Math.min(layout.batchOf(start).last() - start + 1, ledgers.size() - at);
      put(start, compress(batch(start, ledgers.subList(at, at + count))));
      at += count;
    }
    return this;
  }

  /** Puts an object into place, in one step, as the one that holds {@code ledger}. */
  public Path put(long ledger, byte[] object) {
    Path file = file(ledger);
    try {
      Files.createDirectories(file.getParent());
      Path part = root.resolve(".part");
      Files.write(part, object);
      Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  public LakeLayout layout() {
    return layout;
  }

  public Path file(long ledger) {
    return root.resolve(key(ledger));
  }

  public String key(long ledger) {
    return layout.batchOf(ledger).key() + codec.suffix();
  }

  public void manifest(String json) {
    try {
      Files.writeString(root.resolve(LakeManifest.KEY), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** LedgerCloseMetaBatch{startSequence, endSequence, ledgerCloseMetas}. */
  public static byte[] batch(long start, List<byte[]> ledgers) {
    int size = 12 + ledgers.stream().mapToInt(ledger -> ledger.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.putInt((int) start).putInt((int) start + ledgers.size() - 1).putInt(ledgers.size());
    ledgers.forEach(buffer::put);
    return buffer.array();
  }

  /** The hash that a ledger states of itself, in hexadecimal. */
  public static String hashOf(byte[] ledger) {
    LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
    return LedgerCloseMetas.header(meta).hash().hex();
  }

  public byte[] compress(byte[] content) {
    return codec == ObjectCodec.GZIP ? gzip(content) : zstd(content, true);
  }

  public static byte[] zstd(byte[] content, boolean checksum) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      // As Galexie's objects are: a checksum, and no content size.
      return context.setChecksum(checksum).setContentSize(false).compress(content);
    }
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public LakeLedgerSource open() {
    return open(options(Duration.ZERO));
  }

  public LakeLedgerSource open(LakeOptions options) {
    try {
      return open(FileObjectStore.open(root), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public LakeLedgerSource open(ObjectStore store, LakeOptions options) {
    return new LakeLedgerSource(store, layout, Optional.empty(), options, new FaultPolicy(FAULTS));
  }

  public static LakeOptions options(Duration settleTime) {
    return new LakeOptions(Duration.ofMillis(10), settleTime, 4, 16L << 20, 2, 64L << 20, false, 2);
  }
}
