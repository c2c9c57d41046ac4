package io.ttpprocessor.rpc.client;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * What a request shows its server and nobody else: the authorization header's value, and path and
 * query of the URL, which may hold a key. A server that refuses a request may quote it.
 */
final class KnownSecrets {
  private static final String HIDDEN = "[redacted]";

  /** Shorter parts are words such as Bearer and rpc rather than keys. */
  private static final int LEAST_CHARACTERS = 8;

  /** In a URL split at its slashes: scheme, nothing, host, and then what may be secret. */
  private static final int AFTER_HOST = 3;

  /** The longest first: one may be a part of another. */
  private final List<String> parts;

  private KnownSecrets(Stream<String> parts) {
    this.parts =
        parts
            .filter(part -> part.length() >= LEAST_CHARACTERS)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Those of a request to {@code url} with this header. */
  static KnownSecrets of(HttpUrl url, Optional<AuthorizationHeader> authorization) {
    Stream<String> header =
        authorization.stream()
            .map(sent -> sent.value().reveal())
            .flatMap(value -> Stream.concat(Stream.of(value), Arrays.stream(value.split("\\s+"))));
    Stream<String> query =
        url.queryParameterNames().stream()
            .flatMap(name -> url.queryParameterValues(name).stream())
            .map(value -> value == null ? "" : value);
    Stream<String> path = Stream.concat(url.pathSegments().stream(), query);
    Stream<String> encoded = Arrays.stream(url.toString().split("[/?&=]"));
    // The host is no secret, and is named in each message.
    Stream<String> secrets = Stream.concat(header, Stream.concat(path, encoded.skip(AFTER_HOST)));
    return new KnownSecrets(secrets);
  }

  /** The text without them, also without one that was cut off at its end. */
  String hide(String text) {
    String shown = text;
    for (String part : parts) {
      shown = shown.replace(part, HIDDEN);
    }
    for (String part : parts) {
      for (int length = part.length() - 1; length >= LEAST_CHARACTERS; length--) {
        if (shown.endsWith(part.substring(0, length))) {
          return shown.substring(0, shown.length() - length) + HIDDEN;
        }
      }
    }
    return shown;
  }
}
