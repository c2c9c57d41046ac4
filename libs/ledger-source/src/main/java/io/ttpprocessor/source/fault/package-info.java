/**
 * How sources live with faults: what is tried again, how often, after what wait, and when a place
 * that keeps failing is left alone for a while.
 *
 * <p>Before it lies the reading of one page or object, which tells by its {@code SourceException}
 * whether trying again may help; after it a cursor, which sees only ledgers and failures for good.
 */
package io.ttpprocessor.source.fault;
