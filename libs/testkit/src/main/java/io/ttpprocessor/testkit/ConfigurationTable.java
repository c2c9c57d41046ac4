package io.ttpprocessor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of variables in a document: rows {@code | `NAME` (`ALIAS`), `OTHER` | default | meaning
 * |} under rows that name the services in bold. Names are written with their aliases after them,
 * each after a blank.
 */
public final class ConfigurationTable {
  private static final String EVERY_SERVICE = "all services";
  private static final String EVERY_SOURCE = "both sources";
  private static final Pattern SECTION = Pattern.compile("\\| \\*\\*(.+)\\*\\* \\| \\| \\|");
  private static final Pattern ROW = Pattern.compile("\\| (`[A-Z].*?`\\)?) \\| (.*?) \\|.*");
  private static final Pattern VARIABLE =
      Pattern.compile("`([A-Z][A-Z0-9_]+)`(?: \\(((?:`[A-Z0-9_]+`(?:, )?)+)\\))?");

  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

  private ConfigurationTable(List<String> lines) {
    Map<String, String> section = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher title = SECTION.matcher(line);
      Matcher row = ROW.matcher(line);
      if (title.matches()) {
        section = new LinkedHashMap<>();
        sections.put(title.group(1), section);
      } else if (row.matches()) {
        addRow(section, row.group(1), row.group(2));
      }
    }
  }

  /** Reads a document's table. */
  public static ConfigurationTable in(Path document) {
    try {
      return new ConfigurationTable(Files.readAllLines(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each variable has a default of its own, or all have one that is told as a whole. */
  private static void addRow(Map<String, String> section, String names, String defaults) {
    List<String> variables = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(names);
    while (matcher.find()) {
      String aliases = matcher.group(2);
      variables.add(
          matcher.group(1) + (aliases == null ? "" : " " + aliases.replaceAll("[`,]", "")));
    }
    List<String> values = Arrays.asList(defaults.split(", "));
    for (int i = 0; i < variables.size(); i++) {
      section.put(variables.get(i), values.size() == variables.size() ? values.get(i) : defaults);
    }
  }

  /** The documented variables of a service, with their defaults. */
  public Map<String, String> of(String service) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String section : List.of(EVERY_SERVICE, EVERY_SOURCE, service)) {
      if (!section.equals(EVERY_SOURCE) || service.contains("source")) {
        variables.putAll(sections.getOrDefault(section, Map.of()));
      }
    }
    return variables;
  }

  /** The variables under one such row, with their defaults. */
  public Map<String, String> section(String name) {
    return sections.getOrDefault(name, Map.of());
  }

  /** The rows that name services. */
  public Set<String> sections() {
    return sections.keySet();
  }

  /**
   * What differs between the table and the variables that a service reads, a line each.
   *
   * @param read the variables, with what each is where it is unset; empty where that is not known
   * @param computed those whose default depends on the machine or on others
   */
  public List<String> differences(String service, Map<String, String> read, Set<String> computed) {
    Map<String, String> documented = of(service);
    List<String> differences = new ArrayList<>();
    Set<String> all = new TreeSet<>(documented.keySet());
    all.addAll(read.keySet());
    for (String name : all) {
      if (!read.containsKey(name)) {
        differences.add(name + " is documented for " + service + " and not read");
      } else if (!documented.containsKey(name)) {
        differences.add(name + " is read by " + service + " and not documented");
      } else if (!computed.contains(name) && differ(read.get(name), documented.get(name))) {
        differences.add(
            name + " is " + read.get(name) + " by default, documented as " + documented.get(name));
      }
    }
    return differences;
  }

  private static boolean differ(String fallback, String documented) {
    return !fallback.isEmpty()
        && !fallback.toLowerCase(Locale.ROOT).equals(documented.toLowerCase(Locale.ROOT));
  }
}
