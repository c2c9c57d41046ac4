package io.ttpprocessor.xdr.codegen;

import io.ttpprocessor.xdr.codegen.emitter.JavaEmitter;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.SchemaResolver;
import io.ttpprocessor.xdr.codegen.parser.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The command of the build: {@code CodegenMain SCHEMA OUTPUT_DIR [TYPE...]}. Of values of the types
 * named, structs or unions, a check can tell where they lie, and only of them a view can be had
 * without a check; a name with {@code <>} after it opens that way to arrays of the type.
 *
 * <p>Writes the Java sources of a schema below the output directory and removes those of types that
 * are gone. A file that would not change is not touched, so that the compiler sees what did.
 */
public final class CodegenMain {
  private CodegenMain() {}

  /**
   * Runs the generator.
   *
   * @throws IllegalArgumentException for wrong arguments, or a wrong schema: the message is then
   *     {@code schema:line:column: problem}
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("usage: CodegenMain SCHEMA OUTPUT_DIR [TYPE...]");
    }
    Path schema = Path.of(arguments[0]);
    try {
      Set<String> observed = new TreeSet<>(List.of(arguments).subList(2, arguments.length));
      write(generate(Files.readString(schema), observed), Path.of(arguments[1]));
    } catch (SchemaException e) {
      throw new IllegalArgumentException(schema + ":" + e.getMessage(), e);
    }
  }

  /** Java sources by path, of the schema in {@code text}. */
  static SortedMap<String, String> generate(String text, Set<String> observed) {
    SchemaModel model = SchemaResolver.resolve(SchemaParser.parse(text), observed);
    return JavaEmitter.emit(model);
  }

  private static void write(SortedMap<String, String> sources, Path output) throws IOException {
    Files.createDirectories(output);
    removeOthers(sources, output);
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = output.resolve(source.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, source.getValue());
      }
    }
  }

  private static void removeOthers(SortedMap<String, String> sources, Path output)
      throws IOException {
    TreeSet<Path> expected = new TreeSet<>();
    sources.keySet().forEach(path -> expected.add(output.resolve(path)));
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!expected.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
