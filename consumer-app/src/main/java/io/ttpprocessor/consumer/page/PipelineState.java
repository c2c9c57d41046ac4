package io.ttpprocessor.consumer.page;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.protos.v1.Availability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The pipeline as it is now, from source to database, as the page shows it. What is not known is
 * null. For one thread.
 */
final class PipelineState {
  private static final String LOOK_AT_SOURCE =
      "Look whether the source runs, and at /health at its port 8088: a server or a bucket may be"
          + " away.";
  private static final String LOOK_AT_PROCESSOR =
      "Look whether ttp-processor runs; /health at its port 8089 says what it lacks.";
  private static final String LOOK_AT_DATABASE =
      "Look whether PostgreSQL runs, and whether this role may read the tables.";
  private static final String REPLACE_FILES =
      "Replace the files by ones that can be used; until then the former ones are in force.";

  private final Problems problems = new Problems();
  private String passphrase;

  /**
   * What was found.
   *
   * @param service the consumer's health as /health has it
   * @param pipelines each pipeline's, by its table
   * @param rates each pipeline's newest sample
   */
  record Findings(
      Health service,
      Map<String, Health> pipelines,
      Map<String, RateHistory.Rates> rates,
      ProcessorProbe.Finding processor,
      TableReader.Finding tables) {}

  /** The state as maps and lists of JSON. */
  Map<String, Object> of(Findings findings, Instant now) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("time", now.toString());
    state.put("status", findings.service().status().text());
    state.put("network", network(findings));
    state.put("problems", problems(findings, now));
    state.put("stages", stages(findings));
    state.put("rates", rates(findings.rates()));
    return state;
  }

  /** Its passphrase, which the processor tells; until it has, the id that the tables hold. */
  private String network(Findings findings) {
    findings
        .processor()
        .availability()
        .map(Availability::getNetworkPassphrase)
        .ifPresent(told -> passphrase = told);
    return passphrase != null
        ? passphrase
        : findings.tables().network().map(id -> "network " + id).orElse(null);
  }

  private List<Map<String, Object>> problems(Findings findings, Instant now) {
    problems.begin();
    problems.addPipelines(findings.pipelines(), now);
    Object files = findings.service().metrics().get("security_files_error");
    if (files != null) {
      problems.add("security_files_error", files.toString(), REPLACE_FILES, now);
    }
    problems.addStage("Source", findings.processor().source(), LOOK_AT_SOURCE, now);
    problems.addStage("Processor", findings.processor().processor(), LOOK_AT_PROCESSOR, now);
    problems.addStage("Database", findings.tables().health(), LOOK_AT_DATABASE, now);
    return problems.end();
  }

  private static List<Map<String, Object>> stages(Findings findings) {
    Optional<Availability> availability = findings.processor().availability();
    long told =
        availability.map(Availability::getLatestLedger).map(Integer::toUnsignedLong).orElse(0L);
    List<Map<String, Object>> stages = new ArrayList<>();
    // The stream tells it with each ledger, and so sooner than who is asked every few seconds.
    long latest = told == 0 ? 0 : Math.max(told, greatest(findings, "latest_ledger"));
    stages.add(
        stage("Source", "", findings.processor().source(), new Place(known(latest), null, null)));
    Long sent = known(greatest(findings, "received_ledger"));
    Long behind = sent == null || latest == 0 ? null : Math.max(0, latest - sent);
    stages.add(
        stage("Processor", "", findings.processor().processor(), new Place(sent, behind, null)));
    findings.pipelines().forEach((name, health) -> stages.add(consumer(name, health)));
    findings
        .pipelines()
        .forEach((name, health) -> stages.add(database(name, health, findings.tables())));
    return stages;
  }

  /** How far a stage is; null: nobody knows. */
  private record Place(Long ledger, Long lagLedgers, Long lagSeconds) {}

  private static Map<String, Object> consumer(String table, Health health) {
    Place place =
        new Place(
            known(number(health, "last_ledger")),
            optional(health, "lag_ledgers"),
            optional(health, "lag_seconds"));
    Map<String, Object> stage = stage("Consumer", table, Problems.of(health), place);
    stage.put("stored", number(health, "events_inserted"));
    return stage;
  }

  private static Map<String, Object> database(
      String table, Health health, TableReader.Finding tables) {
    Map<String, Object> cursor = tables.cursors().get(table);
    Long ledger = cursor == null ? null : (Long) cursor.get("ledger_sequence");
    Long lag = optional(health, "lag_ledgers");
    long latest = number(health, "latest_ledger");
    Place place =
        new Place(
            ledger,
            ledger == null || lag == null ? null : Long.valueOf(Math.max(0, latest - ledger)),
            null);
    Object problem = health.metrics().get("database_problem");
    boolean isAway = problem != null && !problem.toString().isEmpty();
    StageHealth found =
        isAway ? StageHealth.unhealthy("The consumer cannot write: " + problem) : tables.health();
    Map<String, Object> stage = stage("Database", table, found, place);
    if (cursor != null) {
      stage.put("first_ledger", cursor.get("first_ledger"));
      stage.put("updated_at", cursor.get("updated_at"));
    }
    return stage;
  }

  private static Map<String, Object> stage(
      String name, String table, StageHealth health, Place place) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("name", name);
    stage.put("table", table);
    stage.put("level", health.level().name().toLowerCase(Locale.ROOT));
    stage.put("words", health.words());
    stage.put("ledger", place.ledger());
    stage.put("lag_ledgers", place.lagLedgers());
    stage.put("lag_seconds", place.lagSeconds());
    return stage;
  }

  private static Map<String, Object> rates(Map<String, RateHistory.Rates> rates) {
    Map<String, Object> shown = new LinkedHashMap<>();
    rates.forEach(
        (table, sample) -> {
          Map<String, Object> values = new LinkedHashMap<>();
          values.put("time", sample.time().getEpochSecond());
          values.put("ledgers", sample.ledgers());
          values.put("events", sample.events());
          values.put("lag", sample.lag());
          shown.put(table, values);
        });
    return shown;
  }

  private static long greatest(Findings findings, String figure) {
    return findings.pipelines().values().stream()
        .mapToLong(health -> number(health, figure))
        .max()
        .orElse(0);
  }

  static long number(Health health, String figure) {
    return health.metrics().get(figure) instanceof Number number ? number.longValue() : 0;
  }

  /** A figure that is not told all the time. */
  static Long optional(Health health, String figure) {
    return health.metrics().get(figure) instanceof Number number ? number.longValue() : null;
  }

  /** Ledgers are numbered from 1. */
  private static Long known(long ledger) {
    return ledger == 0 ? null : ledger;
  }
}
