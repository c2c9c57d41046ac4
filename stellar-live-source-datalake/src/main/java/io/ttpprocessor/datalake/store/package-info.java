/**
 * Where a lake's objects are kept. A store knows keys and bytes; what they mean is the business of
 * the package above.
 */
package io.ttpprocessor.datalake.store;
