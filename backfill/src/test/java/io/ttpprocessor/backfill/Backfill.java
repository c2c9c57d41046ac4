package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.parquet.ParquetRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the command in this process, and looks at what it has written. */
final class Backfill {
  private Backfill() {}

  /**
   * How a run ended.
   *
   * @param code the exit code
   * @param out what was written to standard output
   * @param err what was written to standard error
   */
  record Result(int code, String out, String err) {}

  static Result run(Map<String, String> environment, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        BackfillMain.commandLine(environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int code = command.execute(arguments(arguments).toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  static List<String> arguments(Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    return texts;
  }

  /**
   * The content of each file beneath a folder, by its path; a folder that is not there has none.
   */
  static Map<String, String> contents(Path folder) {
    Map<String, String> contents = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return contents;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content =
            file.toString().endsWith("part.parquet")
                ? ParquetRows.in(file).toString().getBytes(StandardCharsets.UTF_8)
                : Files.readAllBytes(file);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
        contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(hash));
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** The names of the reports in a folder. */
  static List<String> reports(Path folder) {
    String[] names =
        folder.resolve("_ranges").toFile().list((parent, name) -> !name.startsWith("."));
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }
}
