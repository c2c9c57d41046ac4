package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import io.ttpprocessor.testkit.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Goal: who looks at the consumer's page sees what the pipeline does, without a reload, and reads
 * in words what fails. Method: the three services follow a lake that grows, with both pipelines,
 * and headless Chromium looks; the database is behind a proxy that can refuse. Pictures are kept in
 * {@code target/screenshots}, to be looked at. Skipped, and told so, where Chromium is not
 * installed.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageInBrowserIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final long FIRST = 64;
  private static final int LEDGERS = 3_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NEWEST_ROW = "#latest tbody tr:first-child td:nth-child(2)";
  private static final String ANSWER = "#answer";
  private static final String WELL = "All is well.";
  private static final Path PICTURES =
      Path.of(System.getProperty("ttp.root"), "tests/system-tests/target/screenshots");

  @TempDir static Path folder;
  private static EmbeddedDatabase server;
  private static FaultProxy proxy;
  private static GrowingLake lake;
  private static Pipeline pipeline;
  private static Browser browser;
  private static String address;
  private static final List<String> requests = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElseThrow());
    lake = new GrowingLake(folder, PASSPHRASE, FIRST, LEDGERS);
    lake.add(200);
    server = EmbeddedDatabase.start();
    proxy = FaultProxy.before("localhost", server.port());
    Database database = Database.create(server.port(), "page");
    Path logs = Files.createDirectory(folder.resolve("logs"));
    pipeline =
        new Pipeline(
            new Pipeline.Plan(lake.folder(), PASSPHRASE, database, FIRST, 0, logs), Map.of());
    int port = ChildProcess.freePort();
    pipeline.start(Service.SOURCE, Map.of("LAKE_POLL_INTERVAL", "100ms"));
    pipeline.start(Service.PROCESSOR);
    pipeline.start(
        Service.CONSUMER,
        Map.of(
            "HEALTH_PORT",
            Integer.toString(port),
            "POSTGRES_PORT",
            Integer.toString(proxy.port()),
            "PIPELINES",
            "token_transfers,contract_events"));
    lake.grow(Duration.ofMillis(200));
    address = "http://127.0.0.1:" + port + "/";
    browser = Browser.start();
    browser.show(1280, 900, "light");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              browser.open(address);
              assertThat(browser.text("h1")).isEqualTo("ttp-processor");
            });
    browser.complaints();
    browser.requests();
    browser.open(address);
    browser.run("window.marker = 'not loaded again'");
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable part : new AutoCloseable[] {browser, pipeline, lake, proxy, server}) {
      close(part);
    }
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("cannot close " + part, e);
    }
  }

  private static void awaitText(String selector, String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.text(selector)).contains(texts));
  }

  private static long newestLedger() {
    String text = browser.text(NEWEST_ROW);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static void awaitProgress() {
    long ledger = newestLedger();
    await().atMost(PATIENCE).until(() -> newestLedger() > ledger + 3);
  }

  private static void search(String text) {
    browser.element("#query").clear();
    browser.element("#query").sendKeys(text, Keys.ENTER);
  }

  @Test
  @Order(1)
  void followsThePipelineByItself() throws Exception {
    awaitText("#problems", WELL);
    awaitText("#network", PASSPHRASE);
    assertThat(browser.text("#connection")).startsWith("live");
    assertThat(browser.elements("#stages li")).hasSize(6);
    await()
        .atMost(PATIENCE)
        .until(() -> browser.elements("#stages .pill[data-level=healthy]").size() == 6);
    awaitProgress();
    assertThat(browser.elements("#latest table")).hasSize(2);
    await().atMost(PATIENCE).until(() -> browser.elements("#top-tables tbody tr").size() > 4);
    assertThat((List<?>) drawnCharts()).hasSize(3);
    // Longer than a stream lasts: the browser has come again meanwhile.
    await().atMost(PATIENCE).until(() -> seen(browser.requests()) > 1);
    assertThat(browser.run("return window.marker")).isEqualTo("not loaded again");
    for (String colours : List.of("light", "dark")) {
      keepPictures(colours);
    }
    browser.show(1280, 900, "light");
    assertThat(browser.complaints()).isEmpty();
    assertNothingFromOutside();
  }

  /** How many streams have begun. */
  private static long seen(List<String> more) {
    requests.addAll(more);
    return requests.stream().filter(request -> request.endsWith("/events")).count();
  }

  /** Charts with something on them; copies are read, for Chromium warns of reading from screens. */
  private static Object drawnCharts() {
    return browser.run(
        "return [...document.querySelectorAll('#charts canvas')].filter(canvas => {"
            + " const copy = new OffscreenCanvas(canvas.width, canvas.height);"
            + " const context = copy.getContext('2d', {willReadFrequently: true});"
            + " context.drawImage(canvas, 0, 0);"
            + " return context.getImageData(0, 0, copy.width, copy.height)"
            + ".data.some(value => value > 0); }).map(canvas => canvas.width)");
  }

  private static void keepPictures(String colours) throws Exception {
    for (int width : new int[] {1280, 390}) {
      browser.show(width, 900, colours);
      await()
          .until(
              () -> browser.run("return document.documentElement.dataset.theme"), colours::equals);
      await().until(() -> ((List<?>) drawnCharts()).size() == 3);
      assertThat((long) browser.run("return document.documentElement.scrollWidth"))
          .as("nothing is wider than the screen")
          .isLessThanOrEqualTo(width);
      browser.keepPicture(PICTURES.resolve("page-" + width + "-" + colours + ".png"));
    }
  }

  private static void assertNothingFromOutside() {
    requests.addAll(browser.requests());
    assertThat(requests)
        .isNotEmpty()
        .allMatch(request -> request.startsWith(address) || request.startsWith("data:"));
  }

  @Test
  @Order(2)
  void findsWhatIsTypedAndSaysWhatCannotBeUnderstood() throws Exception {
    String account =
        (String)
            browser.run("return document.querySelector('#latest td[data-label=From] .key').title");
    search(account);
    awaitText(ANSWER, "Found as ");
    assertThat(
            (long)
                browser.run(
                    "return [...document.querySelectorAll('#found tbody tr')]"
                        + ".filter(row => ![...row.querySelectorAll('.key')]"
                        + ".some(key => key.title === arguments[0])).length",
                    account))
        .as("rows without the account")
        .isZero();
    assertThat(browser.elements("#found tbody tr")).hasSize(50);
    browser.element("#found .more").click();
    await().atMost(PATIENCE).until(() -> browser.elements("#found tbody tr").size() > 50);
    browser.keepPicture(PICTURES.resolve("search-1280-light.png"));

    browser.element("#found td[data-label=Transaction] .key").click();
    awaitText(ANSWER, "Found as transaction.");
    search("native");
    awaitText(ANSWER, "Found as lumen.");
    assertThat(browser.complaints()).isEmpty();
    search("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
    awaitText(ANSWER, "Nothing is stored of this account.");
    search("<img src=x onerror=alert(1)>");
    awaitText(ANSWER, "<img src=x onerror=alert(1)> is none of an account");
    assertThat(browser.elements("#answer img")).isEmpty();
    browser.element("#clear").click();
    await().atMost(PATIENCE).until(() -> browser.elements("#found table").isEmpty());
    // The browser's own word on an answer 400.
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("/api/transfers?q="));
    assertNothingFromOutside();
  }

  @Test
  @Order(3)
  void theKeyboardAloneSuffices() {
    browser.open(address);
    browser.run("window.marker = 'not loaded again'");
    browser.element("body").sendKeys(Keys.TAB);
    assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
    assertThat(
            (List<?>)
                browser.run(
                    "return [...document.querySelectorAll('input, button, section')].filter(each =>"
                        + " !(each.textContent.trim() || each.labels && each.labels.length"
                        + " || each.getAttribute('aria-label')))"))
        .as("what has no name")
        .isEmpty();
    browser.element("#theme").sendKeys(Keys.ENTER);
    assertThat(browser.run("return document.documentElement.dataset.theme")).isEqualTo("dark");
    browser.element("#theme").sendKeys(Keys.ENTER);
    assertThat(browser.run("return document.documentElement.dataset.theme")).isEqualTo("light");
  }

  @Test
  @Order(4)
  void saysWhatFailsAndThatItWorksAgain() throws Exception {
    awaitText("#problems", WELL);
    pipeline.process(Service.PROCESSOR).kill();
    awaitText("#problems", "Processor: Does not answer", "Since ", "8089");
    assertThat(browser.text("#stages li:nth-child(2)")).contains("unhealthy");
    assertThat(browser.text("#stages li:nth-child(1)")).contains("unknown");
    browser.keepPicture(PICTURES.resolve("processor-away-1280-light.png"));
    pipeline.start(Service.PROCESSOR);
    awaitText("#problems", WELL);
    awaitProgress();

    proxy.refuse();
    proxy.cutAll();
    awaitText("#problems", "Look whether PostgreSQL runs", "Since ");
    assertThat(browser.text("#stages")).contains("The consumer cannot write");
    search("native");
    awaitText(ANSWER, "The database cannot be asked");
    browser.show(390, 900, "light");
    browser.keepPicture(PICTURES.resolve("database-away-390-light.png"));
    browser.show(1280, 900, "light");
    proxy.heal();
    awaitText("#problems", WELL);
    awaitProgress();
    assertThat(browser.run("return window.marker")).isEqualTo("not loaded again");
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("/api/"));
    assertNothingFromOutside();
  }
}
