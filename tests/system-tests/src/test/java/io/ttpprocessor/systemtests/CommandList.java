package io.ttpprocessor.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How each documented command is tried: documented-commands.txt, which says its own form. */
final class CommandList {
  private final Map<String, String> ways = new LinkedHashMap<>();

  CommandList() {
    String command = "";
    for (String line : text().lines().toList()) {
      if (line.startsWith("  ")) {
        if (ways.put(command, line.strip()) != null) {
          throw new IllegalStateException("listed twice: " + command);
        }
      } else if (!line.startsWith("#")) {
        command = line.strip();
      }
    }
  }

  private static String text() {
    try (InputStream file = CommandList.class.getResourceAsStream("/documented-commands.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each command with the way in which it is tried. */
  Map<String, String> ways() {
    return ways;
  }

  /** The commands that are tried in this way. */
  Set<String> tried(String way) {
    Set<String> commands = new TreeSet<>();
    ways.forEach(
        (command, of) -> {
          if (of.equals(way)) {
            commands.add(command);
          }
        });
    return commands;
  }
}
