/**
 * What a command shows to people while it works, on a terminal or elsewhere.
 *
 * <p>The command comes before it and says what the line is; nothing comes after it but the
 * terminal, or the file that somebody keeps.
 */
package io.ttpprocessor.kit.terminal;
