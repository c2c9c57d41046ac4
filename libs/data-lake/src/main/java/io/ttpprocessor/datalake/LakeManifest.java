package io.ttpprocessor.datalake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.StoredObject;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.util.Optional;

/**
 * What a lake says of itself in {@value #KEY} (SEP-54).
 *
 * @param networkPassphrase the network whose ledgers it holds
 * @param layout how they are spread over objects
 */
public record LakeManifest(Optional<String> networkPassphrase, LakeLayout layout) {
  /** The manifest's key. */
  public static final String KEY = ".config.json";

  private static final int MAX_BYTES = 64 << 10;
  private static final ObjectReader JSON =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * The lake's manifest; empty when it has none, as older lakes do.
   *
   * @throws SourceException CORRUPT when it cannot be understood, TRANSIENT or REFUSED when it
   *     cannot be read
   */
  public static Optional<LakeManifest> read(ObjectStore store) throws SourceException {
    Optional<StoredObject> object;
    try {
      object = store.get(KEY, MAX_BYTES);
    } catch (IOException e) {
      throw LakeStore.failure(KEY + " cannot be read", e);
    }
    return object.isPresent() ? Optional.of(parse(object.get().bytes())) : Optional.empty();
  }

  static LakeManifest parse(byte[] json) throws SourceException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw corrupt("is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw corrupt("is not JSON: " + e.getMessage());
    }
    String compression = root.path("compression").asText("zstd");
    if (!compression.equals("zstd") && !compression.equals("gzip") && !compression.equals("gz")) {
      throw corrupt("names the compression \"" + compression + "\"; zstd and gzip can be read");
    }
    long ledgers = count(root, "ledgersPerBatch");
    long batches = count(root, "batchesPerPartition");
    try {
      String passphrase = root.path("networkPassphrase").asText("");
      return new LakeManifest(
          passphrase.isBlank() ? Optional.empty() : Optional.of(passphrase),
          new LakeLayout(ledgers, batches));
    } catch (IllegalArgumentException e) {
      throw corrupt("describes an impossible layout: " + e.getMessage());
    }
  }

  private static long count(JsonNode root, String name) throws SourceException {
    JsonNode node = root.path(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw corrupt("has no whole number " + name);
    }
    return node.longValue();
  }

  private static SourceException corrupt(String problem) {
    return new SourceException(SourceException.Kind.CORRUPT, KEY + " " + problem);
  }
}
