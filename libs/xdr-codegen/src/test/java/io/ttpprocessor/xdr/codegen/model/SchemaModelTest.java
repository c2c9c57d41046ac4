package io.ttpprocessor.xdr.codegen.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.parser.SchemaParser;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes here are counted by hand from RFC 4506. */
@Timeout(60)
class SchemaModelTest {
  private static final String TYPES =
      """
      const N = 3;
      enum Color { RED = 1, GREEN = 2 };
      typedef opaque Hash[32];
      typedef Point Points<5>;
      typedef Point* MaybePoint;
      struct Point { int x; hyper y; };
      struct Flag { bool b; };
      struct Padded { opaque o[5]; };
      struct Named { Hash h; string s<10>; };
      struct Grid { Point p[N]; };
      struct Lists { Points p; Points pp<>; MaybePoint m<2>; };
      struct Chain { int x; Chain* next; };
      struct Left { Right r<>; };
      struct Right { Left l[2]; };
      union Same switch (Color c) { case RED: int a; case GREEN: unsigned int b; };
      union Mixed switch (int v) { case 0: void; case 1: hyper h; };
      union Open switch (Color c) { case RED: Hash h; default: void; };
      union Tree switch (bool leaf) { case TRUE: hyper h; case FALSE: Tree t; };
      """;

  private final SchemaModel model = resolve(TYPES);

  @ParameterizedTest
  @CsvSource({
    // name, least size, fixed?, unrestricted?, recursive?
    "Color, 4, true, false, false",
    "Point, 12, true, true, false",
    "Flag, 4, true, false, false",
    "Padded, 8, true, false, false",
    "Named, 36, false, false, false",
    "Grid, 36, true, true, false",
    "Lists, 12, false, false, false",
    "Points, 4, false, false, false",
    "MaybePoint, 4, false, false, false",
    "Chain, 8, false, false, true",
    "Left, 4, false, false, true",
    "Right, 8, false, false, true",
    "Same, 8, true, false, false",
    "Mixed, 4, false, false, false",
    "Open, 4, false, false, false",
    "Tree, 12, false, false, true",
  })
  void knowsSizesAndRecursion(
      String name, int minimum, boolean fixed, boolean unrestricted, boolean recursive) {
    Type.Reference type = new Type.Reference(name);

    assertThat(model.minimumSize(type)).isEqualTo(minimum);
    assertThat(model.fixedSize(type))
        .isEqualTo(fixed ? OptionalInt.of(minimum) : OptionalInt.empty());
    assertThat(model.isUnrestricted(type)).isEqualTo(unrestricted);
    assertThat(model.isRecursive(model.type(name))).isEqualTo(recursive);
  }

  @Test
  void typedefsVanishButForElementsOfArrays() {
    NamedType.Struct lists = (NamedType.Struct) model.type("Lists");

    assertThat(lists.fields())
        .extracting(NamedType.Field::type)
        .containsExactly(
            new Type.Array(false, 5, new Type.Reference("Point")),
            new Type.Array(false, 0xFFFF_FFFFL, new Type.Reference("Points")),
            new Type.Array(false, 2, new Type.Reference("MaybePoint")));
    assertThat(((NamedType.Struct) model.type("Points")).alias()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "struct S { T t; }; | 1:12: unknown type T",
        "struct S { int a[M]; }; | 1:18: unknown constant M",
        "struct S { int a; hyper a; }; | 1:19: S has two fields named a",
        "struct S { S s; }; | 1:8: S has no value of finite size",
        "struct S { int a; }; enum S { A = 1 }; | 1:27: S is defined twice",
        "enum E { A = 1, B = 1 }; | 1:17: E has two constants of value 1",
        "enum E { A = 1 }; enum F { A = 2 }; | 1:28: constant A is defined twice",
        "enum E { A = 0x100000000 }; | 1:14: 0x100000000 does not fit 32 bits",
        "const A = 99999999999999999999; | 1:11: 99999999999999999999 does not fit 64 bits",
        "struct S { int a<-1>; }; | 1:18: -1 is no length",
        "struct S { opaque a[0]; }; | 1:21: a fixed array of 0",
        "struct S { opaque a; }; | 1:12: opaque needs a length: [n], <n> or <>",
        "struct S { string a[4]; }; | 1:12: a string has no fixed length",
        "struct S { bool a<>; }; | 1:12: an array of bool is not supported",
        "typedef A B; typedef B A; | 1:22: typedef A leads to itself",
        "union U switch (hyper h) { case 0: void; }; | 1:17: union U switches on neither",
        "union U switch (bool b) { case 2: void; }; | 1:32: 2 is neither TRUE nor FALSE",
        "union U switch (int v) { case 0: case 0: void; }; | 1:39: union U has two arms for 0",
        "enum E { A = 1 }; union U switch (E e) { case 1: void; }; | 1:47: 1 is no constant of E",
      })
  void namesLineColumnAndContradiction(String schema, String message) {
    assertThatThrownBy(() -> resolve(schema))
        .isInstanceOf(SchemaException.class)
        .hasMessageStartingWith(message);
  }

  private static SchemaModel resolve(String schema) {
    return SchemaResolver.resolve(SchemaParser.parse(schema), Set.of());
  }
}
