package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.lifecycle.ProgramVersion;
import io.ttpprocessor.kit.lifecycle.ServiceMain;
import io.ttpprocessor.kit.observe.HealthCheck;
import io.ttpprocessor.store.SinkException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The consumer's command line; its settings are environment variables. */
@Command(
    name = "consumer-app",
    description =
        "Stores token-transfer and contract events of Stellar ledgers in PostgreSQL, each exactly"
            + " once.",
    synopsisSubcommandLabel = "",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ledgers that are stored are passed over; a start that would leave a hole is refused.",
      "Settings are environment variables: TTP_SERVICE_ADDRESS, POSTGRES_HOST and others.",
      "Exit code: 0 done or stopped, 1 failed, 2 wrong use or settings."
    })
public final class ConsumerMain implements Callable<Integer> {
  private static final String NAME = "consumer-app";
  private static final int UNUSABLE_SETTINGS = 2;

  /** Of the commands that have 1 for what they found. */
  private static final int FAILED = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<start>",
      description = "First ledger; 0: the one after the last stored, or the current one.")
  private LedgerArgument start;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<end>",
      description = "Last ledger, inclusive; 0: live, without an end.")
  private LedgerArgument end;

  private ConsumerMain() {}

  /** Runs the consumer; the process ends with it. */
  public static void main(String[] arguments) {
    System.exit(
        HealthCheck.isAsked(arguments)
            ? HealthCheck.run(arguments, ConsumerSettings.HEALTH_PORT)
            : commandLine(System.getenv()).execute(arguments));
  }

  /** The whole command line; its commands are set up by {@code environment}. */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine =
        new CommandLine(new ConsumerMain())
            .addSubcommand(new DoctorCommand(environment))
            .addSubcommand(new FillCommand(environment))
            .addSubcommand(new GapsCommand(environment))
            .addSubcommand(new RetentionCommand(environment))
            .addSubcommand(new VerifyCommand(environment))
            .registerConverter(LedgerArgument.class, LedgerArgument::new)
            .setExecutionExceptionHandler(ConsumerMain::explain);
    String version = ProgramVersion.of(NAME, ConsumerMain.class);
    commandLine.getCommandSpec().version(version);
    commandLine.getSubcommands().values().forEach(sub -> sub.getCommandSpec().version(version));
    return commandLine;
  }

  /** What a command of its own does not handle; a defect is left to be shown whole. */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    PrintWriter problems = command.getErr();
    if (failure instanceof ConfigurationException settings) {
      settings.problems().forEach(problems::println);
      problems.flush();
      return UNUSABLE_SETTINGS;
    }
    if (failure instanceof SinkException) {
      problems.println(failure.getMessage());
      problems.flush();
      return FAILED;
    }
    throw failure;
  }

  @Override
  public Integer call() {
    LedgerArguments.Numbers asked = LedgerArguments.read(spec, start, end, "live");
    return ServiceMain.run(
        NAME,
        words(asked),
        context -> ConsumerService.start(context, asked.start(), asked.end(), standardOutput()));
  }

  @Command(
      name = "print",
      description = "Prints events instead of storing them; needs no database.",
      mixinStandardHelpOptions = true)
  int print(
      @Option(names = "--json", description = "One line of JSON a ledger.") boolean json,
      @Parameters(paramLabel = "<start>", description = "First ledger; 0: the current one.")
          LedgerArgument first,
      @Parameters(paramLabel = "<end>", description = "Last ledger, inclusive; 0: live.")
          LedgerArgument last) {
    LedgerArguments.Numbers asked =
        LedgerArguments.read(spec.subcommands().get("print").getCommandSpec(), first, last, "live");
    return ServiceMain.run(
        NAME,
        words(asked),
        context ->
            PrintService.start(
                context, asked.start(), asked.end(), new EventPrinter(standardOutput(), json)));
  }

  /** As they are logged. */
  private static String[] words(LedgerArguments.Numbers asked) {
    return new String[] {Long.toString(asked.start()), Long.toString(asked.end())};
  }

  /** UTF-8 whatever the machine's locale is: memos hold any text. */
  private static PrintStream standardOutput() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  }
}
