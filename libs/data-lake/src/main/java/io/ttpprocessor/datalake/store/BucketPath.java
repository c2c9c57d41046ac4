package io.ttpprocessor.datalake.store;

import java.util.regex.Pattern;

/**
 * A bucket and a folder in it.
 *
 * @param bucket the bucket's name
 * @param prefix what keys in it begin with: empty, or ending with {@code /}
 */
public record BucketPath(String bucket, String prefix) {
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{1,221}");

  /**
   * Reads {@code bucket}, {@code bucket/prefix} or either of them behind {@code scheme://}.
   *
   * @param scheme the one that may be there, such as {@code s3}
   * @param path a further folder beneath the prefix; may be empty
   * @throws IllegalArgumentException when there is no bucket's name in it, or another scheme
   */
  public static BucketPath parse(String text, String scheme, String path) {
    String name = text.startsWith(scheme + "://") ? text.substring(scheme.length() + 3) : text;
    if (name.contains("://")) {
      throw new IllegalArgumentException("not bucket/prefix or " + scheme + "://bucket/prefix");
    }
    int slash = name.indexOf('/');
    String bucket = slash < 0 ? name : name.substring(0, slash);
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException("not a bucket's name, or bucket/prefix");
    }
    String folder = slash < 0 ? "" : name.substring(slash);
    return new BucketPath(bucket, folder(folder + "/" + path));
  }

  /** Without a slash before it, or two anywhere, and with one after it unless empty. */
  private static String folder(String path) {
    String plain = (path + "/").replaceAll("/{2,}", "/");
    return plain.substring(1);
  }

  @Override
  public String toString() {
    return bucket + "/" + prefix;
  }
}
