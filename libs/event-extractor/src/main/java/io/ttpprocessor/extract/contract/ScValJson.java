package io.ttpprocessor.extract.contract;

import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.XdrException;

/**
 * Contract values ({@code SCVal}, CAP-46-1) as JSON, without loss, and back.
 *
 * <p>The shapes are those of the original pipeline, so that queries on its JSON go on working.
 * Fields of objects are sorted by name.
 *
 * <ul>
 *   <li>bool: {@code true}; void: {@code null}; u32, i32, u64, i64: the bare number, as long as it
 *       is.
 *   <li>u128, i128: {@code {"hi":0,"lo":5,"type":"i128","value":"5"}}; u256, i256: {@code hi_hi},
 *       {@code hi_lo}, {@code lo_hi}, {@code lo_lo} and {@code hex}, 64 digits, in two's
 *       complement.
 *   <li>timepoint, duration: {@code {"type":"timepoint","value":5}}.
 *   <li>symbol, string: the bare text. Where the bytes are not UTF-8, or have a U+0000 (which
 *       PostgreSQL's JSON refuses): {@code {"base64":"/w==","type":"symbol","value":"…"}}; the
 *       value then shows U+FFFD in place of what it cannot, and base64 tells the bytes.
 *   <li>executable tag (CAP-85): {@code {"type":"executable_tag","value":"v1"}}, with base64 as
 *       above.
 *   <li>bytes: {@code {"base64":"AQI=","hex":"0102","length":2,"type":"bytes"}}.
 *   <li>address: {@code {"address":"G…","type":"account"}}; {@code contract} (C…), {@code
 *       muxed_account} (M…), {@code claimable_balance} (B…), {@code liquidity_pool} (L…).
 *   <li>vector: an array.
 *   <li>map: {@code {"entries":{"a":1},"keys":["a"],"type":"map"}}: the keys in order, and the
 *       values by the keys' text (see {@code MapKeyName}: {@code %v} of Go). Where several keys
 *       have one text, entries holds the last one's value, and {@code
 *       "shadowed":[{"index":0,"value":1}]} those of the keys before it.
 *   <li>a vector or map that is absent, which no valid value has: {@code null}.
 *   <li>error: {@code {"code":7,"error":"contract","type":"error"}}, or a code of the host: {@code
 *       {"code":"invalid_action","error":"auth","type":"error"}}.
 *   <li>contract instance: {@code {"executable":…,"storage":…,"type":"contract_instance","value":
 *       "complex_contract_instance"}}; the executable {@code {"type":"wasm","wasm_hash":"…"}},
 *       {@code {"type":"stellar_asset"}} or {@code
 *       {"executable_owner":{"address":"C…","type":"contract"},"tag":"v1","type":"external_ref"}};
 *       the storage a map, or null where absent.
 *   <li>{@code {"type":"ledger_key_contract_instance"}}; {@code
 *       {"nonce":-5,"type":"ledger_key_nonce"}}.
 * </ul>
 *
 * <p>A bare number or text does not tell its type: {@link #typeOf} does, and with both the value
 * can be {@linkplain #parse had again}.
 */
public final class ScValJson {
  private ScValJson() {}

  /** The value as JSON, without white space. */
  public static String of(SCValView value) {
    return JsonWriter.write(ScValTree.of(value));
  }

  /**
   * The type of the value: {@code bool}, {@code u32}, {@code symbol}, and so on, the protocol's
   * names without their prefix in lower case. The types inside follow in parentheses, and elements
   * of one type are counted: {@code vec(symbol,u32*3)}, {@code map(symbol:i128*2)}, {@code
   * contract_instance(symbol:u64)} of an instance with storage. Without parentheses a vector, map
   * or storage is absent, with empty ones it is empty.
   */
  public static String typeOf(SCValView value) {
    return ScValType.textOf(value);
  }

  /**
   * The XDR of the value that has the given JSON and type.
   *
   * @param json what {@link #of} gives; white space and other escapes do not matter
   * @param type what {@link #typeOf} gives
   * @throws IllegalArgumentException when they are not those of any one value, also when fields
   *     that say the same thing twice disagree
   */
  public static byte[] parse(String json, String type) {
    Object tree = JsonReader.read(json);
    byte[] xdr = ScValEncoder.encode(tree, ScValTypeReader.read(type));
    SCValView value;
    try {
      value = SCValView.parseExactly(xdr, 0, xdr.length);
    } catch (XdrException e) {
      throw new IllegalArgumentException("not a contract value: " + e.getMessage(), e);
    }
    if (!type.equals(typeOf(value))) {
      throw new IllegalArgumentException("not the type as the value's would be written");
    }
    Object again = ScValTree.of(value);
    if (tree == null ? again != null : !tree.equals(again)) {
      throw new IllegalArgumentException("not the JSON of any " + type);
    }
    return xdr;
  }
}
