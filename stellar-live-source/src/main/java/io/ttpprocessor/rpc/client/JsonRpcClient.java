package io.ttpprocessor.rpc.client;

import com.fasterxml.jackson.core.JacksonException;
import io.ttpprocessor.rpc.client.BoundedBody.BodyTooLargeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Makes requests, one attempt each. Redirects are not followed. Thread-safe; an interrupt of the
 * caller ends its request at once.
 */
public final class JsonRpcClient implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int MAX_RETRY_AFTER_DIGITS = 6;

  private final ClientOptions options;
  private final OkHttpClient http;
  private final RequestStatistics statistics;
  private final ExecutorService executor;

  /** A client that counts its requests in {@code statistics}. */
  public JsonRpcClient(ClientOptions options, RequestStatistics statistics) {
    this.options = options;
    this.statistics = statistics;
    Duration timeout = options.timeout();
    this.http =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .callTimeout(timeout.multipliedBy(ClientOptions.TIMEOUTS_PER_REQUEST))
            .build();
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "rpc-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Makes one request.
   *
   * @param params the parameters as JSON
   * @throws RpcException when there is no result to be had; the message names method and endpoint
   */
  public <T> T call(RpcEndpoint endpoint, String method, String params, ResultReader<T> reader)
      throws RpcException, InterruptedException {
    Call call = http.newCall(request(endpoint, method, params));
    String what = method + " at " + endpoint;
    long start = System.nanoTime();
    Future<T> answer = executor.submit(() -> answer(call, what, reader));
    try {
      T result = answer.get();
      statistics.succeeded(System.nanoTime() - start);
      return result;
    } catch (InterruptedException e) {
      call.cancel();
      throw e;
    } catch (ExecutionException e) {
      RpcException failure =
          failure(e.getCause(), what)
              .without(KnownSecrets.of(endpoint.url(), options.authorization()));
      statistics.failed(failure);
      throw failure;
    }
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    executor.shutdownNow();
    http.connectionPool().evictAll();
  }

  private Request request(RpcEndpoint endpoint, String method, String params) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    Request.Builder request =
        new Request.Builder()
            .url(endpoint.url())
            .header("User-Agent", "stellar-live-source")
            .post(RequestBody.create(body, JSON));
    options
        .authorization()
        .ifPresent(header -> request.header(header.name(), header.value().reveal()));
    return request.build();
  }

  private <T> T answer(Call call, String what, ResultReader<T> reader)
      throws IOException, RpcException {
    try (Response response = call.execute()) {
      BoundedBody body = new BoundedBody(response.body().byteStream(), options.maxResponseBytes());
      if (response.code() != 200) {
        throw refusal(response, what, body);
      }
      return read(body, what, reader);
    }
  }

  private static <T> T read(BoundedBody body, String what, ResultReader<T> reader)
      throws IOException, RpcException {
    try {
      return Envelope.read(body, what, reader);
    } catch (JacksonException e) {
      throw damaged(what, MalformedAnswerException.of("", e), body);
    } catch (MalformedAnswerException e) {
      throw damaged(what, e, body);
    }
  }

  private static RpcException damaged(
      String what, MalformedAnswerException defect, BoundedBody body) {
    return new RpcException(
        RpcFault.DAMAGED,
        String.format("%s: %s; the answer begins: %s", what, defect.getMessage(), body.excerpt()),
        defect);
  }

  /** Anything but HTTP 200, which stellar-rpc answers with whatever JSON-RPC has to say. */
  private static RpcException refusal(Response response, String what, BoundedBody body) {
    int code = response.code();
    RpcFault fault = RpcFault.REFUSED;
    if (code == 429 || code == 503) {
      fault = RpcFault.BUSY;
    } else if (code == 504) {
      fault = RpcFault.SLOW;
    } else if (code == 408 || code >= 500) {
      fault = RpcFault.SERVER_ERROR;
    }
    String text = "";
    try {
      body.readNBytes(Excerpt.LENGTH);
      text = body.excerpt().isEmpty() ? "" : ": " + body.excerpt();
    } catch (IOException e) {
      text = ": (" + Excerpt.of(e.toString()) + ")";
    }
    return new RpcException(fault, what + ": HTTP " + code + text, retryAfter(response));
  }

  /** HTTP's Retry-After: seconds, or a date. */
  private static Optional<Duration> retryAfter(Response response) {
    String text = response.header("Retry-After", "").trim();
    if (text.matches("\\d{1," + MAX_RETRY_AFTER_DIGITS + "}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    Date date = response.headers().getDate("Retry-After");
    return date == null
        ? Optional.empty()
        : Optional.of(Duration.between(Instant.now(), date.toInstant()))
            .filter(wait -> !wait.isNegative());
  }

  private static RpcException failure(Throwable cause, String what) {
    if (cause instanceof RpcException) {
      return (RpcException) cause;
    }
    if (cause instanceof BodyTooLargeException) {
      return new RpcException(RpcFault.TOO_LARGE, what + ": " + cause.getMessage(), cause);
    }
    if (cause instanceof IOException) {
      // Socket and call timeouts are such; an interrupt of this client's own thread is too.
      RpcFault fault =
          cause instanceof InterruptedIOException ? RpcFault.SLOW : RpcFault.UNREACHABLE;
      return new RpcException(fault, what + ": " + Excerpt.of(cause.toString()), cause);
    }
    throw new IllegalStateException("A defect in reading the answer to " + what, cause);
  }
}
