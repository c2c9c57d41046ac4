/**
 * Where a lake's objects are kept: a folder, S3, Google Cloud Storage, an HTTP server. A store
 * knows keys and bytes; what they mean is the business of the package above.
 *
 * <p>A store makes one try at what it is asked and tells, where it fails, whether another may
 * succeed ({@link io.ttpprocessor.datalake.store.StoreException}); that it is made is left to the
 * package above as well.
 */
package io.ttpprocessor.datalake.store;
