package io.ttpprocessor.consumer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.consumer.page.SearchQuery.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: what is typed is recognised, or refused in words. Addresses are those of SEP-23. */
class SearchQueryTest {
  private static final String ACCOUNT = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";

  @ParameterizedTest
  @CsvSource({
    ACCOUNT + ", ACCOUNT",
    "CA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAXE, CONTRACT",
    "LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN, ACCOUNT",
    "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU, ACCOUNT",
    "USDC:" + ACCOUNT + ", ASSET",
    "native, NATIVE",
    "XLM, NATIVE",
    "abababababababababababababababababababababababababababababababab, TRANSACTION"
  })
  void eachKindIsRecognised(String text, Kind kind) {
    SearchQuery query = SearchQuery.parse("  " + text + "\n");
    assertThat(query.kind()).isEqualTo(kind);
    assertThat(query.value()).isEqualTo(text.equals("XLM") ? "native" : text);
  }

  @ParameterizedTest
  @CsvSource({
    "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK, 9223372036854775808",
    "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ, 0"
  })
  void aMuxedAccountIsItsAccountAndANumber(String text, String id) {
    assertThat(SearchQuery.parse(text))
        .isEqualTo(new SearchQuery(Kind.MUXED_ACCOUNT, ACCOUNT, Optional.of(id)));
  }

  @Test
  void aHashMayBeInCapitals() {
    assertThat(SearchQuery.parse("AB".repeat(32)).value()).isEqualTo("ab".repeat(32));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Type an account",
    "hello, hello is none of an account (G…",
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGA, its checksum is wrong",
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSG, 'has 56 characters, this has 55'",
    "abababababababababababababababababababababababababababababababa, 'digits, this has 63'",
    "USDC:GABC, after the colon comes the issuer",
    "USDC:, after the colon comes the issuer"
  })
  void whatIsNoneOfThemIsRefusedInWords(String text, String words) {
    assertThatThrownBy(() -> SearchQuery.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aSecretKeyIsNotRepeated() {
    String secret = "S" + "A".repeat(55);
    assertThatThrownBy(() -> SearchQuery.parse(secret))
        .hasMessageContaining("secret key")
        .hasMessageNotContaining(secret);
  }

  /** PostgreSQL takes no zero character. */
  @Test
  void aControlCharacterIsNoPartOfAnAssetsCode() {
    assertThatThrownBy(() -> SearchQuery.parse("US\u0000D:" + ACCOUNT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is none of");
  }

  @Test
  void whatIsLongIsShownCut() {
    assertThatThrownBy(() -> SearchQuery.parse("x".repeat(900)))
        .hasMessageStartingWith("x".repeat(80) + "… is none of");
  }
}
