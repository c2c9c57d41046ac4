/**
 * What the tests of several modules share: golden ledgers with the reference's events, child
 * processes that can be killed, a TCP proxy that injects faults, and an embedded PostgreSQL.
 *
 * <p>Test code only: no product module depends on it outside its test scope.
 */
package io.ttpprocessor.testkit;
