package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrException.Kind;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which bytes can be wrong, with the kind, the offset and the words it is told in. */
@Timeout(60)
class XdrExceptionKindTest {
  private static final Consumer<byte[]> AS_VALUE =
      bytes -> SCValView.parseExactly(bytes, 0, bytes.length);

  private record Fault(Consumer<byte[]> parser, byte[] bytes, int offset, String detail) {}

  @ParameterizedTest
  @EnumSource(Kind.class)
  void isRaisedWithOffsetAndDetail(Kind kind) {
    Fault fault = fault(kind);

    XdrException thrown =
        catchThrowableOfType(XdrException.class, () -> fault.parser().accept(fault.bytes()));

    assertThat(thrown.kind()).isEqualTo(kind);
    assertThat(thrown.offset()).isEqualTo(fault.offset());
    assertThat(thrown.detail()).isEqualTo(fault.detail());
    assertThat(thrown).hasMessage(kind + " at byte " + fault.offset() + ": " + fault.detail());
  }

  private static Fault fault(Kind kind) {
    return switch (kind) {
      case TRUNCATED ->
          value(new XdrBytes().int32(5).int32(0), 4, "SCVal.u64 needs 8 bytes, but 4 remain");
      case COUNT_EXCEEDS_INPUT ->
          value(
              new XdrBytes().int32(13).int32(5).int32(0),
              4,
              "SCVal.bytes counts 5, but 4 bytes remain");
      case COUNT_EXCEEDS_MAXIMUM ->
          value(
              new XdrBytes().int32(15).int32(33).repeated(36, 0),
              4,
              "SCVal.sym counts 33, at most 32");
      case UNKNOWN_ENUM_VALUE -> value(new XdrBytes().int32(99), 0, "SCVal.type is 99");
      case UNKNOWN_UNION_ARM ->
          new Fault(
              bytes -> ExtensionPointView.parse(bytes, 0, bytes.length),
              new XdrBytes().int32(1).toArray(),
              0,
              "ExtensionPoint.v is 1");
      case INVALID_BOOLEAN -> value(new XdrBytes().int32(0).int32(2), 4, "SCVal.b is 2");
      case INVALID_OPTIONAL -> value(new XdrBytes().int32(16).int32(-1), 4, "SCVal.vec is -1");
      case NONZERO_PADDING ->
          value(
              new XdrBytes().int32(13).int32(2).repeated(2, 0xFF).raw((byte) 0, (byte) 7),
              11,
              "SCVal.bytes is padded with 7");
      case TOO_DEEP ->
          value(DeepValues.vectors(501), 501 * 12, "SCVal is nested deeper than 1500 levels");
      case TRAILING_BYTES ->
          value(new XdrBytes().int32(1).int32(0), 4, "4 bytes after the end of SCVal");
    };
  }

  private static Fault value(XdrBytes bytes, int offset, String detail) {
    return new Fault(AS_VALUE, bytes.toArray(), offset, detail);
  }

  @Test
  void aKnownEnumValueWithoutArmIsAnUnknownArm() {
    byte[] nativeAssetCode = new XdrBytes().int32(0).int32(0).toArray();

    XdrException thrown =
        catchThrowableOfType(XdrException.class, () -> AssetCodeView.parse(nativeAssetCode, 0, 8));

    assertThat(thrown.kind()).isEqualTo(Kind.UNKNOWN_UNION_ARM);
  }

  /** Counts at which a product with the element's size, or a sum with the offset, overflows. */
  @ParameterizedTest
  @ValueSource(longs = {2, 0x1000_0000L, 0x2000_0001L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
  void rejectsCountsBeyondTheInputBeforeReadingElements(long count) {
    byte[] map = new XdrBytes().int32(17).int32(1).int32(count).int64(0).toArray();
    byte[] opaque = new XdrBytes().int32(14).int32(Math.max(count, 9)).int64(0).toArray();

    assertThat(catchThrowableOfType(XdrException.class, () -> AS_VALUE.accept(map)).kind())
        .isEqualTo(Kind.COUNT_EXCEEDS_INPUT);
    assertThat(catchThrowableOfType(XdrException.class, () -> AS_VALUE.accept(opaque)).kind())
        .isEqualTo(Kind.COUNT_EXCEEDS_INPUT);
  }

  @Test
  void offsetsAreOfTheArrayNotOfTheValue() {
    byte[] bytes = new XdrBytes().repeated(10, 9).int32(99).toArray();

    XdrException thrown =
        catchThrowableOfType(XdrException.class, () -> SCValView.parse(bytes, 10, 14));

    assertThat(thrown.offset()).isEqualTo(10);
  }

  @Test
  void paddingBeyondTheLimitIsTruncated() {
    byte[] bytes = new XdrBytes().int32(13).int32(1).int32(0).toArray();

    XdrException thrown =
        catchThrowableOfType(XdrException.class, () -> SCValView.parse(bytes, 0, 10));

    assertThat(thrown.kind()).isEqualTo(Kind.TRUNCATED);
  }
}
