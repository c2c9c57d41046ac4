package io.ttpprocessor.demodatabase;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the database, says {@code ready URL} on one line, and runs until it is told to end. */
@Command(
    name = "start",
    description = "Starts the database and keeps it running until SIGTERM.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class StartCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--directory", required = true, description = "Where data and binaries are kept.")
  private Path directory;

  @Option(names = "--port", description = "The port to listen on.")
  private int port = 54_320;

  @Option(names = "--database", description = "The database to create where it is absent.")
  private String database = "stellar";

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    DemoDatabase running = DemoDatabase.start(directory, port, database);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              running.close();
              stopped.countDown();
            },
            "stop-database");
    Runtime.getRuntime().addShutdownHook(stop);
    out.println("ready " + running.jdbcUrl());
    out.flush();
    stopped.await();
    return 0;
  }
}
