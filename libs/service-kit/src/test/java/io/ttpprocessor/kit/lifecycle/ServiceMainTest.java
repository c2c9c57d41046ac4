package io.ttpprocessor.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From start to exit code: order, failures at start, the service's own end, and a real SIGTERM. */
@Timeout(60)
class ServiceMainTest {
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void partsStopInReverseOrderWhenTheServiceAsksForItsEnd() {
    int code =
        run(
            context -> {
              context.manage("source", () -> events.add("source"));
              context.onStop("server", () -> events.add("server"));
              context.exit(0);
              context.exit(5);
            });
    assertThat(code).isZero();
    assertThat(events).containsExactly("server", "source");
  }

  @Test
  void aFailedStartStopsWhatHadStartedAndEndsWithOne() {
    int code =
        run(
            context -> {
              context.onStop("source", () -> events.add("source"));
              context.onStop("server", () -> events.add("server"));
              throw new IOException("port taken");
            });
    assertThat(code).isEqualTo(1);
    assertThat(events).containsExactly("server", "source");
  }

  @Test
  void unusableSettingsEndWithTwo() {
    int code =
        run(
            context -> {
              context.settings().required("BUCKET_NAME");
              context.settings().throwIfProblems();
            });
    assertThat(code).isEqualTo(2);
  }

  @Test
  void aPartThatFailsToStopDoesNotKeepTheOthersRunning() {
    int code =
        run(
            context -> {
              context.onStop("source", () -> events.add("source"));
              context.onStop(
                  "server",
                  () -> {
                    throw new IOException("did not stop");
                  });
              context.exit(0);
            });
    assertThat(code).isZero();
    assertThat(events).containsExactly("source");
  }

  @Test
  void aThreadThatDiesEndsTheServiceInOrderWithOne() {
    int code =
        run(
            context -> {
              context.onStop("source", () -> events.add("source"));
              Thread worker =
                  new Thread(
                      () -> {
                        throw new IllegalStateException("a defect");
                      });
              worker.start();
            });
    assertThat(code).isEqualTo(1);
    assertThat(events).containsExactly("source");
  }

  @Test
  void aPartThatHangsIsGivenUpAfterTheLimit() {
    StartedParts parts = new StartedParts();
    CountDownLatch never = new CountDownLatch(1);
    parts.add("stuck", never::await);
    assertThat(parts.stopAll(Duration.ofMillis(50))).isFalse();
    never.countDown();
    assertThat(parts.stopAll(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aPartAddedWhileTheOthersStopIsStoppedToo() {
    StartedParts parts = new StartedParts();
    assertThat(parts.stopAll(Duration.ofSeconds(10))).isTrue();
    parts.add("late", () -> events.add("late"));
    assertThat(events).containsExactly("late");
  }

  @Test
  void causesAreOneLine() {
    Exception failure = new IOException("cannot serve", new IllegalStateException("taken"));
    assertThat(ServiceMain.causes(failure)).isEqualTo("cannot serve: taken");
    assertThat(ServiceMain.causes(new Exception(failure.getMessage(), failure)))
        .isEqualTo("cannot serve: taken");
  }

  @Test
  void sigtermStopsThePartsAndEndsWithZero() throws Exception {
    Process process = child();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("started");
      process.toHandle().destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(output.lines().collect(Collectors.toList())).containsExactly("server", "source");
    } finally {
      process.destroyForcibly();
    }
  }

  private static int run(ServiceStart start) {
    return ServiceMain.run("test", new String[0], Map.of(), start);
  }

  private static Process child() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A service in a process of its own, which tells on stdout what happens to it. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      System.exit(
          ServiceMain.run(
              "child",
              arguments,
              context -> {
                context.onStop("source", () -> System.out.println("source"));
                context.onStop("server", () -> System.out.println("server"));
                CompletableFuture.runAsync(() -> System.out.println("started"));
              }));
    }
  }
}
