package io.ttpprocessor.datalake.store;

import com.google.api.client.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Checks an object against the checksum that Google Cloud Storage sends with it ({@code
 * x-goog-hash: crc32c=…,md5=…}, base64): CRC32C, which every object has, otherwise MD5.
 */
final class GcsChecksum {
  private static final String HEADER = "x-goog-hash";

  private GcsChecksum() {}

  /** Refuses bytes that are not what was stored; they may be so when fetched again. */
  static void check(String what, HttpHeaders headers, byte[] bytes) throws StoreException {
    Optional<String> crc32c = stated(headers, "crc32c=");
    Optional<String> md5 = stated(headers, "md5=");
    if (crc32c.isPresent()) {
      compare(what, "CRC32C", crc32c.get(), crc32c(bytes));
    } else if (md5.isPresent()) {
      compare(what, "MD5", md5.get(), md5(bytes));
    }
  }

  /** The header may come once with both, or once for each. */
  private static Optional<String> stated(HttpHeaders headers, String name) {
    List<String> values = headers.getHeaderStringValues(HEADER);
    return values.stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::trim)
        .filter(hash -> hash.startsWith(name))
        .map(hash -> hash.substring(name.length()))
        .findFirst();
  }

  private static void compare(String what, String kind, String stated, byte[] found)
      throws StoreException {
    String base64 = Base64.getEncoder().encodeToString(found);
    if (!base64.equals(stated)) {
      throw StoreException.passing(
          String.format(
              "%s: what came has the %s %s, what is stored %s", what, kind, base64, stated),
          (Throwable) null);
    }
  }

  private static byte[] crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }
}
