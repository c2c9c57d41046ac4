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
    StringBuilder out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  private static void append(SCValView value, StringBuilder out) {
    out.append(ScValTree.nameOf(value.type()));
    switch (value.type()) {
      case SCV_VEC -> {
        if (value.hasVec()) {
          append(value.vec(), out);
        }
      }
      case SCV_MAP -> {
        if (value.hasMap()) {
          append(value.map(), out);
        }
      }
      case SCV_CONTRACT_INSTANCE -> {
        if (value.instance().hasStorage()) {
          append(value.instance().storage(), out);
        }
      }
      default -> {}
    }
  }

  private static void append(SCValView.Sequence elements, StringBuilder out) {
    Runs runs = new Runs(out);
    for (SCValView element : elements) {
      append(element, out);
      runs.endElement();
    }
    runs.end();
  }

  private static void append(SCMapEntryView.Sequence entries, StringBuilder out) {
    Runs runs = new Runs(out);
    for (SCMapEntryView entry : entries) {
      append(entry.key(), out);
      out.append(':');
      append(entry.val(), out);
      runs.endElement();
    }
    runs.end();
  }

  /**
   * Puts elements of the same type together, where they are written: text of an element that was
   * copied at each level around it would be copied hundreds of times.
   */
  private static final class Runs {
    private final StringBuilder out;
    private int start;
    private int end;
    private int count;

    private Runs(StringBuilder out) {
      this.out = out.append('(');
      this.start = out.length();
      this.end = start;
    }

    /** The text after the end of the run is that of one more element. */
    private void endElement() {
      if (count == 0) {
        end = out.length();
      } else if (isSameAgain()) {
        out.setLength(end);
      } else {
        String separator = (count > 1 ? "*" + count : "") + ",";
        out.insert(end, separator);
        start = end + separator.length();
        end = out.length();
        count = 0;
      }
      count++;
    }

    private boolean isSameAgain() {
      int length = end - start;
      if (out.length() - end != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (out.charAt(start + i) != out.charAt(end + i)) {
          return false;
        }
      }
      return true;
    }

    private void end() {
      if (count > 1) {
        out.append('*').append(count);
      }
      out.append(')');
    }
  }
}
