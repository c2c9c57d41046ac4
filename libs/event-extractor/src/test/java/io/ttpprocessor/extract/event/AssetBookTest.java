package io.ttpprocessor.extract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.AssetView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contracts of well-known assets of the public network, as explorers show them. */
@Timeout(60)
class AssetBookTest {
  private static final String CIRCLE = "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";

  private AssetBook book;

  @BeforeEach
  void openBook() throws NoSuchAlgorithmException {
    book =
        new AssetBook(
            Network.of("Public Global Stellar Network ; September 2015"),
            new AddressBook(),
            MessageDigest.getInstance("SHA-256"));
  }

  @Test
  void lumens() {
    Asset asset = book.asset(view(XdrBytes.nativeAsset()));
    assertThat(asset.isNative()).isTrue();
    assertThat(asset).hasToString("native");
    assertThat(asset.contract())
        .hasToString("CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA");
  }

  @Test
  void dollars() {
    XdrBytes xdr =
        XdrBytes.ints(1)
            .fixed("USDC".getBytes(StandardCharsets.US_ASCII))
            .int32(0)
            .fixed(StrKey.decode(CIRCLE).payload());
    Asset asset = book.asset(view(xdr));
    assertThat(asset).hasToString("USDC:" + CIRCLE);
    assertThat(asset.contract())
        .hasToString("CCW67TSZV3SSS2HXMBQ5JFGCKJNXKZM7UQUWUZPUTHXSTZLEO7SJMI75");
    assertThat(book.asset(view(xdr))).isSameAs(asset);
  }

  @Test
  void codesOfTheSameLettersAreTwoAssetsWhenTheyAreOfTwoTypes() {
    Asset shorter = book.asset(view(XdrBytes.asset("USD", 9)));
    XdrBytes xdr = XdrBytes.ints(2).fixed("USD".getBytes(StandardCharsets.US_ASCII));
    Asset longer = book.asset(view(xdr.fixed(new byte[9]).append(XdrBytes.account(9))));
    assertThat(longer).hasToString(shorter.toString());
    assertThat(longer).isNotEqualTo(shorter);
  }

  @Test
  void aCodeThatIsNotUtf8IsAnError() {
    XdrBytes xdr = XdrBytes.ints(1, 0xffff_0000).append(XdrBytes.account(9));
    assertThatThrownBy(() -> book.asset(view(xdr)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not UTF-8");
  }

  private static AssetView view(XdrBytes xdr) {
    byte[] bytes = xdr.toByteArray();
    return AssetView.parseExactly(bytes, 0, bytes.length);
  }
}
