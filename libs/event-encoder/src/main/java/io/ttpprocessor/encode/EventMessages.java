package io.ttpprocessor.encode;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.protos.asset.IssuedAsset;
import io.ttpprocessor.protos.tokentransfer.Burn;
import io.ttpprocessor.protos.tokentransfer.Clawback;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.Fee;
import io.ttpprocessor.protos.tokentransfer.Mint;
import io.ttpprocessor.protos.tokentransfer.MuxedInfo;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.tokentransfer.Transfer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns extracted events into {@code token_transfer.TokenTransferEvent} messages, one for one and
 * in the same order. Messages share what they have in common (the close time of a ledger, an
 * asset), which protobuf allows because messages are immutable.
 *
 * <p>Not thread-safe: one for each worker.
 */
public final class EventMessages {
  /** More assets than any ledger holds; the cache starts anew beyond it. */
  private static final int MAXIMUM_CACHED_ASSETS = 10_000;

  private final Map<Asset, io.ttpprocessor.protos.asset.Asset> assets = new HashMap<>();

  /** The messages of a ledger's events; a message's index is its event's ordinal. */
  public List<TokenTransferEvent> of(LedgerEvents ledger) {
    Timestamp closedAt = closedAt(ledger);
    List<TokenTransferEvent> messages = new ArrayList<>(ledger.events().size());
    for (TokenEvent event : ledger.events()) {
      messages.add(message(event, (int) ledger.sequence(), closedAt));
    }
    return messages;
  }

  /** The ledger's close time. */
  static Timestamp closedAt(LedgerEvents ledger) {
    return Timestamp.newBuilder().setSeconds(ledger.closeTimeSeconds()).build();
  }

  private TokenTransferEvent message(TokenEvent event, int ledgerSequence, Timestamp closedAt) {
    TokenTransferEvent.Builder message = TokenTransferEvent.newBuilder();
    message.setMeta(meta(event, ledgerSequence, closedAt));
    switch (event.kind()) {
      case TRANSFER -> message.setTransfer(transfer(event));
      case MINT -> message.setMint(mint(event));
      case BURN -> message.setBurn(burn(event));
      case CLAWBACK -> message.setClawback(clawback(event));
      case FEE -> message.setFee(fee(event));
    }
    return message.build();
  }

  private static EventMeta meta(TokenEvent event, int ledgerSequence, Timestamp closedAt) {
    EventMeta.Builder meta =
        EventMeta.newBuilder()
            .setLedgerSequence(ledgerSequence)
            .setClosedAt(closedAt)
            .setTxHash(event.transaction().hashHex())
            .setTransactionIndex(event.transaction().index())
            .setContractAddress(event.contract().toString());
    if (event.operationIndex() > 0) {
      meta.setOperationIndex(event.operationIndex());
    }
    if (event.toMuxedInfo() != null) {
      meta.setToMuxedInfo(muxedInfo(event.toMuxedInfo()));
    }
    return meta.build();
  }

  private static MuxedInfo muxedInfo(io.ttpprocessor.extract.event.MuxedInfo info) {
    MuxedInfo.Builder message = MuxedInfo.newBuilder();
    switch (info.kind()) {
      case TEXT -> message.setText(info.text());
      case ID -> message.setId(info.id());
      case HASH -> message.setHash(ByteString.copyFrom(info.hash()));
    }
    return message.build();
  }

  private Transfer transfer(TokenEvent event) {
    Transfer.Builder message =
        Transfer.newBuilder()
            .setFrom(event.from().toString())
            .setTo(event.to().toString())
            .setAmount(event.amount().toString());
    if (event.asset() != null) {
      message.setAsset(asset(event.asset()));
    }
    return message.build();
  }

  private Mint mint(TokenEvent event) {
    Mint.Builder message =
        Mint.newBuilder().setTo(event.to().toString()).setAmount(event.amount().toString());
    if (event.asset() != null) {
      message.setAsset(asset(event.asset()));
    }
    return message.build();
  }

  private Burn burn(TokenEvent event) {
    Burn.Builder message =
        Burn.newBuilder().setFrom(event.from().toString()).setAmount(event.amount().toString());
    if (event.asset() != null) {
      message.setAsset(asset(event.asset()));
    }
    return message.build();
  }

  private Clawback clawback(TokenEvent event) {
    Clawback.Builder message =
        Clawback.newBuilder().setFrom(event.from().toString()).setAmount(event.amount().toString());
    if (event.asset() != null) {
      message.setAsset(asset(event.asset()));
    }
    return message.build();
  }

  private Fee fee(TokenEvent event) {
    Fee.Builder message =
        Fee.newBuilder().setFrom(event.from().toString()).setAmount(event.amount().toString());
    if (event.asset() != null) {
      message.setAsset(asset(event.asset()));
    }
    return message.build();
  }

  private io.ttpprocessor.protos.asset.Asset asset(Asset asset) {
    io.ttpprocessor.protos.asset.Asset known = assets.get(asset);
    if (known != null) {
      return known;
    }
    if (assets.size() == MAXIMUM_CACHED_ASSETS) {
      assets.clear();
    }
    io.ttpprocessor.protos.asset.Asset message = newAsset(asset);
    assets.put(asset, message);
    return message;
  }

  private static io.ttpprocessor.protos.asset.Asset newAsset(Asset asset) {
    io.ttpprocessor.protos.asset.Asset.Builder message =
        io.ttpprocessor.protos.asset.Asset.newBuilder();
    if (asset.isNative()) {
      return message.setNative(true).build();
    }
    IssuedAsset.Builder issued =
        IssuedAsset.newBuilder().setAssetCode(asset.code()).setIssuer(asset.issuer().toString());
    return message.setIssuedAsset(issued).build();
  }
}
