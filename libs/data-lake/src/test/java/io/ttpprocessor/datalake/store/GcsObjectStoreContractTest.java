package io.ttpprocessor.datalake.store;

/** Google Cloud Storage, against a server that speaks as its JSON API does. */
class GcsObjectStoreContractTest extends ObjectStoreContractTest {
  private StoreServer server;

  @Override
  ObjectStore openStore() throws Exception {
    server = StoreKind.GCS.serve(folder);
    return server.open();
  }

  @Override
  void stopServer() {
    server.close();
  }
}
