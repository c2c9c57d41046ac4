package io.ttpprocessor.demodatabase;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines of cells in columns as wide as their widest cell. */
final class TextTable {
  private static final String GAP = "  ";

  /** Which side of its column a cell leans to. */
  enum Align {
    LEFT,
    RIGHT
  }

  private final List<Align> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean hasHeader;

  TextTable(List<Align> columns) {
    this.columns = columns;
  }

  /** Adds the first row, underlined. */
  void header(List<String> cells) {
    add(cells);
    hasHeader = true;
  }

  void add(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size());
    }
    rows.add(cells);
  }

  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns.size(), 0));
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), widths);
      if (i == 0 && hasHeader) {
        line(text, widths.stream().map("-"::repeat).toList(), widths);
      }
    }
    return text.toString();
  }

  private void line(StringBuilder text, List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths.get(i) - cells.get(i).length());
      boolean left = columns.get(i) == Align.LEFT;
      line.append(left ? cells.get(i) + padding : padding + cells.get(i)).append(GAP);
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }
}
