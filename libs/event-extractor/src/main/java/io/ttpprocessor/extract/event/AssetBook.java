package io.ttpprocessor.extract.event;

import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.AssetType;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.ContractIDPreimageType;
import io.ttpprocessor.xdr.EnvelopeType;
import io.ttpprocessor.xdr.PublicKeyType;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.Xdr;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Assets by the bytes of their XDR, and by the names that their contracts give them. An asset met
 * again is not hashed again; how many are remembered is bounded. Not thread-safe.
 */
public final class AssetBook {
  private static final int ASSET_BITS = 14;
  private static final int NAME_BITS = 12;
  private static final int HASH_SIZE = 32;
  private static final int SHORT_CODE_SIZE = 4;
  private static final int LONG_CODE_SIZE = 12;
  private static final int ACCOUNT_TEXT_SIZE = 56;
  private static final String NATIVE = "native";

  private final ByteKeyCache<Asset> byXdr = new ByteKeyCache<>(ASSET_BITS);
  private final ByteKeyCache<Asset> byName = new ByteKeyCache<>(NAME_BITS);
  private final AddressBook addresses;
  private final MessageDigest sha256;
  private final byte[] networkId;
  private final Asset nativeAsset;

  /** A book for one network; it uses the digest, which must be free whenever it is asked. */
  public AssetBook(Network network, AddressBook addresses, MessageDigest sha256) {
    this.addresses = addresses;
    this.sha256 = sha256;
    this.networkId = network.id();
    byte[] xdr = new byte[Integer.BYTES];
    this.nativeAsset = Asset.ofNative(contractOf(xdr, 0, xdr.length));
  }

  /** The network's native asset. */
  public Asset nativeAsset() {
    return nativeAsset;
  }

  /**
   * The asset of a checked view.
   *
   * @throws IllegalArgumentException when its code is not UTF-8
   */
  public Asset asset(AssetView view) {
    byte[] bytes = view.bytes();
    int offset = view.offset();
    if (Xdr.int32(bytes, offset) == AssetType.ASSET_TYPE_NATIVE.value()) {
      return nativeAsset;
    }
    return issued(bytes, offset, view.end() - offset);
  }

  /**
   * The asset that a contract names in the last topic of its events: {@code native} in any case of
   * letters, or {@code CODE:ISSUER} (SEP-11); null when it is neither.
   */
  public Asset named(OpaqueView name) {
    Asset known = byName.get(name.bytes(), name.offset(), name.size());
    if (known != null) {
      return known;
    }
    Asset asset = named(new String(name.copy(), StandardCharsets.ISO_8859_1));
    if (asset != null) {
      byName.put(name.bytes(), name.offset(), name.size(), asset);
    }
    return asset;
  }

  /**
   * Whether a name tells this asset. None does where its code is not of letters and digits, or is
   * short but kept in the long form: no network takes such assets, but XDR can hold them.
   */
  public boolean isNameable(Asset asset) {
    return asset.equals(named(asset.toString()));
  }

  /** The asset of a name, as {@link #named(OpaqueView)} reads it; null when it is none. */
  public Asset named(String name) {
    if (name.equalsIgnoreCase(NATIVE)) {
      return nativeAsset;
    }
    int colon = name.length() - ACCOUNT_TEXT_SIZE - 1;
    if (colon < 1 || colon > LONG_CODE_SIZE || name.charAt(colon) != ':') {
      return null;
    }
    for (int i = 0; i < colon; i++) {
      if (!isLetterOrDigit(name.charAt(i))) {
        return null;
      }
    }
    StrKey issuer;
    try {
      issuer = StrKey.decode(name.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null;
    }
    return issuer.kind() == StrKey.Kind.ACCOUNT ? issued(name.substring(0, colon), issuer) : null;
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }

  private Asset issued(String code, StrKey issuer) {
    boolean isShort = code.length() <= SHORT_CODE_SIZE;
    AssetType type =
        isShort ? AssetType.ASSET_TYPE_CREDIT_ALPHANUM4 : AssetType.ASSET_TYPE_CREDIT_ALPHANUM12;
    int codeSize = isShort ? SHORT_CODE_SIZE : LONG_CODE_SIZE;
    ByteBuffer xdr = ByteBuffer.allocate(Integer.BYTES + codeSize + Integer.BYTES + HASH_SIZE);
    xdr.putInt(type.value()).put(code.getBytes(StandardCharsets.US_ASCII));
    xdr.position(Integer.BYTES + codeSize);
    xdr.putInt(PublicKeyType.PUBLIC_KEY_TYPE_ED25519.value()).put(issuer.payload());
    return issued(xdr.array(), 0, xdr.capacity());
  }

  private Asset issued(byte[] bytes, int offset, int length) {
    Asset known = byXdr.get(bytes, offset, length);
    if (known != null) {
      return known;
    }
    int keyOffset = offset + length - HASH_SIZE;
    String code = code(bytes, offset + Integer.BYTES, keyOffset - Integer.BYTES);
    Address issuer = addresses.account(bytes, keyOffset);
    Asset asset = Asset.issued(code, issuer, contractOf(bytes, offset, length));
    byXdr.put(bytes, offset, length, asset);
    return asset;
  }

  /** A code without the zero bytes that fill it up. */
  private static String code(byte[] bytes, int offset, int limit) {
    int end = limit;
    while (end > offset && bytes[end - 1] == 0) {
      end--;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, end - offset))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "asset code at byte offset " + offset + " is not UTF-8", e);
    }
  }

  /** The id of an asset's contract is the hash of the asset and the network (CAP-46-6). */
  private Address contractOf(byte[] bytes, int offset, int length) {
    ByteBuffer preimage = ByteBuffer.allocate(Integer.BYTES + HASH_SIZE + Integer.BYTES + length);
    preimage.putInt(EnvelopeType.ENVELOPE_TYPE_CONTRACT_ID.value()).put(networkId);
    preimage.putInt(ContractIDPreimageType.CONTRACT_ID_PREIMAGE_FROM_ASSET.value());
    preimage.put(bytes, offset, length);
    return addresses.contract(sha256.digest(preimage.array()), 0);
  }
}
