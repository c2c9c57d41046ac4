package io.ttpprocessor.extract.contract;

import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.ContractExecutableType;
import io.ttpprocessor.xdr.SCAddressType;
import io.ttpprocessor.xdr.SCErrorCode;
import io.ttpprocessor.xdr.SCErrorType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * XDR of what {@link ScValTree} gives. It reads what it needs and no more: whether the rest agrees,
 * and whether numbers are in range, shows when the outcome is told again.
 */
final class ScValEncoder {
  private final XdrOutput out = new XdrOutput();

  private ScValEncoder() {}

  /** Throws an IllegalArgumentException where the JSON has not the shape of the type. */
  static byte[] encode(Object json, ScValType type) {
    ScValEncoder encoder = new ScValEncoder();
    encoder.value(json, type);
    return encoder.out.toByteArray();
  }

  private void value(Object json, ScValType type) {
    out.int32(type.type().value());
    switch (type.type()) {
      case SCV_BOOL -> out.bool(as(Boolean.class, json));
      case SCV_VOID, SCV_LEDGER_KEY_CONTRACT_INSTANCE -> {}
      case SCV_ERROR -> error(json);
      case SCV_U32, SCV_I32 -> out.int32(as(BigInteger.class, json).intValue());
      case SCV_U64, SCV_I64 -> out.int64(as(BigInteger.class, json).longValue());
      case SCV_TIMEPOINT, SCV_DURATION ->
          out.int64(field(BigInteger.class, json, "value").longValue());
      case SCV_U128, SCV_I128 -> wide(json, 2 * Long.BYTES);
      case SCV_U256, SCV_I256 -> wide(json, 4 * Long.BYTES);
      case SCV_BYTES ->
          out.variable(Base64.getDecoder().decode(field(String.class, json, "base64")));
      case SCV_STRING, SCV_SYMBOL, SCV_EXECUTABLE_TAG -> text(json);
      case SCV_VEC -> vector(json, type);
      case SCV_MAP -> optionalMap(json, type);
      case SCV_ADDRESS -> address(json);
      case SCV_CONTRACT_INSTANCE -> {
        executable(field(Map.class, json, "executable"));
        optionalMap(as(Map.class, json).get("storage"), type);
      }
      case SCV_LEDGER_KEY_NONCE -> out.int64(field(BigInteger.class, json, "nonce").longValue());
    }
  }

  private void error(Object json) {
    SCErrorType kind =
        SCErrorType.valueOf("SCE_" + field(String.class, json, "error").toUpperCase(Locale.ROOT));
    out.int32(kind.value());
    if (kind == SCErrorType.SCE_CONTRACT) {
      out.int32(field(BigInteger.class, json, "code").intValue());
    } else {
      String code = field(String.class, json, "code").toUpperCase(Locale.ROOT);
      out.int32(SCErrorCode.valueOf("SCEC_" + code).value());
    }
  }

  private void wide(Object json, int size) {
    BigInteger value = new BigInteger(field(String.class, json, "value"));
    byte[] shortest = value.toByteArray();
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    int used = Math.min(size, shortest.length);
    System.arraycopy(shortest, shortest.length - used, bytes, size - used, used);
    out.fixed(bytes);
  }

  /** A bare string, or an object in which base64, where it is, tells the bytes. */
  private void text(Object json) {
    if (json instanceof String plain) {
      out.variable(plain.getBytes(StandardCharsets.UTF_8));
    } else if (as(Map.class, json).containsKey("base64")) {
      out.variable(Base64.getDecoder().decode(field(String.class, json, "base64")));
    } else {
      out.variable(field(String.class, json, "value").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void vector(Object json, ScValType type) {
    if (!startOptional(type)) {
      return;
    }
    List<?> elements = as(List.class, json);
    requireCount(elements.size(), type);
    int index = 0;
    for (ScValType.Run run : type.runs()) {
      for (int i = 0; i < run.count(); i++) {
        value(elements.get(index++), run.value());
      }
    }
  }

  private void optionalMap(Object json, ScValType type) {
    if (!startOptional(type)) {
      return;
    }
    List<?> keys = field(List.class, json, "keys");
    requireCount(keys.size(), type);
    List<?> values = values(json, keys);
    int index = 0;
    for (ScValType.Run run : type.runs()) {
      if (run.key() == null) {
        throw new IllegalArgumentException("the type of a map's keys is missing");
      }
      for (int i = 0; i < run.count(); i++) {
        value(keys.get(index), run.key());
        value(values.get(index++), run.value());
      }
    }
  }

  /** A map's values in the order of its keys. */
  private static List<?> values(Object json, List<?> keys) {
    Map<?, ?> entries = field(Map.class, json, "entries");
    Object[] values = new Object[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = entries.get(MapKeyName.of(keys.get(i), i));
    }
    if (as(Map.class, json).containsKey("shadowed")) {
      for (Object hidden : field(List.class, json, "shadowed")) {
        int index = field(BigInteger.class, hidden, "index").intValue();
        if (index < 0 || index >= values.length) {
          throw new IllegalArgumentException("no key has the index " + index);
        }
        values[index] = as(Map.class, hidden).get("value");
      }
    }
    return Arrays.asList(values);
  }

  /** The flag of an optional and the count of its elements; false where it is absent. */
  private boolean startOptional(ScValType type) {
    out.bool(type.runs() != null);
    if (type.runs() == null) {
      return false;
    }
    out.int32((int) type.elementCount());
    return true;
  }

  private static void requireCount(int count, ScValType type) {
    if (count != type.elementCount()) {
      throw new IllegalArgumentException(
          "the type is of " + type.elementCount() + " elements, the JSON of " + count);
    }
  }

  private void address(Object json) {
    StrKey address = StrKey.decode(field(String.class, json, "address"));
    byte[] payload = address.payload();
    switch (address.kind()) {
      case ACCOUNT -> {
        out.int32(SCAddressType.SC_ADDRESS_TYPE_ACCOUNT.value());
        out.int32(0); // of PublicKey the only type, ed25519
        out.fixed(payload);
      }
      case CONTRACT -> {
        out.int32(SCAddressType.SC_ADDRESS_TYPE_CONTRACT.value());
        out.fixed(payload);
      }
      case MUXED_ACCOUNT -> {
        out.int32(SCAddressType.SC_ADDRESS_TYPE_MUXED_ACCOUNT.value());
        int keySize = payload.length - Long.BYTES;
        out.fixed(Arrays.copyOfRange(payload, keySize, payload.length));
        out.fixed(Arrays.copyOf(payload, keySize));
      }
      case CLAIMABLE_BALANCE -> {
        out.int32(SCAddressType.SC_ADDRESS_TYPE_CLAIMABLE_BALANCE.value());
        out.int32(0); // of ClaimableBalanceID the only type, V0
        out.fixed(Arrays.copyOfRange(payload, 1, payload.length));
      }
      case LIQUIDITY_POOL -> {
        out.int32(SCAddressType.SC_ADDRESS_TYPE_LIQUIDITY_POOL.value());
        out.fixed(payload);
      }
    }
  }

  private void executable(Object json) {
    String name = field(String.class, json, "type").toUpperCase(Locale.ROOT);
    ContractExecutableType type = ContractExecutableType.valueOf("CONTRACT_EXECUTABLE_" + name);
    out.int32(type.value());
    switch (type) {
      case CONTRACT_EXECUTABLE_WASM ->
          out.fixed(HexFormat.of().parseHex(field(String.class, json, "wasm_hash")));
      case CONTRACT_EXECUTABLE_STELLAR_ASSET -> {}
      case CONTRACT_EXECUTABLE_EXTERNAL_REF -> {
        address(field(Map.class, json, "executable_owner"));
        text(as(Map.class, json).get("tag"));
      }
    }
  }

  private static <T> T field(Class<T> type, Object json, String name) {
    Object value = as(Map.class, json).get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("the field " + name + " is missing or of another kind");
    }
    return type.cast(value);
  }

  private static <T> T as(Class<T> type, Object json) {
    if (!type.isInstance(json)) {
      String found = json == null ? "null" : json.getClass().getSimpleName();
      throw new IllegalArgumentException("not a " + type.getSimpleName() + " but " + found);
    }
    return type.cast(json);
  }
}
