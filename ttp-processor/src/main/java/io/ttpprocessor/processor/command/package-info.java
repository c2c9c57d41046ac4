/**
 * The processor's commands on files: events as JSON lines, and how fast they are told.
 *
 * <p>Before it: the command line and {@code io.ttpprocessor.processor.input}. After it: standard
 * output.
 */
package io.ttpprocessor.processor.command;
