package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.HistoryArchive;
import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.datalake.LakeUrl;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerIntegrity;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify START END}: every object read and checked, with progress. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Reads every ledger from START to END, both inclusive, and checks checksums, XDR, order and"
          + " hash chain; where the network is known also each ledger's own hashes, and with"
          + " --archive whether they are those that a validator published.",
      "Exit code 0 when all is well, 1 at the first ledger that is not, or at once when the archive"
          + " ends 128 ledgers or more before END, 2 when settings or arguments cannot be used."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final long PROGRESS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Map<String, String> environment;
  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "START", description = "First ledger.")
  private LedgerArgument start;

  @Parameters(index = "1", paramLabel = "END", description = "Last ledger, inclusive.")
  private LedgerArgument end;

  @Option(
      names = "--checks",
      description = "How far each ledger's own hashes are checked: ${COMPLETION-CANDIDATES}.")
  private LedgerChecks checks = LedgerChecks.EVENTS;

  @Option(
      names = "--archive",
      paramLabel = "URL",
      description =
          "A history archive of stellar-core (https:, s3:, gs: or file:): each ledger's hash must"
              + " be the one in its checkpoint. Those after its newest are not compared: at the"
              + " network's tip up to 127.")
  private String archiveUrl;

  VerifyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    LedgerProblems problems = new LedgerProblems();
    problems.check("START", start, false);
    problems.check("END", end, false);
    problems.inOrder(start.sequence(), "END", end.sequence());
    problems.refuse(command.commandLine());
    LedgerRange range = LedgerRange.bounded(start.sequence(), end.sequence());
    Settings settings = Settings.of(environment);
    try (LakeSettings lake = LakeSettings.read(settings)) {
      if (archiveUrl == null) {
        return verify(range, lake, Optional.empty());
      }
      LakeUrl url =
          LakeUrl.parse(archiveUrl)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("--archive is \"" + archiveUrl + "\", no URL"));
      try (HistoryArchive archive =
          HistoryArchive.open(url, "--archive", lake.networkPassphrase(), settings)) {
        return verify(range, lake, Optional.of(new ArchiveAnchor(archive)));
      }
    }
  }

  private int verify(LedgerRange range, LakeSettings lake, Optional<ArchiveAnchor> anchor)
      throws SourceException, InterruptedException {
    Optional<Network> network = lake.networkPassphrase().map(Network::of);
    try (LakeLedgerSource source = lake.openSource(new FaultPolicy(lake.faults()));
        LedgerCursor cursor = source.open(range)) {
      if (anchor.isPresent()) {
        anchor.get().requireRange(range);
      }
      String hash = verify(cursor, network, anchor);
      if (anchor.isPresent()) {
        anchor.get().requireSome();
      }
      PrintWriter out = command.commandLine().getOut();
      out.printf(
          "ledgers %s of %s: %d ledgers whole and in order; %s%s; the last hash is %s%n",
          range,
          lake.store().description(),
          range.last() - range.first() + 1,
          network.isPresent()
              ? "their own hashes checked to the level " + checks
              : "network unknown, chain checked only",
          anchor.map(compared -> "; " + compared.summary(range.last())).orElse(""),
          hash);
      out.flush();
      return 0;
    }
  }

  private String verify(
      LedgerCursor cursor, Optional<Network> network, Optional<ArchiveAnchor> anchor)
      throws SourceException, InterruptedException {
    LedgerIntegrity integrity = new LedgerIntegrity(checks);
    String hash = "";
    long reported = System.nanoTime();
    for (Optional<LedgerBytes> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      hash = check(next.get(), network, integrity);
      if (anchor.isPresent()) {
        anchor.get().accept(next.get().sequence(), hash, next.get().origin());
      }
      if (System.nanoTime() - reported > PROGRESS_EVERY_NANOS) {
        reported = System.nanoTime();
        PrintWriter err = command.commandLine().getErr();
        err.printf("verified to ledger %d of %d%n", next.get().sequence(), end.sequence());
        err.flush();
      }
    }
    return hash;
  }

  /** Checks what the cursor does not, and returns the ledger's hash. */
  private static String check(
      LedgerBytes ledger, Optional<Network> network, LedgerIntegrity integrity)
      throws SourceException {
    LedgerView view = WholeLedger.parse(ledger, network);
    if (network.isPresent()) {
      try {
        integrity.check(view);
      } catch (LedgerException e) {
        throw WholeLedger.corrupt(ledger, e.getMessage(), e);
      }
    }
    return view.hash().hex();
  }
}
