package io.ttpprocessor.datalake.service;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes a history archive as stellar-core publishes one: state, and headers by checkpoint. */
final class TestArchive {
  static final String PASSPHRASE = "Standalone Network ; February 2017";

  private TestArchive() {}

  /**
   * Writes the checkpoints to {@code newest}, of the ledgers that are there.
   *
   * @param first the number of the first of {@code ledgers}
   */
  static void write(Path root, int first, List<byte[]> ledgers, int newest) throws IOException {
    for (int checkpoint = 63; checkpoint <= newest; checkpoint += 64) {
      String hex = String.format(Locale.ROOT, "%08x", checkpoint);
      Path folder =
          root.resolve("ledger")
              .resolve(hex.substring(0, 2))
              .resolve(hex.substring(2, 4))
              .resolve(hex.substring(4, 6));
      Files.createDirectories(folder);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
        for (int ledger = Math.max(first, checkpoint - 63); ledger <= checkpoint; ledger++) {
          record(out, ledgers.get(ledger - first));
        }
      }
      Files.write(folder.resolve("ledger-" + hex + ".xdr.gz"), bytes.toByteArray());
    }
    Files.createDirectories(root.resolve(".well-known"));
    Files.writeString(
        root.resolve(".well-known/stellar-history.json"),
        String.format(
            Locale.ROOT,
            "{\"version\": 1, \"currentLedger\": %d, \"networkPassphrase\": \"%s\"}",
            newest,
            PASSPHRASE));
  }

  /** RFC 5531: the length with its highest bit set, for the record's one and last fragment. */
  private static void record(DataOutputStream out, byte[] ledger) throws IOException {
    LedgerHeaderHistoryEntryView entry =
        LedgerCloseMetas.header(LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length));
    int length = entry.end() - entry.offset();
    out.writeInt(length | 1 << 31);
    out.write(ledger, entry.offset(), length);
  }
}
