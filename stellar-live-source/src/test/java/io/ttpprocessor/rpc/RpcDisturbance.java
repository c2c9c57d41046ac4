package io.ttpprocessor.rpc;

import io.ttpprocessor.rpc.FakeStellarRpc.Entry;
import io.ttpprocessor.rpc.FakeStellarRpc.Page;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/**
 * What a server may do instead of sending a page as it should: rows 10 to 13 of the fault matrix.
 */
enum RpcDisturbance {
  HTTP_500 {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.status(500);
    }
  },
  HTTP_502 {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.status(502);
    }
  },
  HTTP_503 {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.status(503);
    }
  },
  HTTP_504 {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.status(504);
    }
  },
  HTTP_429_WITH_RETRY_AFTER {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.status(429).newBuilder().setHeader("Retry-After", "0").build();
    }
  },
  RESET_BEFORE_ANSWER {
    @Override
    MockResponse answer(Page page, Random random) {
      return whole(page).onResponseStart(new SocketEffect.CloseSocket()).build();
    }
  },
  RESET_WITHIN_ANSWER {
    @Override
    MockResponse answer(Page page, Random random) {
      return whole(page).onResponseBody(new SocketEffect.CloseSocket()).build();
    }
  },
  SLOW {
    @Override
    MockResponse answer(Page page, Random random) {
      return whole(page).headersDelay(50, TimeUnit.MILLISECONDS).build();
    }
  },
  SILENCE {
    @Override
    MockResponse answer(Page page, Random random) {
      return whole(page).onResponseStart(SocketEffect.Stall.INSTANCE).build();
    }
  },
  PROCESSING_LIMIT {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.error(FakeStellarRpc.PROCESSING_LIMIT, "processing limit");
    }
  },
  INTERNAL_ERROR {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.error(FakeStellarRpc.INTERNAL_ERROR, "database is locked");
    }
  },
  UNKNOWN_ERROR {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.error(-1, "something else");
    }
  },
  NOT_JSON {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.json("<html>Bad gateway</html>");
    }
  },
  CUT_JSON {
    @Override
    MockResponse answer(Page page, Random random) {
      String body = body(page);
      return FakeStellarRpc.json(body.substring(0, 1 + random.nextInt(body.length() - 1)));
    }
  },
  WRONG_TYPE {
    @Override
    MockResponse answer(Page page, Random random) {
      Entry entry = any(page, random);
      entry.sequence = '"' + entry.sequence + '"';
      return whole(page).build();
    }
  },
  MISSING_FIELD {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.json(body(page).replaceFirst("\"metadataXdr\"", "\"metadata\""));
    }
  },
  CUT_BASE64 {
    @Override
    MockResponse answer(Page page, Random random) {
      Entry entry = any(page, random);
      int cut = 1 + random.nextInt(entry.metadata.length() - 2);
      entry.metadata = entry.metadata.substring(0, cut) + '"';
      return whole(page).build();
    }
  },
  ILLEGAL_BASE64 {
    @Override
    MockResponse answer(Page page, Random random) {
      Entry entry = any(page, random);
      int at = 1 + random.nextInt(entry.metadata.length() - 2);
      entry.metadata = entry.metadata.substring(0, at) + '*' + entry.metadata.substring(at + 1);
      return whole(page).build();
    }
  },
  CUT_XDR {
    @Override
    MockResponse answer(Page page, Random random) {
      Entry entry = any(page, random);
      byte[] xdr = Base64.getDecoder().decode(entry.metadata.replace("\"", ""));
      byte[] cut = Arrays.copyOf(xdr, random.nextInt(xdr.length));
      entry.metadata = '"' + Base64.getEncoder().encodeToString(cut) + '"';
      return whole(page).build();
    }
  },
  SKIPPED_LEDGER {
    @Override
    MockResponse answer(Page page, Random random) {
      page.entries.remove(random.nextInt(page.entries.size()));
      return whole(page).build();
    }
  },
  REPEATED_LEDGER {
    @Override
    MockResponse answer(Page page, Random random) {
      page.entries.add(page.entries.size(), any(page, random));
      return whole(page).build();
    }
  },
  REORDERED_LEDGERS {
    @Override
    MockResponse answer(Page page, Random random) {
      List<Entry> entries = page.entries;
      Collections.swap(entries, random.nextInt(entries.size()), random.nextInt(entries.size()));
      return whole(page).build();
    }
  },
  LATEST_GOES_BACKWARDS {
    @Override
    MockResponse answer(Page page, Random random) {
      return FakeStellarRpc.error(FakeStellarRpc.INVALID_PARAMS, "cursor must be between");
    }
  },
  EMPTY_PAGE {
    @Override
    MockResponse answer(Page page, Random random) {
      page.entries.clear();
      return whole(page).build();
    }
  };

  /** The answer to send; {@code page} may be changed for it. */
  abstract MockResponse answer(Page page, Random random);

  private static MockResponse.Builder whole(Page page) {
    return new MockResponse.Builder().body(new Buffer().writeUtf8(body(page)));
  }

  private static String body(Page page) {
    return FakeStellarRpc.body(page, 1);
  }

  private static Entry any(Page page, Random random) {
    return page.entries.get(random.nextInt(page.entries.size()));
  }
}
