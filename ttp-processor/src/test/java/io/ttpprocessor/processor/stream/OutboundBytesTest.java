package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** There is never more than the limit but for one message, and nobody is forgotten. */
class OutboundBytesTest {
  private final OutboundBytes bytes = new OutboundBytes(100);
  private final Runnable one = () -> {};
  private final Runnable two = () -> {};
  private final Runnable three = () -> {};

  @Test
  void whoFindsNoRoomIsToldInTurn() {
    assertThat(bytes.take(60, one)).isTrue();
    assertThat(bytes.take(60, two)).isFalse();
    assertThat(bytes.take(60, three)).isFalse();
    assertThat(bytes.take(60, two)).as("asked again, it keeps its turn").isFalse();
    assertThat(bytes.held()).isEqualTo(60);
    assertThat(bytes.giveBack(60, null)).as("100 free: for 60 and 40 of 60").contains(two);
    assertThat(bytes.take(60, two)).isTrue();
    assertThat(bytes.take(60, three)).isFalse();
    assertThat(bytes.giveBack(60, null)).containsExactly(three);
    assertThat(bytes.giveBack(0, null)).as("told once").isEmpty();
  }

  @Test
  void aMessageLargerThanTheLimitPassesByItself() {
    assertThat(bytes.take(1_000, one)).isTrue();
    assertThat(bytes.take(1, two)).isFalse();
    assertThat(bytes.giveBack(1_000, null)).containsExactly(two);
    assertThat(bytes.take(1, two)).isTrue();
    assertThat(bytes.take(1_000, three)).isFalse();
    assertThat(bytes.giveBack(1, null)).containsExactly(three);
    assertThat(bytes.take(1_000, three)).isTrue();
  }

  @Test
  void whoHasGoneIsNotToldAndLetsOthersIn() {
    assertThat(bytes.take(100, one)).isTrue();
    assertThat(bytes.take(50, two)).isFalse();
    assertThat(bytes.take(50, three)).isFalse();
    assertThat(bytes.giveBack(0, two)).isEmpty();
    assertThat(bytes.giveBack(100, one)).containsExactly(three);
  }
}
