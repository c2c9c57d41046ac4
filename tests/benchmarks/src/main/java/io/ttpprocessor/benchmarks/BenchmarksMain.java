package io.ttpprocessor.benchmarks;

import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks with JMH's own options; unless {@code -p corpus=} names others, over those
 * corpora of the comparison with the reference that are present, and one that is part of the
 * checkout.
 */
public final class BenchmarksMain {
  private static final String CORPUS = "corpus";
  private static final String FOLDER = "ttp.ledgers";

  private BenchmarksMain() {}

  /** Runs what the arguments ask for; see {@code -h}. */
  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    CommandLineOptions commandLine = new CommandLineOptions(arguments);
    if (commandLine.shouldHelp()) {
      showHelp(commandLine);
      return;
    }
    ChainedOptionsBuilder options = new OptionsBuilder().parent(commandLine);
    if (!commandLine.getParameter(CORPUS).hasValue()) {
      options.param(CORPUS, corpora());
    }
    Optional.ofNullable(System.getProperty(FOLDER))
        .ifPresent(folder -> options.jvmArgsAppend("-D" + FOLDER + "=" + folder));
    new Runner(options.build()).run();
  }

  /** The names of the corpora of the comparison that are present here. */
  static String[] corpora() {
    return Stream.of(
            GoldenCorpus.SYNTHETIC_DERIVED,
            GoldenCorpus.LOAD_PROTOCOL28,
            GoldenCorpus.PUBNET_RECENT,
            GoldenCorpus.CORE_INVOKE_HOST_FUNCTION)
        .filter(GoldenCorpus::isPresent)
        .map(GoldenCorpus::baseName)
        .toArray(String[]::new);
  }

  private static void showHelp(CommandLineOptions commandLine) {
    try {
      commandLine.showHelp();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
