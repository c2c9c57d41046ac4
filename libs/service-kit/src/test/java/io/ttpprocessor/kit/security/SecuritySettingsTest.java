package io.ttpprocessor.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What settings of security are refused, and in which words. The tests' names begin with the number
 * of the point in the list of threats that the project answers (B4).
 */
@Timeout(60)
class SecuritySettingsTest {
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

  static Stream<Arguments> unusableFiles() {
    return Stream.of(
        Arguments.of("TLS_CERT_FILE", "which holds no certificate in PEM form"),
        Arguments.of("TLS_KEY_FILE", "which holds no private key in PEM form"),
        Arguments.of("TLS_CLIENT_CA_FILE", "which holds no certificate in PEM form"),
        Arguments.of("AUTH_TOKENS_FILE", "line 1 is neither a token of 16 characters"));
  }

  @Test
  void b4p2ACertificateThatHasExpiredIsRefusedAtStart() throws Exception {
    Instant past = Instant.now().minus(Duration.ofHours(1));
    link.server()
        .putAll(link.authority().identity("TLS", link.authority().issue(SecuredLink.HOST, past)));
    assertThat(link.problems()).singleElement().asString().contains("TLS_CERT_FILE", "expired");
  }

  @Test
  void b4p5ThisMachineAloneUnlessItIsProtectedOrAllowed() throws Exception {
    assertThat(link.security().bindAddress()).isEqualTo("127.0.0.1");
    link.server().put("BIND_ADDRESS", "0.0.0.0");
    assertThat(link.problems())
        .singleElement()
        .asString()
        .contains("BIND_ADDRESS", "TLS_CERT_FILE", "ALLOW_PLAINTEXT=true");
    link.server().put("ALLOW_PLAINTEXT", "true");
    assertThat(link.security().healthBindAddress()).isEqualTo("0.0.0.0");
    link.server().remove("ALLOW_PLAINTEXT");
    link.server()
        .putAll(link.authority().identity("TLS", link.authority().issue(SecuredLink.HOST)));
    assertThat(link.security().bindAddress()).isEqualTo("0.0.0.0");
    assertThat(link.security().healthBindAddress()).as("never encrypted").isEqualTo("127.0.0.1");
    link.server().put("HEALTH_BIND_ADDRESS", "::");
    assertThat(link.problems()).singleElement().asString().contains("HEALTH_BIND_ADDRESS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
  void b4p5NamesOfThisMachine(String host) {
    assertThat(Plaintext.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "127.0.0.1.example", "10.0.0.1", "localhost.example", "127"})
  void b4p5NamesOfOthers(String host) {
    assertThat(Plaintext.isLoopback(host)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("unusableFiles")
  void b4p7WhatIsWrongWithAFileIsToldWithoutItsContent(String variable, String problem)
      throws Exception {
    link.mutualTls();
    Path file = Files.writeString(folder.resolve("canary"), "canary 4711");
    link.server().put(variable, file.toString());
    assertThat(link.problems())
        .singleElement()
        .asString()
        .startsWith(variable + " names " + file)
        .contains(problem)
        .doesNotContain("4711");
    link.server().put(variable, folder.resolve("absent").toString());
    assertThat(link.problems()).singleElement().asString().contains(variable, "cannot be read");
  }

  @Test
  void b4p2AKeyOfAnotherCertificateIsRefusedAtStart() throws Exception {
    link.server()
        .putAll(link.authority().identity("TLS", link.authority().issue(SecuredLink.HOST)));
    String certificate = Files.readString(Path.of(link.server().get("TLS_CERT_FILE")));
    link.authority().identity("TLS", link.authority().issue(SecuredLink.HOST));
    Files.writeString(Path.of(link.server().get("TLS_CERT_FILE")), certificate);
    assertThat(link.problems())
        .containsExactly("TLS_KEY_FILE is not the key of the certificate in TLS_CERT_FILE");
  }
}
