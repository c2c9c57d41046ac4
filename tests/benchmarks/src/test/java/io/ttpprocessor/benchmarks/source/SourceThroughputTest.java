package io.ttpprocessor.benchmarks.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.benchmarks.source.BareLedgerServer.Serving;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of the measurement, each on its own: what is sent, kept and summed up. */
@Timeout(60)
class SourceThroughputTest {
  private static final List<byte[]> LEDGERS = GoldenCorpus.SYNTHETIC_DERIVED.ledgers();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void theBareServersSendTheLedgersInTurn(BareLedgerServer.Transport transport) throws Exception {
    List<byte[]> three = LEDGERS.subList(0, 3);
    long bytes = three.stream().mapToLong(ledger -> ledger.length).sum();
    try (Serving server = transport.serve(0, BareLedgerServer.sending(three));
        CountingClient client = new CountingClient(server.port())) {
      CountingClient.Counted counted = client.stream(3, 11);
      assertThat(counted.ledgers()).isEqualTo(9);
      assertThat(counted.bytes()).isEqualTo(3 * bytes);
      assertThat(client.rate(3, 11, Duration.ZERO)).isPositive();
    }
  }

  @Test
  void theBucketAnswersAsS3Does() throws Exception {
    LakeFolder.write(folder, "Somewhere", LEDGERS.subList(0, 5), 4);
    try (DistantBucket bucket = new DistantBucket(0, folder, Duration.ZERO)) {
      String url = "http://127.0.0.1:" + bucket.port() + "/lake";
      assertThat(get(url + "?list-type=2&prefix=&delimiter=%2F").body())
          .contains("<Key>.config.json</Key>")
          .contains("<Prefix>FFFFFFFF--0-63999/</Prefix>");
      assertThat(get(url + "?prefix=FFFFFFFF--0-63999/&start-after=FFFFFFFF--0-63999/FFFFFFFB--4"))
          .extracting(HttpResponse::body)
          .asString()
          .contains("FFFFFFFB--4.xdr.zst")
          .contains("FFFFFFFD--2.xdr.zst")
          .doesNotContain("FFFFFFFA--5");
      assertThat(get(url + "/.config.json").body())
          .isEqualTo(Files.readString(folder.resolve(".config.json")));
      assertThat(get(url + "/absent").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void eachMedianIsHeldAgainstTheOneBefore() {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    rates.put("a", List.of(100.0, 900.0, 200.0));
    rates.put("b", List.of(150.0, 180.0, 140.0));
    // By rounds 1.5, 0.2 and 0.7.
    assertThat(SourceThroughput.summary(rates))
        .isEqualTo("medians: a 200 MB/s; b 150 MB/s (75.0 % of the one before, 70.0 % by rounds);");
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
