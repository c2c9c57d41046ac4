package io.ttpprocessor.demodatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table = new TextTable(List.of(TextTable.Align.RIGHT, TextTable.Align.LEFT));
    table.header(List.of("n", "name"));
    table.add(List.of("1", "one"));
    table.add(List.of("12", "twelve"));
    assertThat(table.toString().lines())
        .containsExactly(" n  name", "--  ------", " 1  one", "12  twelve");
  }

  @Test
  void aRowWithAnotherNumberOfCellsIsRefused() {
    TextTable table = new TextTable(List.of(TextTable.Align.LEFT));
    assertThatThrownBy(() -> table.add(List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
