package io.ttpprocessor.datalake.store;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Checks an object against the checksum that S3 sends with it ({@code x-amz-checksum-…}, base64),
 * by those algorithms that the SDK has without native code, as its client does. One of an upload in
 * parts is a checksum of checksums, and says nothing of the whole.
 */
final class S3Checksum {
  private static final String HEADER = "x-amz-checksum-";

  private static final List<ChecksumAlgorithm> ALGORITHMS =
      List.of(
          DefaultChecksumAlgorithm.CRC32C,
          DefaultChecksumAlgorithm.CRC32,
          DefaultChecksumAlgorithm.SHA1,
          DefaultChecksumAlgorithm.SHA256);

  private S3Checksum() {}

  /** Refuses bytes that are not what was stored; they may be so when fetched again. */
  static void check(String what, SdkHttpResponse head, byte[] bytes) throws StoreException {
    for (ChecksumAlgorithm algorithm : ALGORITHMS) {
      String name = algorithm.algorithmId();
      Optional<String> stated =
          head.firstMatchingHeader(HEADER + name.toLowerCase(Locale.ROOT))
              .filter(checksum -> checksum.indexOf('-') < 0);
      if (stated.isPresent() && !isComposite(head)) {
        compare(what, name, stated.get(), checksum(algorithm, bytes));
      }
    }
  }

  private static boolean isComposite(SdkHttpResponse head) {
    return head.firstMatchingHeader(HEADER + "type")
        .filter(type -> type.equalsIgnoreCase("COMPOSITE"))
        .isPresent();
  }

  private static String checksum(ChecksumAlgorithm algorithm, byte[] bytes) {
    SdkChecksum checksum = SdkChecksum.forAlgorithm(algorithm);
    checksum.update(bytes, 0, bytes.length);
    return Base64.getEncoder().encodeToString(checksum.getChecksumBytes());
  }

  private static void compare(String what, String name, String stated, String found)
      throws StoreException {
    if (!found.equals(stated)) {
      throw StoreException.passing(
          String.format(
              "%s: what came has the %s %s, what is stored %s", what, name, found, stated),
          (Throwable) null);
    }
  }
}
