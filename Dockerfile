# One image a service; all four share the build:
#   docker build --build-arg SERVICE=ttp-processor --tag ttp-processor .
# SERVICE: stellar-live-source, stellar-live-source-datalake, ttp-processor or consumer-app.

FROM maven:3.9-eclipse-temurin-17 AS dependencies
WORKDIR /build
# What Maven has to fetch depends on these files alone, so a change of code fetches nothing anew.
COPY pom.xml checkstyle.xml ./
COPY backfill/pom.xml backfill/
COPY consumer-app/pom.xml consumer-app/
COPY examples/java/pom.xml examples/java/
COPY libs/data-lake/pom.xml libs/data-lake/
COPY libs/event-encoder/pom.xml libs/event-encoder/
COPY libs/event-extractor/pom.xml libs/event-extractor/
COPY libs/event-store/pom.xml libs/event-store/
COPY libs/ledger-source/pom.xml libs/ledger-source/
COPY libs/service-kit/pom.xml libs/service-kit/
COPY libs/stellar-xdr/pom.xml libs/stellar-xdr/
COPY libs/testkit/pom.xml libs/testkit/
COPY libs/xdr-codegen/pom.xml libs/xdr-codegen/
COPY protos/pom.xml protos/
COPY stellar-live-source-datalake/pom.xml stellar-live-source-datalake/
COPY stellar-live-source/pom.xml stellar-live-source/
COPY tests/benchmarks/pom.xml tests/benchmarks/
COPY tests/demo-database/pom.xml tests/demo-database/
COPY tests/sample-lake/pom.xml tests/sample-lake/
COPY tests/system-tests/pom.xml tests/system-tests/
COPY ttp-processor/pom.xml ttp-processor/
COPY protos protos
# The modules are empty here; what they need is fetched, and what they make is made again below.
RUN mvn -B -ntp -q -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -Dmdep.analyze.skip \
    -Dexec.skip -am package \
    -pl stellar-live-source,stellar-live-source-datalake,ttp-processor,consumer-app

FROM dependencies AS build
COPY libs libs
COPY stellar-live-source stellar-live-source
COPY stellar-live-source-datalake stellar-live-source-datalake
COPY ttp-processor ttp-processor
COPY consumer-app consumer-app
# Style and formatting are checked by `mvn verify`; an image needs the jars alone.
RUN mvn -B -ntp -q -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -Dmdep.analyze.skip \
    -am clean package \
    -pl stellar-live-source,stellar-live-source-datalake,ttp-processor,consumer-app

FROM eclipse-temurin:25-jre-noble
ARG SERVICE
RUN groupadd --gid 10001 ttp && useradd --uid 10001 --gid ttp --no-create-home ttp
WORKDIR /opt/ttp
COPY --from=build /build/${SERVICE}/target/${SERVICE}.jar service.jar
COPY deploy/image/record-classes.sh /tmp/
# The classes of a start, read and checked once and for all: it takes half the time afterwards.
RUN bash /tmp/record-classes.sh service.jar service.jsa && rm /tmp/record-classes.sh
USER 10001:10001
# /tmp has to be writable and executable: native code of zstd and netty is unpacked there.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["java", "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-jar", "service.jar", "healthcheck"]
# Half of the container's memory is heap; gRPC's buffers, zstd's and the threads have the rest.
ENTRYPOINT ["java", "-XX:SharedArchiveFile=service.jsa", "-Xlog:cds=off", "-Xlog:cds+dynamic=off", \
  "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", \
  "--sun-misc-unsafe-memory-access=allow", "-jar", "service.jar"]
