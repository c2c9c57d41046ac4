package io.ttpprocessor.kit.flowctl;

import java.util.Map;

/** Whether the control plane knows the service, for health page and metrics. Thread-safe. */
final class FlowctlStatus {
  private boolean registered;
  private String problem = "";

  /** A heartbeat was taken. */
  synchronized void succeeded() {
    registered = true;
    problem = "";
  }

  /** The control plane does not know the service, or cannot be asked. */
  synchronized void failed(String reason) {
    registered = false;
    problem = reason;
  }

  synchronized boolean isRegistered() {
    return registered;
  }

  /**
   * Adds the figures to a health page's; the service is as well with the control plane as without.
   */
  synchronized void addTo(Map<String, Object> figures) {
    figures.put("flowctl_registered", registered);
    figures.put("flowctl_problem", problem);
  }
}
