package io.ttpprocessor.store;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh database with a table of events and a sink for it. */
final class SinkDatabase implements AutoCloseable {
  final EventTable table;
  final PGSimpleDataSource source;
  final PostgresSink sink;

  SinkDatabase(EmbeddedDatabase server, EventTable table) throws SinkException {
    this(server, server.createDatabase(), table);
  }

  SinkDatabase(EmbeddedDatabase server, String name, EventTable table) throws SinkException {
    this.table = table;
    this.source = open("localhost", server.port(), name);
    Databases.migrate(source, List.of(table));
    this.sink = new PostgresSink(source, table, table.name());
  }

  static PGSimpleDataSource open(String host, int port, String name) {
    return Databases.open(
        new DatabaseSettings(
            host,
            port,
            name,
            EmbeddedDatabase.USER,
            new Secret("canary-secret"),
            "disable",
            Optional.empty()));
  }

  /** Stores {@code ledgers} after what is stored. */
  void write(List<LedgerEvents> ledgers) throws SinkException {
    sink.write(new LedgerBatch(sink.cursor(), ledgers));
  }

  void write(LedgerEvents... ledgers) throws SinkException {
    write(List.of(ledgers));
  }

  @Override
  public void close() {
    sink.close();
  }
}
