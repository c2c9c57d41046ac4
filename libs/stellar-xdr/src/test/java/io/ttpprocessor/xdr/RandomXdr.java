package io.ttpprocessor.xdr;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Random valid values of any type of a schema; the same for the same seed. */
public final class RandomXdr {
  private static final int DEPTH = 10;
  private static final int MAXIMUM_COUNT = 3;

  private final SchemaModel model;
  private final Random random;

  RandomXdr(SchemaModel model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  /** Values of the types of the ledgers' schema. */
  public static RandomXdr ofLedgers(long seed) {
    return new RandomXdr(RandomXdrTest.model(), seed);
  }

  /** A value of the type of that name. */
  public byte[] value(String type) {
    return value(model.type(type));
  }

  /** A value; beyond some depth the smallest there is. */
  byte[] value(NamedType type) {
    XdrBytes out = new XdrBytes();
    write(out, type, 0);
    return out.toArray();
  }

  private void write(XdrBytes out, NamedType type, int depth) {
    if (type instanceof NamedType.Enumeration enumeration) {
      List<NamedType.Constant> constants = enumeration.constants();
      out.int32(constants.get(random.nextInt(constants.size())).value());
    } else if (type instanceof NamedType.Struct struct) {
      struct.fields().forEach(field -> write(out, field.type(), depth + 1));
    } else {
      writeUnion(out, (NamedType.Union) type, depth);
    }
  }

  private void writeUnion(XdrBytes out, NamedType.Union union, int depth) {
    List<Integer> unlisted = union.fallback().isPresent() ? unlisted(union) : List.of();
    boolean small = depth > DEPTH;
    if (!unlisted.isEmpty() && (small || union.arms().isEmpty() || random.nextBoolean())) {
      out.int32(unlisted.get(random.nextInt(unlisted.size())));
      writeArm(out, union.fallback().orElseThrow(), depth);
      return;
    }
    NamedType.Arm arm =
        small
            ? union.arms().stream().min(Comparator.comparingInt(this::minimumSize)).orElseThrow()
            : union.arms().get(random.nextInt(union.arms().size()));
    out.int32(arm.cases().get(random.nextInt(arm.cases().size())).value());
    writeArm(out, arm, depth);
  }

  private void writeArm(XdrBytes out, NamedType.Arm arm, int depth) {
    arm.field().ifPresent(field -> write(out, field.type(), depth + 1));
  }

  /** Constants of the discriminant's enum that lead to the default. */
  private List<Integer> unlisted(NamedType.Union union) {
    List<Integer> values = new ArrayList<>();
    if (union.discriminant().type() instanceof Type.Reference reference
        && model.type(reference) instanceof NamedType.Enumeration enumeration) {
      enumeration.constants().forEach(constant -> values.add(constant.value()));
    }
    union.arms().forEach(arm -> arm.cases().forEach(c -> values.remove((Integer) c.value())));
    return values;
  }

  private int minimumSize(NamedType.Arm arm) {
    return arm.field().map(field -> model.minimumSize(field.type())).orElse(0);
  }

  private void write(XdrBytes out, Type type, int depth) {
    if (type instanceof Type.Primitive primitive) {
      writePrimitive(out, primitive);
    } else if (type instanceof Type.Opaque opaque) {
      writeOpaque(out, opaque);
    } else if (type instanceof Type.Array array) {
      int count = array.fixed() ? (int) array.length() : count(array.length(), depth);
      if (!array.fixed()) {
        out.int32(count);
      }
      for (int i = 0; i < count; i++) {
        write(out, array.element(), depth + 1);
      }
    } else if (type instanceof Type.Optional optional) {
      boolean present = depth <= DEPTH && random.nextBoolean();
      out.int32(present ? 1 : 0);
      if (present) {
        write(out, optional.element(), depth + 1);
      }
    } else {
      write(out, model.type((Type.Reference) type), depth);
    }
  }

  private void writePrimitive(XdrBytes out, Type.Primitive primitive) {
    if (primitive == Type.Primitive.BOOL) {
      out.int32(random.nextInt(2));
    } else if (primitive.size() == 4) {
      out.int32(random.nextInt());
    } else {
      out.int64(random.nextLong());
    }
  }

  private void writeOpaque(XdrBytes out, Type.Opaque opaque) {
    int length =
        (int)
            (opaque.fixed() ? opaque.length() : random.nextLong(Math.min(opaque.length(), 40) + 1));
    if (!opaque.fixed()) {
      out.int32(length);
    }
    byte[] content = new byte[length];
    random.nextBytes(content);
    out.raw(content).repeated(-length & 3, 0);
  }

  private int count(long maximum, int depth) {
    return depth > DEPTH ? 0 : (int) random.nextLong(Math.min(maximum, MAXIMUM_COUNT) + 1);
  }
}
