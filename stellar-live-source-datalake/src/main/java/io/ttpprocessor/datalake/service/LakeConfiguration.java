package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.StreamLimits;

/**
 * The service's settings.
 *
 * @param security where to listen, and who may connect
 * @param port gRPC port
 * @param healthPort HTTP port of the health page
 * @param streams how many calls are served at a time
 * @param lake the lake that is served, open
 */
record LakeConfiguration(
    ServerSecurity security, int port, int healthPort, StreamLimits streams, LakeSettings lake) {
  static final int HEALTH_PORT = 8088;

  /**
   * Reads the settings and the lake's manifest.
   *
   * @throws ConfigurationException with every setting that cannot be used or that differs from the
   *     manifest, and with a manifest that is there and cannot be understood
   * @throws SourceException TRANSIENT when the store cannot be reached
   */
  static LakeConfiguration read(Settings settings)
      throws ConfigurationException, SourceException, InterruptedException {
    ServerSecurity security = ServerSecurity.read(settings);
    int port = settings.port("PORT", 50051);
    int healthPort = settings.port("HEALTH_PORT", HEALTH_PORT);
    StreamLimits streams = StreamLimits.read(settings);
    return new LakeConfiguration(security, port, healthPort, streams, LakeSettings.read(settings));
  }
}
