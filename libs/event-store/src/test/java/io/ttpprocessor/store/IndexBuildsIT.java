package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: where indexes are given up, none is built on, whenever that is. */
@Timeout(90)
class IndexBuildsIT {
  private static final String LONG = "SELECT pg_sleep(600)";

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static final TestDatabase database = TestDatabase.in(server);

  private static String running() throws Exception {
    return database
        .rows(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '"
                + LONG
                + "'")
        .get(0);
  }

  private static void assertEndsInterrupted(ExecutorService waiting, Future<Void> builds)
      throws Exception {
    waiting.shutdownNow();
    assertThatThrownBy(() -> builds.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(running()).isEqualTo("0");
  }

  private static Future<Void> start(ExecutorService waiting, IndexBuilds.Opener opener) {
    return waiting.submit(
        () -> {
          new IndexBuilds(opener).run(List.of(LONG, LONG, LONG), 2);
          return null;
        });
  }

  @Test
  void whatRunsIsCancelled() throws Exception {
    ExecutorService waiting = Executors.newSingleThreadExecutor();
    Future<Void> builds = start(waiting, () -> server.connect(database.name()));
    await().until(() -> running().equals("2"));
    assertEndsInterrupted(waiting, builds);
  }

  @Test
  void whatHasNotBegunDoesNotBegin() throws Exception {
    CountDownLatch opening = new CountDownLatch(2);
    CountDownLatch interrupted = new CountDownLatch(1);
    ExecutorService waiting = Executors.newSingleThreadExecutor();
    Future<Void> builds =
        start(
            waiting,
            () -> {
              opening.countDown();
              Uninterruptibles.awaitUninterruptibly(interrupted);
              return server.connect(database.name());
            });
    opening.await();
    waiting.shutdownNow();
    interrupted.countDown();
    assertEndsInterrupted(waiting, builds);
  }

  @Test
  void theFirstFailureEndsTheOthers() throws Exception {
    IndexBuilds builds = new IndexBuilds(() -> server.connect(database.name()));
    assertThatThrownBy(() -> builds.run(List.of(LONG, "SELECT 1 / 0", LONG), 2))
        .hasMessageContaining("division by zero");
    assertThat(running()).isEqualTo("0");
  }
}
