package io.ttpprocessor.backfill.job;

import io.ttpprocessor.backfill.source.RangeSource;
import io.ttpprocessor.store.LedgerSpan;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the job and runs it: on the cluster that {@code flink run} names, or else in this process.
 *
 * <p>It runs as a batch: each worker is a region of its own, so that a lost one is replaced without
 * the others, and as many slots do as there are. There are no checkpoints: the target says which
 * ranges stand.
 */
public final class BackfillJob {
  private static final Logger log = LoggerFactory.getLogger(BackfillJob.class);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 200;

  /** Of each worker, 32 KiB each. */
  private static final int SHUFFLE_BUFFERS = 16;

  private static final int NETWORK_MEBIBYTES = 8;

  private final JobOptions options;
  private final List<LedgerSpan> plan;

  /** No more than there are ranges. */
  private final int parallelism;

  /** A job that loads the ranges of {@code plan}. */
  public BackfillJob(JobOptions options, List<LedgerSpan> plan) {
    this.options = options;
    this.plan = List.copyOf(plan);
    this.parallelism = Math.max(1, Math.min(options.parallelism(), plan.size()));
  }

  /** Is told now and then how far the job is, in this run of it. */
  public interface Listener {
    /** So many ledgers are done, of so many bytes and with so many events. */
    void progress(long ledgers, long bytes, long events);
  }

  /**
   * Runs the job to its end.
   *
   * @throws JobFailedException when it failed, with the reason's own message
   */
  public void run(Listener listener) throws JobFailedException, InterruptedException {
    File folder = workFolder();
    try {
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(inProcess(folder.toString()));
      define(environment);
      JobClient job = environment.executeAsync("backfill of " + options.wanted());
      await(job, listener);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw JobFailedException.of(e);
    } finally {
      // The process may end before the cluster within it has removed all of it.
      FileUtils.deleteDirectoryQuietly(folder);
    }
  }

  private static File workFolder() {
    try {
      return Files.createTempDirectory("backfill-").toFile();
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made", e);
    }
  }

  /** The job's graph. */
  void define(StreamExecutionEnvironment environment) {
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    environment.configure(restarts());
    environment.getConfig().enableObjectReuse();
    environment
        .fromSource(
            new RangeSource(plan),
            WatermarkStrategy.noWatermarks(),
            "ranges",
            TypeInformation.of(LedgerSpan.class))
        .setParallelism(parallelism)
        .flatMap(new LoadRanges(options))
        .returns(Types.STRING)
        .name("load")
        .setParallelism(parallelism)
        .sinkTo(new WholeCheck(options))
        .name("whole")
        .setParallelism(1);
  }

  private Configuration restarts() {
    Configuration configuration = new Configuration();
    if (options.restarts() > 0) {
      // Of its strategies the one that counts the fall of all workers at a time as one failure.
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, options.restarts());
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, FIRST_DELAY);
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, LONGEST_DELAY);
    } else {
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    }
    return configuration;
  }

  /** Of a cluster in this process; that of another is its own. */
  private Configuration inProcess(String folder) {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.TMP_DIRS, folder);
    configuration.set(WebOptions.TMP_DIR, folder);
    // Nobody elsewhere is to reach what this process needs for itself.
    configuration.set(JobManagerOptions.BIND_HOST, "localhost");
    // Counters come with the heartbeats.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
    // Hardly anything is exchanged, and nothing sorted.
    configuration.set(
        NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, SHUFFLE_BUFFERS);
    MemorySize network = MemorySize.ofMebiBytes(NETWORK_MEBIBYTES + parallelism);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
    return configuration;
  }

  private static void await(JobClient job, Listener listener)
      throws InterruptedException, ExecutionException {
    CompletableFuture<?> result = job.getJobExecutionResult();
    while (true) {
      try {
        result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        tell(job, listener);
      }
    }
  }

  private static void tell(JobClient job, Listener listener) throws InterruptedException {
    try {
      Map<String, Object> counters = job.getAccumulators().get();
      listener.progress(
          count(counters, LoadRanges.LEDGERS),
          count(counters, LoadRanges.BYTES),
          count(counters, LoadRanges.EVENTS));
    } catch (ExecutionException | IllegalStateException e) {
      // Not to be had while the job begins or ends; what was told last stands.
      log.debug("The job's counters are not to be had: {}", e.toString());
    }
  }

  private static long count(Map<String, Object> counters, String name) {
    return counters.get(name) instanceof Long count ? count : 0;
  }
}
