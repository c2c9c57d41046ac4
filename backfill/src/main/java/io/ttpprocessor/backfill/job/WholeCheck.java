package io.ttpprocessor.backfill.job;

import io.ttpprocessor.backfill.range.RangeRefusedException;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.backfill.range.RangesCheck;
import io.ttpprocessor.backfill.range.RangesException;
import io.ttpprocessor.kit.config.ConfigurationException;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * The job's end: when all workers have done their ranges, what stands in the target is held against
 * what was wanted. So a job that Flink calls finished is one whose ledgers are all there, whoever
 * started it, and ranges of earlier jobs join those of this one.
 */
final class WholeCheck implements Sink<String> {
  private static final long serialVersionUID = 1L;

  private final JobOptions options;

  WholeCheck(JobOptions options) {
    this.options = options;
  }

  @Override
  public SinkWriter<String> createWriter(WriterInitContext context) {
    return new Writer(options);
  }

  private record Writer(JobOptions options) implements SinkWriter<String> {
    @Override
    public void write(String done, Context context) {
      // What is told is not asked: the target itself is.
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        try (RangeTarget target = options.target().open(options.load())) {
          RangesCheck.whole(target, options.wanted());
        } catch (RangesException | RangeRefusedException | ConfigurationException e) {
          throw new SuppressRestartsException(e);
        }
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
