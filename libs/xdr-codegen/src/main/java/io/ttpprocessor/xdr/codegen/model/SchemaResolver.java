package io.ttpprocessor.xdr.codegen.model;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.SourcePosition;
import io.ttpprocessor.xdr.codegen.parser.Declaration;
import io.ttpprocessor.xdr.codegen.parser.Definition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the model of a schema, or says where it contradicts itself. */
public final class SchemaResolver {
  private final List<Definition> definitions;
  private final Constants constants;
  private final TypeResolver typeResolver;
  private final Map<String, NamedType> types = new LinkedHashMap<>();

  private SchemaResolver(List<Definition> definitions) {
    this.definitions = definitions;
    this.constants = new Constants(definitions);
    this.typeResolver = new TypeResolver(byName(definitions), constants);
  }

  /**
   * The model of a parsed schema.
   *
   * @param observed names of structs and unions whose values a check is to tell of; a name with
   *     {@code <>} after it stands for arrays of that type, which begin where such a value ends
   * @throws IllegalArgumentException when an observed type is no struct or union of the schema, or
   *     one whose values are checked as so many bytes, so that nothing would be told of them
   * @throws SchemaException naming line and column of a name unknown or defined twice, a value out
   *     of range, a type that contains itself without end, or an array that is not supported
   */
  public static SchemaModel resolve(List<Definition> definitions, Set<String> observed) {
    return new SchemaResolver(definitions).model(observed);
  }

  private SchemaModel model(Set<String> observed) {
    Map<String, SourcePosition> positions = new LinkedHashMap<>();
    for (Definition definition : definitions) {
      positions.put(definition.name(), definition.position());
      resolve(definition).ifPresent(type -> types.put(type.name(), type));
    }
    typeResolver.aliases().forEach(alias -> types.put(alias.name(), alias));
    Sizes sizes = new Sizes(types);
    for (String name : types.keySet()) {
      if (sizes.isEndless(name)) {
        throw new SchemaException(positions.get(name), name + " has no value of finite size");
      }
    }
    SchemaModel model = new SchemaModel(types, sizes, observed);
    for (String name : observed) {
      requireTold(name, model);
    }
    return model;
  }

  private void requireTold(String observed, SchemaModel model) {
    boolean array = observed.endsWith(SchemaModel.ARRAY);
    String name =
        array ? observed.substring(0, observed.length() - SchemaModel.ARRAY.length()) : observed;
    NamedType type = types.get(name);
    boolean alias = type instanceof NamedType.Struct struct && struct.alias();
    if (type == null || alias || type instanceof NamedType.Enumeration) {
      throw new IllegalArgumentException("the schema has no struct or union " + name);
    }
    if (!array && model.isUnrestricted(new Type.Reference(name))) {
      throw new IllegalArgumentException(
          "no check can tell of " + name + ": any bytes of its size are one");
    }
  }

  private static Map<String, Definition> byName(List<Definition> definitions) {
    Map<String, Definition> byName = new LinkedHashMap<>();
    for (Definition definition : definitions) {
      if (byName.putIfAbsent(definition.name(), definition) != null) {
        throw new SchemaException(definition.position(), definition.name() + " is defined twice");
      }
    }
    return byName;
  }

  private Optional<NamedType> resolve(Definition definition) {
    if (definition instanceof Definition.Enumeration enumeration) {
      return Optional.of(enumeration(enumeration));
    }
    if (definition instanceof Definition.Struct struct) {
      return Optional.of(struct(struct));
    }
    if (definition instanceof Definition.Union union) {
      return Optional.of(union(union));
    }
    if (definition instanceof Definition.Typedef typedef) {
      typeResolver.resolve(typedef.declaration());
    }
    return Optional.empty();
  }

  private NamedType enumeration(Definition.Enumeration enumeration) {
    Set<Integer> values = new HashSet<>();
    List<NamedType.Constant> members = new ArrayList<>();
    for (Definition.Constant constant : enumeration.constants()) {
      int value = constants.intOf(constant.value());
      if (!values.add(value)) {
        throw new SchemaException(
            constant.position(), enumeration.name() + " has two constants of value " + value);
      }
      members.add(new NamedType.Constant(constant.name(), value));
    }
    return new NamedType.Enumeration(enumeration.name(), List.copyOf(members));
  }

  private NamedType struct(Definition.Struct struct) {
    Set<String> names = new HashSet<>();
    List<NamedType.Field> fields = new ArrayList<>();
    for (Declaration declaration : struct.fields()) {
      requireNew(names, declaration, struct.name());
      fields.add(field(declaration));
    }
    return new NamedType.Struct(struct.name(), List.copyOf(fields), false);
  }

  private NamedType union(Definition.Union union) {
    NamedType.Field discriminant = field(union.discriminant());
    UnionCases cases = new UnionCases(union, discriminant.type(), constants, typeResolver);
    Set<String> names = new HashSet<>();
    names.add(discriminant.name());
    List<NamedType.Arm> arms = new ArrayList<>();
    for (Definition.Arm arm : union.arms()) {
      arms.add(new NamedType.Arm(cases.of(arm), armField(names, arm.declaration(), union.name())));
    }
    Optional<NamedType.Arm> fallback =
        union
            .fallback()
            .map(arm -> new NamedType.Arm(List.of(), armField(names, arm, union.name())));
    return new NamedType.Union(union.name(), discriminant, List.copyOf(arms), fallback);
  }

  private Optional<NamedType.Field> armField(
      Set<String> names, Declaration declaration, String union) {
    if (declaration.shape() == Declaration.Shape.VOID) {
      return Optional.empty();
    }
    requireNew(names, declaration, union);
    return Optional.of(field(declaration));
  }

  private NamedType.Field field(Declaration declaration) {
    return new NamedType.Field(
        declaration.name(), typeResolver.resolve(declaration), declaration.toString());
  }

  private static void requireNew(Set<String> names, Declaration declaration, String owner) {
    if (!names.add(declaration.name())) {
      throw new SchemaException(
          declaration.position(), owner + " has two fields named " + declaration.name());
    }
  }
}
