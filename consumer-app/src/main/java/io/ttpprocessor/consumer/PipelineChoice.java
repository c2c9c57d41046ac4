package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.TokenTransferTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads which pipelines run (PIPELINES) and which of their events are asked for:
 * FILTER_CONTRACT_IDS and FILTER_EVENT_TYPES, lists separated by commas, and INCLUDE_FAILED.
 */
final class PipelineChoice {
  private static final Pattern CONTRACT_ID = Pattern.compile("C[A-Z2-7]{55}");

  private PipelineChoice() {}

  /** The tables to fill; what is wrong is noted in {@code settings}. */
  static List<EventTable> read(Settings settings) {
    List<String> contractIds = list(settings, "FILTER_CONTRACT_IDS");
    List<String> eventTypes = list(settings, "FILTER_EVENT_TYPES");
    boolean includeFailed = settings.flag("INCLUDE_FAILED", false);
    for (String contract : contractIds) {
      if (!CONTRACT_ID.matcher(contract).matches()) {
        settings.problem("FILTER_CONTRACT_IDS", "has \"" + contract + "\", which is no contract");
      }
    }
    Map<String, Supplier<EventTable>> known = new LinkedHashMap<>();
    known.put(TokenTransferTable.NAME, TokenTransferTable::new);
    known.put(
        ContractEventTable.NAME,
        () -> new ContractEventTable(contractIds, eventTypes, includeFailed));
    Set<String> chosen = chosen(settings, known.keySet());
    if (!chosen.contains(ContractEventTable.NAME)) {
      refuse(settings, "FILTER_CONTRACT_IDS", !contractIds.isEmpty());
      refuse(settings, "FILTER_EVENT_TYPES", !eventTypes.isEmpty());
      refuse(settings, "INCLUDE_FAILED", includeFailed);
    }
    return chosen.stream().map(name -> known.get(name).get()).toList();
  }

  private static Set<String> chosen(Settings settings, Set<String> known) {
    String text = settings.text("PIPELINES", TokenTransferTable.NAME);
    Set<String> chosen = new LinkedHashSet<>();
    for (String name : text.split(",", -1)) {
      String trimmed = name.trim();
      if (!known.contains(trimmed)) {
        settings.problem(
            "PIPELINES", "has \"" + trimmed + "\", which is none of " + String.join(", ", known));
      } else if (!chosen.add(trimmed)) {
        settings.problem("PIPELINES", "has " + trimmed + " twice");
      }
    }
    return chosen;
  }

  /** Who sets a filter believes that it works. */
  private static void refuse(Settings settings, String name, boolean set) {
    if (set) {
      settings.problem(
          name, "is set, but PIPELINES does not name contract_events, which alone has filters");
    }
  }

  private static List<String> list(Settings settings, String name) {
    return settings.optional(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::trim)
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
