package io.ttpprocessor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child process gets its variables and arguments, and dies when told to. */
@Timeout(60)
class ChildProcessTest {
  @TempDir Path folder;

  /** Prints what it was given, then waits for ever when told to. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(arguments[0] + " " + System.getenv("GREETING"));
      if (arguments.length > 1) {
        Thread.currentThread().join();
      }
      System.exit(3);
    }
  }

  @Test
  void passesArgumentsAndVariablesAndTellsTheExitCode() throws IOException {
    try (ChildProcess child = start(List.of("hello"))) {
      assertThat(child.await(Duration.ofSeconds(30))).isEqualTo(3);
      assertThat(child.output()).contains("hello from the test");
    }
  }

  @Test
  void killsWithSigkill() throws IOException {
    try (ChildProcess child = start(List.of("hello", "wait"))) {
      assertThat(child.isAlive()).isTrue();
      child.kill();
      assertThat(child.await(Duration.ZERO)).isEqualTo(128 + 9);
    }
  }

  @Test
  void namesAJarThatIsNotThere() {
    Path absent = folder.resolve("absent.jar");
    assertThatThrownBy(
            () -> ChildProcess.startJar(absent, List.of(), Map.of(), folder.resolve("out")))
        .hasMessageContaining("absent.jar");
  }

  private ChildProcess start(List<String> arguments) throws IOException {
    Path jar = folder.resolve("echo.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
    String entry = Echo.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      try (InputStream bytes = Echo.class.getClassLoader().getResourceAsStream(entry)) {
        bytes.transferTo(out);
      }
      out.closeEntry();
    }
    return ChildProcess.startJar(
        jar, arguments, Map.of("GREETING", "from the test"), folder.resolve("out"));
  }
}
