package io.ttpprocessor.backfill.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages; parquet-java's own codecs are Hadoop's. Not thread-safe. */
final class ZstdCompressor implements BytesInputCompressor {
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] plain = {};

  ZstdCompressor(int level) {
    context.setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput page) throws IOException {
    int size = Math.toIntExact(page.size());
    if (plain.length < size) {
      plain = new byte[size];
    }
    page.writeInto(ByteBuffer.wrap(plain, 0, size));
    byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(size))];
    int length = context.compressByteArray(compressed, 0, compressed.length, plain, 0, size);
    return BytesInput.from(compressed, 0, length);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    context.close();
  }
}
