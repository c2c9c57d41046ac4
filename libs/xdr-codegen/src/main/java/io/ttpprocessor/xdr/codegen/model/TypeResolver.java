package io.ttpprocessor.xdr.codegen.model;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.SourcePosition;
import io.ttpprocessor.xdr.codegen.parser.Declaration;
import io.ttpprocessor.xdr.codegen.parser.Definition;
import io.ttpprocessor.xdr.codegen.parser.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns declarations into types; typedefs vanish.
 *
 * <p>One kind of typedef stays: that of an array or an optional used as the element of an array,
 * which Java could not name otherwise. It becomes a struct of one field ({@code elements} or {@code
 * value}), which looks the same on the wire.
 */
final class TypeResolver {
  private final Map<String, Definition> definitions;
  private final Constants constants;
  private final Map<String, NamedType.Struct> aliases = new TreeMap<>();
  private final Set<String> open = new HashSet<>();

  TypeResolver(Map<String, Definition> definitions, Constants constants) {
    this.definitions = definitions;
    this.constants = constants;
  }

  /** The structs made for typedefs so far, sorted by name. */
  Collection<NamedType.Struct> aliases() {
    return List.copyOf(aliases.values());
  }

  Definition definition(String name) {
    return definitions.get(name);
  }

  /** The type of a declaration that is not void. */
  Type resolve(Declaration declaration) {
    String name = declaration.type();
    SourcePosition position = declaration.position();
    if (name.equals("opaque") || name.equals("string")) {
      return opaque(declaration);
    }
    return switch (declaration.shape()) {
      case OPTIONAL -> new Type.Optional(optionalElement(name, position));
      case FIXED_ARRAY -> {
        long length = fixedLength(declaration);
        yield new Type.Array(true, length, arrayElement(name, position));
      }
      case VARIABLE_ARRAY ->
          new Type.Array(false, maximum(declaration.bound()), arrayElement(name, position));
      case SINGLE, VOID -> named(name, position);
    };
  }

  private Type opaque(Declaration declaration) {
    return switch (declaration.shape()) {
      case FIXED_ARRAY -> {
        if (declaration.type().equals("string")) {
          throw new SchemaException(declaration.position(), "a string has no fixed length");
        }
        yield new Type.Opaque(true, fixedLength(declaration));
      }
      case VARIABLE_ARRAY -> new Type.Opaque(false, maximum(declaration.bound()));
      case OPTIONAL, SINGLE, VOID ->
          throw new SchemaException(
              declaration.position(), declaration.type() + " needs a length: [n], <n> or <>");
    };
  }

  private long fixedLength(Declaration declaration) {
    Value bound = declaration.bound().orElseThrow();
    long length = constants.lengthOf(bound);
    if (length == 0 || length > Sizes.LARGEST) {
      throw new SchemaException(bound.position(), "a fixed array of " + length);
    }
    return length;
  }

  private long maximum(Optional<Value> bound) {
    return bound.map(constants::lengthOf).orElse(Constants.unbounded());
  }

  private Type named(String name, SourcePosition position) {
    switch (name) {
      case "int":
        return Type.Primitive.INT;
      case "unsigned int":
        return Type.Primitive.UNSIGNED_INT;
      case "hyper":
        return Type.Primitive.HYPER;
      case "unsigned hyper":
        return Type.Primitive.UNSIGNED_HYPER;
      case "bool":
        return Type.Primitive.BOOL;
      default:
        return defined(name, position);
    }
  }

  private Type defined(String name, SourcePosition position) {
    Definition definition = definitions.get(name);
    if (definition == null || definition instanceof Definition.Const) {
      throw new SchemaException(position, "unknown type " + name);
    }
    if (!(definition instanceof Definition.Typedef typedef)) {
      return new Type.Reference(name);
    }
    if (!open.add(name)) {
      throw new SchemaException(typedef.position(), "typedef " + name + " leads to itself");
    }
    Type type = resolve(typedef.declaration());
    open.remove(name);
    return type;
  }

  private Type optionalElement(String name, SourcePosition position) {
    Type element = named(name, position);
    return element instanceof Type.Optional ? alias(name, "value", element) : element;
  }

  private Type arrayElement(String name, SourcePosition position) {
    Type element = named(name, position);
    if (element instanceof Type.Array) {
      return alias(name, "elements", element);
    }
    if (element instanceof Type.Optional) {
      return alias(name, "value", element);
    }
    boolean enumeration =
        element instanceof Type.Reference reference
            && definitions.get(reference.name()) instanceof Definition.Enumeration;
    if (element == Type.Primitive.BOOL || enumeration) {
      throw new SchemaException(position, "an array of " + name + " is not supported");
    }
    if (element instanceof Type.Opaque opaque && opaque.fixed() && opaque.length() % 4 != 0) {
      throw new SchemaException(
          position, "an array of padded opaque " + name + " is not supported");
    }
    return element;
  }

  private Type alias(String name, String fieldName, Type type) {
    String typedef = lastTypedef(name);
    Declaration declaration = ((Definition.Typedef) definitions.get(typedef)).declaration();
    NamedType.Field field = new NamedType.Field(fieldName, type, "typedef " + declaration);
    aliases.put(typedef, new NamedType.Struct(typedef, List.of(field), true));
    return new Type.Reference(typedef);
  }

  /** Follows {@code typedef A B;} so that one array has one class whatever its names. */
  private String lastTypedef(String name) {
    Declaration declaration = ((Definition.Typedef) definitions.get(name)).declaration();
    return declaration.shape() == Declaration.Shape.SINGLE ? lastTypedef(declaration.type()) : name;
  }
}
