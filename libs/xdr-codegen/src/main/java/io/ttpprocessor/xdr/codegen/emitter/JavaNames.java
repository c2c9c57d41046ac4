package io.ttpprocessor.xdr.codegen.emitter;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Names of the schema as Java writes them.
 *
 * <p>Types keep their name; views end in {@code View}. A field's accessor is the field's name, with
 * {@code snake_case} turned into {@code camelCase}. Where that is a Java keyword or a method that
 * every view has, {@code Value} follows: {@code opaque bytes<>} is read by {@code bytesValue()}.
 */
final class JavaNames {
  private static final Set<String> TAKEN =
      Set.of(
          "absent",
          "at",
          "bytes",
          "check",
          "clone",
          "contentEquals",
          "copy",
          "end",
          "equals",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "offset",
          "parse",
          "parseExactly",
          "size",
          "skip",
          "toString",
          "wait",
          "wrongArm");

  private JavaNames() {}

  /** The class of a struct or union. */
  static String view(String type) {
    return type + "View";
  }

  /** The method that reads a field. */
  static String accessor(String field) {
    String name = camelCase(field);
    return TAKEN.contains(name) || !SourceVersion.isName(name) ? name + "Value" : name;
  }

  /** The method that says whether an optional field is there. */
  static String presence(String field) {
    return "has" + capitalised(field);
  }

  /** The private method that finds the end of a field whose size varies. */
  static String endOf(String field) {
    return "endOf" + capitalised(field);
  }

  /** A constant's name made from a field's: {@code tx_set} and {@code txSet} are TX_SET. */
  static String constant(String field) {
    return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private static String camelCase(String field) {
    StringBuilder name = new StringBuilder();
    for (String word : field.split("_+")) {
      name.append(name.isEmpty() ? word : capitalisedWord(word));
    }
    return name.toString();
  }

  private static String capitalised(String field) {
    return capitalisedWord(camelCase(field));
  }

  private static String capitalisedWord(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
