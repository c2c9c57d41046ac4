package io.ttpprocessor.extract.event;

/**
 * A transaction as its events name it; shared by all of them.
 *
 * @param index place in the ledger's apply order, from 1
 * @param hashHex hash as 64 lowercase hexadecimal digits; of the outer transaction of a fee bump
 */
public record TransactionRef(int index, String hashHex) {}
