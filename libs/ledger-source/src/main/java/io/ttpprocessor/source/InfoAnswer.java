package io.ttpprocessor.source;

import com.google.protobuf.ByteString;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import java.util.Optional;

/** The answer to one GetSourceInfo call. */
final class InfoAnswer {
  private InfoAnswer() {}

  /** What the source says of itself now. */
  static SourceInfo of(LedgerSource source) throws SourceException {
    SourceDescription description = source.describe();
    SourceInfo.Builder info =
        SourceInfo.newBuilder()
            .setKind(description.kind())
            .setOrigin(description.origin())
            .setOldestLedger((int) description.oldest())
            .setLatestLedger((int) description.latest());
    // Asked for last: a source may learn its network only when it is first asked for anything.
    Optional<String> passphrase = source.networkPassphrase();
    passphrase.ifPresent(
        text ->
            info.setNetworkPassphrase(text)
                .setNetworkId(ByteString.copyFrom(Network.of(text).id())));
    return info.build();
  }
}
