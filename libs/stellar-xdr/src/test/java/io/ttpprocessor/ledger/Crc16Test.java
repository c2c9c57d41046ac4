package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checksum against the check value that catalogues of checksums give for CRC-16/XMODEM. */
@Timeout(10)
class Crc16Test {
  @Test
  void knowsTheCheckValue() {
    byte[] digits = "123456789?".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc16.of(digits, 9)).isEqualTo(0x31c3);
  }
}
