package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.rpc.client.AuthorizationHeader;
import io.ttpprocessor.rpc.client.ClientOptions;
import io.ttpprocessor.rpc.client.JsonRpcClient;
import io.ttpprocessor.rpc.client.RequestStatistics;
import io.ttpprocessor.rpc.client.RpcEndpoint;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultOptions;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A source over fake servers that waits milliseconds where the service waits seconds. */
final class TestSource implements AutoCloseable {
  static final String PASSPHRASE = "Test SDF Network ; September 2015";
  static final String SECRET = "canary-4711";

  private static final Duration HOUR = Duration.ofHours(1);

  final RequestStatistics requests;
  final FaultPolicy faults;
  final RpcLedgerSource source;

  private TestSource(FaultPolicy faults, RpcLedgerSource source, RequestStatistics requests) {
    this.faults = faults;
    this.source = source;
    this.requests = requests;
  }

  static Builder over(FakeStellarRpc... servers) {
    return new Builder(
        Arrays.stream(servers).map(FakeStellarRpc::url).collect(Collectors.toList()));
  }

  static Builder over(String... urls) {
    return new Builder(List.of(urls));
  }

  /** Settings of a source, with the usual ones of tests. */
  static final class Builder {
    private final List<String> urls;
    private Optional<String> passphrase = Optional.of(PASSPHRASE);
    private int retries = 3;
    private int breakerThreshold = 100_000;
    private Duration timeout = Duration.ofSeconds(10);
    private long maxResponseBytes = 128 << 20;
    private int pageLedgers = 10;
    private long pageBytes = 16 << 20;

    private Builder(List<String> urls) {
      this.urls = urls;
    }

    Builder passphrase(Optional<String> value) {
      passphrase = value;
      return this;
    }

    Builder retries(int value) {
      retries = value;
      return this;
    }

    Builder breakerThreshold(int value) {
      breakerThreshold = value;
      return this;
    }

    Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    Builder maxResponseBytes(long value) {
      maxResponseBytes = value;
      return this;
    }

    Builder pageLedgers(int value) {
      pageLedgers = value;
      return this;
    }

    Builder pageBytes(long value) {
      pageBytes = value;
      return this;
    }

    TestSource open() {
      RequestStatistics requests = new RequestStatistics(Clock.systemUTC());
      ClientOptions client =
          new ClientOptions(
              Optional.of(AuthorizationHeader.parse(new Secret("Bearer " + SECRET))),
              timeout,
              maxResponseBytes);
      FaultOptions options =
          new FaultOptions(
              retries, Duration.ofMillis(1), Duration.ofMillis(5), breakerThreshold, HOUR);
      FaultPolicy faults = new FaultPolicy(options, Set.of(SourceException.Kind.CORRUPT));
      JsonRpcClient http = new JsonRpcClient(client, requests);
      List<RpcEndpoint> endpoints =
          urls.stream().map(RpcEndpoint::parse).collect(Collectors.toList());
      RpcOptions reading =
          new RpcOptions(
              pageBytes, pageLedgers, 4 * pageBytes, retries, Optional.of(Duration.ofMillis(5)));
      return new TestSource(
          faults,
          new RpcLedgerSource(http, new Endpoints(http, endpoints, passphrase), faults, reading),
          requests);
    }
  }

  List<byte[]> readAll(LedgerRange range) throws SourceException, InterruptedException {
    try (LedgerCursor cursor = source.open(range)) {
      List<byte[]> read = new ArrayList<>();
      for (Optional<LedgerBytes> ledger = cursor.next();
          ledger.isPresent();
          ledger = cursor.next()) {
        assertThat(ledger.get().sequence()).isEqualTo(range.first() + read.size());
        read.add(ledger.get().copy());
      }
      return read;
    }
  }

  /** The failure that comes after exactly {@code good} ledgers. */
  SourceException failureAfter(LedgerRange range, int good)
      throws SourceException, InterruptedException {
    try (LedgerCursor cursor = source.open(range)) {
      for (int i = 0; i < good; i++) {
        assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(range.first() + i);
      }
      SourceException failure = catchThrowableOfType(SourceException.class, cursor::next);
      assertThat(failure).as("failure after %d ledgers of %s", good, range).isNotNull();
      assertThat(failure).hasMessageNotContaining(SECRET);
      return failure;
    }
  }

  static CompletableFuture<Optional<LedgerBytes>> nextOf(LedgerCursor cursor) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return cursor.next();
          } catch (SourceException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public void close() {
    source.close();
  }
}
