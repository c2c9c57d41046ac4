package io.ttpprocessor.kit.security;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A service's report, with what is wrong with certificates or tokens that were replaced in {@code
 * security_files_error}. The service is then degraded: it goes on with the former ones, which may
 * expire.
 */
public final class SecuredHealth implements HealthReport {
  private final HealthReport report;
  private final List<Supplier<Optional<String>>> problems;

  private SecuredHealth(HealthReport report, List<Supplier<Optional<String>>> problems) {
    this.report = report;
    this.problems = problems;
  }

  /**
   * The report of a service.
   *
   * @param clients how it is connected to others
   */
  public static SecuredHealth of(
      HealthReport report, ServerSecurity server, ClientSecurity... clients) {
    List<Supplier<Optional<String>>> problems = new ArrayList<>();
    problems.add(server::problem);
    for (ClientSecurity client : clients) {
      problems.add(client::problem);
    }
    return new SecuredHealth(report, problems);
  }

  @Override
  public Health snapshot() {
    Health health = report.snapshot();
    String found =
        problems.stream()
            .map(Supplier::get)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    if (found.isEmpty()) {
      return health;
    }
    Map<String, Object> figures = new LinkedHashMap<>(health.metrics());
    figures.put("security_files_error", found);
    boolean isWell = health.status() == HealthStatus.HEALTHY;
    return new Health(isWell ? HealthStatus.DEGRADED : health.status(), figures);
  }
}
