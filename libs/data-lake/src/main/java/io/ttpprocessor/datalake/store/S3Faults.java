package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * What S3's errors mean (S3 API reference, "Error responses"): the code decides where it says more
 * than the status.
 */
final class S3Faults {
  /** Statuses of refusal that pass: credentials are renewed, a slow body is sent anew. */
  private static final Set<String> PASSING =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "TokenRefreshRequired",
          "RequestExpired",
          "RequestTimeout",
          "RequestTimeoutException",
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "TemporaryRedirect",
          "OperationAborted");

  private static final String REGION_HEADER = "x-amz-bucket-region";

  private S3Faults() {}

  /** Whether it says that there is no such object; an absent bucket is another matter. */
  static boolean isAbsent(SdkException failure) {
    return failure instanceof AwsServiceException
        && HttpFaults.isAbsent(((AwsServiceException) failure).statusCode())
        && !(failure instanceof NoSuchBucketException);
  }

  /**
   * The failure as a store's exception.
   *
   * @param what object and store
   */
  static IOException of(String what, SdkException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException || cause instanceof ObjectTooLargeException) {
        return (IOException) cause;
      }
    }
    if (failure instanceof AwsServiceException) {
      return answered(what, (AwsServiceException) failure);
    }
    // No answer: the network, a checksum, credentials that cannot be renewed at the moment.
    return StoreException.passing(what + ": " + failure.getMessage(), failure);
  }

  private static StoreException answered(String what, AwsServiceException failure) {
    int status = failure.statusCode();
    Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
    String code = details.map(AwsErrorDetails::errorCode).orElse("");
    Optional<SdkHttpResponse> answer = details.map(AwsErrorDetails::sdkHttpResponse);
    if (PASSING.contains(code)) {
      return StoreException.passing(
          String.format("%s: the store answered %d (%s)", what, status, code), failure);
    }
    String said = details.map(AwsErrorDetails::errorMessage).map(text -> ": " + text).orElse("");
    String detail = code + said + advice(status, code, answer);
    String retryAfter =
        answer.flatMap(head -> head.firstMatchingHeader("Retry-After")).orElse(null);
    return HttpFaults.of(what, status, detail, retryAfter);
  }

  private static String advice(int status, String code, Optional<SdkHttpResponse> answer) {
    Optional<String> region = answer.flatMap(head -> head.firstMatchingHeader(REGION_HEADER));
    if (status == 301 || code.equals("AuthorizationHeaderMalformed")) {
      return region
          .map(name -> "; the bucket is in another region: set AWS_REGION=" + name)
          .orElse("; the bucket is in another region: set AWS_REGION to it");
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return "; set this machine's clock";
    }
    if (code.equals("NoSuchBucket")) {
      return "; check BUCKET_NAME and S3_ENDPOINT_URL";
    }
    if (status == 401 || status == 403) {
      return "; check the credentials (s3:GetObject and s3:ListBucket), or S3_ANONYMOUS";
    }
    return "";
  }
}
