package io.ttpprocessor.datalake.store;

/** A folder. */
class FileObjectStoreContractTest extends ObjectStoreContractTest {
  private StoreServer server;

  @Override
  ObjectStore openStore() throws Exception {
    server = StoreKind.FS.serve(folder);
    return server.open();
  }

  @Override
  void stopServer() {
    server.close();
  }
}
