package io.ttpprocessor.datalake;

/** There is no room to read this ahead; it is read when its turn has come. */
final class BudgetExceededException extends Exception {
  private static final long serialVersionUID = 1L;

  BudgetExceededException() {
    super("no room to read ahead", null, false, false);
  }
}
