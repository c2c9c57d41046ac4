package io.ttpprocessor.kit.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Goal: on a terminal there is one line, without remains of others; in a file all are there. */
class ProgressLinesTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
  private String text = "half";

  private ProgressLines lines(boolean terminal) {
    return new ProgressLines(() -> text, out, terminal);
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTerminalsLineMakesRoomForALineOfTheResult() {
    try (ProgressLines lines = lines(true)) {
      lines.clear();
      assertThat(shown()).isEmpty();
      lines.show();
      lines.clear();
    }
    assertThat(shown()).isEqualTo("\rhalf\r    \r");
  }

  @Test
  void aShorterLineLeavesNothingOfALongerOneAndTheLastStays() {
    ProgressLines lines = lines(true);
    lines.show();
    text = "all";
    lines.leave();
    assertThat(shown()).isEqualTo("\rhalf\rall " + System.lineSeparator());
  }

  @Test
  void elsewhereEachIsALineAndNoneIsAddedAtTheEnd() {
    ProgressLines lines = lines(false);
    lines.show();
    text = "all";
    lines.show();
    lines.clear();
    lines.leave();
    assertThat(shown().lines()).containsExactly("half", "all");
  }
}
