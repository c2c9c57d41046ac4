package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.XdrSequence;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls every accessor of every view beneath a value. Values found must lie within the value that
 * holds them, and those of a sequence one after the other without a gap.
 */
final class ViewWalker {
  /** Reflection is slow: of a long sequence, these are walked over and the rest is measured. */
  private static final int WALKED_ELEMENTS = 8;

  private final Map<Class<?>, List<Method>> accessors = new HashMap<>();
  private int visited;

  /** How many views were walked over so far. */
  int visited() {
    return visited;
  }

  void walk(XdrView view) throws ReflectiveOperationException {
    visited++;
    if (view instanceof OpaqueView) {
      return;
    }
    int end = view.end();
    assertThat(end - view.offset()).isEqualTo(view.size()).isEqualTo(view.copy().length);
    for (Method accessor : accessorsOf(view.getClass())) {
      walkValue(view, accessor, end);
    }
  }

  private void walkValue(XdrView view, Method accessor, int end)
      throws ReflectiveOperationException {
    Object value;
    try {
      value = accessor.invoke(view);
    } catch (InvocationTargetException e) {
      // An arm that the union does not hold, or an optional that is absent.
      assertThat(e.getCause())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(view.getClass().getSimpleName().replaceAll("View$", ""));
      return;
    }
    if (value instanceof XdrView child) {
      assertThat(child.offset()).isGreaterThanOrEqualTo(view.offset());
      assertThat(child.end()).isLessThanOrEqualTo(end);
      walk(child);
    } else if (value instanceof XdrSequence<?> sequence) {
      walkElements(sequence, end);
    }
  }

  private void walkElements(XdrSequence<?> sequence, int end) throws ReflectiveOperationException {
    int index = 0;
    XdrView previous = null;
    for (Object element : sequence) {
      XdrView child = (XdrView) element;
      assertThat(child.end()).isLessThanOrEqualTo(end);
      if (previous != null && !(child instanceof OpaqueView)) {
        assertThat(child.offset()).isEqualTo(previous.end());
      }
      if (index < 3) {
        assertThat(((XdrView) sequence.get(index)).offset()).isEqualTo(child.offset());
      }
      if (index < WALKED_ELEMENTS) {
        walk(child);
      }
      previous = child;
      index++;
    }
    assertThat(index).isEqualTo(sequence.count());
  }

  private List<Method> accessorsOf(Class<?> view) {
    return accessors.computeIfAbsent(view, ViewWalker::findAccessors);
  }

  private static List<Method> findAccessors(Class<?> view) {
    List<Method> found = new ArrayList<>();
    Arrays.stream(view.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0)
        .sorted(Comparator.comparing(Method::getName))
        .forEach(found::add);
    return found;
  }
}
