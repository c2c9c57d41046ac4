package io.ttpprocessor.kit.lifecycle;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a thread dies of an exception that nobody caught: it is logged and the process
 * ends, with code 1. A process that has lost a thread must not look alive.
 */
final class UncaughtExceptionPolicy implements Thread.UncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(UncaughtExceptionPolicy.class);

  /** Made while there is memory. */
  private final byte[] outOfMemory =
      String.format(
              "Out of memory: the process ends, with at most %d MiB of heap; give it more with"
                  + " JAVA_TOOL_OPTIONS=-Xmx…m, or it less to do at a time%n",
              Runtime.getRuntime().maxMemory() >> 20)
          .getBytes(StandardCharsets.UTF_8);

  private final FileOutputStream standardError = new FileOutputStream(FileDescriptor.err);

  private final ServiceContext context;

  UncaughtExceptionPolicy(ServiceContext context) {
    this.context = context;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      haltWithoutMemory();
    }
    log.error("Thread {} died", thread.getName(), failure);
    context.exit(ServiceMain.FAILED);
  }

  /** Without memory an orderly stop may hang, and so may logging. */
  private void haltWithoutMemory() {
    try {
      standardError.write(outOfMemory);
    } catch (IOException e) {
      // Then the exit code is all that tells.
    } finally {
      Runtime.getRuntime().halt(ServiceMain.FAILED);
    }
  }
}
