package io.ttpprocessor.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure that must end the process is not lost in a timer (B4 point 20). */
@Timeout(30)
class TaskTimerTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void b4p20AnErrorOfATaskReachesTheHandlerOfUncaughtOnes(boolean again) throws Exception {
    CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    AssertionError error = new AssertionError("a defect");
    try (Closing timer = new Closing(new TaskTimer("test"))) {
      Runnable task =
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((t, e) -> uncaught.complete(e));
            throw error;
          };
      if (again) {
        timer.timer().scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS);
      } else {
        timer.timer().schedule(task, 0, TimeUnit.MILLISECONDS);
      }
      assertThat(uncaught.get(20, TimeUnit.SECONDS)).isSameAs(error);
    }
  }

  @Test
  void whatEndsWellOrIsCancelledIsNoError() throws Exception {
    try (Closing timer = new Closing(new TaskTimer("test"))) {
      timer.timer().schedule(() -> {}, 1, TimeUnit.DAYS).cancel(false);
      assertThat(timer.timer().schedule(() -> 7, 0, TimeUnit.SECONDS).get()).isEqualTo(7);
    }
  }

  private record Closing(TaskTimer timer) implements AutoCloseable {
    @Override
    public void close() {
      timer.shutdownNow();
    }
  }
}
