package io.ttpprocessor.backfill.output;

import io.ttpprocessor.datalake.store.BucketPath;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Where files go, as a user names it: goes from who starts a job to its workers.
 *
 * <p>Credentials do not go with it: each process finds its own, as AWS's and Google's clients do.
 *
 * @param url a folder, {@code file:} URL, {@code s3://bucket/prefix} or {@code gs://bucket/prefix}
 * @param region of a bucket in S3
 * @param endpoint another server than AWS's or Google's own; empty for those
 */
public record OutputPlace(String url, String region, String endpoint) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Opens the place; of a bucket, no request is made yet, and a folder not made.
   *
   * @throws IllegalArgumentException when the URL is none of these
   * @throws IOException when a folder could not be made
   */
  public OutputStore open() throws IOException {
    Optional<URI> server =
        endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint));
    if (url.startsWith("s3:")) {
      return new S3OutputStore(
          BucketPath.parse(url, "s3", ""),
          region,
          server,
          DefaultCredentialsProvider.builder().build());
    }
    if (url.startsWith("gs:")) {
      return new GcsOutputStore(BucketPath.parse(url, "gs", ""), server);
    }
    if (url.startsWith("file:")) {
      return new FolderOutputStore(Path.of(URI.create(url)));
    }
    if (url.contains("://")) {
      throw new IllegalArgumentException("is no folder, file:, s3: or gs: URL");
    }
    return new FolderOutputStore(Path.of(url));
  }
}
