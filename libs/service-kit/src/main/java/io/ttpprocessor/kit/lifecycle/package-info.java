/**
 * From {@code main} to the end of the process: parts are started in order and stopped in reverse,
 * on SIGTERM, at the service's own request, or after a failed start.
 *
 * <p>Before it there is {@code main}; it hands the service its settings and waits. Nothing comes
 * after it but the process's exit code.
 */
package io.ttpprocessor.kit.lifecycle;
