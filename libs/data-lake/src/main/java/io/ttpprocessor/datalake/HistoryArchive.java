package io.ttpprocessor.datalake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.ObjectTooLargeException;
import io.ttpprocessor.datalake.store.StoredObject;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.HeaderHash;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultOptions;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger headers that a validator published: a history archive of stellar-core, in a folder, a
 * bucket or on a web server. Every 64 ledgers there is a checkpoint, whose file {@code
 * ledger/ww/xx/yy/ledger-wwxxyyzz.xdr.gz} (the checkpoint's last ledger in hexadecimal) holds a
 * {@code LedgerHeaderHistoryEntry} of each, as RFC 5531 records; {@code
 * .well-known/stellar-history.json} tells the newest. One try may fail and is repeated as for a
 * lake. For one thread.
 */
public final class HistoryArchive implements AutoCloseable {
  /** Ledgers of a checkpoint: those that end with one whose number and one more divide by it. */
  public static final int CHECKPOINT_LEDGERS = 64;

  private static final String STATE = ".well-known/stellar-history.json";
  private static final int MAX_BYTES = 16 << 20;
  private static final int LAST_FRAGMENT = 1 << 31;

  private final ObjectStore store;
  private final LakeStore files;
  private final long newest;

  private HistoryArchive(ObjectStore store, LakeStore files, long newest) {
    this.store = store;
    this.files = files;
    this.newest = newest;
  }

  /**
   * Opens the archive and reads how far it goes.
   *
   * @param variable the option or setting that has the URL
   * @param networkPassphrase the network that it must be of, where it tells one
   * @throws ConfigurationException when the URL or another setting cannot be used
   * @throws SourceException when it cannot be read, is none, or is another network's
   */
  public static HistoryArchive open(
      LakeUrl url, String variable, Optional<String> networkPassphrase, Settings settings)
      throws ConfigurationException, SourceException, InterruptedException {
    Optional<ObjectStore> store = StoreSettings.at(url, variable, settings).store();
    FaultOptions faults = FaultOptions.read(settings);
    settings.throwIfProblems();
    ObjectStore objects = store.orElseThrow();
    LakeStore files = new LakeStore(objects, new FaultPolicy(faults));
    boolean usable = false;
    try {
      long newest = newest(read(files, objects, STATE), objects, networkPassphrase);
      usable = true;
      return new HistoryArchive(objects, files, newest);
    } finally {
      if (!usable) {
        objects.close();
      }
    }
  }

  /** The newest checkpoint's last ledger. */
  public long newest() {
    return newest;
  }

  /** The archive as messages name it. */
  public String description() {
    return store.description();
  }

  /** The last ledger of the checkpoint that {@code ledger} is in. */
  public static long checkpointOf(long ledger) {
    return ledger / CHECKPOINT_LEDGERS * CHECKPOINT_LEDGERS + CHECKPOINT_LEDGERS - 1;
  }

  /** The key of a checkpoint's headers. */
  static String key(long checkpoint) {
    String hex = String.format(Locale.ROOT, "%08x", checkpoint);
    return String.format(
        "ledger/%s/%s/%s/ledger-%s.xdr.gz",
        hex.substring(0, 2), hex.substring(2, 4), hex.substring(4, 6), hex);
  }

  /**
   * The hashes of a checkpoint's ledgers, hexadecimal, by sequence number. Each is that of its
   * header: a copy of the archive that was damaged accuses no lake.
   *
   * @param checkpoint its last ledger
   * @throws SourceException MISSING or CORRUPT, naming the file, or when it cannot be fetched
   */
  public Map<Long, String> hashes(long checkpoint) throws SourceException, InterruptedException {
    String key = key(checkpoint);
    byte[] compressed = read(files, store, key);
    BoundedOutput output =
        new BoundedOutput(
            compressed.length * 4L,
            MAX_BYTES,
            compressed.length,
            ByteLease.unlimited(),
            SpareArrays.none());
    try {
      BoundedGzip.decompress(compressed, output);
      return hashes(ByteBuffer.wrap(output.bytes(), 0, output.size()));
    } catch (DecompressionException | XdrException e) {
      throw corrupt(store, key, e.getMessage());
    } catch (BudgetExceededException e) {
      throw new IllegalStateException("a lease without a limit was refused", e);
    } catch (IllegalArgumentException e) {
      throw corrupt(store, key, e.getMessage());
    }
  }

  private static Map<Long, String> hashes(ByteBuffer records) {
    Map<Long, String> hashes = new HashMap<>();
    HeaderHash headerHash = new HeaderHash();
    while (records.hasRemaining()) {
      int at = records.position();
      int mark = records.remaining() < Integer.BYTES ? 0 : records.getInt();
      int length = mark & ~LAST_FRAGMENT;
      if ((mark & LAST_FRAGMENT) == 0 || length > records.remaining()) {
        throw new IllegalArgumentException("no whole record at byte " + at);
      }
      int start = records.position();
      LedgerHeaderHistoryEntryView entry =
          LedgerHeaderHistoryEntryView.parseExactly(records.array(), start, start + length);
      Optional<String> difference = headerHash.difference(entry);
      if (difference.isPresent()) {
        throw new IllegalArgumentException(difference.get());
      }
      hashes.put(entry.header().ledgerSeq(), entry.hash().hex());
      records.position(start + length);
    }
    return hashes;
  }

  private static long newest(byte[] state, ObjectStore store, Optional<String> networkPassphrase)
      throws SourceException {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(state);
    } catch (IOException e) {
      throw corrupt(store, STATE, "is not JSON");
    }
    String passphrase = json.path("networkPassphrase").asText("");
    if (networkPassphrase.isPresent()
        && !passphrase.isEmpty()
        && !passphrase.equals(networkPassphrase.get())) {
      throw new SourceException(
          SourceException.Kind.REFUSED,
          String.format(
              "the history archive %s is of the network \"%s\", and the lake of \"%s\"",
              store.description(), passphrase, networkPassphrase.get()));
    }
    if (!json.path("currentLedger").canConvertToLong()
        || !json.path("currentLedger").isIntegralNumber()) {
      throw corrupt(store, STATE, "has no whole number currentLedger");
    }
    return json.path("currentLedger").longValue();
  }

  private static byte[] read(LakeStore files, ObjectStore store, String key)
      throws SourceException, InterruptedException {
    try {
      Optional<StoredObject> file = files.get(key, MAX_BYTES, Patience.BOUNDED);
      return file.orElseThrow(
              () ->
                  new SourceException(
                      SourceException.Kind.MISSING,
                      "the history archive " + store.description() + " has no " + key))
          .bytes();
    } catch (ObjectTooLargeException e) {
      throw corrupt(store, key, e.getMessage());
    }
  }

  private static SourceException corrupt(ObjectStore store, String key, String problem) {
    return new SourceException(
        SourceException.Kind.CORRUPT,
        String.format("the history archive %s: %s: %s", store.description(), key, problem));
  }

  @Override
  public void close() {
    store.close();
  }
}
