package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.flowctl.HeartbeatFigures;
import io.ttpprocessor.kit.flowctl.ServiceDescription;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.protos.flowctl.ServiceType;
import io.ttpprocessor.store.ContractEventTable;
import java.util.List;
import java.util.Map;

/** What the consumer tells flowctl of itself: what the original's does, of what it stores. */
final class ConsumerDescription {
  private ConsumerDescription() {}

  /** It takes what its tables hold. */
  static ServiceDescription of(ConsumerSettings settings) {
    return new ServiceDescription(
        ServiceType.SERVICE_TYPE_SINK,
        settings.tables().stream()
            .map(
                table ->
                    table instanceof ContractEventTable
                        ? ServiceDescription.CONTRACT_EVENT
                        : ServiceDescription.TOKEN_TRANSFER)
            .toList(),
        List.of(),
        Map.of("sink_type", "postgres", "database", settings.database().database()));
  }

  /** By the names of the original's heartbeats. */
  static HeartbeatFigures figures(HealthReport report) {
    return new HeartbeatFigures(report)
        .with("events_processed", "events_inserted", "events_failed")
        .with("ledgers_processed", "last_ledger");
  }
}
