package io.ttpprocessor.datalake.store;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Decides what requests to S3 are signed with: nothing, or what AWS's default chain finds
 * (environment, profile, web identity, container, machine).
 */
public final class S3Credentials {
  private static final Logger log = LoggerFactory.getLogger(S3Credentials.class);

  private S3Credentials() {}

  /**
   * The credentials to use.
   *
   * @param anonymous as set; when not, requests are unsigned if the default chain finds nothing now
   */
  public static AwsCredentialsProvider choose(Optional<Boolean> anonymous) {
    if (anonymous.orElse(false)) {
      return AnonymousCredentialsProvider.create();
    }
    DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    if (anonymous.isPresent()) {
      return chain;
    }
    try {
      chain.resolveCredentials();
      return chain;
    } catch (SdkClientException e) {
      log.info("Found no AWS credentials: reading the bucket anonymously (S3_ANONYMOUS)");
      chain.close();
      return AnonymousCredentialsProvider.create();
    }
  }
}
