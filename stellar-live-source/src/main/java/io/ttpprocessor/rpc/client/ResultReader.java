package io.ttpprocessor.rpc.client;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads the {@code result} of an answer while it arrives. */
@FunctionalInterface
public interface ResultReader<T> {
  /**
   * Reads the result.
   *
   * @param json at the result's first token; left at its last
   * @throws MalformedAnswerException when it is not what the method answers
   * @throws IOException when it cannot be read
   */
  T read(JsonParser json) throws IOException;
}
