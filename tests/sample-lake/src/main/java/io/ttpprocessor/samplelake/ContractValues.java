package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import java.util.List;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.ContractEventType;
import org.stellar.sdk.xdr.Int128Parts;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCAddressType;
import org.stellar.sdk.xdr.SCMap;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCString;
import org.stellar.sdk.xdr.SCSymbol;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.SCVec;

/** Short forms of contract values and events. */
final class ContractValues {
  static final SCVal VOID = new SCVal.Builder().discriminant(SCValType.SCV_VOID).build();

  private ContractValues() {}

  static SCVal symbol(String text) {
    return new SCVal.Builder()
        .discriminant(SCValType.SCV_SYMBOL)
        .sym(new SCSymbol(XdrValues.text(text)))
        .build();
  }

  static SCVal string(String text) {
    return new SCVal.Builder()
        .discriminant(SCValType.SCV_STRING)
        .str(new SCString(XdrValues.text(text)))
        .build();
  }

  static SCVal bool(boolean value) {
    return new SCVal.Builder().discriminant(SCValType.SCV_BOOL).b(value).build();
  }

  static SCVal int128(BigInteger value) {
    return new SCVal.Builder()
        .discriminant(SCValType.SCV_I128)
        .i128(
            new Int128Parts.Builder()
                .hi(XdrValues.int64(value.shiftRight(Long.SIZE).longValueExact()))
                .lo(XdrValues.uint64(value.longValue()))
                .build())
        .build();
  }

  static SCVal vector(SCVal... values) {
    return new SCVal.Builder().discriminant(SCValType.SCV_VEC).vec(new SCVec(values)).build();
  }

  static SCMapEntry entry(String key, SCVal value) {
    return new SCMapEntry.Builder().key(symbol(key)).val(value).build();
  }

  static SCVal map(SCMapEntry... entries) {
    return new SCVal.Builder().discriminant(SCValType.SCV_MAP).map(new SCMap(entries)).build();
  }

  static SCVal value(SCAddress address) {
    return new SCVal.Builder().discriminant(SCValType.SCV_ADDRESS).address(address).build();
  }

  static SCAddress accountAddress(AccountRecord account) {
    return new SCAddress.Builder()
        .discriminant(SCAddressType.SC_ADDRESS_TYPE_ACCOUNT)
        .accountId(account.id())
        .build();
  }

  static SCAddress contractAddress(byte[] contractId) {
    return new SCAddress.Builder()
        .discriminant(SCAddressType.SC_ADDRESS_TYPE_CONTRACT)
        .contractId(XdrValues.hash(contractId))
        .build();
  }

  static ContractEvent event(
      ContractEventType type, byte[] contractId, List<SCVal> topics, SCVal data) {
    return new ContractEvent.Builder()
        .ext(XdrValues.NO_EXTENSION)
        .contractID(XdrValues.hash(contractId))
        .type(type)
        .body(
            new ContractEvent.ContractEventBody.Builder()
                .discriminant(0)
                .v0(
                    new ContractEvent.ContractEventBody.ContractEventV0.Builder()
                        .topics(topics.toArray(new SCVal[0]))
                        .data(data)
                        .build())
                .build())
        .build();
  }
}
