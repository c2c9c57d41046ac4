package io.ttpprocessor.datalake.store;

import io.ttpprocessor.testkit.FaultProxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** S3Proxy in this process, over a folder whose folders are its buckets. */
public final class S3Server implements StoreServer {
  /** Who may sign requests. */
  public static final String KEY_ID = "test-key";

  /** What requests are signed with. */
  public static final String SECRET = "test-secret";

  private final S3Proxy server;
  private final FaultProxy proxy;

  /** A server that wants requests to be signed, by {@link #KEY_ID} with {@link #SECRET}. */
  public static S3Server signed(Path folder) throws Exception {
    return new S3Server(folder, AuthenticationType.AWS_V2_OR_V4);
  }

  private S3Server(Path folder, AuthenticationType authentication) throws Exception {
    Files.createDirectories(StoreKind.rootIn(folder));
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    properties.setProperty("s3proxy.filesystem.basedir", folder.toString());
    BlobStore blobs = BlobStores.create("filesystem-nio2", properties);
    S3Proxy.Builder builder =
        S3Proxy.builder().blobStore(blobs).endpoint(URI.create("http://127.0.0.1:0"));
    if (authentication == AuthenticationType.NONE) {
      builder.awsAuthentication(AuthenticationType.NONE, null, null);
    } else {
      builder.awsAuthentication(authentication, KEY_ID, SECRET);
    }
    this.server = builder.build();
    server.start();
    this.proxy = FaultProxy.before("127.0.0.1", server.getPort());
  }

  /** A server that serves whoever asks, as a public bucket does. */
  public static S3Server anonymous(Path folder) throws Exception {
    return new S3Server(folder, AuthenticationType.NONE);
  }

  @Override
  public ObjectStore open() {
    return open(credentials(SECRET));
  }

  ObjectStore openAnonymously() {
    return open(AnonymousCredentialsProvider.create());
  }

  ObjectStore openWith(String secret) {
    return open(credentials(secret));
  }

  /** Where clients are to connect to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  private ObjectStore open(AwsCredentialsProvider credentials) {
    return new S3ObjectStore(
        new S3Options(
            BucketPath.parse(BUCKET, "s3", PREFIX),
            "us-east-1",
            Optional.of(endpoint()),
            true,
            credentials,
            TIMEOUTS));
  }

  private static AwsCredentialsProvider credentials(String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, secret));
  }

  @Override
  public void fail() {
    proxy.refuse();
    proxy.cutAll();
  }

  @Override
  public void heal() {
    proxy.heal();
  }

  @Override
  public void close() {
    proxy.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not stop", e);
    }
  }
}
