package io.ttpprocessor.source;

import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.LedgerHeaderView;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Holds the hash that a ledger states against the one that it has: SHA-256 of its header's bytes.
 * For one thread.
 */
public final class HeaderHash {
  private final MessageDigest sha256 = Sha256.newDigest();

  /** How both differ, with the ledger's number and both in hexadecimal; empty where they do not. */
  public Optional<String> difference(LedgerHeaderHistoryEntryView entry) {
    LedgerHeaderView header = entry.header();
    sha256.update(header.bytes(), header.offset(), header.size());
    byte[] hash = sha256.digest();
    if (Arrays.equals(hash, entry.hash().copy())) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            "ledger %d states the hash %s, but SHA-256 of its header is %s",
            header.ledgerSeq(), entry.hash().hex(), HexFormat.of().formatHex(hash)));
  }
}
