package io.ttpprocessor.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.testkit.Certificates;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS of servers and channels as services open them, over real sockets; certificates are made for
 * each test. The tests' names begin with the number of the point in the list of threats that the
 * project answers (B4).
 */
@Timeout(60)
class TlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private SecuredLink link;

  @BeforeEach
  void makeLink() {
    link = new SecuredLink(folder);
  }

  @AfterEach
  void closeLink() throws Exception {
    link.close();
  }

  @Test
  void b4p1TlsProtectsTheLink() throws Exception {
    link.tls();
    assertThat(link.call(link.start())).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p1PlaintextClientsAreToldSo() throws Exception {
    link.tls();
    link.client().clear();
    Status status = link.status(link.start());
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).contains("plaintext", "TLS");
  }

  @Test
  void b4p1ATlsClientIsToldThatTheServerSpeaksPlaintext() throws Exception {
    link.tls();
    link.server().clear();
    assertRefused(link.status(link.start()), "the server does not speak TLS");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void b4p1OlderVersionsAreRefused(int minorVersion) throws Exception {
    link.tls();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.start())) {
      socket.getOutputStream().write(hello(minorVersion));
      DataInputStream answer = new DataInputStream(socket.getInputStream());
      assertThat(answer.readUnsignedByte()).as("an alert").isEqualTo(21);
      answer.skipNBytes(4);
      assertThat(answer.readUnsignedByte()).as("fatal").isEqualTo(2);
      assertThat(answer.readUnsignedByte()).as("protocol_version, RFC 8446 6").isEqualTo(70);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void b4p1NewerVersionsAreTaken(String version) throws Exception {
    link.tls();
    assertThat(handshake(link.start(), version)).isTrue();
  }

  @Test
  void b4p2MutualTlsTakesClientsOfTheAuthority() throws Exception {
    link.mutualTls();
    assertThat(link.call(link.start())).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p2AClientWithoutACertificateIsRefused() throws Exception {
    link.mutualTls();
    link.client().keySet().removeAll(List.of("SOURCE_TLS_CERT_FILE", "SOURCE_TLS_KEY_FILE"));
    assertRefused(link.status(link.start()), "certificate");
  }

  @Test
  void b4p2AClientOfAnotherAuthorityIsRefused() throws Exception {
    link.mutualTls();
    link.client().putAll(new Certificates(folder, "another").identity("SOURCE_TLS", stranger()));
    assertRefused(link.status(link.start()), "certificate");
  }

  @Test
  void b4p2AServerOfAnotherAuthorityIsRefused() throws Exception {
    link.tls();
    link.client()
        .put("SOURCE_TLS_CA_FILE", new Certificates(folder, "another").authorityFile().toString());
    assertRefused(link.status(link.start()), "certif");
  }

  @Test
  void b4p2AServerOfAnotherNameIsRefused() throws Exception {
    link.tls();
    link.server()
        .putAll(link.authority().identity("TLS", link.authority().issue("elsewhere.example")));
    assertRefused(link.status(link.start()), "No subject alternative");
  }

  @Test
  void b4p2ACertificateThatExpiresLaterIsRefusedByTheClient() throws Exception {
    link.tls();
    Instant soon = Instant.now().plusSeconds(2);
    link.server()
        .putAll(link.authority().identity("TLS", link.authority().issue(SecuredLink.HOST, soon)));
    int port = link.start();
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(soon.plusSeconds(1)));
    assertRefused(link.status(port), "NotAfter");
  }

  @Test
  void b4p2CertificatesAreReplacedWithoutARestart() throws Exception {
    link.mutualTls();
    link.server().put("TLS_RELOAD_INTERVAL", "20ms");
    int port = link.start();
    HeldCertificate next = link.authority().issue(SecuredLink.HOST);
    BigInteger serial = next.certificate().getSerialNumber();
    later(link.server(), link.authority().identity("TLS", next));
    await().atMost(PATIENCE).until(() -> serial.equals(serverCertificateSerial(port)));
    assertThat(link.call(port)).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p2AReplacementThatIsBrokenLeavesWhatWasThere() throws Exception {
    link.tls();
    link.server().put("TLS_RELOAD_INTERVAL", "20ms");
    int port = link.start();
    for (String name : List.of("TLS_CERT_FILE", "TLS_KEY_FILE")) {
      Path file = Path.of(link.server().get(name));
      Files.writeString(file, "nothing of use");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }
    // The next good one is read, so the broken one was met before.
    HeldCertificate next = link.authority().issue(SecuredLink.HOST);
    assertThat(link.call(port)).isEqualTo(Status.Code.OK);
    later(link.server(), link.authority().identity("TLS", next));
    await()
        .atMost(PATIENCE)
        .until(() -> next.certificate().getSerialNumber().equals(serverCertificateSerial(port)));
  }

  @Test
  void b4p2ACertificateRenewedWithItsOldKeyIsTaken() throws Exception {
    HeldCertificate first = link.authority().issue(SecuredLink.HOST);
    link.tls();
    link.server().putAll(link.authority().identity("TLS", first));
    link.server().put("TLS_RELOAD_INTERVAL", "20ms");
    int port = link.start();
    HeldCertificate renewed = link.authority().renew(first, SecuredLink.HOST);
    Files.writeString(Path.of(link.server().get("TLS_CERT_FILE")), renewed.certificatePem());
    BigInteger serial = renewed.certificate().getSerialNumber();
    await().atMost(PATIENCE).until(() -> serial.equals(serverCertificateSerial(port)));
    assertThat(link.call(port)).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p2TheAuthorityOfClientsIsReplacedWithoutARestart() throws Exception {
    link.mutualTls();
    link.server().put("TLS_RELOAD_INTERVAL", "20ms");
    Path authority = Files.copy(link.authority().authorityFile(), folder.resolve("clients.crt"));
    link.server().put("TLS_CLIENT_CA_FILE", authority.toString());
    int port = link.start();
    assertThat(link.call(port)).isEqualTo(Status.Code.OK);
    Certificates next = new Certificates(folder, "next");
    Files.copy(next.authorityFile(), authority, StandardCopyOption.REPLACE_EXISTING);
    await().atMost(PATIENCE).until(() -> link.call(port) == Status.Code.UNAVAILABLE);
    link.client().putAll(next.identity("SOURCE_TLS", next.issue("processor")));
    assertThat(link.call(port)).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p2ABrokenReplacementIsToldOnTheHealthPageUntilItIsMended() throws Exception {
    link.tls();
    link.server().put("TLS_RELOAD_INTERVAL", "20ms");
    ServerSecurity security = link.security();
    security.credentials();
    SecuredHealth health =
        SecuredHealth.of(() -> new Health(HealthStatus.HEALTHY, Map.of()), security);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    Path key = Path.of(link.server().get("TLS_KEY_FILE"));
    String good = Files.readString(key);
    Files.writeString(key, link.authority().issue(SecuredLink.HOST).privateKeyPkcs8Pem());
    await().atMost(PATIENCE).until(() -> health.snapshot().status() == HealthStatus.DEGRADED);
    assertThat(health.snapshot().metrics().get("security_files_error"))
        .asString()
        .contains(key.toString(), "the key is not the certificate's");
    Files.writeString(key, good);
    await().atMost(PATIENCE).until(() -> health.snapshot().status() == HealthStatus.HEALTHY);
  }

  /** What the client is told: one line, of TLS, and why. */
  private static void assertRefused(Status status, String why) {
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription())
        .startsWith("TLS with " + SecuredLink.HOST + ":")
        .containsIgnoringCase(why)
        .doesNotContain("\n");
  }

  /** A certificate of an authority that nobody knows. */
  private static HeldCertificate stranger() {
    HeldCertificate other =
        new HeldCertificate.Builder().commonName("another").certificateAuthority(0).build();
    return new HeldCertificate.Builder().commonName("stranger").signedBy(other).build();
  }

  /** New files that are seen to be newer: the clock of file systems is coarse. */
  private static void later(Map<String, String> settings, Map<String, String> written)
      throws IOException {
    settings.putAll(written);
    for (String file : written.values()) {
      Files.setLastModifiedTime(Path.of(file), FileTime.from(Instant.now().plusSeconds(10)));
    }
  }

  /** ClientHello (RFC 5246 7.4.1.2) of version 3.minor, with cipher suites of those days. */
  private static byte[] hello(int minorVersion) {
    ByteBuffer hello = ByteBuffer.allocate(200);
    hello.put(new byte[] {22, 3, 0, 0, 0, 1, 0, 0, 0, 3, (byte) minorVersion});
    hello.put(new byte[32]).put((byte) 0);
    hello.put(new byte[] {0, 8, (byte) 0xC0, 0x13, (byte) 0xC0, 0x09, 0, 0x2F, 0, 0x35, 1, 0});
    int length = hello.position();
    hello.putShort(3, (short) (length - 5)).put(8, (byte) (length - 9));
    return Arrays.copyOf(hello.array(), length);
  }

  /** Whether a client that trusts anybody comes to terms with the server over this version. */
  private static boolean handshake(int port, String version) throws Exception {
    try (SSLSocket socket = connect(port, new TrustsAnybody())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return true;
    } catch (SSLException e) {
      return false;
    }
  }

  /**
   * Of the certificate that the server shows to a new client, whether it then takes that or not.
   */
  private static BigInteger serverCertificateSerial(int port) throws Exception {
    TrustsAnybody trust = new TrustsAnybody();
    try (SSLSocket socket = connect(port, trust)) {
      socket.startHandshake();
    } catch (SSLException e) {
      // The server wants to see a certificate too; it has shown its own before.
      return trust.serial;
    }
    return trust.serial;
  }

  private static SSLSocket connect(int port, TrustsAnybody trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }

  private static final class TrustsAnybody extends X509ExtendedTrustManager {
    private BigInteger serial = BigInteger.ZERO;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      serial = chain[0].getSerialNumber();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
