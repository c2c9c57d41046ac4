package io.ttpprocessor.rpc.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** The answer around a result: {@code {"jsonrpc":"2.0","id":1,"result":…}} or an error. */
final class Envelope {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NAME = 256;
  private static final int MAX_NUMBER = 64;

  /** Text that is held as text; ledgers are decoded as they are read, and count elsewhere. */
  private static final int MAX_TEXT = 1 << 20;

  private static final long PROCESSING_LIMIT = -32001;
  private static final Set<Long> BAD_RANGE = Set.of(-32600L, -32602L);

  /** Internal error, stellar-rpc's own internal one, and jrpc2's: system, cancelled, deadline. */
  private static final Set<Long> SERVER_ERRORS =
      Set.of(-32603L, -32003L, -32098L, -32097L, -32096L);

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private Envelope() {}

  /**
   * Reads an answer to its end.
   *
   * @throws RpcException when it is an error
   * @throws MalformedAnswerException when it is neither result nor error
   */
  static <T> T read(InputStream body, String what, ResultReader<T> reader)
      throws IOException, RpcException {
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      Fields.requireObject(json, "the answer");
      Optional<T> result = Optional.empty();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("result")) {
          result = Optional.of(reader.read(json));
        } else if (name.equals("error") && value != JsonToken.VALUE_NULL) {
          throw error(json, what);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new MalformedAnswerException("the answer goes on after its end");
      }
      return result.orElseThrow(
          () -> new MalformedAnswerException("the answer has neither result nor error"));
    }
  }

  private static RpcException error(JsonParser json, String what) throws IOException {
    Fields error = Fields.reader("code", "message").read(json);
    long code = error.number("code");
    RpcFault fault = RpcFault.DAMAGED;
    if (code == PROCESSING_LIMIT) {
      fault = RpcFault.PROCESSING_LIMIT;
    } else if (BAD_RANGE.contains(code)) {
      fault = RpcFault.BAD_RANGE;
    } else if (SERVER_ERRORS.contains(code)) {
      fault = RpcFault.SERVER_ERROR;
    }
    return new RpcException(
        fault, String.format("%s: error %d: %s", what, code, Excerpt.of(error.text("message"))));
  }
}
