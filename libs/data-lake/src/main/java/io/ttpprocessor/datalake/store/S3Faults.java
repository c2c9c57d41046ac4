package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

  private static final String NO_SUCH_BUCKET = "NoSuchBucket";
  private static final String REGION_HEADER = "x-amz-bucket-region";

  private S3Faults() {}

  /** Whether it says that there is no such object; an absent bucket is another matter. */
  static boolean isAbsent(SdkException failure) {
    return failure instanceof AwsServiceException
        && HttpFaults.isAbsent(((AwsServiceException) failure).statusCode())
        && !(failure instanceof NoSuchBucketException);
  }

  /** The same by the status of an answer and the code in it. */
  static boolean isAbsent(int status, String code) {
    return HttpFaults.isAbsent(status) && !code.equals(NO_SUCH_BUCKET);
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
    Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
    S3Error error =
        new S3Error(
            details.map(AwsErrorDetails::errorCode).orElse(""),
            details.map(AwsErrorDetails::errorMessage).orElse(""));
    Optional<SdkHttpResponse> answer = details.map(AwsErrorDetails::sdkHttpResponse);
    return answered(
        what,
        failure.statusCode(),
        error,
        name -> answer.flatMap(head -> head.firstMatchingHeader(name)));
  }

  /**
   * An answer that is neither an object nor its absence, as a store's exception.
   *
   * @param what object and store
   * @param header the answer's headers by name
   */
  static StoreException answered(
      String what, int status, S3Error error, Function<String, Optional<String>> header) {
    if (PASSING.contains(error.code())) {
      return StoreException.passing(
          String.format("%s: the store answered %d (%s)", what, status, error.code()),
          (Throwable) null);
    }
    String said = error.message().isEmpty() ? "" : ": " + error.message();
    String detail = error.code() + said + advice(status, error.code(), header.apply(REGION_HEADER));
    return HttpFaults.of(what, status, detail, header.apply("Retry-After").orElse(null));
  }

  private static String advice(int status, String code, Optional<String> region) {
    if (status == 301 || code.equals("AuthorizationHeaderMalformed")) {
      return region
          .map(name -> "; the bucket is in another region: set AWS_REGION=" + name)
          .orElse("; the bucket is in another region: set AWS_REGION to it");
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return "; set this machine's clock";
    }
    if (code.equals(NO_SUCH_BUCKET)) {
      return "; check BUCKET_NAME and S3_ENDPOINT_URL";
    }
    if (status == 401 || status == 403) {
      return "; check the credentials (s3:GetObject and s3:ListBucket), or S3_ANONYMOUS";
    }
    return "";
  }
}
