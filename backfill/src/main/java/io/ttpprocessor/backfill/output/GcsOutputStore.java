package io.ttpprocessor.backfill.output;

import com.google.cloud.NoCredentials;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.ttpprocessor.datalake.store.BucketPath;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects beneath a folder of a bucket of Google Cloud Storage. A file is a resumable upload, which
 * makes no object before it is closed; the client retries each request by itself. An upload that a
 * killed process leaves expires after a week.
 */
public final class GcsOutputStore implements OutputStore {
  private static final int CHUNK_SIZE = 16 << 20;

  private final BucketPath place;
  private final Storage storage;

  /**
   * Opens a client; no request is made yet. Credentials are the application's default ones.
   *
   * @param endpoint another server than Google's own, such as an emulator, which gets none
   */
  public GcsOutputStore(BucketPath place, Optional<URI> endpoint) {
    this.place = place;
    StorageOptions.Builder options =
        StorageOptions.http().setEnableOtelMetrics(false).setEnableOtelDebugMetrics(false);
    endpoint.ifPresent(
        server ->
            options
                .setProjectId("ttp-processor")
                .setHost(server.toString())
                .setCredentials(NoCredentials.getInstance()));
    this.storage = options.build().getService();
  }

  @Override
  public OutputFileStream create(String key) {
    return new Upload(key);
  }

  @Override
  public Optional<byte[]> read(String key) throws IOException {
    try {
      Blob blob = storage.get(id(key));
      return blob == null ? Optional.empty() : Optional.of(blob.getContent());
    } catch (StorageException e) {
      throw failure(key, e);
    }
  }

  @Override
  public List<StoredFile> list(String folder) throws IOException {
    try {
      List<StoredFile> files = new ArrayList<>();
      BlobListOption prefix = BlobListOption.prefix(place.prefix() + folder);
      for (Blob blob : storage.list(place.bucket(), prefix).iterateAll()) {
        String key = blob.getName().substring(place.prefix().length());
        files.add(new StoredFile(key, blob.getSize()));
      }
      return files;
    } catch (StorageException e) {
      throw failure(folder, e);
    }
  }

  @Override
  public void delete(String key) throws IOException {
    try {
      storage.delete(id(key));
    } catch (StorageException e) {
      throw failure(key, e);
    }
  }

  @Override
  public String description() {
    return "gs://" + place;
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (Exception e) {
      throw new IllegalStateException("the client of " + description() + " does not close", e);
    }
  }

  private BlobId id(String key) {
    return BlobId.of(place.bucket(), place.prefix() + key);
  }

  private IOException failure(String key, StorageException e) {
    return new IOException(description() + key + ": " + e.getMessage(), e);
  }

  private final class Upload extends OutputFileStream {
    private final String key;
    private WriteChannel channel;

    Upload(String key) {
      this.key = key;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          channel().write(buffer);
        }
      } catch (StorageException e) {
        throw failure(key, e);
      }
    }

    private WriteChannel channel() {
      if (channel == null) {
        channel = storage.writer(BlobInfo.newBuilder(id(key)).build());
        channel.setChunkSize(CHUNK_SIZE);
      }
      return channel;
    }

    @Override
    public void commit() throws IOException {
      try {
        channel().close();
      } catch (StorageException e) {
        throw failure(key, e);
      }
    }

    /** An upload that is not closed never becomes an object, and can only be left to expire. */
    @Override
    public void close() {
      channel = null;
    }
  }
}
