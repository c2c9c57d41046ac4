package io.ttpprocessor.processor.command;

import io.ttpprocessor.ledger.Network;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes: files of ledgers, and the network that they are of. */
final class LedgerFiles {
  @Option(
      names = "--network-passphrase",
      required = true,
      paramLabel = "PASSPHRASE",
      converter = NetworkConverter.class,
      description = "Passphrase of the network that the ledgers are of.")
  private Network network;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A stream of frames, a lake object, one LedgerCloseMeta, or lines of base64;"
              + " plain, zstd or gzip. - is standard input.")
  private List<String> files;

  /** The network of the ledgers. */
  Network network() {
    return network;
  }

  /** The files' names, at least one. */
  List<String> files() {
    return files;
  }
}
