package io.ttpprocessor.samplelake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.stellar.sdk.StrKey;
import org.stellar.sdk.xdr.AlphaNum12;
import org.stellar.sdk.xdr.AlphaNum4;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.AssetCode;
import org.stellar.sdk.xdr.AssetCode12;
import org.stellar.sdk.xdr.AssetCode4;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ChangeTrustAsset;
import org.stellar.sdk.xdr.ContractIDPreimage;
import org.stellar.sdk.xdr.ContractIDPreimageType;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.TrustLineAsset;

/** An asset with what follows from it: its name in events and the id of its asset contract. */
final class TokenAsset {
  private final String code;
  private final AccountRecord issuer;
  private final boolean clawbackEnabled;
  private final Asset asset;
  private final byte[] contractId;

  private TokenAsset(String code, AccountRecord issuer, boolean clawbackEnabled, byte[] networkId) {
    this.code = code;
    this.issuer = issuer;
    this.clawbackEnabled = clawbackEnabled;
    this.asset = build(code, issuer);
    this.contractId = contractId(asset, networkId);
  }

  static TokenAsset nativeAsset(byte[] networkId) {
    return new TokenAsset(null, null, false, networkId);
  }

  static TokenAsset issued(
      String code, AccountRecord issuer, boolean clawbackEnabled, byte[] networkId) {
    return new TokenAsset(code, issuer, clawbackEnabled, networkId);
  }

  boolean isNative() {
    return issuer == null;
  }

  /** The issuing account; null for the native asset. */
  AccountRecord issuer() {
    return issuer;
  }

  boolean clawbackEnabled() {
    return clawbackEnabled;
  }

  Asset xdr() {
    return asset;
  }

  byte[] contractId() {
    return contractId;
  }

  /** The name as contract events carry it (SEP-11): {@code native} or {@code CODE:ISSUER}. */
  String name() {
    return isNative() ? "native" : code + ":" + StrKey.encodeEd25519PublicKey(issuer.publicKey());
  }

  TrustLineAsset trustLineAsset() {
    return new TrustLineAsset.Builder()
        .discriminant(asset.getDiscriminant())
        .alphaNum4(asset.getAlphaNum4())
        .alphaNum12(asset.getAlphaNum12())
        .build();
  }

  ChangeTrustAsset changeTrustAsset() {
    return new ChangeTrustAsset.Builder()
        .discriminant(asset.getDiscriminant())
        .alphaNum4(asset.getAlphaNum4())
        .alphaNum12(asset.getAlphaNum12())
        .build();
  }

  /** The code alone, as AllowTrust names an asset. */
  AssetCode assetCode() {
    AssetCode.Builder builder = new AssetCode.Builder().discriminant(asset.getDiscriminant());
    if (asset.getAlphaNum4() != null) {
      return builder.assetCode4(asset.getAlphaNum4().getAssetCode()).build();
    }
    return builder.assetCode12(asset.getAlphaNum12().getAssetCode()).build();
  }

  private static Asset build(String code, AccountRecord issuer) {
    if (issuer == null) {
      return new Asset.Builder().discriminant(AssetType.ASSET_TYPE_NATIVE).build();
    }
    byte[] bytes = code.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length <= 4) {
      AlphaNum4 shortCode =
          new AlphaNum4.Builder()
              .assetCode(new AssetCode4(Arrays.copyOf(bytes, 4)))
              .issuer(issuer.id())
              .build();
      return new Asset.Builder()
          .discriminant(AssetType.ASSET_TYPE_CREDIT_ALPHANUM4)
          .alphaNum4(shortCode)
          .build();
    }
    AlphaNum12 longCode =
        new AlphaNum12.Builder()
            .assetCode(new AssetCode12(Arrays.copyOf(bytes, 12)))
            .issuer(issuer.id())
            .build();
    return new Asset.Builder()
        .discriminant(AssetType.ASSET_TYPE_CREDIT_ALPHANUM12)
        .alphaNum12(longCode)
        .build();
  }

  /** CAP-46-2: the hash of network and asset. */
  private static byte[] contractId(Asset asset, byte[] networkId) {
    ContractIDPreimage fromAsset =
        new ContractIDPreimage.Builder()
            .discriminant(ContractIDPreimageType.CONTRACT_ID_PREIMAGE_FROM_ASSET)
            .fromAsset(asset)
            .build();
    HashIDPreimage preimage =
        new HashIDPreimage.Builder()
            .discriminant(EnvelopeType.ENVELOPE_TYPE_CONTRACT_ID)
            .contractID(
                new HashIDPreimage.HashIDPreimageContractID.Builder()
                    .networkID(XdrValues.hash(networkId))
                    .contractIDPreimage(fromAsset)
                    .build())
            .build();
    return XdrValues.sha256(XdrValues.encode(preimage::toXdrByteArray));
  }
}
