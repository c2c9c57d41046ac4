/**
 * What a service's log looks like: its level and format, and texts that come from outside made
 * harmless before they are written.
 *
 * <p>The configuration {@code logback-ttp.xml} names these classes; nothing in a service does but
 * the check of its settings. Log collectors come after it.
 */
package io.ttpprocessor.kit.log;
