/**
 * What generated views stand on: reads, checks, errors, and views of opaque bytes and arrays.
 *
 * <p>Bytes come in through {@code parse} of a generated view, which checks them once with {@link
 * io.ttpprocessor.xdr.runtime.XdrCheck}; from then on {@link io.ttpprocessor.xdr.runtime.Xdr} reads
 * them without a second look. The schema's types themselves are in {@code io.ttpprocessor.xdr}.
 *
 * <p>The ways to a view without a check are here for generated code. A generated view has one,
 * {@code at}, only where a check tells of its type, and a sequence, {@code variable}, where one
 * follows such a value; they are for who was told by a {@link
 * io.ttpprocessor.xdr.runtime.CheckListener} of the same bytes, which is {@code
 * io.ttpprocessor.ledger}.
 */
package io.ttpprocessor.xdr.runtime;
