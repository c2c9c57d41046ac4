package io.ttpprocessor.extract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/** Events in the form of the corpora's expected lines: TokenTransferEvent in protobuf JSON. */
final class EventJson {
  private EventJson() {}

  static ObjectNode of(LedgerEvents ledger, TokenEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("meta", meta(ledger, event));
    ObjectNode body = json.putObject(event.kind().name().toLowerCase(Locale.ROOT));
    if (event.from() != null) {
      body.put("from", event.from().toString());
    }
    if (event.to() != null) {
      body.put("to", event.to().toString());
    }
    if (event.asset() != null) {
      body.set("asset", asset(event.asset()));
    }
    body.put("amount", event.amount().toString());
    return json;
  }

  private static ObjectNode meta(LedgerEvents ledger, TokenEvent event) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put("ledgerSequence", ledger.sequence());
    meta.put("closedAt", Instant.ofEpochSecond(ledger.closeTimeSeconds()).toString());
    meta.put("txHash", event.transaction().hashHex());
    meta.put("transactionIndex", event.transaction().index());
    if (event.operationIndex() != 0) {
      meta.put("operationIndex", event.operationIndex());
    }
    meta.put("contractAddress", event.contract().toString());
    MuxedInfo info = event.toMuxedInfo();
    if (info != null) {
      ObjectNode target = meta.putObject("toMuxedInfo");
      switch (info.kind()) {
        case TEXT -> target.put("text", info.text());
        case ID -> target.put("id", Long.toUnsignedString(info.id()));
        case HASH -> target.put("hash", Base64.getEncoder().encodeToString(info.hash()));
      }
    }
    return meta;
  }

  private static ObjectNode asset(Asset asset) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (asset.isNative()) {
      return json.put("native", true);
    }
    ObjectNode issued = json.putObject("issuedAsset");
    if (!asset.code().isEmpty()) { // protobuf JSON leaves empty strings out
      issued.put("assetCode", asset.code());
    }
    issued.put("issuer", asset.issuer().toString());
    return json;
  }
}
