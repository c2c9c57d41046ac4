package io.ttpprocessor.datalake.store;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what requests to Google Cloud Storage carry: nothing, or a token of the application's
 * default credentials (a file that GOOGLE_APPLICATION_CREDENTIALS names, gcloud's, the machine's).
 */
public final class GcsCredentials {
  private static final String READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only";
  private static final Logger log = LoggerFactory.getLogger(GcsCredentials.class);

  private GcsCredentials() {}

  /**
   * The credentials to use.
   *
   * @param anonymous as set; when not, requests carry nothing if no default credentials are found
   * @throws IOException when credentials are asked for and there are none
   */
  public static Optional<Credentials> choose(Optional<Boolean> anonymous) throws IOException {
    if (anonymous.orElse(false)) {
      return Optional.empty();
    }
    try {
      return Optional.of(GoogleCredentials.getApplicationDefault().createScoped(READ_ONLY));
    } catch (IOException e) {
      // A file that is named but cannot be read is no reason to go on without it.
      if (anonymous.isPresent() || System.getenv("GOOGLE_APPLICATION_CREDENTIALS") != null) {
        throw e;
      }
      log.info("Found no Google credentials: reading the bucket anonymously (GCS_ANONYMOUS)");
      return Optional.empty();
    }
  }
}
