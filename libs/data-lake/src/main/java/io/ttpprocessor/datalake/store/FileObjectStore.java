package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Objects in a folder of the file system. Nothing outside of the folder is read: a key that leads
 * out of it, by {@code ..} or through a symbolic link, is refused.
 */
public final class FileObjectStore implements ObjectStore {
  private final Path root;

  private FileObjectStore(Path root) {
    this.root = root;
  }

  /**
   * The objects beneath a folder.
   *
   * @throws NotDirectoryException when it is none
   */
  public static FileObjectStore open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    return new FileObjectStore(folder.toRealPath());
  }

  @Override
  public Optional<StoredObject> get(String key, long maxBytes) throws IOException {
    try {
      Path file = resolve(key);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw StoreException.refused(key + " is not a regular file", null);
      }
      if (attributes.size() > maxBytes) {
        throw new ObjectTooLargeException(key, attributes.size(), maxBytes);
      }
      byte[] bytes = read(file, Math.toIntExact(attributes.size()));
      return Optional.of(new StoredObject(bytes, attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      requireRoot();
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    try {
      return Files.isRegularFile(resolve(key));
    } catch (NoSuchFileException e) {
      requireRoot();
      return false;
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  @Override
  public boolean canList() {
    return true;
  }

  /** Where the whole folder is gone, as when a mount is lost, nothing is known of what it holds. */
  private void requireRoot() throws StoreException {
    if (!Files.isDirectory(root)) {
      throw StoreException.passing("the folder " + root + " is not there", (Throwable) null);
    }
  }

  private static StoreException denied(AccessDeniedException denial) {
    return StoreException.refused(
        denial.getMessage() + " may not be read; check its owner and rights", denial);
  }

  /** The file may grow or shrink while it is read: no more is taken than its size promised. */
  private static byte[] read(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    try (InputStream input = Files.newInputStream(file)) {
      int count = input.readNBytes(bytes, 0, size);
      return count == size ? bytes : Arrays.copyOf(bytes, count);
    }
  }

  @Override
  public List<ListedName> listing(String folder, String after, int limit) throws IOException {
    // The greatest on top, so that it gives way to a lesser name; a folder has 64,000 of them.
    PriorityQueue<String> first = new PriorityQueue<>(Comparator.<String>naturalOrder().reversed());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolve(folder))) {
      for (Path entry : entries) {
        String plain = entry.getFileName().toString();
        // Whether it is a folder is looked up only where the name may be among the first.
        if ((plain + "/").compareTo(after) <= 0
            || (first.size() == limit && plain.compareTo(first.peek()) >= 0)) {
          continue;
        }
        String name = Files.isDirectory(entry) ? plain + "/" : plain;
        if (name.compareTo(after) > 0) {
          first.add(name);
        }
        if (first.size() > limit) {
          first.poll();
        }
      }
    } catch (NoSuchFileException e) {
      requireRoot();
      return List.of();
    } catch (AccessDeniedException e) {
      throw denied(e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    List<String> names = new ArrayList<>(first);
    Collections.sort(names);
    List<ListedName> listed = new ArrayList<>();
    for (String name : names) {
      listed.add(new ListedName(name, size(folder, name)));
    }
    return listed;
  }

  private long size(String folder, String name) throws IOException {
    if (name.endsWith("/")) {
      return ListedName.NO_SIZE;
    }
    try {
      return Files.size(root.resolve(folder + name));
    } catch (NoSuchFileException e) {
      return ListedName.NO_SIZE;
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  @Override
  public String description() {
    return root.toString();
  }

  @Override
  public String access() {
    return "as the user " + System.getProperty("user.name");
  }

  @Override
  public void close() {}

  private Path resolve(String key) throws IOException {
    Path path = root.resolve(key).normalize();
    if (!path.startsWith(root) || !path.toRealPath().startsWith(root)) {
      throw StoreException.refused("\"" + key + "\" leads out of " + root, null);
    }
    return path;
  }
}
