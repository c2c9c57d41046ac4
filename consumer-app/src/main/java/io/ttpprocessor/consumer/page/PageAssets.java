package io.ttpprocessor.consumer.page;

import com.sun.net.httpserver.HttpExchange;
import io.ttpprocessor.kit.observe.HealthServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The page's files, from the jar. A path names the version of what it leads to, so that browsers
 * may keep it for ever; the page itself, which names the paths, is asked for each time.
 */
final class PageAssets {
  private static final String FOLDER = "/page/";
  private static final String CHARTS = "uplot";
  private static final String CHARTS_VERSION =
      "/META-INF/maven/org.webjars.npm/" + CHARTS + "/pom.properties";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final int HASH_BYTES = 6;

  private final Map<String, Asset> assets = new LinkedHashMap<>();
  private final byte[] page;

  private record Asset(String type, byte[] bytes) {}

  /** Reads all files. */
  PageAssets() {
    String html = new String(read(FOLDER + "index.html"), StandardCharsets.UTF_8);
    for (String name : new String[] {"page.css", "page.js", "icon.svg"}) {
      byte[] bytes = read(FOLDER + name);
      String path = "/assets/" + hash(bytes) + "/" + name;
      assets.put(path, new Asset(type(name), bytes));
      html = html.replace("@" + name + "@", path);
    }
    String version = chartsVersion();
    for (String name : new String[] {"uPlot.iife.min.js", "uPlot.min.css"}) {
      String webjar = "/webjars/" + CHARTS + "/" + version + "/dist/" + name;
      String path = "/assets/" + CHARTS + "-" + version + "/" + name;
      assets.put(path, new Asset(type(name), read("/META-INF/resources" + webjar)));
      html = html.replace("@" + name + "@", path);
    }
    page = html.getBytes(StandardCharsets.UTF_8);
  }

  /** Serves the page at the root, and what it consists of. */
  void serveAt(HealthServer server) {
    server.serve(
        "/",
        exchange -> {
          HttpAnswer.head(exchange, type("index.html"), "no-store");
          HttpAnswer.send(exchange, 200, page);
        });
    assets.forEach((path, asset) -> server.serve(path, exchange -> send(exchange, asset)));
  }

  private static void send(HttpExchange exchange, Asset asset) throws IOException {
    HttpAnswer.head(exchange, asset.type(), FOR_EVER);
    HttpAnswer.send(exchange, 200, asset.bytes());
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/html; charset=utf-8";
    };
  }

  private static String chartsVersion() {
    try (InputStream in = PageAssets.class.getResourceAsStream(CHARTS_VERSION)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + CHARTS_VERSION, e);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = PageAssets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource, e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
