package io.ttpprocessor.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What strangers may write into the log. */
class LogTextTest {
  @Test
  void ordinaryTextOfAnyScriptStaysAsItIs() {
    assertThat(LogText.clean("memo \"für 東京 \uD83D\uDE80\"\t1"))
        .isEqualTo("memo \"für 東京 \uD83D\uDE80\"\t1");
  }

  @Test
  void lineEndsCannotBeginALine() {
    assertThat(LogText.clean("one\r\n\ntwo\rthree\n")).isEqualTo("one | two | three | ");
  }

  @Test
  void whatSteersATerminalOrTheReadersEyeIsWrittenAsANumber() {
    assertThat(LogText.clean("\u001b[2J")).isEqualTo("\\u001b[2J");
    assertThat(LogText.clean("a\u0000b\u009bc\u007f")).isEqualTo("a\\u0000b\\u009bc\\u007f");
    assertThat(LogText.clean("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\u0085d");
    assertThat(LogText.clean("\u202egnp\u2066\u200b")).isEqualTo("\\u202egnp\\u2066\\u200b");
    assertThat(LogText.clean("\ud800x")).isEqualTo("\\ud800x");
  }

  @Test
  void aLongTextIsCutAndSaysByHowMuch() {
    String text = "x".repeat(LogText.MOST_CHARACTERS);
    assertThat(LogText.clean(text)).isEqualTo(text);
    assertThat(LogText.clean(text + "yyy")).isEqualTo(text + "… (3 characters more)");
  }
}
