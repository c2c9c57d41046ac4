package io.ttpprocessor.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the documents show for people to type: shell commands, and statements in SQL. Of blocks of
 * code each line (those that go on, and loops, as one); of the running text what begins as a
 * command does. Blocks marked as {@code text} are none. Remarks and further blanks are left out.
 */
final class DocumentedCommands {
  private static final String FENCE = "```";
  private static final String INDENT = "    ";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern INLINE =
      Pattern.compile(
          "([A-Z_]+=\\S+ )*"
              + "((java|docker|mvn|npm|git|protoc|pip|python|consumer-app|psql) .+"
              + "|(\\./|tests/)\\S+\\.sh( .+)?|\\S+\\.jar .+)");
  private static final Pattern REMARK = Pattern.compile("\\s+#\\s.*$");

  private final Set<String> commands = new LinkedHashSet<>();
  private final List<String> statements = new ArrayList<>();

  /** Shell commands, in the order in which they are shown. */
  Set<String> commands() {
    return commands;
  }

  /** Statements in SQL without their semicolons. */
  List<String> statements() {
    return statements;
  }

  /** Adds what a document shows. */
  void read(Path document) throws IOException {
    String language = null;
    String before = "";
    List<String> block = new ArrayList<>();
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith(FENCE)) {
        addBlock(block, language == null ? "" : language);
        language = language == null ? line.substring(FENCE.length()).strip() : null;
      } else if (language != null
          || line.startsWith(INDENT) && (!block.isEmpty() || before.isBlank())
          || line.isBlank() && !block.isEmpty()) {
        block.add(line);
      } else {
        addBlock(block, "");
        addInline(line);
      }
      before = line;
    }
    addBlock(block, "");
  }

  private void addInline(String line) {
    Matcher code = CODE.matcher(line);
    while (code.find()) {
      if (INLINE.matcher(code.group(1)).matches()) {
        commands.add(code.group(1));
      }
    }
  }

  private void addBlock(List<String> block, String language) {
    String text = String.join("\n", block).strip();
    if (language.equals("sql") || text.startsWith("SELECT ")) {
      for (String statement : text.replaceAll("--.*", "").split(";")) {
        if (!statement.isBlank()) {
          statements.add(statement.strip());
        }
      }
    } else if (!language.equals("text")) {
      addCommands(block);
    }
    block.clear();
  }

  private void addCommands(List<String> block) {
    StringBuilder command = new StringBuilder();
    for (String line : block) {
      String text = REMARK.matcher(line).replaceFirst("").strip();
      boolean goesOn = text.endsWith("\\");
      command.append(goesOn ? text.substring(0, text.length() - 1) : text).append(' ');
      String whole = command.toString().strip().replaceAll("\\s+", " ");
      if (whole.startsWith("for ") && !whole.endsWith(" done")) {
        command.setLength(0);
        command.append(whole).append(whole.endsWith(" do") ? " " : "; ");
      } else if (!goesOn) {
        if (!whole.isEmpty()) {
          commands.add(whole);
        }
        command.setLength(0);
      }
    }
    if (command.length() > 0) {
      throw new IllegalStateException("not a whole command: " + command);
    }
  }
}
