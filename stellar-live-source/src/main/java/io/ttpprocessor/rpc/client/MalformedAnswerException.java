package io.ttpprocessor.rpc.client;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;

/** An answer that is JSON but not what the method answers; the message says where and what. */
public final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A defect of an answer. */
  public MalformedAnswerException(String message) {
    super(message);
  }

  /** What is not even JSON, or is not base64 where it should be; {@code subject} comes first. */
  public static MalformedAnswerException of(String subject, JacksonException defect) {
    long offset = defect.getLocation() == null ? -1 : defect.getLocation().getByteOffset();
    return new MalformedAnswerException(
        subject + "byte " + offset + ": " + Excerpt.of(defect.getOriginalMessage()), defect);
  }

  /** A defect of an answer, found by another check. */
  public MalformedAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
