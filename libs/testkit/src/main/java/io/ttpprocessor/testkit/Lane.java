package io.ttpprocessor.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One direction of a {@link FaultProxy}: counts its bytes and runs the fault that is armed. */
final class Lane {
  private long passed;
  private long faultAt = Long.MAX_VALUE;
  private Runnable fault;
  private byte[] watched = {};
  private int matched;
  private Runnable onWatched;
  private boolean stalled;

  synchronized long passed() {
    return passed;
  }

  synchronized void arm(long count, Runnable action) {
    if (count < passed) {
      throw new IllegalArgumentException("byte " + count + " has passed; now at " + passed);
    }
    faultAt = count;
    fault = action;
  }

  synchronized void watchFor(String text, Runnable action) {
    watched = text.getBytes(StandardCharsets.US_ASCII);
    matched = 0;
    onWatched = action;
  }

  synchronized void stall(boolean value) {
    stalled = value;
    notifyAll();
  }

  synchronized void heal() {
    stalled = false;
    faultAt = Long.MAX_VALUE;
    fault = null;
    watched = new byte[0];
    notifyAll();
  }

  /** Passes the first {@code length} bytes on, through whatever fault is armed among them. */
  void pass(byte[] bytes, int length, Socket to) throws IOException, InterruptedException {
    int from = 0;
    while (from < length) {
      int count;
      Runnable due = null;
      synchronized (this) {
        while (stalled) {
          wait();
        }
        count = (int) Math.min(length - from, faultAt - passed);
        watch(bytes, from, count);
        passed += count;
        if (count < length - from) {
          due = fault;
          faultAt = Long.MAX_VALUE;
        }
      }
      to.getOutputStream().write(bytes, from, count);
      from += count;
      if (due != null) {
        due.run();
        if (to.isClosed()) {
          throw new SocketException("cut");
        }
      }
    }
  }

  /** Looks for the watched text, which may lie across two reads; no text here repeats its start. */
  private void watch(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count && watched.length > 0; i++) {
      matched = bytes[i] == watched[matched] ? matched + 1 : bytes[i] == watched[0] ? 1 : 0;
      if (matched == watched.length) {
        watched = new byte[0];
        onWatched.run();
      }
    }
  }
}
