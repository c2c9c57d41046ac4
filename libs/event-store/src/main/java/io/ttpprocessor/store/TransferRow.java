package io.ttpprocessor.store;

import io.ttpprocessor.protos.asset.Asset;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.MuxedInfo;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvent;
import java.util.HexFormat;

/**
 * An event as the table's columns have it; what a column does not apply to is null.
 *
 * @param eventType transfer, mint, burn, clawback or fee
 * @param asset {@code native} or {@code CODE:ISSUER}; null where the contract is no asset contract
 * @param amount decimal integer in the asset's smallest unit
 * @param toMuxedType id, text or hash
 */
public record TransferRow(
    EventMeta meta,
    String eventType,
    String asset,
    String from,
    String to,
    String amount,
    String toMuxedType,
    String toMuxedValue) {

  private static final String NATIVE = "native";

  /**
   * The row of an event.
   *
   * @throws IllegalArgumentException when it is of no kind that this version knows
   */
  public static TransferRow of(LedgerEvent ledgerEvent) {
    if (!ledgerEvent.hasTokenTransfer()) {
      throw new IllegalArgumentException("event_type is none that this version knows");
    }
    TokenTransferEvent event = ledgerEvent.getTokenTransfer();
    EventMeta meta = event.getMeta();
    return switch (event.getEventCase()) {
      case TRANSFER ->
          row(
              meta,
              "transfer",
              event.getTransfer().hasAsset() ? event.getTransfer().getAsset() : null,
              event.getTransfer().getFrom(),
              event.getTransfer().getTo(),
              event.getTransfer().getAmount());
      case MINT ->
          row(
              meta,
              "mint",
              event.getMint().hasAsset() ? event.getMint().getAsset() : null,
              null,
              event.getMint().getTo(),
              event.getMint().getAmount());
      case BURN ->
          row(
              meta,
              "burn",
              event.getBurn().hasAsset() ? event.getBurn().getAsset() : null,
              event.getBurn().getFrom(),
              null,
              event.getBurn().getAmount());
      case CLAWBACK ->
          row(
              meta,
              "clawback",
              event.getClawback().hasAsset() ? event.getClawback().getAsset() : null,
              event.getClawback().getFrom(),
              null,
              event.getClawback().getAmount());
      case FEE ->
          row(
              meta,
              "fee",
              event.getFee().hasAsset() ? event.getFee().getAsset() : null,
              event.getFee().getFrom(),
              null,
              event.getFee().getAmount());
      case EVENT_NOT_SET ->
          throw new IllegalArgumentException("event_type is none that this version knows");
    };
  }

  private static TransferRow row(
      EventMeta meta, String type, Asset asset, String from, String to, String amount) {
    String muxedType = null;
    String muxedValue = null;
    if (meta.hasToMuxedInfo()) {
      MuxedInfo info = meta.getToMuxedInfo();
      switch (info.getContentCase()) {
        case TEXT -> {
          muxedType = "text";
          muxedValue = info.getText();
        }
        case ID -> {
          muxedType = "id";
          muxedValue = Long.toUnsignedString(info.getId());
        }
        case HASH -> {
          muxedType = "hash";
          muxedValue = HexFormat.of().formatHex(info.getHash().toByteArray());
        }
        case CONTENT_NOT_SET ->
            throw new IllegalArgumentException("to_muxed_type is none that this version knows");
      }
    }
    return new TransferRow(meta, type, text(asset), from, to, amount, muxedType, muxedValue);
  }

  private static String text(Asset asset) {
    if (asset == null) {
      return null;
    }
    return switch (asset.getAssetTypeCase()) {
      case NATIVE -> NATIVE;
      case ISSUED_ASSET ->
          asset.getIssuedAsset().getAssetCode() + ':' + asset.getIssuedAsset().getIssuer();
      case ASSETTYPE_NOT_SET ->
          throw new IllegalArgumentException("asset is none that this version knows");
    };
  }

  /** Whether the amount counts units of 0.0000001, as those of all classic assets do. */
  public boolean classic() {
    return asset != null;
  }
}
