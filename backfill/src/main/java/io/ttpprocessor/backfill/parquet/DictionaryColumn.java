package io.ttpprocessor.backfill.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * A column of texts that come again. A text is known by the object that stands for it and is
 * encoded once: hashing and comparing addresses of 56 characters row by row took a quarter of a
 * backfill's time.
 *
 * <p>As parquet-java does, it goes over to plain values for the rest of the row group where the
 * dictionary does not pay in the first page or has grown too large; it then has a dictionary of
 * each page for itself alone. Not thread-safe.
 *
 * @param <K> what stands for a text; equal ones have the same
 */
final class DictionaryColumn<K> extends PageColumn {
  private static final int INITIAL_SIZE = 1 << 10;

  /** The name that it has in files whose pages are of version 1. */
  @SuppressWarnings("deprecation")
  private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

  private final TextForm<K> form;
  private final ParquetProperties properties;
  private final Map<K, Integer> ids = new HashMap<>();
  private final PlainBytes dictionary = new PlainBytes();
  private final PlainBytes plain = new PlainBytes();

  /** Where each text of the dictionary begins, and after them where the last ends. */
  private int[] starts = new int[INITIAL_SIZE];

  /** The page in which a text was met last. */
  private int[] metIn = new int[INITIAL_SIZE];

  /** The current page, as ids of texts. */
  private int[] page = new int[INITIAL_SIZE];

  private int pageSize;
  private int pageNumber;
  private K last;
  private int lastId;
  private boolean isFirstPage;
  private boolean isPlain;

  DictionaryColumn(ColumnDescriptor descriptor, ParquetProperties properties, TextForm<K> form) {
    super(descriptor, properties);
    this.form = form;
    this.properties = properties;
  }

  @Override
  void beginGroup(PageWriter writer) {
    super.beginGroup(writer);
    forget();
    isFirstPage = true;
    isPlain = false;
  }

  /** A row with the text that the key stands for. */
  void write(K key) {
    present();
    if (key != last) {
      last = key;
      lastId = idOf(key);
    }
    if (pageSize == page.length) {
      page = Arrays.copyOf(page, 2 * pageSize);
    }
    page[pageSize++] = lastId;
    metIn[lastId] = pageNumber;
  }

  private int idOf(K key) {
    Integer known = ids.get(key);
    if (known != null) {
      return known;
    }
    int id = ids.size();
    if (id + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      metIn = Arrays.copyOf(metIn, starts.length);
    }
    form.put(key, dictionary);
    starts[id + 1] = dictionary.size();
    ids.put(key, id);
    return id;
  }

  private int sizeOf(int id) {
    return starts[id + 1] - starts[id];
  }

  /** Each text of the page is looked at once. */
  @Override
  void addStatistics(Statistics<?> statistics) {
    for (int id = 0; id < ids.size(); id++) {
      if (metIn[id] == pageNumber) {
        int start = starts[id] + Integer.BYTES;
        statistics.updateStats(dictionary.binary(start, sizeOf(id) - Integer.BYTES));
      }
    }
  }

  @Override
  BytesInput pageValues() throws IOException {
    if (!isPlain) {
      BytesInput encoded = encodedIds();
      isPlain = isFirstPage && dictionary.size() + encoded.size() >= plainSize();
      if (!isPlain) {
        return encoded;
      }
    }
    plain.clear();
    for (int i = 0; i < pageSize; i++) {
      plain.putAll(dictionary, starts[page[i]], sizeOf(page[i]));
    }
    return plain.input();
  }

  /** The width of an id in bits, then the ids. */
  private BytesInput encodedIds() throws IOException {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, ids.size() - 1));
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            width,
            properties.getInitialSlabSize(),
            properties.getPageSizeThreshold(),
            properties.getAllocator())) {
      for (int i = 0; i < pageSize; i++) {
        encoder.writeInt(page[i]);
      }
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      encoded.write(width);
      encoder.toBytes().writeAllTo(encoded);
      return BytesInput.from(encoded);
    }
  }

  private long plainSize() {
    long size = 0;
    for (int i = 0; i < pageSize; i++) {
      size += sizeOf(page[i]);
    }
    return size;
  }

  @Override
  Encoding pageEncoding() {
    return isPlain ? Encoding.PLAIN : DICTIONARY;
  }

  @Override
  void clearPage() throws IOException {
    pageSize = 0;
    pageNumber++;
    isFirstPage = false;
    if (!isPlain && dictionary.size() > properties.getDictionaryPageSizeThreshold()) {
      writeDictionary();
      isPlain = true;
    }
    if (isPlain) {
      forget();
    }
  }

  @Override
  void endGroup() throws IOException {
    if (!isPlain) {
      writeDictionary();
    }
    forget();
  }

  @Override
  long size() {
    return super.size() + dictionary.size();
  }

  private void writeDictionary() throws IOException {
    pages().writeDictionaryPage(new DictionaryPage(dictionary.input(), ids.size(), DICTIONARY));
  }

  private void forget() {
    ids.clear();
    dictionary.clear();
    last = null;
  }
}
