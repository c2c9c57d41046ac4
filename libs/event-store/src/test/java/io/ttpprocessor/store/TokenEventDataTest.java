package io.ttpprocessor.store;

import static io.ttpprocessor.store.TestContractEvents.ALICE;
import static io.ttpprocessor.store.TestContractEvents.BOB;
import static io.ttpprocessor.store.TestContractEvents.ISSUER;
import static io.ttpprocessor.store.TestContractEvents.account;
import static io.ttpprocessor.store.TestContractEvents.event;
import static io.ttpprocessor.store.TestContractEvents.i128;
import static io.ttpprocessor.store.TestContractEvents.symbol;
import static io.ttpprocessor.store.TestContractEvents.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ScValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: token events tell amount, addresses and asset; others stay what they are. */
class TokenEventDataTest {
  private static final String I128 = "\"hi\":0,\"lo\":5,\"type\":\"i128\",\"value\":\"5\"}";
  private static final ScValue USDC = value("\"USDC:" + ISSUER + "\"");
  private static final String USDC_JSON =
      ",\"asset\":{\"code\":\"USDC\",\"issuer\":\"" + ISSUER + "\"}";

  private static String from(String address) {
    return ",\"from\":\"" + address + "\"";
  }

  private static String to(String address) {
    return ",\"to\":\"" + address + "\"";
  }

  private static void assertData(ContractEvent.Builder event, String fields) {
    assertThat(TokenEventData.of(event.build()))
        .isEqualTo("{\"amount\":\"5\"" + fields + "," + I128);
  }

  @Test
  void aTransferHasTwoSides() {
    assertData(
        event("transfer", i128("5"), symbol("transfer"), account(ALICE), account(BOB), USDC),
        from(ALICE) + to(BOB) + USDC_JSON);
    assertData(
        event("transfer", i128("5"), symbol("transfer"), account(ALICE), account(BOB)),
        from(ALICE) + to(BOB));
    assertData(
        event(
            "transfer",
            i128("5"),
            symbol("transfer"),
            account(ALICE),
            account(BOB),
            value("\"native\"")),
        from(ALICE) + to(BOB) + ",\"asset\":{\"code\":\"XLM\"}");
  }

  @Test
  void mintAndClawbackHaveAnAdministratorOrNot() {
    assertData(event("mint", i128("5"), symbol("mint"), account(BOB), USDC), to(BOB) + USDC_JSON);
    assertData(
        event("mint", i128("5"), symbol("mint"), account(ALICE), account(BOB), USDC),
        to(BOB) + USDC_JSON);
    assertData(
        event("clawback", i128("5"), symbol("clawback"), account(BOB), USDC),
        from(BOB) + USDC_JSON);
    assertData(
        event("clawback", i128("5"), symbol("clawback"), account(ALICE), account(BOB), USDC),
        from(BOB) + USDC_JSON);
  }

  @Test
  void burnAndFeeHaveOneSide() {
    assertData(event("burn", i128("5"), symbol("burn"), account(ALICE)), from(ALICE));
    assertData(event("fee", i128("5"), symbol("fee"), account(ALICE)), from(ALICE));
  }

  @Test
  void aMapHasTheAmountAmongItsEntries() {
    String map =
        "{\"entries\":{\"amount\":{\"hi\":0,\"lo\":5,\"type\":\"i128\",\"value\":\"5\"},"
            + "\"to_muxed_id\":7},\"keys\":[\"amount\",\"to_muxed_id\"],\"type\":\"map\"}";
    assertThat(
            TokenEventData.of(
                event("transfer", value(map), symbol("transfer"), account(ALICE), account(BOB))
                    .build()))
        .isEqualTo("{\"amount\":\"5\"" + from(ALICE) + to(BOB) + "," + map.substring(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "true",
        "\"5\"",
        "[{\"hi\":0,\"lo\":5,\"type\":\"i128\",\"value\":\"5\"}]",
        "{\"entries\":{},\"keys\":[],\"type\":\"map\"}",
        "{\"type\":\"timepoint\",\"value\":5}",
        "{\"address\":\"GA\",\"type\":\"account\"}",
        "{no JSON"
      })
  void dataWithoutAnAmountStaysAsItIs(String data) {
    ContractEvent event =
        event("transfer", value(data), symbol("transfer"), account(ALICE), account(BOB)).build();
    assertThat(TokenEventData.of(event)).isEqualTo(data);
  }

  @Test
  void eventsOfOtherNamesStayAsTheyAre() {
    for (ScValue first : List.of(symbol("swap"), account(ALICE), value("\"Transfer\""))) {
      ContractEvent event = event("transfer", i128("5"), first, account(BOB)).build();
      assertThat(TokenEventData.of(event)).isEqualTo("{" + I128);
    }
    assertThat(TokenEventData.of(event("unknown", i128("5")).build())).isEqualTo("{" + I128);
  }
}
