package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;

/**
 * Writes a lake as its own process, object after object; in one step each, as object stores do, or
 * bit by bit under the object's name, as a copy into a folder does.
 */
final class LakeWriterMain {
  private LakeWriterMain() {}

  /**
   * @param arguments the folder, first and last ledger, and {@code whole} or {@code bit-by-bit}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    List<byte[]> ledgers = ChainedLedgers.of(first, Long.parseLong(arguments[2]));
    boolean whole = arguments[3].equals("whole");
    TestLake lake = new TestLake(root, LakeLayout.DEFAULT, ObjectCodec.ZST);
    Random random = new Random(first);
    for (int i = 0; i < ledgers.size(); i++) {
      byte[] object = lake.compress(TestLake.batch(first + i, ledgers.subList(i, i + 1)));
      Path file = lake.file(first + i);
      Files.createDirectories(file.getParent());
      if (whole) {
        Path part = Files.write(root.resolve(".writing"), object);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        writeBitByBit(file, object);
      }
      // In runs, so that the reader is now at the tip, now behind it.
      Thread.sleep(random.nextInt(8) == 0 ? 60 : 1);
    }
    System.out.println("written");
  }

  private static void writeBitByBit(Path file, byte[] object)
      throws IOException, InterruptedException {
    try (OutputStream out = Files.newOutputStream(file)) {
      int half = object.length / 2;
      out.write(object, 0, half);
      Thread.sleep(2);
      out.write(object, half, object.length - half);
    }
  }
}
