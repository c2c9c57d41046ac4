package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ttpprocessor.systemtests.Script.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pipeline as containers, where a Docker daemon is; told as skipped, with the reason, else. */
class ContainersIT {
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));

  @Test
  void thePipelineInContainersHealsWhateverIsKilled() throws Exception {
    Ended ended = Script.run(ROOT, Duration.ofMinutes(20), Map.of(), "tests/containers/run.sh");
    assumeFalse(ended.output().contains("SKIPPED"), ended::output);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("PASSED");
  }
}
