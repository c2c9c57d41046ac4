package io.ttpprocessor.kit.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a thread dies of an exception that nobody caught: it is logged and the process
 * ends, with code 1. A process that has lost a thread must not look alive.
 */
final class UncaughtExceptionPolicy implements Thread.UncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(UncaughtExceptionPolicy.class);

  private final ServiceContext context;

  UncaughtExceptionPolicy(ServiceContext context) {
    this.context = context;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      // Without memory an orderly stop may hang, and so may logging.
      Runtime.getRuntime().halt(ServiceMain.FAILED);
    }
    log.error("Thread {} died", thread.getName(), failure);
    context.exit(ServiceMain.FAILED);
  }
}
