/**
 * Programs to begin with.
 *
 * <p>Before them: a running {@code ttp-processor}. After them: yours.
 */
package io.ttpprocessor.examples;
