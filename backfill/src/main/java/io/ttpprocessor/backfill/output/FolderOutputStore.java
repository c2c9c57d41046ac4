package io.ttpprocessor.backfill.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files beneath a folder. A file is written under a name that begins with a dot, which readers of
 * folders pass over; then it is forced to the disk and renamed.
 */
public final class FolderOutputStore implements OutputStore {
  private static final String UNFINISHED = ".unfinished-";
  private static final int BUFFER_SIZE = 1 << 20;

  private final Path root;

  /** The lowest folder on the way to the root that was there when this was opened. */
  private final Path there;

  private boolean made;

  /**
   * A store beneath {@code root}, which is made with its first file where it is not there: who is
   * refused leaves no folder.
   *
   * @throws FileAlreadyExistsException when there is a file in its place, or above it
   * @throws AccessDeniedException when it cannot be made
   */
  public FolderOutputStore(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    Path lowest = this.root;
    while (!Files.exists(lowest, LinkOption.NOFOLLOW_LINKS)) {
      lowest = lowest.getParent();
    }
    if (!Files.isDirectory(lowest)) {
      throw new FileAlreadyExistsException(lowest.toString());
    }
    if (!lowest.equals(this.root) && !Files.isWritable(lowest)) {
      throw new AccessDeniedException(lowest.toString());
    }
    this.there = lowest;
  }

  private synchronized void makeRoot() throws IOException {
    if (!made) {
      // A link to a folder is one, but cannot be created.
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root);
      }
      for (Path folder : foldersOf(there, root)) {
        force(folder);
      }
      made = true;
    }
  }

  /** The folders from {@code top} down to the one that {@code file} lies in, the lowest first. */
  static List<Path> foldersOf(Path top, Path file) {
    List<Path> folders = new ArrayList<>();
    for (Path folder = file; !folder.equals(top); ) {
      folder = folder.getParent();
      folders.add(folder);
    }
    return folders;
  }

  @Override
  public OutputFileStream create(String key) throws IOException {
    makeRoot();
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    return new Unfinished(file, foldersOf(root, file));
  }

  @Override
  public Optional<byte[]> read(String key) throws IOException {
    Path file = root.resolve(key);
    return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /** What a killed process left unfinished is listed too. */
  @Override
  public List<StoredFile> list(String folder) throws IOException {
    Path start = root.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    List<StoredFile> files = new ArrayList<>();
    Files.walkFileTree(
        start,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = root.relativize(file).toString().replace('\\', '/');
            files.add(new StoredFile(key, attributes.size()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            // Another worker's file has just got its name, or is gone.
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    files.sort(Comparator.comparing(StoredFile::key));
    return files;
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(root.resolve(key));
  }

  @Override
  public String description() {
    return root.toString();
  }

  @Override
  public void close() {
    // A folder is not open.
  }

  /** A file, or folder, lasts only once the folder that tells its name is on the disk too. */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class Unfinished extends OutputFileStream {
    private final Path file;
    private final List<Path> folders;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean committed;

    Unfinished(Path file, List<Path> folders) throws IOException {
      this.file = file;
      this.folders = folders;
      // Of its own name: a task that is given up may still be writing when the next one begins.
      this.part = file.resolveSibling(UNFINISHED + file.getFileName() + "-" + UUID.randomUUID());
      this.channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.out = new BufferedOutputStream(new ChannelStream(channel), BUFFER_SIZE);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void commit() throws IOException {
      out.flush();
      channel.force(true);
      channel.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      committed = true;
      // All, for another that made one of them may not have come so far.
      for (Path folder : folders) {
        force(folder);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** A channel as a stream; writing to it is not broken off by interrupts between two calls. */
  private static final class ChannelStream extends OutputStream {
    private final FileChannel channel;

    ChannelStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
