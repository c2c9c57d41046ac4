package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes all classes of a schema, in package {@code io.ttpprocessor.xdr}. */
public final class JavaEmitter {
  private static final String PACKAGE = "io.ttpprocessor.xdr";

  private final SchemaModel model;
  private final Set<String> elements;

  private JavaEmitter(SchemaModel model) {
    this.model = model;
    this.elements = elementTypes(model);
  }

  /** Java source by path below the source folder, sorted; the same for the same model. */
  public static SortedMap<String, String> emit(SchemaModel model) {
    JavaEmitter emitter = new JavaEmitter(model);
    SortedMap<String, String> files = new TreeMap<>();
    String folder = PACKAGE.replace('.', '/') + "/";
    for (NamedType type : model.types()) {
      boolean enumeration = type instanceof NamedType.Enumeration;
      String className = enumeration ? type.name() : JavaNames.view(type.name());
      files.put(folder + className + ".java", emitter.source(type));
    }
    return files;
  }

  private String source(NamedType type) {
    JavaSource body = new JavaSource();
    if (type instanceof NamedType.Enumeration enumeration) {
      EnumEmitter.emit(body, enumeration);
    } else {
      view(body, type);
      body.close();
    }
    return head(body.toString()) + body;
  }

  private void view(JavaSource body, NamedType type) {
    if (type instanceof NamedType.Struct struct) {
      new StructEmitter(model).emit(body, struct);
    } else if (type instanceof NamedType.Union union) {
      new UnionEmitter(model).emit(body, union);
    }
    if (elements.contains(type.name())) {
      new SequenceEmitter(model).emit(body, type);
    }
  }

  /** The package and the imports of the names that the body uses. */
  private static String head(String body) {
    Map<String, String> packages =
        new TreeMap<>(
            Map.of(
                "Iterator", "java.util",
                "NoSuchElementException", "java.util",
                "Objects", "java.util"));
    Stream.of(
            "CheckListener",
            "CountLimit",
            "FixedOpaqueSequence",
            "IntSequence",
            "LongSequence",
            "OpaqueSequence",
            "OpaqueView",
            "UnsignedIntSequence",
            "Xdr",
            "XdrCheck",
            "XdrSequence",
            "XdrView")
        .forEach(name -> packages.put(name, PACKAGE + ".runtime"));
    Set<String> words = new HashSet<>(List.of(body.split("\\W+")));
    JavaSource head = new JavaSource();
    head.line("package " + PACKAGE + ";").blank();
    packages.entrySet().stream()
        .filter(entry -> words.contains(entry.getKey()))
        .map(entry -> "import " + entry.getValue() + "." + entry.getKey() + ";")
        .sorted()
        .forEach(head::line);
    return head.blank().toString();
  }

  private static Set<String> elementTypes(SchemaModel model) {
    Set<String> elements = new HashSet<>();
    for (NamedType type : model.types()) {
      type.fieldTypes().forEach(field -> collectElements(field, elements));
    }
    return elements;
  }

  private static void collectElements(Type type, Set<String> elements) {
    if (type instanceof Type.Optional optional) {
      collectElements(optional.element(), elements);
    } else if (type instanceof Type.Array array
        && array.element() instanceof Type.Reference reference) {
      elements.add(reference.name());
    }
  }
}
