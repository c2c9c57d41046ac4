package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accessors over values written by hand. */
@Timeout(60)
class ViewAccessTest {

  @Test
  void readsFieldsAfterFieldsOfVaryingSize() {
    XdrBytes source = new XdrBytes().repeated(8, 0xEE);
    source.int32(0x100).int64(77).repeated(32, 1);
    source.int32(1).raw("USDC".getBytes(StandardCharsets.US_ASCII));
    source.int32(0).repeated(32, 2);
    source.int64(-5);
    byte[] bytes = source.toArray();

    PaymentOpView payment = PaymentOpView.parseExactly(bytes, 8, bytes.length);

    assertThat(payment.destination().type()).isEqualTo(CryptoKeyType.KEY_TYPE_MUXED_ED25519);
    assertThat(payment.destination().med25519().id()).isEqualTo(77);
    assertThat(payment.destination().med25519().ed25519().hex()).isEqualTo("01".repeat(32));
    assertThat(payment.asset().alphaNum4().assetCode().utf8()).isEqualTo("USDC");
    assertThat(payment.asset().alphaNum4().issuer().ed25519().hex()).isEqualTo("02".repeat(32));
    assertThat(payment.amount()).isEqualTo(-5);
    assertThat(payment.offset()).isEqualTo(8);
    assertThat(payment.size()).isEqualTo(4 + 8 + 32 + 4 + 4 + 4 + 32 + 8);
    assertThat(payment.bytes()).isSameAs(bytes);
    assertThat(payment).hasToString("PaymentOpView@8");
  }

  @Test
  void unsignedIntsAreWide() {
    SCValView value = parse(new XdrBytes().int32(3).int32(-1));

    assertThat(value.u32()).isEqualTo(4_294_967_295L);
  }

  @Test
  void anArmThatIsNotHeldIsRefusedByName() {
    SCValView value = parse(new XdrBytes().int32(3).int32(7));

    assertThatIllegalStateException()
        .isThrownBy(value::i128)
        .withMessage("SCVal of SCV_U32 does not hold i128");
    assertThatIllegalStateException().isThrownBy(value::hasVec);
  }

  @Test
  void anAbsentOptionalIsRefusedByName() {
    SCValView value = parse(new XdrBytes().int32(16).int32(0));

    assertThat(value.hasVec()).isFalse();
    assertThatIllegalStateException().isThrownBy(value::vec).withMessage("SCVal.vec is absent");
  }

  @Test
  void sequencesAreReadInOrderAndByIndex() {
    XdrBytes source = new XdrBytes().int32(16).int32(1).int32(3);
    source.int32(1).int32(14).int32(2).raw((byte) 'h', (byte) 'i', (byte) 0, (byte) 0);
    source.int32(4).int32(-9);
    SCValView.Sequence elements = parse(source).vec();

    List<SCValType> types = new ArrayList<>();
    elements.forEach(element -> types.add(element.type()));

    assertThat(types).containsExactly(SCValType.SCV_VOID, SCValType.SCV_STRING, SCValType.SCV_I32);
    assertThat(elements.count()).isEqualTo(3);
    assertThat(elements.isEmpty()).isFalse();
    assertThat(elements.get(1).str().utf8()).isEqualTo("hi");
    assertThat(elements.get(2).i32()).isEqualTo(-9);
    assertThatThrownBy(() -> elements.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> elements.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anIteratorEndsWithNoSuchElement() {
    Iterator<SCValView> elements =
        parse(new XdrBytes().int32(16).int32(1).int32(0)).vec().iterator();

    assertThat(elements.hasNext()).isFalse();
    assertThatThrownBy(elements::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void opaqueContentExcludesLengthAndPadding() {
    SCValView value =
        parse(
            new XdrBytes().int32(13).int32(3).raw((byte) 0xC3, (byte) 0x28, (byte) 0xFF, (byte) 0));

    assertThat(value.bytesValue().size()).isEqualTo(3);
    assertThat(value.bytesValue().hex()).isEqualTo("c328ff");
    assertThat(value.bytesValue().utf8()).isEqualTo("\uFFFD(\uFFFD");
    assertThat(value.bytesValue().at(2)).isEqualTo((byte) 0xFF);
    assertThat(value.bytesValue().copy()).containsExactly((byte) 0xC3, (byte) 0x28, (byte) 0xFF);
    assertThatThrownBy(() -> value.bytesValue().at(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void valuesOfTheSameBytesAreEqualInContentWhereverTheyLie() {
    byte[] bytes = new XdrBytes().int32(3).int32(7).int32(3).int32(7).int32(3).int32(8).toArray();
    SCValView first = SCValView.parse(bytes, 0, 24);

    assertThat(first.contentEquals(SCValView.parse(bytes, 8, 24))).isTrue();
    assertThat(first.contentEquals(SCValView.parse(bytes, 16, 24))).isFalse();
  }

  @Test
  void enumsKnowTheirNumbers() {
    assertThat(AssetType.of(2)).isEqualTo(AssetType.ASSET_TYPE_CREDIT_ALPHANUM12);
    assertThat(AssetType.ASSET_TYPE_CREDIT_ALPHANUM12.value()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AssetType.of(9))
        .withMessage("AssetType has no value 9");
  }

  @Test
  void rangesOutsideOfTheArrayAreTheCallersFault() {
    assertThatThrownBy(() -> SCValView.parse(new byte[8], 0, 9))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SCValView.parse(new byte[8], 6, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static SCValView parse(XdrBytes source) {
    byte[] bytes = source.toArray();
    return SCValView.parseExactly(bytes, 0, bytes.length);
  }
}
