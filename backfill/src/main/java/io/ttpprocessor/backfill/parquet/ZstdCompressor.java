package io.ttpprocessor.backfill.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages; parquet-java's own codecs are Hadoop's. Not thread-safe. */
final class ZstdCompressor implements BytesInputCompressor {
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] compressed = {};

  ZstdCompressor(int level) {
    context.setLevel(level);
  }

  /** The compressed page, until the next is compressed. */
  @Override
  public BytesInput compress(BytesInput page) {
    // On the heap, where nothing is to be released.
    ByteBuffer plain = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), buffer -> {});
    int offset = plain.arrayOffset() + plain.position();
    int bound = Math.toIntExact(Zstd.compressBound(plain.remaining()));
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    int length =
        context.compressByteArray(
            compressed, 0, compressed.length, plain.array(), offset, plain.remaining());
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
