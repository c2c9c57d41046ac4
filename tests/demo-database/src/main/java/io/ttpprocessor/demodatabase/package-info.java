/**
 * An embedded PostgreSQL as a process of its own, and a look into it, for the demo: {@code
 * run-pipeline.sh} starts it before the services and asks it for its summary after them. It knows
 * the consumer's tables by name only.
 */
package io.ttpprocessor.demodatabase;
