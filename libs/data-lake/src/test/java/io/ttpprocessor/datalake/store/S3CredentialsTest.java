package io.ttpprocessor.datalake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Who asks, and what a store says to those whom it does not know. */
@Timeout(60)
class S3CredentialsTest {
  @TempDir Path folder;

  @Test
  void whatIsSetDecides() {
    assertThat(S3Credentials.choose(Optional.of(true)))
        .isInstanceOf(AnonymousCredentialsProvider.class);
    assertThat(S3Credentials.choose(Optional.of(false)))
        .isInstanceOf(DefaultCredentialsProvider.class);
  }

  @Test
  void anonymousRequestsAreServedWhereTheyAreAllowed() throws Exception {
    try (S3Server server = S3Server.anonymous(folder);
        ObjectStore store = server.openAnonymously()) {
      Files.writeString(StoreKind.rootIn(folder).resolve("a"), "first");
      assertThat(store.get("a", 99).orElseThrow().bytes()).asString().isEqualTo("first");
    }
  }

  @Test
  void whoMayNotReadIsToldWhatToCheck() throws Exception {
    try (S3Server server = S3Server.signed(folder);
        ObjectStore anonymous = server.openAnonymously();
        ObjectStore mistaken = server.openWith("canary")) {
      Path object = Files.writeString(StoreKind.rootIn(folder).resolve("a"), "first");
      // What everyone may read on disk, S3Proxy takes for public.
      Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
      Files.setPosixFilePermissions(
          folder.resolve(StoreServer.BUCKET), PosixFilePermissions.fromString("rwx------"));
      for (ObjectStore store : new ObjectStore[] {anonymous, mistaken}) {
        StoreException failure =
            catchThrowableOfType(StoreException.class, () -> store.get("a", 99));
        assertThat(failure.fault()).isEqualTo(StoreException.Fault.REFUSED);
        assertThat(failure)
            .hasMessageStartingWith("s3://lake-bucket/v1/ledgers/a: the store answered 403")
            .hasMessageContaining("check the credentials")
            .message()
            .doesNotContain("canary");
      }
    }
  }
}
