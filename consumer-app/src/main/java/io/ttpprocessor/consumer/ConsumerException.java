package io.ttpprocessor.consumer;

/** Why the consumer cannot go on until somebody mends something; a sentence for operators. */
final class ConsumerException extends Exception {
  private static final long serialVersionUID = 1L;

  ConsumerException(String message) {
    super(message);
  }

  ConsumerException(String message, Throwable cause) {
    super(message, cause);
  }
}
