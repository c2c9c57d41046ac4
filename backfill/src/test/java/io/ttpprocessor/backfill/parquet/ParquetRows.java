package io.ttpprocessor.backfill.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads the rows of Parquet files back by parquet-java's own reader of records. */
public final class ParquetRows {
  private ParquetRows() {}

  /** The rows of all files beneath a folder, in the order of the files' names. */
  public static List<Map<String, Object>> in(Path folder) {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        read(file, rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static void read(Path file, List<Map<String, Object>> rows) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdOnly())
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      PageReadStore pages = reader.readNextRowGroup();
      while (pages != null) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(row(records.read(), schema));
        }
        pages = reader.readNextRowGroup();
      }
    }
  }

  private static Map<String, Object> row(Group group, MessageType schema) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Type column : schema.getFields()) {
      String name = column.getName();
      Object value = group.getFieldRepetitionCount(name) == 0 ? null : value(group, column);
      row.put(name, value);
    }
    return row;
  }

  private static Object value(Group group, Type column) {
    String name = column.getName();
    if (!column.isPrimitive()) {
      Group list = group.getGroup(name, 0);
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
        elements.add(list.getGroup(0, i).getString(0, 0));
      }
      return elements;
    }
    return switch (column.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> group.getInteger(name, 0);
      case INT64 -> group.getLong(name, 0);
      case BOOLEAN -> group.getBoolean(name, 0);
      case FIXED_LEN_BYTE_ARRAY -> decimal(group, column);
      case BINARY ->
          column.getLogicalTypeAnnotation() == null
              ? ByteBuffer.wrap(group.getBinary(name, 0).getBytes())
              : group.getString(name, 0);
      default -> throw new IllegalStateException("a column of another type: " + column);
    };
  }

  private static BigDecimal decimal(Group group, Type column) {
    DecimalLogicalTypeAnnotation type =
        (DecimalLogicalTypeAnnotation) column.getLogicalTypeAnnotation();
    BigInteger unscaled = new BigInteger(group.getBinary(column.getName(), 0).getBytes());
    return new BigDecimal(unscaled, type.getScale());
  }

  private static final class ZstdOnly
      implements CompressionCodecFactory, CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(Zstd.decompress(bytes.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) {
      byte[] bytes = new byte[compressed];
      input.get(bytes);
      output.put(Zstd.decompress(bytes, size));
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      if (codec != CompressionCodecName.ZSTD) {
        throw new IllegalArgumentException("pages of " + codec);
      }
      return this;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("only reads");
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }
}
