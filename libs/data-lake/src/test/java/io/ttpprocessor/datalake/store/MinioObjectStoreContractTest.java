package io.ttpprocessor.datalake.store;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** S3, against MinIO; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MinioObjectStoreContractTest extends ObjectStoreContractTest {
  @Container
  private static final MinIOContainer MINIO =
      new MinIOContainer("minio/minio:RELEASE.2025-09-07T16-13-09Z");

  private S3Client client;

  @Override
  ObjectStore openStore() {
    client =
        S3Client.builder()
            .endpointOverride(URI.create(MINIO.getS3URL()))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials())
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    createBucket();
    return new S3ObjectStore(
        new S3Options(
            BucketPath.parse(StoreServer.BUCKET, "s3", StoreServer.PREFIX),
            "us-east-1",
            Optional.of(URI.create(MINIO.getS3URL())),
            true,
            credentials(),
            StoreServer.TIMEOUTS));
  }

  /** The container is one for all tests: each begins with an empty bucket. */
  private void createBucket() {
    try {
      client.createBucket(request -> request.bucket(StoreServer.BUCKET));
    } catch (BucketAlreadyOwnedByYouException e) {
      client
          .listObjectsV2Paginator(request -> request.bucket(StoreServer.BUCKET))
          .contents()
          .forEach(
              object ->
                  client.deleteObject(
                      request -> request.bucket(StoreServer.BUCKET).key(object.key())));
    }
  }

  @Override
  void put(String keyInBucket, byte[] bytes) {
    client.putObject(
        request -> request.bucket(StoreServer.BUCKET).key(keyInBucket),
        RequestBody.fromBytes(bytes));
  }

  @Override
  void stopServer() {
    client.close();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(MINIO.getUserName(), MINIO.getPassword()));
  }
}
