package io.ttpprocessor.kit.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: output that goes to a file is not taken for a terminal, on any Java. */
class TerminalsTest {
  /** A console of Java 22 or later. */
  public interface NewConsole {
    /** Whether it is one for people. */
    boolean isTerminal();
  }

  @Test
  void asksTheConsoleWhereItCanTell() {
    assertThat(Terminals.isTerminal(() -> false, NewConsole.class)).isFalse();
    assertThat(Terminals.isTerminal(() -> true, NewConsole.class)).isTrue();
  }

  @Test
  void takesAConsoleThatCannotTellForATerminal() {
    assertThat(Terminals.isTerminal("console", String.class)).isTrue();
  }

  @Test
  void noConsoleIsNoTerminal() {
    assertThat(Terminals.isTerminal(null, NewConsole.class)).isFalse();
  }
}
