package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.kit.config.LedgerArgument;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command's arguments, as they were given. */
final class BackfillArguments {
  /** Where events can go. */
  enum Sink {
    /** Parquet files in a folder, S3 or GCS. */
    PARQUET,
    /** The tables of the streaming pipeline in PostgreSQL. */
    POSTGRES
  }

  @Parameters(index = "0", paramLabel = "START", description = "First ledger.")
  LedgerArgument start;

  @Parameters(index = "1", paramLabel = "END", description = "Last ledger, inclusive.")
  LedgerArgument end;

  @Option(
      names = "--lake",
      paramLabel = "PLACE",
      description =
          "The lake, in place of LAKE, STORAGE_TYPE and BUCKET_NAME: aws-pubnet, aws-testnet, a"
              + " folder, or a URL with file:, s3:, gs:, http: or https:.")
  String lake = "";

  @Option(
      names = "--sink",
      defaultValue = "parquet",
      description =
          "Where events go: parquet (--output), or postgres, the consumer's database"
              + " (POSTGRES_HOST and so on) (default: ${DEFAULT-VALUE}).")
  Sink sink;

  @Option(
      names = "--output",
      paramLabel = "PLACE",
      description = "Of Parquet: a folder, s3://bucket/prefix or gs://bucket/prefix.")
  String output = "";

  @Option(
      names = "--output-region",
      defaultValue = "us-east-1",
      description = "Region of the output's bucket in S3 (default: ${DEFAULT-VALUE}).")
  String outputRegion;

  @Option(
      names = "--output-endpoint",
      paramLabel = "URL",
      description = "Another server for the output than AWS's or Google's own.")
  String outputEndpoint = "";

  @Option(
      names = "--tables",
      split = ",",
      paramLabel = "TABLE",
      converter = TableConverter.class,
      description = "token_transfers (default), contract_events, or both with a comma.")
  List<EventProduct> tables = List.of(EventProduct.TOKEN_TRANSFERS);

  @Option(
      names = "--include-failed",
      description = "Contract events of transactions that failed too.")
  boolean includeFailed;

  @Option(
      names = "--range-ledgers",
      paramLabel = "N",
      description =
          "Most ledgers of a range, which is what is done or not done: a file of Parquet, rounded"
              + " up to whole objects of the lake (default: 16000), or a partition in PostgreSQL"
              + " (default: PARTITION_LEDGERS, 256000).")
  Long rangeLedgers;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "How many ranges are loaded at a time (default: this machine's cores).")
  int parallelism = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--restarts",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "How often it is begun again after the loss of a worker, or of a store for longer than"
              + " MAX_RETRIES last (default: ${DEFAULT-VALUE}).")
  int restarts;

  @Option(
      names = "--zstd-level",
      defaultValue = "1",
      paramLabel = "N",
      description = "Compression of Parquet's pages, 1 to 19 (default: ${DEFAULT-VALUE}).")
  int zstdLevel;

  @Option(
      names = "--row-group-mib",
      defaultValue = "64",
      paramLabel = "N",
      description =
          "About how large Parquet's row groups become, 1 to 1024; each file that is being written"
              + " takes so much memory (default: ${DEFAULT-VALUE}).")
  int rowGroupMebibytes;

  @Option(
      names = "--index-threads",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "Of PostgreSQL: how many indexes of a range are built at a time, each with 256 MiB of"
              + " the server's memory, and as many ranges at a time as --parallelism says"
              + " (default: ${DEFAULT-VALUE}).")
  int indexThreads;

  @Option(
      names = "--price-per-hour",
      paramLabel = "PRICE",
      description = "What the machines cost an hour: the progress line then tells the cost so far.")
  double pricePerHour;
}
