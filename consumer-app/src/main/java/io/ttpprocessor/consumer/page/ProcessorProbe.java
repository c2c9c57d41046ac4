package io.ttpprocessor.consumer.page;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.protos.v1.GetAvailabilityRequest;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the processor how it is and what its sources have, while somebody looks. The sources are
 * asked by the processor: nothing here knows where they are.
 */
final class ProcessorProbe {
  private static final int LIMIT_SECONDS = 3;
  private static final StageHealth NOT_ASKED = StageHealth.unknown("Not asked yet");
  private static final Finding NOTHING = new Finding(NOT_ASKED, NOT_ASKED, Optional.empty());

  private final Channel channel;
  private volatile Finding finding = NOTHING;

  /**
   * What was found.
   *
   * @param availability what the processor said of its sources, if it said anything
   */
  record Finding(StageHealth processor, StageHealth source, Optional<Availability> availability) {}

  ProcessorProbe(Channel channel) {
    this.channel = channel;
  }

  /** What was found last. */
  Finding finding() {
    return finding;
  }

  /** Nobody looks: what was found may be so no longer. */
  void forget() {
    finding = NOTHING;
  }

  /** Asks; takes some seconds at most. */
  void ask() {
    StageHealth processor;
    try {
      processor = processor();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        processor = StageHealth.unknown("It does not tell how it is");
      } else {
        finding =
            new Finding(
                StageHealth.unhealthy("Does not answer: " + words(e.getStatus())),
                StageHealth.unknown("Only the processor could tell"),
                Optional.empty());
        return;
      }
    }
    try {
      Availability availability =
          LedgerEventServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
              .getAvailability(GetAvailabilityRequest.getDefaultInstance());
      finding = new Finding(processor, source(availability), Optional.of(availability));
    } catch (StatusRuntimeException e) {
      finding = new Finding(processor, source(e.getStatus()), Optional.empty());
    }
  }

  private StageHealth processor() {
    ServingStatus status =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus();
    return status == ServingStatus.SERVING
        ? StageHealth.healthy("Serves")
        : StageHealth.unhealthy("Says that it does not do its work");
  }

  private static StageHealth source(Availability availability) {
    long oldest = Integer.toUnsignedLong(availability.getOldestLedger());
    long latest = Integer.toUnsignedLong(availability.getLatestLedger());
    return latest == 0
        ? StageHealth.unknown("The source does not tell what it has")
        : StageHealth.healthy("Has ledgers from " + oldest + " on");
  }

  private static StageHealth source(Status status) {
    return status.getCode() == Status.Code.UNAVAILABLE
        ? StageHealth.unhealthy("No source answers the processor: " + words(status))
        : StageHealth.unknown("The processor does not tell: " + words(status));
  }

  private static String words(Status status) {
    String words =
        status.getDescription() == null ? status.getCode().name() : status.getDescription();
    // Of a connection that cannot be made the reason alone says which and why.
    return status.getCause() == null ? words : words + ": " + status.getCause().getMessage();
  }
}
