package io.ttpprocessor.systemtests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the arrows of ARCHITECTURE.md hold. Method: the compiled classes of all product modules are
 * read, and each arrow that must not be there is looked for.
 */
class ArchitectureTest {
  private static final String ROOT = "io.ttpprocessor.";
  private static final List<String> MODULES =
      List.of(
          "libs/stellar-xdr",
          "libs/event-extractor",
          "libs/event-encoder",
          "libs/service-kit",
          "libs/ledger-source",
          "libs/data-lake",
          "libs/event-store",
          "stellar-live-source",
          "stellar-live-source-datalake",
          "ttp-processor",
          "consumer-app",
          "backfill");

  private static JavaClasses product;

  @BeforeAll
  static void readTheClasses() {
    List<Path> folders =
        MODULES.stream()
            .map(module -> Path.of(System.getProperty("ttp.root"), module, "target", "classes"))
            .toList();
    assertThat(folders).allMatch(Files::isDirectory);
    product = new ClassFileImporter().importPaths(folders);
  }

  static Stream<ArchRule> arrows() {
    return Stream.of(
        mayNotKnow("xdr..", "ledger..", "extract..", "kit..", "source..", "protos.."),
        mayNotKnow("ledger..", "extract..", "kit..", "source..", "protos.."),
        mayNotKnow("extract..", "kit..", "source..", "processor..", "protos.."),
        mayNotKnow("encode..", "kit..", "source..", "processor..", "store.."),
        mayNotKnow("kit..", "xdr..", "ledger..", "extract..", "source.."),
        kitKnowsNoContractButFlowctls(),
        mayNotKnow("source..", "extract..", "datalake..", "rpc..", "processor..", "consumer.."),
        mayNotKnow("datalake..", "extract..", "rpc..", "processor..", "consumer.."),
        mayNotKnow("rpc..", "extract..", "datalake..", "processor..", "consumer.."),
        mayNotKnow("processor..", "datalake.service..", "rpc..", "consumer..", "store.."),
        mayNotKnow("store..", "xdr..", "ledger..", "extract..", "source..", "consumer.."),
        mayNotKnow("backfill..", "rpc..", "processor..", "consumer..", "datalake.service.."),
        mayNotKnow("backfill.range..", "backfill.job..", "backfill.parquet..", "backfill.output.."),
        mayNotKnow("backfill.range..", "backfill.postgres.."),
        mayNotKnow("backfill.postgres..", "backfill.job..", "backfill.source..", "datalake.."),
        mayNotKnow("backfill.postgres..", "backfill.parquet..", "backfill.output.."),
        mayNotKnow("backfill.parquet..", "backfill.job..", "backfill.source..", "datalake.."),
        mayNotKnow("consumer..", "xdr..", "ledger..", "extract..", "source..", "processor.."));
  }

  private static ArchRule mayNotKnow(String from, String... others) {
    String[] packages = Stream.of(others).map(ROOT::concat).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  /** What it shares must not be about Stellar; the control plane's contract is not. */
  private static ArchRule kitKnowsNoContractButFlowctls() {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "kit..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "protos..")
                .and(not(resideInAPackage(ROOT + "protos.flowctl.."))));
  }

  @ParameterizedTest
  @MethodSource("arrows")
  void noStageKnowsMoreThanItsContract(ArchRule rule) {
    rule.check(product);
  }

  @Test
  void rulesArePure() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "extract..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.net..",
            "java.time..",
            "java.sql..",
            "org.slf4j..")
        .check(product);
  }

  /** Only the package that is told where values lie, while it has bytes checked, views them so. */
  @Test
  void viewsAreOfCheckedBytes() {
    Set<String> callers =
        product.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(ArchitectureTest::givesAViewWithoutACheck)
            .map(call -> call.getOriginOwner().getPackageName())
            .collect(Collectors.toSet());
    assertThat(callers).containsExactlyInAnyOrder(ROOT + "xdr", ROOT + "ledger");
  }

  private static boolean givesAViewWithoutACheck(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().equals(ROOT + "xdr")
        && Set.of("at", "variable", "fixed").contains(call.getName());
  }

  @Test
  void stagesHaveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(product);
  }

  /** Row 26: a clock that is set must not end a wait, or make one longer. */
  @Test
  void nobodyMeasuresTimeByAClockThatCanBeSet() {
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(product);
  }

  /** B4.16: no bytes from outside decide which classes are made of them. */
  @Test
  void nothingIsDeserializedByItsOwnWord() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.fasterxml.jackson.annotation.JsonTypeInfo")
        .orShould()
        .callMethodWhere(target(nameMatching("(enableDefaultTyping|activateDefaultTyping).*")))
        .check(product);
  }
}
