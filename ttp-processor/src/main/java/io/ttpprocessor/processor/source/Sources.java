package io.ttpprocessor.processor.source;

import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.ClientSecurity;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The sources that LIVE_SOURCE_ENDPOINT names, the preferred first. */
public final class Sources implements AutoCloseable {
  private final List<Source> inOrder;
  private final List<LakeSource> lakes;

  private Sources(List<Source> inOrder, List<LakeSource> lakes) {
    this.inOrder = List.copyOf(inOrder);
    this.lakes = List.copyOf(lakes);
  }

  /**
   * Opens the lakes among {@code places}; nothing is connected to yet.
   *
   * @param variable the setting that names the places
   * @param maxStreams most calls of a lake at a time
   * @throws ConfigurationException with each setting that cannot be used, or a lake's manifest
   * @throws SourceException when a lake cannot be reached
   */
  public static Sources open(
      List<SourcePlace> places,
      String variable,
      ClientSecurity security,
      int maxStreams,
      Settings settings)
      throws ConfigurationException, SourceException, IOException, InterruptedException {
    List<Source> inOrder = new ArrayList<>();
    List<LakeSource> lakes = new ArrayList<>();
    boolean opened = false;
    try {
      for (SourcePlace place : places) {
        if (place.lake().isPresent()) {
          LakeSettings lake = LakeSettings.at(place.lake().get(), variable, settings);
          lakes.add(LakeSource.open(place.text(), lake, maxStreams));
          inOrder.add(lakes.get(lakes.size() - 1));
        } else {
          inOrder.add(new RemoteSource(place.endpoint().orElseThrow(), security));
        }
      }
      opened = true;
      return new Sources(inOrder, lakes);
    } finally {
      if (!opened) {
        lakes.forEach(LakeSource::close);
      }
    }
  }

  /** All of them. */
  public List<Source> inOrder() {
    return inOrder;
  }

  @Override
  public void close() {
    lakes.forEach(LakeSource::close);
  }
}
