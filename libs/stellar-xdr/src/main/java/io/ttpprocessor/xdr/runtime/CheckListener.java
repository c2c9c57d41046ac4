package io.ttpprocessor.xdr.runtime;

/**
 * Is told by a check where the values of some types lie, so that nobody has to walk over the bytes
 * again to find them. Which types those are is chosen when the views are generated.
 */
@FunctionalInterface
public interface CheckListener {
  /** Takes no notice. */
  CheckListener NONE = (type, offset, end) -> {};

  /**
   * A value has been checked, and everything beneath it was told of before. What comes after it may
   * still be found wrong.
   *
   * @param type the value's view
   * @param offset the value's first byte
   * @param end the index after its last byte
   */
  void checked(Class<? extends XdrView> type, int offset, int end);
}
