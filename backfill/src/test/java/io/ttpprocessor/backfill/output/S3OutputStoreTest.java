package io.ttpprocessor.backfill.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.datalake.store.BucketPath;
import io.ttpprocessor.datalake.store.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A bucket of S3Proxy, which wants requests to be signed. */
class S3OutputStoreTest extends OutputStoreContractTest {
  private static final String BUCKET = "history-bucket";

  private S3Server server;

  @Override
  OutputStore openStore() throws Exception {
    Files.createDirectories(folder.resolve(BUCKET));
    server = S3Server.signed(folder);
    return open(S3Server.SECRET);
  }

  private S3OutputStore open(String secret) {
    return new S3OutputStore(
        BucketPath.parse(BUCKET + "/of/pubnet", "s3", ""),
        "us-east-1",
        Optional.of(server.endpoint()),
        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.KEY_ID, secret)));
  }

  @Override
  Path files() {
    return folder.resolve(BUCKET).resolve("of/pubnet");
  }

  @Override
  void stopServer() {
    server.close();
  }

  @Test
  void whatFailsIsNamedOnceAndWithoutTheSecret() throws Exception {
    try (S3OutputStore stranger = open("another-secret");
        OutputFileStream file = stranger.create("a/part.parquet")) {
      file.write(new byte[1]);
      assertThatThrownBy(file::commit)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("s3://history-bucket/of/pubnet/a/part.parquet: ")
          .message()
          .doesNotContain("another-secret");
    }
  }

  @Test
  void anUploadThatIsGivenUpLeavesNoParts() throws Exception {
    Path bucket = folder.resolve(BUCKET);
    try (S3OutputStore store = open(S3Server.SECRET);
        OutputFileStream file = store.create("a/part.parquet")) {
      file.write(new byte[20 << 20]);
    }
    try (Stream<Path> files = Files.walk(bucket)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
