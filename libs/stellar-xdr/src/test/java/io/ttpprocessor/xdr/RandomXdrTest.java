package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.SchemaResolver;
import io.ttpprocessor.xdr.codegen.parser.SchemaParser;
import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values of every struct and union of the schema, also those that no ledger here holds. */
@Timeout(120)
class RandomXdrTest {
  private static final SchemaModel MODEL = model();
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  static Stream<String> structsAndUnions() {
    return MODEL.types().stream()
        .filter(type -> !(type instanceof NamedType.Enumeration))
        .map(NamedType::name);
  }

  @ParameterizedTest
  @MethodSource("structsAndUnions")
  void parsesExactlyAndWalks(String name) throws Throwable {
    RandomXdr values = new RandomXdr(MODEL, name.hashCode());
    MethodHandle parser = parser(name);

    for (int i = 0; i < 20; i++) {
      byte[] bytes = values.value(MODEL.type(name));
      XdrView view = (XdrView) parser.invoke(bytes, 0, bytes.length);
      assertThat(view.end()).isEqualTo(bytes.length);
      new ViewWalker().walk(view);
    }
  }

  @ParameterizedTest
  @MethodSource("structsAndUnions")
  void refusesEveryPrefix(String name) throws Throwable {
    byte[] bytes = new RandomXdr(MODEL, 7).value(MODEL.type(name));
    MethodHandle parser = parser(name);

    for (int length = 0; length < Math.min(bytes.length, 2000); length++) {
      try {
        Object view = parser.invoke(bytes, 0, length);
        fail("accepted the first " + length + " of " + bytes.length + " bytes as " + view);
      } catch (XdrException e) {
        assertThat(e.offset()).isBetween(0, length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("structsAndUnions")
  void damageIsRefusedOrHarmless(String name) throws Throwable {
    Random random = new Random(name.hashCode());
    RandomXdr values = new RandomXdr(MODEL, 11);
    MethodHandle parser = parser(name);

    for (int i = 0; i < 200; i++) {
      byte[] bytes = values.value(MODEL.type(name));
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        XdrView view = (XdrView) parser.invoke(bytes, 0, bytes.length);
        assertThat(view.end()).isEqualTo(bytes.length);
      } catch (XdrException e) {
        assertThat(e.offset()).isBetween(0, bytes.length);
      }
    }
  }

  private static MethodHandle parser(String name) throws ReflectiveOperationException {
    Class<?> view = Class.forName("io.ttpprocessor.xdr." + name + "View");
    return LOOKUP.findStatic(
        view, "parseExactly", MethodType.methodType(view, byte[].class, int.class, int.class));
  }

  static SchemaModel model() {
    try {
      String schema = Files.readString(Path.of("src/main/xdr/stellar.x"));
      // What checks tell of does not matter: only the schema's types are asked for.
      return SchemaResolver.resolve(SchemaParser.parse(schema), Set.of());
    } catch (IOException e) {
      throw new IllegalStateException("The schema is not in the module's folder", e);
    }
  }
}
