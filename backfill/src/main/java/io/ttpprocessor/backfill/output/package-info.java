/**
 * Places that files are written to: a folder, S3, GCS. A file appears whole or not at all.
 *
 * <p>Before it: {@code io.ttpprocessor.backfill.parquet}, which knows what is in the files. After
 * it: the clients of the stores.
 */
package io.ttpprocessor.backfill.output;
