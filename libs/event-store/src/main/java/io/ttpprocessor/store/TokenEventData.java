package io.ttpprocessor.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ScValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The data of an event as JSON; to that of a token event (SEP-41, CAP-46-6, CAP-67) are added
 * {@code amount}, {@code from}, {@code to} and {@code asset} ({@code code} and {@code issuer}), as
 * far as topics and data tell them. They are what a contract says, which may be any contract.
 */
public final class TokenEventData {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** First topics of token events. */
  private static final Set<String> NAMES =
      Set.of("\"transfer\"", "\"mint\"", "\"burn\"", "\"clawback\"", "\"fee\"");

  /** Integers whose JSON has a decimal text. */
  private static final Set<String> WIDE_INTEGERS = Set.of("i128", "u128", "i256", "u256");

  private static final int ISSUER_LENGTH = 56;

  private TokenEventData() {}

  /** The event's data; empty where that is void. */
  public static String of(ContractEvent event) {
    String data = event.getData().getJson();
    if (!data.startsWith("{")
        || event.getTopicsCount() == 0
        || !NAMES.contains(event.getTopics(0).getJson())) {
      return data;
    }
    try {
      ObjectNode told = JSON.createObjectNode();
      addAmount(told, JSON.readTree(data));
      if (told.isEmpty()) {
        return data;
      }
      addTopics(told, event);
      String fields = told.toString();
      return fields.substring(0, fields.length() - 1) + "," + data.substring(1);
    } catch (JsonProcessingException e) {
      // Whether it can be stored is for PostgreSQL to say; here it only tells no amount.
      return data;
    }
  }

  /** From the data itself, or from a map's entry. */
  private static void addAmount(ObjectNode told, JsonNode data) {
    JsonNode amount = "map".equals(data.path("type").asText()) ? entry(data) : data;
    if (WIDE_INTEGERS.contains(amount.path("type").asText()) && amount.path("value").isTextual()) {
      told.put("amount", amount.path("value").asText());
    }
  }

  private static JsonNode entry(JsonNode map) {
    return map.path("entries").path("amount");
  }

  private static void addTopics(ObjectNode told, ContractEvent event)
      throws JsonProcessingException {
    List<String> addresses = new ArrayList<>();
    String assetName = "";
    for (ScValue topic : event.getTopicsList().subList(1, event.getTopicsCount())) {
      JsonNode value = JSON.readTree(topic.getJson());
      if (value.path("address").isTextual()) {
        addresses.add(value.path("address").asText());
      } else if (value.isTextual()) {
        assetName = value.asText();
      }
    }
    addAddresses(told, event.getTopics(0).getJson(), addresses);
    addAsset(told, assetName);
  }

  /** An administrator came before the address in mint and clawback up to protocol 22. */
  private static void addAddresses(ObjectNode told, String name, List<String> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    String last = addresses.get(addresses.size() - 1);
    switch (name) {
      case "\"mint\"" -> told.put("to", last);
      case "\"transfer\"" -> {
        told.put("from", addresses.get(0));
        if (addresses.size() > 1) {
          told.put("to", addresses.get(1));
        }
      }
      case "\"clawback\"" -> told.put("from", last);
      default -> told.put("from", addresses.get(0));
    }
  }

  /** {@code native} or {@code CODE:ISSUER} (SEP-11). */
  private static void addAsset(ObjectNode told, String name) {
    int colon = name.length() - ISSUER_LENGTH - 1;
    if (name.equals("native")) {
      told.putObject("asset").put("code", "XLM");
    } else if (colon > 0 && name.charAt(colon) == ':') {
      told.putObject("asset")
          .put("code", name.substring(0, colon))
          .put("issuer", name.substring(colon + 1));
    }
  }
}
