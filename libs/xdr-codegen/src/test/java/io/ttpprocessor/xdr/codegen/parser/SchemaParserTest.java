package io.ttpprocessor.xdr.codegen.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SchemaParserTest {

  @Test
  void readsEachKindOfDefinition() {
    List<Definition> definitions =
        SchemaParser.parse(
            """
            namespace n {
            const A = 0x10; // sixteen
            enum E { X = 1, Y = A };
            typedef hyper /* long */ T;
            struct S { unsigned int a; E b; };
            union U switch (E e) { case X: case Y: S s; default: void; };
            }
            """);

    assertThat(definitions).extracting(Definition::name).containsExactly("A", "E", "T", "S", "U");
    assertThat(((Definition.Const) definitions.get(0)).value().literal()).isEqualTo(16);
    Definition.Enumeration enumeration = (Definition.Enumeration) definitions.get(1);
    assertThat(enumeration.constants()).extracting(c -> c.value().text()).containsExactly("1", "A");
    Definition.Union union = (Definition.Union) definitions.get(4);
    assertThat(union.discriminant()).hasToString("E e");
    assertThat(union.arms()).hasSize(1);
    assertThat(union.arms().get(0).cases()).extracting(Value::text).containsExactly("X", "Y");
    assertThat(union.fallback()).get().hasToString("void");
  }

  @ParameterizedTest
  @CsvSource({
    "int a, SINGLE",
    "unsigned hyper a, SINGLE",
    "bool a, SINGLE",
    "T* a, OPTIONAL",
    "opaque a[4], FIXED_ARRAY",
    "T a[N], FIXED_ARRAY",
    "opaque a<>, VARIABLE_ARRAY",
    "string a<64>, VARIABLE_ARRAY",
    "T a<N>, VARIABLE_ARRAY",
  })
  void readsEachShapeOfDeclaration(String text, Declaration.Shape shape) {
    Definition.Struct struct =
        (Definition.Struct) SchemaParser.parse("struct S { " + text + "; };").get(0);

    assertThat(struct.fields()).hasSize(1);
    assertThat(struct.fields().get(0).shape()).isEqualTo(shape);
    assertThat(struct.fields().get(0)).hasToString(text);
    assertThat(struct.fields().get(0).position()).isEqualTo(new SourcePosition(1, 12));
  }

  @Test
  void readsOctalAndNegativeNumbers() {
    List<Definition> definitions = SchemaParser.parse("const A = 017; const B = -5;");

    assertThat(definitions)
        .extracting(definition -> ((Definition.Const) definition).value().literal())
        .containsExactly(15L, -5L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "struct S { int a }; | 1:18: expected ';', found '}'",
        "struct S { float a; }; | 1:12: float is not supported",
        "struct S { struct { int a; } b; }; | 1:12: anonymous struct: define it by name",
        "struct S { void; }; | 1:12: a struct has no void field",
        "struct S { case a; }; | 1:12: expected a type, found 'case'",
        "struct S { int struct; }; | 1:16: expected the name of a field, found 'struct'",
        "enum E { A }; | 1:12: expected '=', found '}'",
        "enum E { A = 09 }; | 1:14: malformed number '09'",
        "enum E { A = - }; | 1:14: '-' without a number",
        "const A = ; | 1:11: expected a value, found ';'",
        "typedef void; | 1:9: a typedef of void",
        "% int x; | 1:1: unexpected character '%'",
        "int x; | 1:1: expected const, typedef, enum, struct or union, found 'int'",
        "struct S { int a; } | 1:20: expected ';', found end of schema",
        "namespace n { | 1:14: expected '}', found end of schema",
        "/* open | 1:1: comment without end",
      })
  void namesLineColumnAndWhatItExpected(String schema, String message) {
    assertThatThrownBy(() -> SchemaParser.parse(schema))
        .isInstanceOf(SchemaException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void countsLinesAcrossComments() {
    assertThatThrownBy(() -> SchemaParser.parse("/* one\ntwo */\n  // three\n  oops"))
        .hasMessageStartingWith("4:3: ");
  }
}
