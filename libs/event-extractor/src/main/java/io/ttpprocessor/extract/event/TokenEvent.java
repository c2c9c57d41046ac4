package io.ttpprocessor.extract.event;

import java.util.Objects;

/**
 * One event: an amount of a token that moved, came into being or ceased to be.
 *
 * <p>Immutable. Which parties there are depends on the kind: a transfer has both, a mint only
 * {@link #to}, all others only {@link #from}. Two events are equal when all that they say is.
 */
public final class TokenEvent {
  private final EventKind kind;
  private final TransactionRef transaction;
  private final int operationIndex;
  private final Address contract;
  private final Address from;
  private final Address to;
  private final Asset asset;
  private final Amount amount;
  private final MuxedInfo toMuxedInfo;

  private TokenEvent(Builder builder) {
    this.kind = builder.kind;
    this.transaction = builder.transaction;
    this.operationIndex = builder.operationIndex;
    this.contract = Objects.requireNonNull(builder.contract, "contract");
    this.from = builder.from;
    this.to = builder.to;
    this.asset = builder.asset;
    this.amount = Objects.requireNonNull(builder.amount, "amount");
    this.toMuxedInfo = builder.toMuxedInfo;
  }

  /** An event of an operation; index from 1, or 0 for an event of the transaction as a whole. */
  public static Builder of(EventKind kind, TransactionRef transaction, int operationIndex) {
    return new Builder(kind, transaction, operationIndex);
  }

  /** What the event does. */
  public EventKind kind() {
    return kind;
  }

  /** The transaction that caused it. */
  public TransactionRef transaction() {
    return transaction;
  }

  /** Index of the operation in its transaction, from 1; 0 for a fee, which has none. */
  public int operationIndex() {
    return operationIndex;
  }

  /** The token's contract. */
  public Address contract() {
    return contract;
  }

  /** Whose balance went down; null for a mint. */
  public Address from() {
    return from;
  }

  /** Whose balance went up; null unless this is a transfer or a mint. */
  public Address to() {
    return to;
  }

  /** The asset; null where the contract is not the one of an asset. */
  public Asset asset() {
    return asset;
  }

  /** How much; negative only for the refund of a fee, or where a contract says so. */
  public Amount amount() {
    return amount;
  }

  /** For whom within the receiving account the tokens are meant; null where not said. */
  public MuxedInfo toMuxedInfo() {
    return toMuxedInfo;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof TokenEvent)) {
      return false;
    }
    TokenEvent that = (TokenEvent) other;
    return kind == that.kind
        && operationIndex == that.operationIndex
        && amount.equals(that.amount)
        && contract.equals(that.contract)
        && Objects.equals(from, that.from)
        && Objects.equals(to, that.to)
        && Objects.equals(asset, that.asset)
        && Objects.equals(toMuxedInfo, that.toMuxedInfo)
        && transaction.equals(that.transaction);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        kind, transaction, operationIndex, contract, from, to, asset, amount, toMuxedInfo);
  }

  @Override
  public String toString() {
    return kind
        + " of transaction "
        + transaction.index()
        + (operationIndex == 0 ? "" : ", operation " + operationIndex)
        + (from == null ? "" : ", from " + from)
        + (to == null ? "" : ", to " + to)
        + ": "
        + amount
        + " "
        + (asset == null ? contract : asset)
        + (toMuxedInfo == null ? "" : " for " + toMuxedInfo);
  }

  /** Collects an event's parts; used once. */
  public static final class Builder {
    private final EventKind kind;
    private final TransactionRef transaction;
    private final int operationIndex;
    private Address contract;
    private Address from;
    private Address to;
    private Asset asset;
    private Amount amount;
    private MuxedInfo toMuxedInfo;

    private Builder(EventKind kind, TransactionRef transaction, int operationIndex) {
      this.kind = Objects.requireNonNull(kind, "kind");
      this.transaction = Objects.requireNonNull(transaction, "transaction");
      this.operationIndex = operationIndex;
    }

    /** Sets the token's contract, for a token that is not known to be an asset. */
    public Builder contract(Address value) {
      this.contract = value;
      return this;
    }

    /** Sets the asset, and its contract. */
    public Builder asset(Asset value) {
      this.asset = value;
      this.contract = value.contract();
      return this;
    }

    /** Sets whose balance went down. */
    public Builder from(Address value) {
      this.from = value;
      return this;
    }

    /** Sets whose balance went up. */
    public Builder to(Address value) {
      this.to = value;
      return this;
    }

    /** Sets how much. */
    public Builder amount(Amount value) {
      this.amount = value;
      return this;
    }

    /** Sets for whom within the receiving account the tokens are meant; null for not said. */
    public Builder toMuxedInfo(MuxedInfo value) {
      this.toMuxedInfo = value;
      return this;
    }

    /** The event. */
    public TokenEvent build() {
      return new TokenEvent(this);
    }
  }
}
