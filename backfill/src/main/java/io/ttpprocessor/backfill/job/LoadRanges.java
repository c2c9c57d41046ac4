package io.ttpprocessor.backfill.job;

import io.ttpprocessor.backfill.range.ExtractedLedger;
import io.ttpprocessor.backfill.range.LoadProgress;
import io.ttpprocessor.backfill.range.RangeLoader;
import io.ttpprocessor.backfill.range.RangeRefusedException;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: loads each range that it gets, one at a time, and tells which it has done. A fault of
 * the data ends the job at once; others have Flink begin it again, which finds the ranges that
 * stand.
 */
final class LoadRanges extends RichFlatMapFunction<LedgerSpan, String> {
  private static final long serialVersionUID = 1L;

  static final String LEDGERS = "ledgers";
  static final String BYTES = "bytes";
  static final String EVENTS = "events";

  private static final Logger log = LoggerFactory.getLogger(LoadRanges.class);

  private final JobOptions options;
  private transient RangeTarget target;
  private transient RangeLoader loader;

  LoadRanges(JobOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    try {
      LakeSettings lake = LakeSettings.read(Settings.of(options.load().lake()));
      FaultPolicy faults = new FaultPolicy(lake.faults());
      target = options.target().open(options.load());
      loader = new RangeLoader(lake.openSource(faults), options.load(), target, new Counters());
    } catch (ConfigurationException e) {
      throw new SuppressRestartsException(e);
    }
  }

  @Override
  public void flatMap(LedgerSpan span, Collector<String> out)
      throws SourceException, IOException, InterruptedException {
    try {
      loader.load(span);
      out.collect(span.toString());
    } catch (SourceException e) {
      if (e.kind() == SourceException.Kind.TRANSIENT) {
        log.warn("The range of {} is given up for now: {}", span, e.getMessage());
        throw e;
      }
      throw new SuppressRestartsException(e);
    } catch (RangeRefusedException e) {
      throw new SuppressRestartsException(e);
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.warn("The range of {} is given up for now: {}", span, e.toString());
      }
      throw e;
    } catch (RuntimeException e) {
      // A defect: the next try would meet it too.
      throw new SuppressRestartsException(
          new IllegalStateException("the range of " + span + ": " + e, e));
    }
  }

  @Override
  public void close() {
    if (loader != null) {
      loader.close();
    }
    if (target != null) {
      target.close();
    }
  }

  /** Progress as Flink's accumulators, which whoever started the job can see. */
  private final class Counters implements LoadProgress {
    private final LongCounter ledgers = counter(LEDGERS);
    private final LongCounter bytes = counter(BYTES);
    private final LongCounter events = counter(EVENTS);

    private LongCounter counter(String name) {
      LongCounter counter = new LongCounter();
      getRuntimeContext().addAccumulator(name, counter);
      return counter;
    }

    @Override
    public void ledger(ExtractedLedger ledger, int size) {
      ledgers.add(1);
      bytes.add(size);
      for (EventDigest digest : ledger.digests().values()) {
        events.add(Integer.toUnsignedLong(digest.getCount()));
      }
    }

    @Override
    public void standing(LedgerSpan span) {
      ledgers.add(span.size());
    }
  }
}
