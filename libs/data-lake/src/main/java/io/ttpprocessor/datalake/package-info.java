/**
 * Raw ledgers from a data lake: files of ledgers, laid out as SEP-54 says.
 *
 * <p>One ledger's way: {@link io.ttpprocessor.datalake.LakeLayout} tells the object that holds it,
 * {@link io.ttpprocessor.datalake.store.ObjectStore} fetches the object, {@link
 * io.ttpprocessor.datalake.LakeStore} as often as it takes, {@link
 * io.ttpprocessor.datalake.ObjectCodec} decompresses it within bounds, {@link
 * io.ttpprocessor.datalake.LedgerBatch} checks it and cuts the ledger out of it. {@link
 * io.ttpprocessor.datalake.Prefetch} does this ahead of the reader, and {@link
 * io.ttpprocessor.datalake.LakeCursor} hands the ledgers on in order. How far the lake goes, {@link
 * io.ttpprocessor.datalake.LakeTip} tells.
 *
 * <p>{@link io.ttpprocessor.datalake.LakeSettings} opens a lake for whoever reads one in process;
 * {@code io.ttpprocessor.datalake.service} serves it to others.
 */
package io.ttpprocessor.datalake;
