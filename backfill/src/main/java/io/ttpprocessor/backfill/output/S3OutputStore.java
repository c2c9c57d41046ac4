package io.ttpprocessor.backfill.output;

import io.ttpprocessor.datalake.store.BucketPath;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects beneath a folder of an S3 bucket. A file of more than one part is a multipart upload,
 * which makes no object before it is completed; the client retries each request by itself. An
 * upload that a killed process leaves is removed by the bucket's rule for incomplete ones.
 */
public final class S3OutputStore implements OutputStore {
  /** 10,000 parts are the most that S3 takes: 160 GB. */
  private static final int PART_SIZE = 16 << 20;

  private final BucketPath place;
  private final S3Client client;

  /**
   * Opens a client; no request is made yet.
   *
   * @param region the bucket's region
   * @param endpoint another server than AWS's own, if given
   */
  public S3OutputStore(
      BucketPath place, String region, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
    this.place = place;
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .region(Region.of(region))
            .forcePathStyle(endpoint.isPresent())
            .httpClientBuilder(Apache5HttpClient.builder());
    endpoint.ifPresent(builder::endpointOverride);
    this.client = builder.build();
  }

  @Override
  public OutputFileStream create(String key) {
    return new Upload(key);
  }

  @Override
  public Optional<byte[]> read(String key) throws IOException {
    try {
      return Optional.of(
          client
              .getObjectAsBytes(get -> get.bucket(place.bucket()).key(place.prefix() + key))
              .asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failure(key, e);
    }
  }

  @Override
  public List<StoredFile> list(String folder) throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(place.bucket())
            .prefix(place.prefix() + folder)
            .build();
    try {
      List<StoredFile> files = new ArrayList<>();
      for (S3Object object : client.listObjectsV2Paginator(request).contents()) {
        String key = object.key().substring(place.prefix().length());
        files.add(new StoredFile(key, object.size()));
      }
      return files;
    } catch (SdkException e) {
      throw failure(folder, e);
    }
  }

  @Override
  public void delete(String key) throws IOException {
    try {
      client.deleteObject(delete -> delete.bucket(place.bucket()).key(place.prefix() + key));
    } catch (SdkException e) {
      throw failure(key, e);
    }
  }

  @Override
  public String description() {
    return "s3://" + place;
  }

  @Override
  public void close() {
    client.close();
  }

  private IOException failure(String key, SdkException e) {
    return new IOException(description() + key + ": " + e.getMessage(), e);
  }

  private final class Upload extends OutputFileStream {
    private final String name;
    private final String key;
    private final byte[] part = new byte[PART_SIZE];
    private int size;
    private String uploadId;
    private final List<CompletedPart> parts = new ArrayList<>();
    private boolean committed;

    Upload(String name) {
      this.name = name;
      this.key = place.prefix() + name;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (size == PART_SIZE) {
          sendPart();
        }
        int count = Math.min(length - done, PART_SIZE - size);
        System.arraycopy(bytes, offset + done, part, size, count);
        size += count;
        done += count;
      }
    }

    private void sendPart() throws IOException {
      try {
        if (uploadId == null) {
          uploadId =
              client
                  .createMultipartUpload(create -> create.bucket(place.bucket()).key(key))
                  .uploadId();
        }
        int number = parts.size() + 1;
        String tag =
            client
                .uploadPart(
                    upload ->
                        upload
                            .bucket(place.bucket())
                            .key(key)
                            .uploadId(uploadId)
                            .partNumber(number),
                    content())
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        size = 0;
      } catch (SdkException e) {
        throw failure(name, e);
      }
    }

    private RequestBody content() {
      return RequestBody.fromBytes(Arrays.copyOf(part, size));
    }

    @Override
    public void commit() throws IOException {
      try {
        if (uploadId == null) {
          client.putObject(put -> put.bucket(place.bucket()).key(key), content());
        } else {
          sendPart();
          client.completeMultipartUpload(
              complete ->
                  complete
                      .bucket(place.bucket())
                      .key(key)
                      .uploadId(uploadId)
                      .multipartUpload(all -> all.parts(parts)));
        }
        committed = true;
      } catch (SdkException e) {
        throw failure(name, e);
      }
    }

    @Override
    public void close() throws IOException {
      if (!committed && uploadId != null) {
        String dropped = uploadId;
        uploadId = null;
        try {
          client.abortMultipartUpload(
              abort -> abort.bucket(place.bucket()).key(key).uploadId(dropped));
        } catch (SdkException e) {
          throw failure(name, e);
        }
      }
    }
  }
}
