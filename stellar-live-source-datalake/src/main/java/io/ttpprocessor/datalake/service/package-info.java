/**
 * The service and its commands: a data lake's ledgers over gRPC, and {@code scan}, {@code verify}
 * and {@code doctor}, which look at the lake without serving it.
 *
 * <p>Before it, {@code io.ttpprocessor.datalake} reads the ledgers; {@code io.ttpprocessor.source}
 * sends them.
 */
package io.ttpprocessor.datalake.service;
