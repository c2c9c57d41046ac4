package io.ttpprocessor.datalake.store;

/** S3, against S3Proxy, with signed requests. */
class S3ObjectStoreContractTest extends ObjectStoreContractTest {
  private StoreServer server;

  @Override
  ObjectStore openStore() throws Exception {
    server = StoreKind.S3.serve(folder);
    return server.open();
  }

  @Override
  void stopServer() {
    server.close();
  }
}
