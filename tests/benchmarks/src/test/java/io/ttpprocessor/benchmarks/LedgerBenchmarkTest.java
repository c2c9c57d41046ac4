package io.ttpprocessor.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That the benchmarks run at all; how fast they are is no test's affair. */
@Timeout(120)
class LedgerBenchmarkTest {
  @Test
  void everyBenchmarkRuns() throws RunnerException {
    Collection<RunResult> results = run(moment(LedgerBenchmark.class.getName()));
    List<String> expected =
        Stream.of(LedgerBenchmark.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Benchmark.class))
            .map(Method::getName)
            .toList();
    assertThat(results)
        .extracting(result -> result.getPrimaryResult().getLabel())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isGreaterThan(0.0));
  }

  @Test
  void theWholeRunsInEveryMode() throws RunnerException {
    String[] modes = {"derived", "cross-check", "verify"};
    Collection<RunResult> results =
        run(moment(LedgerBenchmark.class.getName() + ".whole").param("mode", modes));
    assertThat(results)
        .extracting(result -> result.getParams().getParam("mode"))
        .containsExactlyInAnyOrder(modes);
  }

  /** No header of the random ledgers has the hash that is stated: the parameter does arrive. */
  @Test
  void theWholeChecksHashes() {
    ChainedOptionsBuilder options =
        moment(LedgerBenchmark.class.getName() + ".whole").param("checks", "header");
    assertThatThrownBy(() -> run(options))
        .isInstanceOf(RunnerException.class)
        .hasStackTraceContaining("SHA-256 of the header");
  }

  private static ChainedOptionsBuilder moment(String benchmarks) {
    return new OptionsBuilder()
        .include(benchmarks)
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(20))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }
}
