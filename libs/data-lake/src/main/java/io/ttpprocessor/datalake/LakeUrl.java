package io.ttpprocessor.datalake;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lake's place as one URL: {@code file:///folder}, {@code s3://bucket/prefix}, {@code
 * gs://bucket/prefix}, {@code https://host/base}. What else is needed to reach it, the variables of
 * its kind of store tell.
 *
 * @param type what kind of store
 * @param place folder, bucket with prefix, or base URL: what BUCKET_NAME would be
 */
public record LakeUrl(StorageType type, String place) {
  private static final Pattern URL = Pattern.compile("(?i)(file|s3|gs|https?):(.*)");
  private static final Pattern AUTHORITY = Pattern.compile("//(?:localhost)?(?=/)");

  /**
   * The lake of a URL; empty when it is none, as {@code host:port} is.
   *
   * @throws IllegalArgumentException when it is a lake's, and names no place
   */
  public static Optional<LakeUrl> parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches() || url.group(2).matches("\\d{1,5}")) {
      return Optional.empty();
    }
    String rest = url.group(2);
    String scheme = url.group(1).toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      return Optional.of(new LakeUrl(StorageType.FS, folder(rest)));
    }
    if (!rest.matches("//[^/].*")) {
      throw new IllegalArgumentException("not a URL such as " + scheme + "://place/prefix");
    }
    String place = scheme + ":" + rest;
    return Optional.of(
        switch (scheme) {
          case "s3" -> new LakeUrl(StorageType.S3, place);
          case "gs" -> new LakeUrl(StorageType.GCS, place);
          default -> new LakeUrl(StorageType.HTTP, place);
        });
  }

  /** RFC 8089: {@code file:/path} and {@code file:///path} are one; another host's is refused. */
  private static String folder(String rest) {
    String path = AUTHORITY.matcher(rest).replaceFirst("");
    if (path.startsWith("//") || path.isEmpty()) {
      throw new IllegalArgumentException("not a URL of this machine such as file:///folder");
    }
    // Only what has escapes is taken for escaped: who types a folder's name may type blanks.
    return path.indexOf('%') < 0 ? path : URI.create(path).getPath();
  }
}
