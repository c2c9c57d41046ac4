package io.ttpprocessor.extract.contract;

import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.util.HashMap;
import java.util.Map;

/** What an event is called, by its topics. */
public final class EventTypeName {
  /** The name of an event without any symbol among its topics. */
  public static final String UNKNOWN = "unknown";

  private static final Map<String, String> KNOWN = known();

  private EventTypeName() {}

  /**
   * The first topic that is a well-known symbol, wherever it stands; else the first symbol as it is
   * (malformed bytes as U+FFFD); else {@link #UNKNOWN}. Well-known are the names of token, pool and
   * staking events that the original pipeline knows, in lower case or in capitalised form ({@code
   * Transfer}, {@code NewPair}); they are told in lower case ({@code transfer}, {@code new_pair}).
   */
  public static String of(SCValView.Sequence topics) {
    String first = null;
    for (SCValView topic : topics) {
      if (topic.type() == SCValType.SCV_SYMBOL) {
        String symbol = topic.sym().utf8();
        String name = KNOWN.get(symbol);
        if (name != null) {
          return name;
        }
        first = first == null ? symbol : first;
      }
    }
    return first == null ? UNKNOWN : first;
  }

  private static Map<String, String> known() {
    Map<String, String> names = new HashMap<>();
    String lowerCase =
        "transfer mint burn swap sync deposit withdraw fee approval revoke claim stake unstake"
            + " reward liquidity";
    for (String name : lowerCase.split(" ")) {
      names.put(name, name);
      names.put(Character.toUpperCase(name.charAt(0)) + name.substring(1), name);
    }
    names.put("new_pair", "new_pair");
    names.put("NewPair", "new_pair");
    names.put("price_update", "price_update");
    names.put("PriceUpdate", "price_update");
    return Map.copyOf(names);
  }
}
