package io.ttpprocessor.consumer.page;

import io.ttpprocessor.consumer.page.StageHealth.Level;
import io.ttpprocessor.kit.observe.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What fails, since when, and what to do about it. For one thread. */
final class Problems {
  private static final String BY_ITSELF = "The consumer tries again by itself, and loses nothing. ";

  /** Of a pipeline's figures on /health: what to do where the figure is there and not empty. */
  private static final Map<String, String> ADVICE = new LinkedHashMap<>();

  static {
    ADVICE.put(
        "failure",
        "The consumer ends. Mend what is named, then start it again: it goes on after its cursor.");
    ADVICE.put(
        "database_problem",
        BY_ITSELF + "Look whether PostgreSQL runs and has room, and what its log says.");
    ADVICE.put(
        "stream_problem",
        BY_ITSELF
            + "Look whether ttp-processor runs; /health at its port 8089 says what it lacks.");
    ADVICE.put(
        "lag_problem",
        "Look which stage is slow: the rates are below, the machine's load is on /metrics.");
  }

  private final Map<String, Instant> since = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Map<String, Object>> found = new ArrayList<>();

  /** Begins to collect what fails now. */
  void begin() {
    seen.clear();
    found.clear();
  }

  /**
   * Adds what a pipeline's figures tell.
   *
   * @param label names the pipeline, where there are several; else empty
   */
  void addPipeline(String label, Health health, Instant now) {
    int before = found.size();
    ADVICE.forEach(
        (figure, advice) -> {
          Object words = health.metrics().get(figure);
          if (words != null && !words.toString().isEmpty()) {
            add(label + figure, label + words, advice, now);
          }
        });
    Object reason = health.metrics().get("reason");
    if (reason != null && found.size() == before) {
      add(
          label + "reason",
          label + reason,
          "Nothing to do while the rates below are not zero; else look at the source.",
          now);
    }
  }

  /** Adds what a stage says of itself, where something is wrong. */
  void addStage(String stage, StageHealth health, String advice, Instant now) {
    if (health.problem().isPresent()) {
      add(stage, stage + ": " + health.words(), advice, now);
    }
  }

  /** Adds a problem that is known by its key, whatever its words. */
  void add(String key, String words, String advice, Instant now) {
    seen.add(key);
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("what", words);
    problem.put("since", since.computeIfAbsent(key, unseen -> now).toString());
    problem.put("advice", advice);
    found.add(problem);
  }

  /** All that was added; what was not is over, and begins anew when it comes back. */
  List<Map<String, Object>> end() {
    since.keySet().retainAll(seen);
    return List.copyOf(found);
  }

  /** As a stage's health. */
  static StageHealth of(Health health) {
    Object reason = health.metrics().get("reason");
    Level level = Level.valueOf(health.status().name());
    return new StageHealth(level, reason == null ? "Stores what comes" : reason.toString());
  }
}
