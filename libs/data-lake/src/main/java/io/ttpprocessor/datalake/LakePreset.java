package io.ttpprocessor.datalake;

import io.ttpprocessor.kit.config.Settings;
import java.util.Locale;

/**
 * Public lakes, by the name that {@code LAKE} gives: where they lie and whose ledgers they hold.
 * Both are in the Registry of Open Data on AWS and are read anonymously.
 */
enum LakePreset {
  /** The public network's. */
  AWS_PUBNET("pubnet", "Public Global Stellar Network ; September 2015"),
  /** The test network's. */
  AWS_TESTNET("testnet", "Test SDF Network ; September 2015");

  private static final String FOLDER = "aws-public-blockchain/v1.1/stellar/ledgers/";
  private static final String REGION = "us-east-2";

  private final String folder;
  private final String passphrase;

  LakePreset(String network, String passphrase) {
    this.folder = FOLDER + network;
    this.passphrase = passphrase;
  }

  /** Bucket and folder. */
  String place() {
    return folder;
  }

  /** The bucket's region. */
  String region() {
    return REGION;
  }

  /** The passphrase of the network whose ledgers it holds. */
  String passphrase() {
    return passphrase;
  }

  /** Notes each variable that is set to something else than this lake's. */
  void noteContradictions(Settings settings) {
    differs(settings, "STORAGE_TYPE", "S3", "ARCHIVE_STORAGE_TYPE");
    differs(settings, "AWS_REGION", REGION);
    differs(settings, "NETWORK_PASSPHRASE", passphrase);
    settings
        .optional("BUCKET_NAME", "ARCHIVE_BUCKET_NAME")
        .filter(set -> !set.replaceFirst("^s3://", "").replaceFirst("/+$", "").equals(folder))
        .ifPresent(set -> settings.problem("BUCKET_NAME", contradiction(set, "s3://" + folder)));
    settings
        .optional("ARCHIVE_PATH")
        .ifPresent(set -> settings.problem("ARCHIVE_PATH", contradiction(set, "")));
    if (!settings.flag("S3_ANONYMOUS", true)) {
      settings.problem("S3_ANONYMOUS", contradiction("false", "true"));
    }
  }

  private void differs(Settings settings, String name, String own, String... aliases) {
    settings
        .optional(name, aliases)
        .filter(set -> !set.equalsIgnoreCase(own))
        .ifPresent(set -> settings.problem(name, contradiction(set, own)));
  }

  private String contradiction(String set, String own) {
    return String.format(
        "is \"%s\", but LAKE=%s has %s; set one of them",
        set,
        name().toLowerCase(Locale.ROOT).replace('_', '-'),
        own.isEmpty() ? "none" : "\"" + own + "\"");
  }
}
