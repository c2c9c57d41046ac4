package io.ttpprocessor.datalake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Where a public bucket's objects are asked for, and how. Its faults: {@link StoreFaultsTest}. */
@Timeout(60)
class S3PublicObjectsTest {
  @ParameterizedTest
  @CsvSource({
    "aws-public-blockchain/v1.1/x, us-east-2, , false,"
        + " https://aws-public-blockchain.s3.us-east-2.amazonaws.com/v1.1/x/",
    "lake, us-east-2, , true, https://s3.us-east-2.amazonaws.com/lake/",
    "lake/a b, us-east-1, http://127.0.0.1:9000, true, http://127.0.0.1:9000/lake/a%20b/",
    "lake.of.dots, eu-west-1, , false, https://s3.eu-west-1.amazonaws.com/lake.of.dots/",
    "lake, us-east-1, https://host/base, true, https://host/base/lake/"
  })
  void objectsLieWhereTheStyleOfTheUrlsSays(
      String place, String region, URI endpoint, boolean pathStyle, URI expected) {
    try (S3ObjectStore store = open(place, region, Optional.ofNullable(endpoint), pathStyle)) {
      assertThat(store.root()).isEqualTo(expected);
    }
  }

  @Test
  void theRequestIsUnsignedAndAsksForTheChecksum() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder()
              .body("content")
              .addHeader("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")
              .build());
      server.enqueue(new MockResponse.Builder().code(404).build());
      URI url = URI.create("http://127.0.0.1:" + server.getPort());
      try (ObjectStore store = open("lake/v1", "us-east-1", Optional.of(url), true)) {
        StoredObject object = store.get("FFFFFFFF--0-63999/FFFFFFFD--2.xdr.zst", 99).orElseThrow();
        assertThat(object.bytes()).asString().isEqualTo("content");
        assertThat(object.lastModified()).isEqualTo("2015-10-21T07:28:00Z");
        assertThat(store.get("absent", 99)).isEmpty();
      }
      RecordedRequest request = server.takeRequest();
      assertThat(request.getTarget()).isEqualTo("/lake/v1/FFFFFFFF--0-63999/FFFFFFFD--2.xdr.zst");
      assertThat(request.getHeaders().get("Host")).isEqualTo("127.0.0.1:" + server.getPort());
      assertThat(request.getHeaders().get("Authorization")).isNull();
      assertThat(request.getHeaders().get("x-amz-checksum-mode")).isEqualTo("ENABLED");
    }
  }

  /** The check values of "123456789" in the catalogue of CRCs; SHA by sha256sum and sha1sum. */
  @ParameterizedTest
  @CsvSource({
    "crc32c, 4waSgw==",
    "crc32, y/Q5Jg==",
    "sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
  })
  void anObjectIsHeldAgainstTheChecksumThatComesWithIt(String name, String checksum) {
    byte[] content = "123456789".getBytes(StandardCharsets.US_ASCII);
    SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(200);
    head.putHeader("x-amz-checksum-" + name, checksum);
    assertThatCode(() -> S3Checksum.check("it", head.build(), content)).doesNotThrowAnyException();
    content[0]++;
    assertThatThrownBy(() -> S3Checksum.check("it", head.build(), content))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it: what came has the " + name.toUpperCase(Locale.ROOT))
        .hasMessageEndingWith("what is stored " + checksum);
    head.putHeader("x-amz-checksum-type", "COMPOSITE");
    assertThatCode(() -> S3Checksum.check("it", head.build(), content)).doesNotThrowAnyException();
  }

  private static S3ObjectStore open(
      String place, String region, Optional<URI> endpoint, boolean pathStyle) {
    return new S3ObjectStore(
        new S3Options(
            BucketPath.parse(place, "s3", ""),
            region,
            endpoint,
            pathStyle,
            AnonymousCredentialsProvider.create(),
            StoreTimeouts.ofSilence(Duration.ofSeconds(5))));
  }
}
