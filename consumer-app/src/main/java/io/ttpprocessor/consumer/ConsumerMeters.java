package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.observe.Meters;

/** What Prometheus is told of the consumer: of each pipeline, which is a label. */
final class ConsumerMeters {
  private ConsumerMeters() {}

  /** The meters over all pipelines' figures, and over each of their transactions. */
  static Meters of(ConsumerHealth health) {
    Meters meters = new Meters(health);
    for (ConsumerStatus status : health.statuses()) {
      Meters.Part pipeline =
          meters
              .part(status, "pipeline", status.pipeline())
              .gauge("ttp.consumer.last.ledger", "Ledger stored last", "last_ledger")
              .gauge(
                  "ttp.consumer.latest.ledger", "Newest that the stream told of", "latest_ledger")
              .gauge("ttp.consumer.lag.ledgers", "Live ledgers behind the newest", "lag_ledgers")
              .gauge("ttp.consumer.lag.seconds", "Since the last live one closed", "lag_seconds")
              .gauge("ttp.consumer.read.ahead.bytes", "Ledgers not yet stored", "bytes_read_ahead")
              .counter("ttp.consumer.ledgers", "Ledgers stored", "ledgers_processed")
              .counter("ttp.consumer.rows", "Rows stored", "events_inserted")
              .counter("ttp.consumer.events", "Events received", "events_processed")
              .counter("ttp.consumer.stream.retries", "Streams renewed", "stream_retries")
              .counter(
                  "ttp.consumer.database.retries", "Transactions tried anew", "database_retries");
      status.timeTransactionsBy(
          pipeline.durations("ttp.consumer.transaction", "Transaction of a batch of ledgers"));
    }
    return meters;
  }
}
