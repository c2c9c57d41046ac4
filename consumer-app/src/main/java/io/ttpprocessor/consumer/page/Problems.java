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

  /** What a figure is about, and what to do where it is there and not empty. */
  private record Advice(String about, String words) {}

  /** Of a pipeline's figures on /health. */
  private static final Map<String, Advice> ADVICE = new LinkedHashMap<>();

  static {
    ADVICE.put(
        "failure",
        new Advice(
            "Stopped: ",
            "The consumer ends. Mend what is named and start it: it goes on after its cursor."));
    ADVICE.put(
        "database_problem",
        new Advice(
            "Database: ",
            BY_ITSELF + "Look whether PostgreSQL runs and has room, and what its log says."));
    ADVICE.put(
        "stream_problem",
        new Advice(
            "Event stream: ",
            BY_ITSELF
                + "Look whether ttp-processor runs; /health at its port 8089 says what it lacks."));
    ADVICE.put(
        "lag_problem",
        new Advice(
            "Behind: ",
            "Look which stage is slow: the rates are below, the machine's load is on /metrics."));
  }

  private static final Advice REASON_ADVICE =
      new Advice("", "Nothing to do while the rates below are not zero; else look at the source.");

  private final Map<String, Instant> since = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Map<String, Object>> found = new ArrayList<>();

  /** Begins to collect what fails now. */
  void begin() {
    seen.clear();
    found.clear();
  }

  /** Adds what the pipelines' figures tell; once, what is the same with all of them. */
  void addPipelines(Map<String, Health> pipelines, Instant now) {
    ADVICE.forEach((figure, advice) -> addFigure(pipelines, figure, advice, now));
    if (found.isEmpty()) {
      addFigure(pipelines, "reason", REASON_ADVICE, now);
    }
  }

  private void addFigure(Map<String, Health> pipelines, String figure, Advice advice, Instant now) {
    Map<String, String> words = new LinkedHashMap<>();
    pipelines.forEach(
        (name, health) -> {
          String text = String.valueOf(health.metrics().getOrDefault(figure, ""));
          if (!text.isEmpty()) {
            words.put(name, text);
          }
        });
    if (words.size() == pipelines.size() && Set.copyOf(words.values()).size() == 1) {
      words.keySet().forEach(name -> keep(name + figure, now));
      String first = words.keySet().iterator().next();
      add(first + figure, advice.about() + words.get(first), advice.words(), now);
    } else {
      words.forEach(
          (name, text) ->
              add(name + figure, advice.about() + name + ": " + text, advice.words(), now));
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
    keep(key, now);
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("what", words);
    problem.put("since", since.get(key).toString());
    problem.put("advice", advice);
    found.add(problem);
  }

  private void keep(String key, Instant now) {
    seen.add(key);
    since.putIfAbsent(key, now);
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
