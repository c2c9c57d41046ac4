package io.ttpprocessor.xdr.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from text to Java, on a schema with one type of each kind. */
@Timeout(60)
class CodegenMainTest {
  private static final String PACKAGE_FOLDER = "io/ttpprocessor/xdr/";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"Color", "LeafView", "NodeView", "TreeView"})
  void writesTheExpectedSource(String className) {
    SortedMap<String, String> sources = CodegenMain.generate(resource("tiny.x"), Set.of("Node"));

    assertThat(sources.get(PACKAGE_FOLDER + className + ".java"))
        .isEqualTo(resource(className + ".java.txt"));
    assertThat(sources).hasSize(4);
  }

  @Test
  void writesTheSameForTheSameSchema() {
    assertThat(CodegenMain.generate(resource("tiny.x"), Set.of("Node")))
        .isEqualTo(CodegenMain.generate(resource("tiny.x"), Set.of("Node")));
  }

  @Test
  void removesTypesThatAreGoneAndLeavesTheUnchangedUntouched() throws IOException {
    Path schema = folder.resolve("schema.x");
    Path output = folder.resolve("out");
    Path kept = output.resolve(PACKAGE_FOLDER + "AView.java");
    Path gone = output.resolve(PACKAGE_FOLDER + "BView.java");
    run(schema, output, "struct A { int x; }; struct B { int y; };");
    assertThat(gone).exists();
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(kept, longAgo);

    run(schema, output, "struct A { int x; };");

    assertThat(gone).doesNotExist();
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(longAgo);
  }

  @Test
  void namesTheSchemaLineAndColumnOfAMistake() {
    Path schema = folder.resolve("schema.x");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(schema, folder.resolve("out"), "struct A {\n  B b;\n};"))
        .withMessage(schema + ":2:3: unknown type B");
  }

  @Test
  void accessorsAvoidWhatJavaAndViewsTake() {
    String source =
        CodegenMain.generate(
                "struct S { opaque bytes<>; int class; int end; int tx_set; int* size; };",
                Set.of())
            .get(PACKAGE_FOLDER + "SView.java");

    assertThat(source)
        .contains("public OpaqueView bytesValue()")
        .contains("public int classValue()")
        .contains("public int endValue()")
        .contains("public int txSet()")
        .contains("public boolean hasSize()")
        .contains("public int sizeValue()");
  }

  @Test
  void refusesToTellOfTypesThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CodegenMain.generate("enum E { A = 0 };", Set.of("E")))
        .withMessage("the schema has no struct or union E");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CodegenMain.generate("struct S { int x; };", Set.of("T")))
        .withMessage("the schema has no struct or union T");
  }

  /**
   * Any 12 bytes are a Point, and Points is another name for an array: neither is checked alone.
   */
  @ParameterizedTest
  @CsvSource({
    "Point, 'no check can tell of Point: any bytes of its size are one'",
    "Points, the schema has no struct or union Points",
    "Points<>, the schema has no struct or union Points",
    "Other<>, the schema has no struct or union Other",
  })
  void refusesToTellOfWhatIsNotCheckedByItself(String observed, String message) {
    String schema =
        "struct Point { int x; hyper y; }; typedef Point Points<5>;"
            + " struct Lists { Point p; Points all<>; };";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CodegenMain.generate(schema, Set.of(observed)))
        .withMessage(message);
  }

  @Test
  void onlyWhatAListenerKnowsOfCanBeViewedWithoutACheck() {
    assertThat(waysIn(Set.of())).isEmpty();
    assertThat(waysIn(Set.of("Node")))
        .containsExactly("public static NodeView at(byte[] bytes, int offset) {");
    assertThat(waysIn(Set.of("Node<>")))
        .containsExactly("public static Sequence variable(byte[] bytes, int offset) {");
  }

  private static List<String> waysIn(Set<String> observed) {
    return CodegenMain.generate(resource("tiny.x"), observed).values().stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> line.matches("public static .*(at|variable|fixed)\\(.*"))
        .toList();
  }

  @Test
  void refusesWrongArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CodegenMain.main(new String[] {"one"}))
        .withMessage("usage: CodegenMain SCHEMA OUTPUT_DIR [TYPE...]");
  }

  private static void run(Path schema, Path output, String text) throws IOException {
    Files.writeString(schema, text);
    CodegenMain.main(new String[] {schema.toString(), output.toString()});
  }

  private static String resource(String name) {
    try (InputStream in = CodegenMainTest.class.getResourceAsStream("/tiny/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
