package io.ttpprocessor.consumer.page;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody looks for.
 *
 * @param kind what it is
 * @param value as the tables' columns have it; of a muxed account its account
 * @param muxedId of a muxed account, an unsigned decimal number
 */
record SearchQuery(Kind kind, String value, Optional<String> muxedId) {
  /** What can be looked for. */
  enum Kind {
    /** An account, a liquidity pool or a claimable balance: G…, L…, B…. */
    ACCOUNT,
    /** A customer of an account: M…. */
    MUXED_ACCOUNT,
    /** A contract, which may hold tokens and may be one: C…. */
    CONTRACT,
    /** CODE:ISSUER. */
    ASSET,
    /** The lumen. */
    NATIVE,
    /** 64 hexadecimal digits. */
    TRANSACTION;

    /** As the API tells it. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Form(String what, int length, Kind kind) {}

  private static final Map<Character, Form> ADDRESSES =
      Map.of(
          'G', new Form("an account", 56, Kind.ACCOUNT),
          'M', new Form("a muxed account", 69, Kind.MUXED_ACCOUNT),
          'C', new Form("a contract", 56, Kind.CONTRACT),
          'L', new Form("a liquidity pool", 56, Kind.ACCOUNT),
          'B', new Form("a claimable balance", 58, Kind.ACCOUNT));
  private static final String CHOICE =
      "an account (G…, M…), a contract (C…), a pool (L…), a claimable balance (B…),"
          + " a transaction's hash (64 hexadecimal digits), CODE:ISSUER or native";
  private static final Pattern ADDRESS = Pattern.compile("[A-Z2-7]{20,}");
  private static final Pattern SECRET = Pattern.compile("S[A-Z2-7]{55}");
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{33,}");
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

  /** At most 12 bytes, some of which may be written as a backslash and up to three digits. */
  private static final Pattern ASSET = Pattern.compile("([^:\\s\\p{Cntrl}]{1,48}):(.*)");

  private static final int SHOWN = 80;

  /**
   * Tells what {@code text} is.
   *
   * @throws IllegalArgumentException in words for who typed it
   */
  static SearchQuery parse(String text) {
    String typed = text.strip();
    if (typed.isEmpty()) {
      throw new IllegalArgumentException("Type " + CHOICE + ".");
    }
    if (typed.equalsIgnoreCase("native") || typed.equalsIgnoreCase("XLM")) {
      return new SearchQuery(Kind.NATIVE, "native", Optional.empty());
    }
    if (HASH.matcher(typed).matches()) {
      return new SearchQuery(Kind.TRANSACTION, typed.toLowerCase(Locale.ROOT), Optional.empty());
    }
    Matcher asset = ASSET.matcher(typed);
    if (asset.matches()) {
      return asset(typed, asset.group(2));
    }
    if (SECRET.matcher(typed).matches()) {
      // It is not repeated: whoever looks over a shoulder need not read it twice.
      throw new IllegalArgumentException(
          "That has the form of a secret key. Nothing here needs one; the account's address"
              + " begins with G.");
    }
    if (ADDRESS.matcher(typed).matches() && ADDRESSES.containsKey(typed.charAt(0))) {
      return address(typed, ADDRESSES.get(typed.charAt(0)));
    }
    if (DIGITS.matcher(typed).matches()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is no transaction's hash: those have 64 hexadecimal digits, this has %d.",
              shown(typed), typed.length()));
    }
    throw new IllegalArgumentException(shown(typed) + " is none of " + CHOICE + ".");
  }

  private static SearchQuery asset(String typed, String issuer) {
    if (!issuer.startsWith("G") || StrKey.payload(issuer).isEmpty()) {
      throw new IllegalArgumentException(
          shown(typed)
              + " is no asset: after the colon comes the issuer's address, G and 55 characters.");
    }
    return new SearchQuery(Kind.ASSET, typed, Optional.empty());
  }

  private static SearchQuery address(String typed, Form form) {
    if (typed.length() != form.length()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is not %s: its address has %d characters, this has %d.",
              shown(typed), form.what(), form.length(), typed.length()));
    }
    byte[] payload =
        StrKey.payload(typed)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            "%s is not %s: its checksum is wrong, so a character is not what it"
                                + " was.",
                            shown(typed), form.what())));
    if (form.kind() != Kind.MUXED_ACCOUNT) {
      return new SearchQuery(form.kind(), typed, Optional.empty());
    }
    byte[] key = Arrays.copyOf(payload, StrKey.KEY_BYTES);
    long id = ByteBuffer.wrap(payload).getLong(StrKey.KEY_BYTES);
    return new SearchQuery(
        Kind.MUXED_ACCOUNT,
        StrKey.encode(StrKey.ACCOUNT_VERSION, key),
        Optional.of(Long.toUnsignedString(id)));
  }

  private static String shown(String typed) {
    return typed.length() <= SHOWN ? typed : typed.substring(0, SHOWN) + "…";
  }
}
