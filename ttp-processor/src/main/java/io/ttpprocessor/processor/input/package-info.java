/**
 * Ledgers from files, whatever form they are kept in: the form is told by the content, never by the
 * name.
 *
 * <p>Before it: files or standard input. After it: {@code io.ttpprocessor.processor.command}, which
 * extracts the ledgers.
 */
package io.ttpprocessor.processor.input;
