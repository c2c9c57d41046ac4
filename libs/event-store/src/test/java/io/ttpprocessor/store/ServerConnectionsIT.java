package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: too many connections are refused with both figures. Method: a server that takes few. */
@Timeout(60)
class ServerConnectionsIT {
  @Test
  void whatTheServerTakesIsAskedOfIt() throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("max_connections", "10"))) {
      TestDatabase database = TestDatabase.in(server);
      ServerConnections connections =
          ServerConnections.of(SinkDatabase.open("localhost", server.port(), database.name()));
      // PostgreSQL's usual number of reserved ones is 3.
      assertThat(connections).isEqualTo(new ServerConnections(10, 3));
      connections.expect(7, "name fewer tables");
      assertThatThrownBy(() -> connections.expect(8, "name fewer tables"))
          .isInstanceOf(SinkException.class)
          .hasMessage(
              "up to 8 database connections are needed at a time, but the server takes 7"
                  + " (max_connections 10 less superuser_reserved_connections 3): name fewer"
                  + " tables, or raise max_connections");
    }
  }
}
