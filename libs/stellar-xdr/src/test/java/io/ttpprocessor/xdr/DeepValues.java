package io.ttpprocessor.xdr;

/** Values nested as deep as a test wants. */
final class DeepValues {
  private DeepValues() {}

  /** {@code SCV_VOID} in so many vectors of one element; a vector takes 12 bytes. */
  static XdrBytes vectors(int depth) {
    XdrBytes bytes = new XdrBytes();
    for (int i = 0; i < depth; i++) {
      bytes.int32(16).int32(1).int32(1);
    }
    return bytes.int32(1);
  }

  /** {@code CLAIM_PREDICATE_UNCONDITIONAL} negated so many times; a negation takes 8 bytes. */
  static XdrBytes negations(int depth) {
    XdrBytes bytes = new XdrBytes();
    for (int i = 0; i < depth; i++) {
      bytes.int32(3).int32(1);
    }
    return bytes.int32(0);
  }
}
