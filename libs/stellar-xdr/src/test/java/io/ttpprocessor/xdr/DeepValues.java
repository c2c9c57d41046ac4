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

  /** An invocation of a contract without a name by so many others, one by the other. */
  static XdrBytes invocations(int depth) {
    XdrBytes bytes = new XdrBytes();
    for (int i = 0; i <= depth; i++) {
      // A contract's function: address, name of no letters, no arguments; then the count beneath.
      bytes.int32(0).int32(1).repeated(32, 7).int32(0).int32(0).int32(i < depth ? 1 : 0);
    }
    return bytes;
  }

  /** A quorum set without validators in so many others. */
  static XdrBytes quorumSets(int depth) {
    XdrBytes bytes = new XdrBytes();
    for (int i = 0; i <= depth; i++) {
      bytes.int32(1).int32(0).int32(i < depth ? 1 : 0);
    }
    return bytes;
  }
}
