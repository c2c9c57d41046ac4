/**
 * What generated views stand on: reads, checks, errors, and views of opaque bytes and arrays.
 *
 * <p>Bytes come in through {@code parse} of a generated view, which checks them once with {@link
 * io.ttpprocessor.xdr.runtime.XdrCheck}; from then on {@link io.ttpprocessor.xdr.runtime.Xdr} reads
 * them without a second look. The schema's types themselves are in {@code io.ttpprocessor.xdr}.
 */
package io.ttpprocessor.xdr.runtime;
