package io.ttpprocessor.kit.terminal;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Tells whether people watch. */
public final class Terminals {
  private Terminals() {}

  /** Whether this process reads from and writes to a terminal. */
  public static boolean isTerminal() {
    return isTerminal(System.console(), Console.class);
  }

  /**
   * Up to Java 21 there is a console only on a terminal. From 22 on there is always one, and its
   * method {@code isTerminal}, which Java 17 cannot name, tells.
   */
  static <T> boolean isTerminal(T console, Class<T> type) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) type.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Console.isTerminal cannot be asked", e);
    }
  }
}
