package io.ttpprocessor.processor.source;

import io.ttpprocessor.datalake.LakeUrl;
import io.ttpprocessor.kit.config.Endpoint;
import java.util.Optional;

/**
 * What LIVE_SOURCE_ENDPOINT says of one source: exactly one of the two is there.
 *
 * @param endpoint where a source listens that is another process
 * @param lake a lake that this process reads
 * @param text as it was written
 */
public record SourcePlace(Optional<Endpoint> endpoint, Optional<LakeUrl> lake, String text) {
  /**
   * The place that a text names: a lake's URL, or {@code host:port}.
   *
   * @throws IllegalArgumentException when it names none
   */
  public static SourcePlace parse(String text) {
    Optional<LakeUrl> lake = LakeUrl.parse(text);
    return lake.isPresent()
        ? new SourcePlace(Optional.empty(), lake, text)
        : of(Endpoint.parse(text));
  }

  /** The place of a source that is another process. */
  public static SourcePlace of(Endpoint endpoint) {
    return new SourcePlace(Optional.of(endpoint), Optional.empty(), endpoint.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
