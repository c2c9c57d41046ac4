package io.ttpprocessor.samplelake;

import java.util.List;
import org.stellar.sdk.xdr.Memo;
import org.stellar.sdk.xdr.MemoType;

/** Memos of every kind. */
final class Memos {
  private static final List<String> TEXTS =
      List.of("rent", "invoice 4711", "salary", "caf\u00e9", "\u8d44\u91d1", "");

  private Memos() {}

  static Memo none() {
    return new Memo.Builder().discriminant(MemoType.MEMO_NONE).build();
  }

  static Memo any(Dice dice) {
    return switch (dice.below(8)) {
      case 0 ->
          new Memo.Builder()
              .discriminant(MemoType.MEMO_TEXT)
              .text(XdrValues.text(dice.pick(TEXTS)))
              .build();
      case 1 ->
          new Memo.Builder()
              .discriminant(MemoType.MEMO_ID)
              .id(XdrValues.uint64(dice.bits()))
              .build();
      case 2 ->
          new Memo.Builder()
              .discriminant(MemoType.MEMO_HASH)
              .hash(XdrValues.hash(dice.bytes(32)))
              .build();
      case 3 ->
          new Memo.Builder()
              .discriminant(MemoType.MEMO_RETURN)
              .retHash(XdrValues.hash(dice.bytes(32)))
              .build();
      default -> none();
    };
  }
}
