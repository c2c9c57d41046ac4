package io.ttpprocessor.extract.contract;

import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.ContractExecutableView;
import io.ttpprocessor.xdr.MuxedEd25519AccountView;
import io.ttpprocessor.xdr.SCAddressView;
import io.ttpprocessor.xdr.SCContractInstanceView;
import io.ttpprocessor.xdr.SCErrorType;
import io.ttpprocessor.xdr.SCErrorView;
import io.ttpprocessor.xdr.SCMapEntryView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.Xdr;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A contract value as the objects that {@link JsonWriter} takes: the shapes of {@link ScValJson}.
 * Fields are sorted by name.
 */
final class ScValTree {
  /** What the original pipeline tells of every contract instance. */
  static final String INSTANCE_VALUE = "complex_contract_instance";

  private static final String[] PARTS_OF_128 = {"hi", "lo"};
  private static final String[] PARTS_OF_256 = {"hi_hi", "hi_lo", "lo_hi", "lo_lo"};

  private ScValTree() {}

  static Object of(SCValView value) {
    return switch (value.type()) {
      case SCV_BOOL -> value.b();
      case SCV_VOID -> null;
      case SCV_ERROR -> error(value.error());
      case SCV_U32 -> BigInteger.valueOf(value.u32());
      case SCV_I32 -> BigInteger.valueOf(value.i32());
      case SCV_U64 -> unsigned(value.u64());
      case SCV_I64 -> BigInteger.valueOf(value.i64());
      case SCV_TIMEPOINT -> with(typed("timepoint"), "value", unsigned(value.timepoint()));
      case SCV_DURATION -> with(typed("duration"), "value", unsigned(value.duration()));
      case SCV_U128 -> wide(typed("u128"), value.u128(), PARTS_OF_128, false);
      case SCV_I128 -> wide(typed("i128"), value.i128(), PARTS_OF_128, true);
      case SCV_U256 ->
          withHex(wide(typed("u256"), value.u256(), PARTS_OF_256, false), value.u256());
      case SCV_I256 -> withHex(wide(typed("i256"), value.i256(), PARTS_OF_256, true), value.i256());
      case SCV_BYTES -> bytes(value.bytesValue());
      case SCV_STRING -> text("string", value.str());
      case SCV_SYMBOL -> text("symbol", value.sym());
      case SCV_VEC -> value.hasVec() ? vector(value.vec()) : null;
      case SCV_MAP -> value.hasMap() ? map(value.map()) : null;
      case SCV_ADDRESS -> address(value.address());
      case SCV_CONTRACT_INSTANCE -> instance(value.instance());
      case SCV_LEDGER_KEY_CONTRACT_INSTANCE -> typed("ledger_key_contract_instance");
      case SCV_LEDGER_KEY_NONCE ->
          with(typed("ledger_key_nonce"), "nonce", BigInteger.valueOf(value.nonceKey().nonce()));
      case SCV_EXECUTABLE_TAG -> textObject("executable_tag", value.executableTag());
    };
  }

  /** The name of a type in JSON, such as {@code u32}. */
  static String nameOf(SCValType type) {
    return withoutPrefix(type);
  }

  private static String withoutPrefix(Enum<?> constant) {
    String name = constant.name();
    return name.substring(name.indexOf('_') + 1).toLowerCase(Locale.ROOT);
  }

  private static SortedMap<String, Object> error(SCErrorView error) {
    Object code =
        error.type() == SCErrorType.SCE_CONTRACT
            ? BigInteger.valueOf(error.contractCode())
            : withoutPrefix(error.code());
    return with(with(typed("error"), "error", withoutPrefix(error.type())), "code", code);
  }

  private static SortedMap<String, Object> wide(
      SortedMap<String, Object> fields, XdrView integer, String[] parts, boolean signed) {
    byte[] bytes = integer.bytes();
    int offset = integer.offset();
    for (int i = 0; i < parts.length; i++) {
      long part = Xdr.int64(bytes, offset + i * Long.BYTES);
      fields.put(parts[i], signed && i == 0 ? BigInteger.valueOf(part) : unsigned(part));
    }
    int size = parts.length * Long.BYTES;
    BigInteger whole =
        signed ? new BigInteger(bytes, offset, size) : new BigInteger(1, bytes, offset, size);
    return with(fields, "value", whole.toString());
  }

  private static SortedMap<String, Object> withHex(
      SortedMap<String, Object> fields, XdrView integer) {
    String hex = HexFormat.of().formatHex(integer.bytes(), integer.offset(), integer.end());
    return with(fields, "hex", hex);
  }

  private static SortedMap<String, Object> bytes(OpaqueView content) {
    SortedMap<String, Object> fields = typed("bytes");
    fields.put("hex", content.hex());
    fields.put("base64", base64(content));
    return with(fields, "length", BigInteger.valueOf(content.size()));
  }

  private static Object text(String type, OpaqueView content) {
    return isPlain(content) ? content.utf8() : textObject(type, content);
  }

  private static SortedMap<String, Object> textObject(String type, OpaqueView content) {
    SortedMap<String, Object> fields =
        with(typed(type), "value", content.utf8().replace('\0', '\uFFFD'));
    return isPlain(content) ? fields : with(fields, "base64", base64(content));
  }

  /** Whether it is UTF-8 without U+0000, which PostgreSQL's JSON does not take. */
  private static boolean isPlain(OpaqueView content) {
    for (int i = 0; i < content.size(); i++) {
      if (content.at(i) <= 0) {
        byte[] again = content.utf8().getBytes(StandardCharsets.UTF_8);
        return content.utf8().indexOf('\0') < 0 && Arrays.equals(again, content.copy());
      }
    }
    return true;
  }

  private static List<Object> vector(SCValView.Sequence elements) {
    List<Object> values = new ArrayList<>(elements.count());
    for (SCValView element : elements) {
      values.add(of(element));
    }
    return values;
  }

  private static SortedMap<String, Object> map(SCMapEntryView.Sequence entries) {
    List<Object> keys = new ArrayList<>(entries.count());
    SortedMap<String, Object> values = new TreeMap<>();
    List<Object> shadowed = new ArrayList<>();
    Map<String, Integer> indexes = new HashMap<>();
    for (SCMapEntryView entry : entries) {
      int index = keys.size();
      Object key = of(entry.key());
      keys.add(key);
      String name = MapKeyName.of(key, index);
      Integer shadowedIndex = indexes.put(name, index);
      Object shadowedValue = values.put(name, of(entry.val()));
      if (shadowedIndex != null) {
        SortedMap<String, Object> hidden = new TreeMap<>();
        hidden.put("index", BigInteger.valueOf(shadowedIndex));
        shadowed.add(with(hidden, "value", shadowedValue));
      }
    }
    SortedMap<String, Object> fields = with(with(typed("map"), "entries", values), "keys", keys);
    return shadowed.isEmpty() ? fields : with(fields, "shadowed", shadowed);
  }

  private static SortedMap<String, Object> address(SCAddressView address) {
    byte[] bytes = address.bytes();
    return switch (address.type()) {
      case SC_ADDRESS_TYPE_ACCOUNT ->
          address("account", StrKey.encodeAccount(bytes, address.accountId().ed25519().offset()));
      case SC_ADDRESS_TYPE_CONTRACT ->
          address("contract", StrKey.encodeContract(bytes, address.contractId().offset()));
      case SC_ADDRESS_TYPE_MUXED_ACCOUNT -> {
        MuxedEd25519AccountView muxed = address.muxedAccount();
        yield address(
            "muxed_account",
            StrKey.encodeMuxedAccount(bytes, muxed.ed25519().offset(), muxed.id()));
      }
      case SC_ADDRESS_TYPE_CLAIMABLE_BALANCE ->
          address(
              "claimable_balance",
              StrKey.encodeClaimableBalance(bytes, address.claimableBalanceId().v0().offset()));
      case SC_ADDRESS_TYPE_LIQUIDITY_POOL ->
          address(
              "liquidity_pool",
              StrKey.encodeLiquidityPool(bytes, address.liquidityPoolId().offset()));
    };
  }

  private static SortedMap<String, Object> address(String type, String text) {
    return with(typed(type), "address", text);
  }

  private static SortedMap<String, Object> instance(SCContractInstanceView instance) {
    SortedMap<String, Object> fields = with(typed("contract_instance"), "value", INSTANCE_VALUE);
    fields.put("executable", executable(instance.executable()));
    return with(fields, "storage", instance.hasStorage() ? map(instance.storage()) : null);
  }

  private static SortedMap<String, Object> executable(ContractExecutableView executable) {
    return switch (executable.type()) {
      case CONTRACT_EXECUTABLE_WASM ->
          with(typed("wasm"), "wasm_hash", executable.wasmHash().hex());
      case CONTRACT_EXECUTABLE_STELLAR_ASSET -> typed("stellar_asset");
      case CONTRACT_EXECUTABLE_EXTERNAL_REF ->
          with(
              with(
                  typed("external_ref"),
                  "executable_owner",
                  address(executable.externalRef().executableOwner())),
              "tag",
              text("string", executable.externalRef().tag()));
    };
  }

  private static SortedMap<String, Object> typed(String type) {
    return with(new TreeMap<>(), "type", type);
  }

  private static SortedMap<String, Object> with(
      SortedMap<String, Object> fields, String name, Object value) {
    fields.put(name, value);
    return fields;
  }

  private static BigInteger unsigned(long value) {
    return value >= 0 ? BigInteger.valueOf(value) : new BigInteger(Long.toUnsignedString(value));
  }

  private static String base64(OpaqueView content) {
    return Base64.getEncoder().encodeToString(content.copy());
  }
}
