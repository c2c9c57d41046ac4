package io.ttpprocessor.backfill.range;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.store.LedgerSpan;
import java.util.List;

/**
 * What a range of ledgers that stands in a sink is.
 *
 * @param firstLedger first ledger
 * @param lastLedger last ledger, inclusive
 * @param network id of the network, in hexadecimal
 * @param firstPreviousHash the hash that the first ledger says the one before it has, in
 *     hexadecimal
 * @param lastHash hash of the last ledger, in hexadecimal
 * @param rulesVersion version of the rules that made the events
 * @param filter which events were left out; empty for none
 * @param ledgerBytes how many bytes of XDR the ledgers have
 * @param tables what the tables hold of it
 * @param files the files that it is; empty where the sink has none
 */
public record RangeReport(
    @JsonProperty("first_ledger") long firstLedger,
    @JsonProperty("last_ledger") long lastLedger,
    @JsonProperty("network") String network,
    @JsonProperty("first_previous_hash") String firstPreviousHash,
    @JsonProperty("last_hash") String lastHash,
    @JsonProperty("rules_version") long rulesVersion,
    @JsonProperty("filter") String filter,
    @JsonProperty("ledger_bytes") long ledgerBytes,
    @JsonProperty("tables") List<TableSummary> tables,
    @JsonProperty("files") List<RangeFile> files) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** The same range, which is these files. */
  public RangeReport withFiles(List<RangeFile> itsFiles) {
    return new RangeReport(
        firstLedger,
        lastLedger,
        network,
        firstPreviousHash,
        lastHash,
        rulesVersion,
        filter,
        ledgerBytes,
        tables,
        itsFiles);
  }

  /** The report as JSON. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a report.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static RangeReport fromJson(String json) {
    try {
      return JSON.readValue(json, RangeReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no report of a range: " + e.getOriginalMessage(), e);
    }
  }

  /** The ledgers. */
  public LedgerSpan span() {
    return new LedgerSpan(firstLedger, lastLedger);
  }

  /** What must be the same in all ranges of one place, as text to compare and to show. */
  public String kind() {
    return kind(network, rulesVersion, tables.stream().map(TableSummary::table).toList(), filter);
  }

  /** The range as others have to join it. */
  public StandingRange standing() {
    return new StandingRange(span(), kind(), firstPreviousHash, lastHash);
  }

  /** The kind of the ranges that a job with these options makes. */
  public static String kindOf(LoadOptions options) {
    return kind(
        Network.of(options.networkPassphrase()).idHex(),
        EventExtractor.RULES_VERSION,
        options.products().stream().map(EventProduct::table).toList(),
        options.filter());
  }

  private static String kind(String network, long rules, List<String> tables, String filter) {
    return String.format(
        "network %s, rules %d, tables %s, %s",
        network, rules, String.join(" and ", tables), filter.isEmpty() ? "all events" : filter);
  }
}
