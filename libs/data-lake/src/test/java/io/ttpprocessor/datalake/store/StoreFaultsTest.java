package io.ttpprocessor.datalake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import io.ttpprocessor.datalake.store.StoreException.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** Servers that refuse, are busy, break off, fall silent or send damage, one for each client. */
@Timeout(60)
class StoreFaultsTest {
  private static final StoreTimeouts QUICK = StoreTimeouts.ofSilence(Duration.ofMillis(400));
  private static final String CONTENT = "0123456789";

  private final MockWebServer server = new MockWebServer();

  /** The stores that are reached over a network. */
  enum Client {
    S3,
    GCS,
    HTTP;

    ObjectStore open(URI url) {
      switch (this) {
        case S3:
          return new S3ObjectStore(
              new S3Options(
                  BucketPath.parse("bucket/v1", "s3", ""),
                  "us-east-1",
                  Optional.of(url),
                  true,
                  AnonymousCredentialsProvider.create(),
                  QUICK));
        case GCS:
          return new GcsObjectStore(
              new GcsOptions(
                  BucketPath.parse("bucket/v1", "gs", ""),
                  Optional.of(url),
                  Optional.empty(),
                  QUICK));
        default:
          return new HttpObjectStore(url + "/bucket/v1/", false, QUICK);
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "S3, 500",
    "S3, 503",
    "S3, 429",
    "GCS, 500",
    "GCS, 503",
    "GCS, 429",
    "GCS, 408",
    "HTTP, 500",
    "HTTP, 502",
    "HTTP, 503",
    "HTTP, 504",
    "HTTP, 429",
    "HTTP, 408"
  })
  void aBusyServerMayServeLater(Client client, int status) throws Exception {
    server.enqueue(new MockResponse.Builder().code(status).addHeader("Retry-After", "7").build());
    StoreException failure = failureOfGet(client);
    assertThat(failure.fault()).isEqualTo(Fault.TRANSIENT);
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(failure).hasMessageContaining("bucket/v1/a/b").hasMessageContaining("" + status);
    assertThat(server.getRequestCount()).as("no retry of its own").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aListingOfABusyServerMayComeLater(Client client) throws Exception {
    try (ObjectStore store = client.open(url())) {
      if (store.canList()) {
        server.enqueue(new MockResponse.Builder().code(503).build());
        StoreException failure =
            catchThrowableOfType(StoreException.class, () -> store.list("a/", "", 5));
        assertThat(failure.fault()).isEqualTo(Fault.TRANSIENT);
      }
      server.enqueue(new MockResponse.Builder().code(503).build());
      StoreException failure =
          catchThrowableOfType(StoreException.class, () -> store.exists("a/b"));
      assertThat(failure.fault()).isEqualTo(Fault.TRANSIENT);
      assertThat(server.getRequestCount())
          .as("no retry of its own")
          .isEqualTo(store.canList() ? 2 : 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "S3, s3:GetObject",
    "GCS, storage.objects.get",
    "HTTP, HTTP_403_IS_MISSING",
  })
  void aServerThatForbidsIsNotAskedAgain(Client client, String check) throws Exception {
    server.enqueue(new MockResponse.Builder().code(403).build());
    StoreException failure = failureOfGet(client);
    assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
    assertThat(failure).hasMessageContaining("bucket/v1/a/b: the store answered 403");
    assertThat(failure).hasMessageContaining(check);
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectIsNotFollowed(Client client) throws Exception {
    for (int status : new int[] {301, 302, 307}) {
      server.enqueue(
          new MockResponse.Builder()
              .code(status)
              .addHeader("Location", url() + "/elsewhere")
              .build());
      StoreException failure = failureOfGet(client);
      assertThat(failure.fault()).as("%s %d", client, status).isEqualTo(Fault.REFUSED);
    }
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatEndsEarlyIsNoObject(Client client) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body(CONTENT)
            .setHeader("Content-Length", CONTENT.length() + 5)
            .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
            .build());
    mayPass(client);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatBreaksInTheBodyMayHoldNextTime(Client client) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body(new Buffer().write(new byte[1 << 20]))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    mayPass(client);
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    mayPass(client);
  }

  @ParameterizedTest
  @EnumSource
  void silenceIsNotWaitedOutForEver(Client client) throws Exception {
    server.enqueue(
        new MockResponse.Builder().body(CONTENT).headersDelay(20, TimeUnit.SECONDS).build());
    server.enqueue(
        new MockResponse.Builder().body(CONTENT).bodyDelay(20, TimeUnit.SECONDS).build());
    long start = System.nanoTime();
    mayPass(client);
    mayPass(client);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
  }

  @ParameterizedTest
  @EnumSource(names = {"S3", "HTTP"})
  void anAnswerThatTricklesIsNotWaitedOutForEver(Client client) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body("x".repeat(300))
            .throttleBody(1, 100, TimeUnit.MILLISECONDS)
            .build());
    long start = System.nanoTime();
    mayPass(client);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotThereMayComeBack(Client client) throws Exception {
    URI url = url();
    server.close();
    try (ObjectStore store = client.open(url)) {
      IOException failure =
          catchThrowableOfType(IOException.class, () -> store.get("a/b", 1 << 20));
      assertThat(isPassing(failure)).as("%s", failure).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyOfUnknownLengthIsReadUpToTheLimit(Client client) throws Exception {
    for (int limit : new int[] {10, 9}) {
      server.enqueue(new MockResponse.Builder().chunkedBody(CONTENT, 3).build());
      try (ObjectStore store = client.open(url())) {
        if (limit == 10) {
          assertThat(store.get("a/b", limit).orElseThrow().bytes()).asString().isEqualTo(CONTENT);
        } else {
          assertThatThrownBy(() -> store.get("a/b", limit))
              .isInstanceOf(ObjectTooLargeException.class);
        }
      }
    }
  }

  /** CRC32 of "0123456789" is a684c7c6, CRC32C 280c069e, MD5 781e5e245d69b566979b86e28d23f2c7. */
  @ParameterizedTest
  @CsvSource({
    "S3, x-amz-checksum-crc32, poTHxg==, poTHxQ==",
    "S3, x-amz-checksum-crc32c, KAwGng==, KAwGnQ==",
    "S3, x-amz-checksum-crc32, poTHxg==-1, poTHxQ==",
    "GCS, x-goog-hash, 'crc32c=KAwGng==,md5=eB5eJF1ptWaXm4bijSPyxw==', crc32c=KAwGnQ==",
    "GCS, x-goog-hash, md5=eB5eJF1ptWaXm4bijSPyxw==, md5=fB5eJF1ptWaXm4bijSPyxw=="
  })
  void damageOnTheWayIsSeenByTheStoresChecksum(
      Client client, String header, String right, String wrong) throws Exception {
    server.enqueue(new MockResponse.Builder().body(CONTENT).addHeader(header, right).build());
    try (ObjectStore store = client.open(url())) {
      assertThat(store.get("a/b", 99).orElseThrow().bytes()).asString().isEqualTo(CONTENT);
    }
    server.enqueue(new MockResponse.Builder().body(CONTENT).addHeader(header, wrong).build());
    mayPass(client);
  }

  @Test
  void aBucketOfAnotherRegionIsNamed() throws Exception {
    server.enqueue(
        s3Error(301, "PermanentRedirect").addHeader("x-amz-bucket-region", "us-east-2").build());
    server.enqueue(
        s3Error(400, "AuthorizationHeaderMalformed")
            .addHeader("x-amz-bucket-region", "us-east-2")
            .build());
    for (int i = 0; i < 2; i++) {
      StoreException failure = failureOfGet(Client.S3);
      assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
      assertThat(failure).hasMessageContaining("set AWS_REGION=us-east-2");
    }
  }

  @ParameterizedTest
  @CsvSource({"400, ExpiredToken", "400, RequestTimeout", "503, SlowDown", "400, RequestExpired"})
  void errorsOfS3ThatPassAreKnownByTheirCode(int status, String code) throws Exception {
    server.enqueue(s3Error(status, code).build());
    StoreException failure = failureOfGet(Client.S3);
    assertThat(failure.fault()).isEqualTo(Fault.TRANSIENT);
    assertThat(failure).hasMessageContaining(code);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, check BUCKET_NAME",
    "403, AccessDenied, check the credentials",
    "403, RequestTimeTooSkewed, clock",
    "403, InvalidAccessKeyId, check the credentials"
  })
  void errorsOfS3ThatStaySayWhatToCheck(int status, String code, String check) throws Exception {
    server.enqueue(s3Error(status, code).build());
    StoreException failure = failureOfGet(Client.S3);
    assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
    assertThat(failure).hasMessageContaining(code).hasMessageContaining(check);
  }

  @Test
  void aTokenThatGoogleRefusesIsRenewedBeforeTheNextTry() throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    OAuth2Credentials credentials =
        new OAuth2Credentials() {
          private static final long serialVersionUID = 1L;

          @Override
          public AccessToken refreshAccessToken() {
            return new AccessToken(
                "token-" + tokens.incrementAndGet(), Date.from(Instant.now().plusSeconds(3_600)));
          }
        };
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(new MockResponse.Builder().body(CONTENT).build());
    BucketPath place = BucketPath.parse("bucket", "gs", "");
    try (ObjectStore store =
        new GcsObjectStore(
            new GcsOptions(place, Optional.of(url()), Optional.of(credentials), QUICK))) {
      StoreException failure = catchThrowableOfType(StoreException.class, () -> store.get("a", 99));
      assertThat(failure.fault()).isEqualTo(Fault.TRANSIENT);
      assertThat(store.get("a", 99)).isPresent();
    }
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
  }

  @Test
  void forbiddenMayMeanAbsentOverHttp() throws Exception {
    server.enqueue(new MockResponse.Builder().code(403).build());
    server.enqueue(new MockResponse.Builder().code(403).build());
    try (ObjectStore store = new HttpObjectStore(url() + "/", true, QUICK)) {
      assertThat(store.get("a", 99)).isEmpty();
      assertThat(store.exists("a")).isFalse();
    }
  }

  @Test
  void aUrlsPasswordIsSentAndNeverShown() throws Exception {
    server.enqueue(new MockResponse.Builder().code(403).build());
    String base = "http://user:canary@127.0.0.1:" + server.getPort() + "/v1/";
    try (ObjectStore store = new HttpObjectStore(base, false, QUICK)) {
      assertThatThrownBy(() -> store.get("a", 99)).message().doesNotContain("canary");
      assertThat(store.description()).doesNotContain("canary");
    }
    // The base64 of "user:canary".
    assertThat(server.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Basic dXNlcjpjYW5hcnk=");
  }

  private static MockResponse.Builder s3Error(int status, String code) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/xml")
        .body("<Error><Code>" + code + "</Code><Message>a reason</Message></Error>");
  }

  private void mayPass(Client client) {
    try (ObjectStore store = client.open(url())) {
      IOException failure =
          catchThrowableOfType(IOException.class, () -> store.get("a/b", 4 << 20));
      assertThat(failure).as("failure of %s", client).isNotNull();
      assertThat(isPassing(failure)).as("%s", failure).isTrue();
    }
  }

  private static boolean isPassing(IOException failure) {
    return !(failure instanceof StoreException)
        || ((StoreException) failure).fault() == Fault.TRANSIENT;
  }

  private StoreException failureOfGet(Client client) {
    try (ObjectStore store = client.open(url())) {
      StoreException failure =
          catchThrowableOfType(StoreException.class, () -> store.get("a/b", 1 << 20));
      assertThat(failure).as("failure of %s", client).isNotNull();
      return failure;
    }
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }
}
