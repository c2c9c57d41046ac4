package io.ttpprocessor.kit.lifecycle;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * One daemon thread for what is to be done later or again and again. The JDK keeps what a task
 * throws in its future, where nobody looks: here an Error goes to the handler of uncaught ones, as
 * that of any other thread does, so that no task ends for good unseen.
 */
public final class TaskTimer extends ScheduledThreadPoolExecutor {
  /** A timer whose thread has this name. */
  public TaskTimer(String name) {
    super(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    super.afterExecute(task, thrown);
    Error error = thrown instanceof Error ? (Error) thrown : errorOf(task);
    if (error != null) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, error);
    }
  }

  private static Error errorOf(Runnable task) {
    if (!(task instanceof Future<?>) || !((Future<?>) task).isDone()) {
      return null;
    }
    Future<?> ended = (Future<?>) task;
    try {
      if (!ended.isCancelled()) {
        ended.get();
      }
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof Error ? (Error) e.getCause() : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
