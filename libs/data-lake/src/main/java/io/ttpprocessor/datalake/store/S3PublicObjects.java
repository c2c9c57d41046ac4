package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Objects of a bucket that serves whoever asks, by plain GET over the SDK's own HTTP client. What
 * the SDK does around each request (rules of endpoints, interceptors, signers) costs more than the
 * request itself, and a lake has a request for each ledger. Thread-safe.
 */
final class S3PublicObjects implements AutoCloseable {
  private static final int OK = 200;

  private final SdkHttpClient client;
  private final URI root;
  private final Duration longest;
  private final ScheduledThreadPoolExecutor clock;

  /**
   * Objects beneath {@code root}.
   *
   * @param client stays open when this is closed
   * @param root where keys lie beneath, ending with {@code /}
   * @param longest how long an answer may take as a whole
   */
  S3PublicObjects(SdkHttpClient client, URI root, Duration longest) {
    this.client = client;
    this.root = root;
    this.longest = longest;
    this.clock = new ScheduledThreadPoolExecutor(1, S3PublicObjects::daemon);
    clock.setRemoveOnCancelPolicy(true);
  }

  /**
   * An object, whole; empty when there is none.
   *
   * @param what object and store, for messages
   * @throws ObjectTooLargeException when it has more than {@code maxBytes} bytes
   * @throws StoreException when it cannot be had, or is not what its checksum says
   */
  Optional<StoredObject> get(String what, String key, long maxBytes) throws IOException {
    ExecutableHttpRequest request = client.prepareRequest(request(key));
    Future<?> limit = clock.schedule(request::abort, longest.toNanos(), TimeUnit.NANOSECONDS);
    try {
      HttpExecuteResponse answer = request.call();
      SdkHttpResponse head = answer.httpResponse();
      AbortableInputStream body =
          answer.responseBody().orElseGet(AbortableInputStream::createEmpty);
      return head.statusCode() == OK
          ? Optional.of(read(what, head, body, maxBytes))
          : absent(what, head, body);
    } catch (StoreException | ObjectTooLargeException e) {
      throw e;
    } catch (IOException e) {
      throw StoreException.passing(what + ": " + e, e);
    } finally {
      limit.cancel(false);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private HttpExecuteRequest request(String key) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(root.resolve(key))
            .putHeader("x-amz-checksum-mode", "ENABLED")
            .build();
    return HttpExecuteRequest.builder().request(request).build();
  }

  private static StoredObject read(
      String what, SdkHttpResponse head, AbortableInputStream body, long maxBytes)
      throws IOException {
    long length = head.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(-1L);
    byte[] bytes = readOrAbort(body, what, length, maxBytes);
    S3Checksum.check(what, head, bytes);
    String written = head.firstMatchingHeader("Last-Modified").orElse(null);
    return new StoredObject(bytes, HttpFaults.instant(written));
  }

  /** Nothing, if the answer says that there is no such object. */
  private static Optional<StoredObject> absent(
      String what, SdkHttpResponse head, AbortableInputStream body) throws IOException {
    S3Error error = S3Error.read(body);
    if (S3Faults.isAbsent(head.statusCode(), error.code())) {
      return Optional.empty();
    }
    throw S3Faults.answered(what, head.statusCode(), error, head::firstMatchingHeader);
  }

  /** {@link ObjectBody#read}; what is not read whole is cut off. */
  static byte[] readOrAbort(AbortableInputStream body, String what, long length, long maxBytes)
      throws IOException {
    boolean whole = false;
    try {
      byte[] bytes = ObjectBody.read(body, what, length, maxBytes);
      whole = true;
      return bytes;
    } finally {
      if (!whole) {
        // Closing would read what is left, which may be much.
        body.abort();
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "s3-clock");
    thread.setDaemon(true);
    return thread;
  }
}
