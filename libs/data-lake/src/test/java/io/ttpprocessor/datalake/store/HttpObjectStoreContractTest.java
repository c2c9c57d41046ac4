package io.ttpprocessor.datalake.store;

/** Files of a web server. */
class HttpObjectStoreContractTest extends ObjectStoreContractTest {
  private StoreServer server;

  @Override
  ObjectStore openStore() throws Exception {
    server = StoreKind.HTTP.serve(folder);
    return server.open();
  }

  @Override
  void stopServer() {
    server.close();
  }
}
