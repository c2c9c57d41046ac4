package io.ttpprocessor.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.kit.config.Secret;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server quotes of a request is told without its secrets, and as it is otherwise. */
class KnownSecretsTest {
  private final KnownSecrets secrets =
      KnownSecrets.of(
          HttpUrl.get("https://rpc.example.org:8000/v1/pathkey-4711?api=querykey%204711"),
          Optional.of(AuthorizationHeader.parse(new Secret("X-Key: Bearer headerkey-4711"))));

  @ParameterizedTest
  @CsvSource({
    "not Bearer headerkey-4711!, not [redacted]!",
    "bad key headerkey-4711, bad key [redacted]",
    "no page /v1/pathkey-4711 here, no page /v1/[redacted] here",
    "k=querykey 4711;, k=[redacted];",
    "k=querykey%204711;, k=[redacted];",
    "cut off: headerkey-4, cut off: [redacted]",
    "at https://rpc.example.org:8000: HTTP 500, at https://rpc.example.org:8000: HTTP 500",
    "Bearer is wanted, Bearer is wanted"
  })
  void secretsAreHidden(String quoted, String shown) {
    assertThat(secrets.hide(quoted)).isEqualTo(shown);
  }
}
