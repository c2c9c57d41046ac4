package io.ttpprocessor.kit.flowctl;

import io.ttpprocessor.protos.flowctl.ServiceInfo;
import io.ttpprocessor.protos.flowctl.ServiceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a service is, in the words that the original's services register with.
 *
 * @param type what it does in a pipeline
 * @param inputs names of the messages that it takes
 * @param outputs names of the messages that it gives
 * @param metadata what else is told of it; the network is added to it
 */
public record ServiceDescription(
    ServiceType type, List<String> inputs, List<String> outputs, Map<String, String> metadata) {
  /** The message of a raw ledger, as flowctl's pipelines name it. */
  public static final String RAW_LEDGER = "raw_ledger_service.RawLedgerChunk";

  /** The message of a token transfer, as flowctl's pipelines name it. */
  public static final String TOKEN_TRANSFER = "event_service.TokenTransferEvent";

  /** The message of a contract event, as flowctl's pipelines name it. */
  public static final String CONTRACT_EVENT = "contract_event_service.ContractEvent";

  /** Each of the original's services says this. */
  private static final int MAX_IN_FLIGHT = 100;

  /** Keeps copies. */
  public ServiceDescription {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Map.copyOf(metadata);
  }

  /**
   * A source of raw ledgers.
   *
   * @param more what is told beside the kind of its ledgers
   */
  public static ServiceDescription ofSource(Map<String, String> more) {
    Map<String, String> metadata = new LinkedHashMap<>(more);
    metadata.put("ledger_type", "stellar");
    return new ServiceDescription(
        ServiceType.SERVICE_TYPE_SOURCE, List.of(), List.of(RAW_LEDGER), metadata);
  }

  /** The request to register, without an id. */
  ServiceInfo request(FlowctlSettings settings, int healthPort) {
    return ServiceInfo.newBuilder()
        .setServiceType(type)
        .addAllInputEventTypes(inputs)
        .addAllOutputEventTypes(outputs)
        .setHealthEndpoint("http://localhost:" + healthPort + "/health")
        .setMaxInflight(MAX_IN_FLIGHT)
        .putAllMetadata(metadata)
        .putMetadata("network", settings.network())
        .setComponentId(settings.componentId())
        .build();
  }
}
