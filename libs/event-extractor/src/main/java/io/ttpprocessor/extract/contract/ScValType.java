package io.ttpprocessor.extract.contract;

import io.ttpprocessor.xdr.SCMapEntryView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.util.List;

/**
 * The type of a contract value with the types inside: what its JSON does not tell.
 *
 * @param type the value's own type
 * @param runs of a vector, map or instance's storage that is there, the types of the elements;
 *     otherwise null
 */
record ScValType(SCValType type, List<Run> runs) {
  /**
   * Elements of the same types, one after the other.
   *
   * @param key type of a map's keys; null in a vector
   * @param value type of the values
   * @param count how many, at least 1
   */
  record Run(ScValType key, ScValType value, int count) {}

  /** How many elements there are. */
  long elementCount() {
    return runs.stream().mapToLong(Run::count).sum();
  }

  /** The type of a value as text: see {@link ScValJson#typeOf}. */
  static String textOf(SCValView value) {
    String name = ScValTree.nameOf(value.type());
    return switch (value.type()) {
      case SCV_VEC -> value.hasVec() ? name + vector(value.vec()) : name;
      case SCV_MAP -> value.hasMap() ? name + map(value.map()) : name;
      case SCV_CONTRACT_INSTANCE ->
          value.instance().hasStorage() ? name + map(value.instance().storage()) : name;
      default -> name;
    };
  }

  private static String vector(SCValView.Sequence elements) {
    Runs runs = new Runs();
    for (SCValView element : elements) {
      runs.add(textOf(element));
    }
    return runs.text();
  }

  private static String map(SCMapEntryView.Sequence entries) {
    Runs runs = new Runs();
    for (SCMapEntryView entry : entries) {
      runs.add(textOf(entry.key()) + ":" + textOf(entry.val()));
    }
    return runs.text();
  }

  /** Puts elements of the same type together. */
  private static final class Runs {
    private final StringBuilder out = new StringBuilder("(");
    private String last;
    private int count;

    private void add(String type) {
      if (type.equals(last)) {
        count++;
        return;
      }
      if (last != null) {
        finishRun();
        out.append(',');
      }
      last = type;
      count = 1;
    }

    private String text() {
      if (last != null) {
        finishRun();
      }
      return out.append(')').toString();
    }

    private void finishRun() {
      out.append(last);
      if (count > 1) {
        out.append('*').append(count);
      }
    }
  }
}
