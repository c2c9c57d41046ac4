package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.AddressBook;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.AssetBook;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.ClaimableBalanceIDView;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.MemoView;
import io.ttpprocessor.xdr.SCAddressView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a rule needs besides the operation: names for keys, and a place for events. It stands at one
 * operation of one transaction at a time. Not thread-safe.
 */
public final class RuleContext {
  private final AddressBook addresses = new AddressBook();
  private final LedgerEventOrder order = new LedgerEventOrder();
  private final MessageDigest sha256 = Sha256.newDigest();
  private final AssetBook assets;

  /** The account asked for last: a transaction's source is asked for by fee, operation, refund. */
  private AccountRef lastAccount;

  private Address lastAddress;
  private LedgerTransaction transaction;
  private TransactionRef transactionRef;
  private int operationIndex;
  private MuxedInfo memo;
  private boolean memoIsRead;
  private List<SkippedEvent> skipped = List.of();

  /** A context for ledgers of the given network. */
  public RuleContext(Network network) {
    this.assets = new AssetBook(network, addresses, sha256);
  }

  /** Begins a ledger: nothing has happened in it yet. */
  public void enter(LedgerView ledger) {
    order.beginLedger(ledger.protocolVersion());
    skipped = List.of();
  }

  /** Goes on to a transaction, before its first operation. */
  public void enter(LedgerTransaction next) {
    transaction = next;
    transactionRef = TransactionRef.of(next.index(), next.hash());
    operationIndex = 0;
    memo = null;
    memoIsRead = false;
  }

  /** Lets go of the ledger; what was told of it can still be asked for. */
  public void leave() {
    transaction = null;
    lastAccount = null;
  }

  /** Goes on to an operation of the transaction. */
  public void enter(LedgerOperation operation) {
    operationIndex = operation.index();
    order.beginOperation();
  }

  /** The events of the ledger so far, in the ledger's order. */
  public List<TokenEvent> events() {
    return order.events();
  }

  /** The {@code G…} address of an account, whether multiplexed or not. */
  public Address account(AccountRef account) {
    if (account != lastAccount) {
      lastAddress = addresses.account(account.bytes(), account.keyOffset());
      lastAccount = account;
    }
    return lastAddress;
  }

  /** The address of a contract by its 32-byte hash. */
  public Address contract(OpaqueView hash) {
    return addresses.contract(hash.bytes(), hash.offset());
  }

  /** The address of a claimable balance. */
  public Address claimableBalance(ClaimableBalanceIDView id) {
    OpaqueView hash = id.v0();
    return addresses.claimableBalance(hash.bytes(), hash.offset());
  }

  /** The address of a liquidity pool by its 32-byte hash. */
  public Address liquidityPool(OpaqueView hash) {
    return addresses.liquidityPool(hash.bytes(), hash.offset());
  }

  /** The address that a contract gives; {@code M…} for a muxed account. */
  public Address address(SCAddressView address) {
    return switch (address.type()) {
      case SC_ADDRESS_TYPE_ACCOUNT -> account(AccountRef.of(address.accountId()));
      case SC_ADDRESS_TYPE_CONTRACT -> contract(address.contractId());
      case SC_ADDRESS_TYPE_MUXED_ACCOUNT ->
          addresses.muxedAccount(address.muxedAccount().bytes(), address.muxedAccount().offset());
      case SC_ADDRESS_TYPE_CLAIMABLE_BALANCE -> claimableBalance(address.claimableBalanceId());
      case SC_ADDRESS_TYPE_LIQUIDITY_POOL -> liquidityPool(address.liquidityPoolId());
    };
  }

  /** The network's native asset. */
  public Asset nativeAsset() {
    return assets.nativeAsset();
  }

  /**
   * The asset of a checked view.
   *
   * @throws IllegalArgumentException when its code is not UTF-8
   */
  public Asset asset(AssetView asset) {
    return assets.asset(asset);
  }

  /** The asset of a name such as asset contracts give (SEP-11); null when it is no such name. */
  public Asset assetNamed(OpaqueView name) {
    return assets.named(name);
  }

  /** Whether an asset contract can name its asset so that {@link #assetNamed} finds it. */
  public boolean isNameable(Asset asset) {
    return assets.isNameable(asset);
  }

  /** For whom within the destination tokens are meant: its id, or else the memo, or else null. */
  public MuxedInfo destinationInfo(AccountRef destination) {
    return destination.isMuxed() ? MuxedInfo.id(destination.muxedId()) : memo();
  }

  /** SHA-256 of the bytes. */
  public byte[] sha256(byte[] bytes) {
    return sha256.digest(bytes);
  }

  /** An event of the current operation, or before the first one of the transaction. */
  public TokenEvent.Builder event(EventKind kind) {
    return TokenEvent.of(kind, transactionRef, operationIndex);
  }

  /** Adds the fee of the current transaction. */
  public void addFee(Address payer, long amount) {
    order.addFee(feeEvent(payer, amount));
  }

  /** Adds the refund, a positive amount, of the current transaction's fee. */
  public void addRefund(Address payer, long amount) {
    order.addRefund(feeEvent(payer, -amount));
  }

  /** Adds a fee of the current transaction that the network told. */
  public void addFee(TokenEvent event) {
    order.addFee(event);
  }

  /** Adds a refund that the network told, after the operations of the current transaction. */
  public void addRefund(TokenEvent event) {
    order.addRefund(event);
  }

  /** Notes a contract event that has the name of a token's event but is not one. */
  public void skip(ContractEventView event, EventKind kind, SkipReason reason) {
    if (skipped.isEmpty()) {
      skipped = new ArrayList<>();
    }
    Address contract = event.hasContractID() ? contract(event.contractID()) : null;
    skipped.add(new SkippedEvent(transactionRef, operationIndex, contract, kind, reason));
  }

  /** What was skipped in the ledger so far, in the order of its transactions; unmodifiable. */
  public List<SkippedEvent> skipped() {
    return Collections.unmodifiableList(skipped);
  }

  /** Adds an event after those of the operation so far. */
  public void add(TokenEvent event) {
    order.add(event);
  }

  /** Adds an event before those of the operation so far. */
  public void addFirst(TokenEvent event) {
    order.addFirst(event);
  }

  /** The events of the operation so far: a view, to be read before the next is added. */
  public List<TokenEvent> eventsOfOperation() {
    return order.ofOperation();
  }

  /**
   * Adds what it means that an asset went from one holder to another: an issuer mints what it gives
   * and burns what it takes, all else is a transfer, also of an issuer to itself (CAP-67).
   *
   * @param info for whom within the destination the tokens are meant, or null; not told of burns
   */
  public void move(Asset asset, Address from, Address to, Amount amount, MuxedInfo info) {
    boolean isFromIssuer = from.equals(asset.issuer());
    boolean isToIssuer = to.equals(asset.issuer());
    EventKind kind = EventKind.TRANSFER;
    if (isFromIssuer != isToIssuer) {
      kind = isFromIssuer ? EventKind.MINT : EventKind.BURN;
    }
    TokenEvent.Builder event = event(kind).asset(asset).amount(amount);
    if (kind != EventKind.MINT) {
      event.from(from);
    }
    if (kind != EventKind.BURN) {
      event.to(to).toMuxedInfo(info);
    }
    add(event.build());
  }

  private TokenEvent feeEvent(Address payer, long amount) {
    return TokenEvent.of(EventKind.FEE, transactionRef, 0)
        .asset(nativeAsset())
        .from(payer)
        .amount(Amount.of(amount))
        .build();
  }

  private MuxedInfo memo() {
    if (!memoIsRead) {
      memo = read(transaction.memo());
      memoIsRead = true;
    }
    return memo;
  }

  private static MuxedInfo read(MemoView memo) {
    return switch (memo.type()) {
      case MEMO_NONE -> null;
      case MEMO_TEXT -> MuxedInfo.text(memo.text().utf8());
      case MEMO_ID -> MuxedInfo.id(memo.id());
      case MEMO_HASH -> MuxedInfo.hash(memo.hash().copy());
      case MEMO_RETURN -> MuxedInfo.hash(memo.retHash().copy());
    };
  }
}
