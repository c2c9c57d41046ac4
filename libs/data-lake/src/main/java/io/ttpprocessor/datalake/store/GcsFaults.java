package io.ttpprocessor.datalake.store;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import java.util.Optional;

/** What the failures of Google's client mean: the answer's status decides, where there is one. */
final class GcsFaults {
  private GcsFaults() {}

  /** The answer behind a failure; none when the server gave none that is whole. */
  static Optional<HttpResponseException> answer(StorageException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException) {
        return Optional.of((HttpResponseException) cause);
      }
    }
    return Optional.empty();
  }

  /**
   * An answer that is neither success nor absence, as the store's exception.
   *
   * @param what object and store
   */
  static StoreException of(String what, HttpResponseException answer) {
    int status = answer.getStatusCode();
    return HttpFaults.of(what, status, advice(status, answer), answer.getHeaders().getRetryAfter());
  }

  private static String advice(int status, HttpResponseException answer) {
    if (status == 401 || status == 403) {
      return "access denied; check the credentials (storage.objects.get and .list),"
          + " or GCS_ANONYMOUS";
    }
    if (status == 404) {
      return "check BUCKET_NAME";
    }
    return answer.getStatusMessage() == null ? "" : answer.getStatusMessage();
  }
}
