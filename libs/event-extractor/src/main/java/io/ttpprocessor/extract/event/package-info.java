/**
 * What an event is made of: its kind, where it happened, the addresses and the asset concerned, and
 * how much moved. Immutable values, and the two books that give equal keys one and the same value.
 *
 * <p>Before this package: nothing but the ledger layer's addresses. After it: the rules, which make
 * events, and whoever reads them.
 */
package io.ttpprocessor.extract.event;
