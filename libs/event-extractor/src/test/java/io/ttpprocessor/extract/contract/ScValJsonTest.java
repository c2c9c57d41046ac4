package io.ttpprocessor.extract.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.SCValView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each type's JSON, written down by hand after the original pipeline's, from XDR written down by
 * hand; and back. Numbers of XDR types are those of the protocol's SCValType.
 */
@Timeout(60)
class ScValJsonTest {
  private static final String ACCOUNT_1 =
      "{\"address\":\"" + OneOperation.address(1) + "\",\"type\":\"account\"}";

  @Test
  void scalars() {
    assertJson(XdrBytes.ints(0, 1), "true", "bool");
    assertJson(XdrBytes.ints(0, 0), "false", "bool");
    assertJson(XdrBytes.ints(1), "null", "void");
    assertJson(XdrBytes.ints(3, -1), "4294967295", "u32");
    assertJson(XdrBytes.ints(4, Integer.MIN_VALUE), "-2147483648", "i32");
    assertJson(XdrBytes.ints(5).int64(-1), "18446744073709551615", "u64");
    assertJson(XdrBytes.ints(5).int64(7), "7", "u64");
    assertJson(XdrBytes.ints(6).int64(Long.MIN_VALUE), "-9223372036854775808", "i64");
    assertJson(
        XdrBytes.ints(7).int64(-1),
        "{\"type\":\"timepoint\",\"value\":18446744073709551615}",
        "timepoint");
    assertJson(XdrBytes.ints(8).int64(60), "{\"type\":\"duration\",\"value\":60}", "duration");
  }

  @Test
  void integersOf128Bits() {
    assertJson(
        XdrBytes.ints(9).int64(-1).int64(-1),
        "{\"hi\":18446744073709551615,\"lo\":18446744073709551615,\"type\":\"u128\","
            + "\"value\":\"340282366920938463463374607431768211455\"}",
        "u128");
    assertJson(
        XdrBytes.i128(Long.MIN_VALUE, 0),
        "{\"hi\":-9223372036854775808,\"lo\":0,\"type\":\"i128\","
            + "\"value\":\"-170141183460469231731687303715884105728\"}",
        "i128");
    assertJson(
        XdrBytes.i128(Long.MAX_VALUE, -1),
        "{\"hi\":9223372036854775807,\"lo\":18446744073709551615,\"type\":\"i128\","
            + "\"value\":\"170141183460469231731687303715884105727\"}",
        "i128");
    assertJson(
        XdrBytes.i128(-1, -1),
        "{\"hi\":-1,\"lo\":18446744073709551615,\"type\":\"i128\",\"value\":\"-1\"}",
        "i128");
  }

  @Test
  void integersOf256Bits() {
    assertJson(
        XdrBytes.ints(11).int64(-1).int64(-1).int64(-1).int64(-1),
        "{\"hex\":\""
            + "f".repeat(64)
            + "\",\"hi_hi\":18446744073709551615,\"hi_lo\":18446744073709551615,"
            + "\"lo_hi\":18446744073709551615,\"lo_lo\":18446744073709551615,\"type\":\"u256\","
            + "\"value\":\"11579208923731619542357098500868790785326998466564056403945758400791312"
            + "9639935\"}",
        "u256");
    assertJson(
        XdrBytes.ints(12).int64(Long.MIN_VALUE).int64(0).int64(0).int64(0),
        "{\"hex\":\"8"
            + "0".repeat(63)
            + "\",\"hi_hi\":-9223372036854775808,\"hi_lo\":0,\"lo_hi\":0,\"lo_lo\":0,"
            + "\"type\":\"i256\",\"value\":\"-57896044618658097711785492504343953926634992332820282"
            + "019728792003956564819968\"}",
        "i256");
    assertJson(
        XdrBytes.ints(11).int64(0).int64(0).int64(1).int64(2),
        "{\"hex\":\""
            + "0".repeat(47)
            + "10000000000000002\",\"hi_hi\":0,\"hi_lo\":0,\"lo_hi\":1,\"lo_lo\":2,"
            + "\"type\":\"u256\",\"value\":\"18446744073709551618\"}",
        "u256");
  }

  @Test
  void bytesAndTexts() {
    assertJson(
        XdrBytes.ints(13).opaque(new byte[] {1, 2, -1}),
        "{\"base64\":\"AQL/\",\"hex\":\"0102ff\",\"length\":3,\"type\":\"bytes\"}",
        "bytes");
    assertJson(
        XdrBytes.ints(13, 0),
        "{\"base64\":\"\",\"hex\":\"\",\"length\":0,\"type\":\"bytes\"}",
        "bytes");
    assertJson(XdrBytes.symbol("transfer"), "\"transfer\"", "symbol");
    assertJson(
        XdrBytes.string("a \"b\"\\\n\u001f ü€😀"),
        "\"a \\\"b\\\"\\\\\\u000a\\u001f ü€😀\"",
        "string");
    assertJson(XdrBytes.string(""), "\"\"", "string");
    assertJson(
        XdrBytes.ints(22).opaque("v1".getBytes(StandardCharsets.UTF_8)),
        "{\"type\":\"executable_tag\",\"value\":\"v1\"}",
        "executable_tag");
  }

  @Test
  void textsThatAreNotUtf8KeepTheirBytes() {
    assertJson(
        XdrBytes.ints(14).opaque(new byte[] {'a', -1, 'b'}),
        "{\"base64\":\"Yf9i\",\"type\":\"string\",\"value\":\"a\uFFFDb\"}",
        "string");
    assertJson(
        XdrBytes.ints(15).opaque(new byte[] {-1}),
        "{\"base64\":\"/w==\",\"type\":\"symbol\",\"value\":\"\uFFFD\"}",
        "symbol");
    assertJson(
        XdrBytes.ints(22).opaque(new byte[] {-1}),
        "{\"base64\":\"/w==\",\"type\":\"executable_tag\",\"value\":\"\uFFFD\"}",
        "executable_tag");
    assertJson(
        XdrBytes.string("a\0b"),
        "{\"base64\":\"YQBi\",\"type\":\"string\",\"value\":\"a\uFFFDb\"}",
        "string");
    assertJson(XdrBytes.string("a\uFFFDb"), "\"a\uFFFDb\"", "string");
  }

  @Test
  void addresses() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    assertJson(XdrBytes.accountAddress(1), ACCOUNT_1, "address");
    assertAddress("contract", StrKey.encodeContract(key, 0), XdrBytes.ints(18, 1).filled(7));
    assertAddress(
        "muxed_account", StrKey.encodeMuxedAccount(key, 0, -2), XdrBytes.muxedAddress(7, -2));
    assertAddress(
        "claimable_balance",
        StrKey.encodeClaimableBalance(key, 0),
        XdrBytes.ints(18, 3, 0).filled(7));
    assertAddress(
        "liquidity_pool", StrKey.encodeLiquidityPool(key, 0), XdrBytes.ints(18, 4).filled(7));
  }

  /** The address of SEP-23's own examples. */
  @Test
  void anAccountOfTheStandard() {
    StrKey decoded = StrKey.decode("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
    assertJson(
        XdrBytes.ints(18, 0, 0).fixed(decoded.payload()),
        "{\"address\":\"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ\","
            + "\"type\":\"account\"}",
        "address");
  }

  private static void assertAddress(String type, String address, XdrBytes value) {
    assertJson(value, "{\"address\":\"" + address + "\",\"type\":\"" + type + "\"}", "address");
  }

  @Test
  void errors() {
    assertJson(
        XdrBytes.ints(2, 0, -1),
        "{\"code\":4294967295,\"error\":\"contract\",\"type\":\"error\"}",
        "error");
    assertJson(
        XdrBytes.ints(2, 9, 6),
        "{\"code\":\"invalid_action\",\"error\":\"auth\",\"type\":\"error\"}",
        "error");
    assertJson(
        XdrBytes.ints(2, 1, 0),
        "{\"code\":\"arith_domain\",\"error\":\"wasm_vm\",\"type\":\"error\"}",
        "error");
  }

  @Test
  void vectors() {
    assertJson(vector(), "[]", "vec()");
    assertJson(XdrBytes.ints(16, 0), "null", "vec");
    assertJson(
        vector(XdrBytes.symbol("a"), vector(XdrBytes.ints(3, 1), XdrBytes.ints(3, 2)), vector()),
        "[\"a\",[1,2],[]]",
        "vec(symbol,vec(u32*2),vec())");
    assertJson(
        vector(XdrBytes.string("a"), XdrBytes.symbol("a"), XdrBytes.symbol("b"), XdrBytes.ints(1)),
        "[\"a\",\"a\",\"b\",null]",
        "vec(string,symbol*2,void)");
  }

  @Test
  void maps() {
    assertJson(XdrBytes.map(), "{\"entries\":{},\"keys\":[],\"type\":\"map\"}", "map()");
    assertJson(XdrBytes.ints(17, 0), "null", "map");
    assertJson(
        XdrBytes.map(
            XdrBytes.symbol("to"), XdrBytes.ints(3, 1), XdrBytes.symbol("amount"), vector()),
        "{\"entries\":{\"amount\":[],\"to\":1},\"keys\":[\"to\",\"amount\"],\"type\":\"map\"}",
        "map(symbol:u32,symbol:vec())");
  }

  /** The names are what Go prints with %v for the original's values. */
  @Test
  void keysOfOtherTypesAreNamedAsInTheOriginal() {
    XdrBytes nothing = XdrBytes.ints(1);
    assertThat(json(XdrBytes.map(XdrBytes.ints(0, 1), nothing))).contains("{\"true\":null}");
    assertThat(json(XdrBytes.map(XdrBytes.ints(4, -3), nothing))).contains("{\"-3\":null}");
    assertThat(json(XdrBytes.map(nothing, nothing))).contains("{\"<nil>\":null}");
    assertThat(json(XdrBytes.map(XdrBytes.accountAddress(1), nothing)))
        .contains("{\"map[address:" + OneOperation.address(1) + " type:account]\":null}");
    assertThat(json(XdrBytes.map(XdrBytes.i128(0, 5), nothing)))
        .contains("{\"map[hi:0 lo:5 type:i128 value:5]\":null}");
    assertThat(json(XdrBytes.map(vector(XdrBytes.symbol("a"), XdrBytes.ints(3, 1)), nothing)))
        .contains("{\"[a 1]\":null}");
    assertThat(json(XdrBytes.map(XdrBytes.ints(15).opaque(new byte[] {'k', -1}), nothing)))
        .contains("{\"k\uFFFD\":null}");
  }

  @Test
  void keysOfOneNameKeepAllValuesInOrder() {
    XdrBytes map =
        XdrBytes.map(
            XdrBytes.ints(3, 1),
            XdrBytes.symbol("first"),
            XdrBytes.symbol("1"),
            XdrBytes.symbol("second"),
            XdrBytes.symbol("1"),
            XdrBytes.symbol("third"));
    assertJson(
        map,
        "{\"entries\":{\"1\":\"third\"},\"keys\":[1,\"1\",\"1\"],\"shadowed\":"
            + "[{\"index\":0,\"value\":\"first\"},{\"index\":1,\"value\":\"second\"}],"
            + "\"type\":\"map\"}",
        "map(u32:symbol,symbol:symbol*2)");
  }

  @Test
  void aKeyWithAMapInsideIsNamedByItsPlace() {
    XdrBytes inner = XdrBytes.map(XdrBytes.symbol("a"), XdrBytes.ints(3, 1));
    String innerJson = "{\"entries\":{\"a\":1},\"keys\":[\"a\"],\"type\":\"map\"}";
    assertJson(
        XdrBytes.map(XdrBytes.symbol("b"), XdrBytes.ints(1), vector(inner), XdrBytes.ints(3, 2)),
        "{\"entries\":{\"#1\":2,\"b\":null},\"keys\":[\"b\",[" + innerJson + "]],\"type\":\"map\"}",
        "map(symbol:void,vec(map(symbol:u32)):u32)");
  }

  @Test
  void ledgerKeysAndInstances() {
    assertJson(
        XdrBytes.ints(20),
        "{\"type\":\"ledger_key_contract_instance\"}",
        "ledger_key_contract_instance");
    assertJson(
        XdrBytes.ints(21).int64(-5),
        "{\"nonce\":-5,\"type\":\"ledger_key_nonce\"}",
        "ledger_key_nonce");
    assertJson(
        XdrBytes.ints(19, 0).filled(0xab).int32(0),
        "{\"executable\":{\"type\":\"wasm\",\"wasm_hash\":\""
            + "ab".repeat(32)
            + "\"},\"storage\":null,\"type\":\"contract_instance\","
            + "\"value\":\"complex_contract_instance\"}",
        "contract_instance");
    assertJson(
        XdrBytes.ints(19, 1, 1, 1).append(XdrBytes.symbol("n")).append(XdrBytes.ints(5).int64(9)),
        "{\"executable\":{\"type\":\"stellar_asset\"},\"storage\":{\"entries\":{\"n\":9},"
            + "\"keys\":[\"n\"],\"type\":\"map\"},\"type\":\"contract_instance\","
            + "\"value\":\"complex_contract_instance\"}",
        "contract_instance(symbol:u64)");
    assertJson(
        XdrBytes.ints(19, 2, 0)
            .append(XdrBytes.account(1))
            .opaque(new byte[] {'v', '1'})
            .append(XdrBytes.ints(1, 0)),
        "{\"executable\":{\"executable_owner\":"
            + ACCOUNT_1
            + ",\"tag\":\"v1\",\"type\":\"external_ref\"},\"storage\":{\"entries\":{},\"keys\":[],"
            + "\"type\":\"map\"},\"type\":\"contract_instance\","
            + "\"value\":\"complex_contract_instance\"}",
        "contract_instance()");
  }

  /** As deep as XDR may be; a map's JSON is the deepest in proportion. */
  @Test
  void theDeepestValues() {
    XdrBytes vectors = XdrBytes.ints(1);
    for (int i = 0; i < 499; i++) {
      vectors = vector(vectors);
    }
    assertJson(
        vectors,
        "[".repeat(499) + "null" + "]".repeat(499),
        "vec(".repeat(499) + "void" + ")".repeat(499));
    XdrBytes values = XdrBytes.ints(3, 5);
    XdrBytes keys = XdrBytes.ints(3, 5);
    for (int i = 0; i < 370; i++) {
      values = XdrBytes.map(XdrBytes.ints(3, 1), values, XdrBytes.symbol("1"), XdrBytes.ints(1));
      keys = XdrBytes.map(keys, XdrBytes.ints(1));
    }
    assertThat(assertRoundTrip(values)).startsWith("{\"entries\":{\"1\":null},\"keys\":[1,\"1\"],");
    assertThat(assertRoundTrip(keys).length()).isLessThan(50 * 370);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5|string",
        "-1|u32",
        "4294967296|u32",
        "1.5|u32",
        "1e3|u32",
        "01|u32",
        "|u32",
        "[1,2]|vec(u32)",
        "[1,2]|vec(u32,u32)",
        "[1]|vec(u32*x)",
        "[1,]|vec(u32)",
        "[1|vec(u32)",
        "1 2|u32",
        "true|number",
        "truth|bool",
        "\"a|symbol",
        "\"\\x\"|symbol",
        "\"\\u12g4\"|symbol",
        "\"a symbol of more than thirty-two bytes\"|symbol",
        "{\"type\":\"duration\",\"value\":60}|timepoint",
        "{\"type\":\"timepoint\"}|timepoint",
        "{\"hi\":0,\"lo\":5,\"type\":\"i128\",\"value\":\"6\"}|i128",
        "{\"base64\":\"AQ==\",\"hex\":\"02\",\"length\":1,\"type\":\"bytes\"}|bytes",
        "{\"base64\":\"YQ==\",\"type\":\"string\",\"value\":\"a\"}|string",
        "{\"address\":\"GA\",\"type\":\"account\"}|address",
        "{\"code\":1,\"code\":1,\"error\":\"contract\",\"type\":\"error\"}|error",
        "{\"code\":\"none\",\"error\":\"auth\",\"type\":\"error\"}|error",
        "{\"entries\":{\"a\":1},\"keys\":[],\"type\":\"map\"}|map()",
        "{\"entries\":{},\"keys\":[\"a\"],\"type\":\"map\"}|map(symbol:u32)",
        "{\"entries\":{\"a\":1},\"keys\":[\"a\"],\"type\":\"map\"}|map(u32)",
        "{\"entries\":{},\"keys\":[],\"shadowed\":[{\"index\":0}],\"type\":\"map\"}|map()",
        "null|vec(",
        "null|u32"
      })
  void refusesWhatIsNoValuesJson(String json, String type) {
    String text = json == null ? "" : json;
    assertThatIllegalArgumentException().isThrownBy(() -> ScValJson.parse(text, type));
  }

  @Test
  void refusesEndlessNestingWithoutOverflowingTheStack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScValJson.parse("[".repeat(1_000_000), "vec()"))
        .withMessageContaining("nested deeper than 2000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScValJson.parse("[]", "vec(".repeat(1_000_000)))
        .withMessageContaining("nested deeper than 1500");
  }

  private static XdrBytes vector(XdrBytes... elements) {
    return XdrBytes.ints(16, 1).array(List.of(elements));
  }

  private static void assertJson(XdrBytes xdr, String json, String type) {
    SCValView value = view(xdr);
    assertThat(ScValJson.of(value)).isEqualTo(json);
    assertThat(ScValJson.typeOf(value)).isEqualTo(type);
    assertThat(ScValJson.parse(json, type)).isEqualTo(xdr.toByteArray());
  }

  private static String assertRoundTrip(XdrBytes xdr) {
    String json = json(xdr);
    assertThat(ScValJson.parse(json, ScValJson.typeOf(view(xdr)))).isEqualTo(xdr.toByteArray());
    return json;
  }

  private static String json(XdrBytes xdr) {
    return ScValJson.of(view(xdr));
  }

  private static SCValView view(XdrBytes xdr) {
    byte[] bytes = xdr.toByteArray();
    return SCValView.parseExactly(bytes, 0, bytes.length);
  }
}
