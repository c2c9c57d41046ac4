package io.ttpprocessor.testkit;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A corpus of ledgers and what the reference extractor says of each.
 *
 * <p>The two synthetic corpora are part of this module; the others lie in a folder beside the
 * checkout, named by the system property {@code ttp.ledgers}, and {@link #isPresent()} tells
 * whether they are there. A test over an absent corpus is skipped, visibly.
 */
public enum GoldenCorpus {
  /** One real ledger each of 2017 to 2023, protocols 2 to 19. */
  PUBNET_HISTORY("pubnet-history", GoldenCorpus.PUBLIC_NETWORK, 5),
  /** A real lake object's ledger, TransactionMeta V3. */
  PUBNET_53312000("pubnet-53312000", GoldenCorpus.PUBLIC_NETWORK, 1),
  /** Real ledgers of 2025 and 2026, TransactionMeta V4. */
  PUBNET_RECENT("pubnet-recent", GoldenCorpus.PUBLIC_NETWORK, 2),
  /** stellar-core's load test, protocol 23. */
  LOAD_PROTOCOL23("load-protocol23", "Standalone Network ; February 2017", 3),
  /** stellar-core's load test, protocol 28, 1.3 MB a ledger. */
  LOAD_PROTOCOL28("load-protocol28", "Apply Load", 30),
  /** stellar-core's own tests of classic operations. */
  CORE_CLASSIC_OPERATIONS("core-classic-operations", GoldenCorpus.CORE_TESTS, 1239),
  /** stellar-core's own tests of frozen ledger keys. */
  CORE_FROZEN_LEDGER_KEYS("core-frozen-ledger-keys", GoldenCorpus.CORE_TESTS, 1337),
  /** stellar-core's own tests of Soroban. */
  CORE_INVOKE_HOST_FUNCTION("core-invoke-host-function", GoldenCorpus.CORE_TESTS, 7069),
  /** Random ledgers, protocols 1 to 28, every operation that moves tokens. */
  SYNTHETIC_DERIVED("synthetic-derived", GoldenCorpus.PUBLIC_NETWORK, 600),
  /** Random ledgers that carry CAP-67 events. */
  SYNTHETIC_UNIFIED("synthetic-unified", GoldenCorpus.PUBLIC_NETWORK, 400);

  private static final String PUBLIC_NETWORK = "Public Global Stellar Network ; September 2015";
  private static final String CORE_TESTS = "(V) (;,,;) (V)";
  private static final int FRAME_FLAG = 0x8000_0000;

  private final String baseName;
  private final String networkPassphrase;
  private final int ledgerCount;

  GoldenCorpus(String baseName, String networkPassphrase, int ledgerCount) {
    this.baseName = baseName;
    this.networkPassphrase = networkPassphrase;
    this.ledgerCount = ledgerCount;
  }

  /** The files' common name, such as {@code pubnet-recent}. */
  public String baseName() {
    return baseName;
  }

  /** The passphrase of the network whose transactions the corpus holds. */
  public String networkPassphrase() {
    return networkPassphrase;
  }

  /** How many ledgers the corpus has, as its README says; independent of what is read. */
  public int ledgerCount() {
    return ledgerCount;
  }

  /** Whether the corpus and its {@code derived} expectations can be read here. */
  public boolean isPresent() {
    return hasExpectedLines("derived");
  }

  /** Whether the corpus and its expectations of the given mode can be read here. */
  public boolean hasExpectedLines(String mode) {
    return isReadable(".lcm.zst") && isReadable("." + mode + ".jsonl.zst");
  }

  /** Each ledger's LedgerCloseMeta as XDR, in the stream's order. */
  public List<byte[]> ledgers() {
    List<byte[]> frames = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(open(".lcm.zst"))) {
      while (true) {
        byte[] frame = nextFrame(in);
        if (frame == null) {
          return frames;
        }
        frames.add(frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(baseName, e);
    }
  }

  /**
   * The expected JSON lines, one a ledger.
   *
   * @param mode {@code derived}, {@code unified} or {@code contract}
   */
  public List<String> expectedLines(String mode) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(open("." + mode + ".jsonl.zst"), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(baseName, e);
    }
  }

  private static byte[] nextFrame(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int mark = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if ((mark & FRAME_FLAG) == 0) {
      throw new IOException("A frame's length has no high bit: " + Integer.toHexString(mark));
    }
    byte[] frame = new byte[mark & ~FRAME_FLAG];
    if (in.readNBytes(frame, 0, frame.length) < frame.length) {
      throw new EOFException("The last frame is cut short.");
    }
    return frame;
  }

  private boolean isReadable(String suffix) {
    return GoldenCorpus.class.getResource(resource(suffix)) != null
        || Files.isReadable(folder().resolve(baseName + suffix));
  }

  private InputStream open(String suffix) throws IOException {
    InputStream packed = GoldenCorpus.class.getResourceAsStream(resource(suffix));
    if (packed == null) {
      Path file = folder().resolve(baseName + suffix);
      if (!Files.isReadable(file)) {
        throw new FileNotFoundException("No corpus file " + baseName + suffix);
      }
      packed = Files.newInputStream(file);
    }
    return new BufferedInputStream(new ZstdInputStream(packed), 1 << 16);
  }

  private String resource(String suffix) {
    return "/ledgers/" + baseName + suffix;
  }

  private static Path folder() {
    return Path.of(System.getProperty("ttp.ledgers", "no-such-folder"));
  }
}
