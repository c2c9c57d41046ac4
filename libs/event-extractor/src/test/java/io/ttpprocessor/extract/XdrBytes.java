package io.ttpprocessor.extract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** XDR written by hand (RFC 4506): the parts of ledgers that these tests need. */
public final class XdrBytes {
  private static final int WORD = 4;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static XdrBytes ints(int... values) {
    XdrBytes xdr = new XdrBytes();
    for (int value : values) {
      xdr.int32(value);
    }
    return xdr;
  }

  /** AccountID, or MuxedAccount without an id, of the key whose bytes are all {@code n}. */
  public static XdrBytes account(int n) {
    return ints(0).filled(n);
  }

  /** MuxedAccount with an id. */
  public static XdrBytes muxed(int n, long id) {
    return ints(0x100).int64(id).filled(n);
  }

  public static XdrBytes nativeAsset() {
    return ints(0);
  }

  /** An asset with a code of at most 4 characters. */
  public static XdrBytes asset(String code, int issuer) {
    byte[] padded = Arrays.copyOf(code.getBytes(StandardCharsets.UTF_8), WORD);
    return ints(1).fixed(padded).append(account(issuer));
  }

  /** LedgerEntry of an account. */
  public static XdrBytes accountEntry(int n, long balance) {
    return ints(1, 0)
        .append(account(n))
        .int64(balance)
        .int64(1)
        .append(ints(0, 0, 0, 0, 0, 0, 0, 0));
  }

  /** LedgerEntry of a claimable balance of lumens that nobody can claim. */
  public static XdrBytes claimableBalanceEntry(byte[] id, long stroops) {
    return ints(1, 4, 0)
        .fixed(id)
        .append(ints(0).append(nativeAsset()).int64(stroops).append(ints(0, 0)));
  }

  /** LedgerEntry of a pool of lumens (A) and ABC issued by account 9 (B). */
  public static XdrBytes poolEntry(int id, long reserveA, long reserveB) {
    return ints(1, 5)
        .filled(id)
        .append(ints(0).append(nativeAsset()).append(asset("ABC", 9)).int32(30))
        .append(new XdrBytes().int64(reserveA).int64(reserveB).int64(1).int64(1))
        .int32(0);
  }

  /** LedgerEntryChange of the type created (0), updated (1), state (3) or restored (4). */
  public static XdrBytes change(int type, XdrBytes entry) {
    return ints(type).append(entry);
  }

  /** LedgerEntryChange that removes a pool. */
  public static XdrBytes poolRemoved(int id) {
    return ints(2, 5).filled(id);
  }

  public static XdrBytes symbol(String text) {
    return ints(15).opaque(text.getBytes(StandardCharsets.UTF_8));
  }

  public static XdrBytes string(String text) {
    return ints(14).opaque(text.getBytes(StandardCharsets.UTF_8));
  }

  public static XdrBytes i128(long high, long low) {
    return ints(10).int64(high).int64(low);
  }

  /** SCVal of an account's address. */
  public static XdrBytes accountAddress(int n) {
    return ints(18, 0).append(account(n));
  }

  /** SCVal of a muxed account's address. */
  public static XdrBytes muxedAddress(int n, long id) {
    return ints(18, 2).int64(id).filled(n);
  }

  /** SCVal of a map from symbols; keys and values in turn. */
  public static XdrBytes map(XdrBytes... keysAndValues) {
    XdrBytes map = ints(17, 1, keysAndValues.length / 2);
    for (XdrBytes part : keysAndValues) {
      map.append(part);
    }
    return map;
  }

  /** ContractEvent of the type contract. */
  public static XdrBytes event(byte[] contract, XdrBytes data, XdrBytes... topics) {
    return ints(0, 1).fixed(contract).append(ints(1, 0)).array(List.of(topics)).append(data);
  }

  public XdrBytes int32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  public XdrBytes int64(long value) {
    return int32((int) (value >>> 32)).int32((int) value);
  }

  public XdrBytes fixed(byte[] content) {
    out.writeBytes(content);
    return this;
  }

  /** 32 bytes that are all {@code n}. */
  public XdrBytes filled(int n) {
    byte[] content = new byte[32];
    Arrays.fill(content, (byte) n);
    return fixed(content);
  }

  /** Opaque of variable length with its padding. */
  public XdrBytes opaque(byte[] content) {
    return int32(content.length).fixed(content).fixed(new byte[-content.length & WORD - 1]);
  }

  public XdrBytes append(XdrBytes other) {
    return fixed(other.toByteArray());
  }

  public XdrBytes array(List<XdrBytes> elements) {
    int32(elements.size());
    elements.forEach(this::append);
    return this;
  }

  public byte[] toByteArray() {
    return out.toByteArray();
  }
}
