package io.ttpprocessor.kit.grpc;

import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;

/**
 * The memory that this process's gRPC servers send from, outside of the heap. One pool for all of
 * them, as gRPC's own is: a pool gives memory back no sooner than the collector finds it, so that a
 * pool for each server would fill what the process may have.
 */
final class TransportBuffers {
  private static final int PAGE_BYTES = 8 << 10;

  /**
   * Chunks of 16 MiB: gRPC's own of 2 MiB hold two buffers of a large message. One that is empty is
   * given back, and the next message would have 2 MiB mapped, paged in and zeroed for it.
   */
  private static final int CHUNK_ORDER = 11;

  private static final int MOST_ARENAS = 4;

  private static final PooledByteBufAllocator POOL = pool();

  private TransportBuffers() {}

  static PooledByteBufAllocator pooled() {
    return POOL;
  }

  private static PooledByteBufAllocator pool() {
    int arenas = Math.min(MOST_ARENAS, Runtime.getRuntime().availableProcessors());
    return new PooledByteBufAllocator(
        true,
        arenas,
        arenas,
        PAGE_BYTES,
        CHUNK_ORDER,
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        PooledByteBufAllocator.defaultUseCacheForAllThreads());
  }
}
