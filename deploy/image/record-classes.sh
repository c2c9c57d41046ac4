#!/usr/bin/env bash
# Starts a service once, while its image is built, and keeps the classes that it loads in an archive.
#   record-classes.sh JAR ARCHIVE
# Whoever it would talk to is absent, so that nothing but the start is recorded.
set -euo pipefail

jar="$1"
archive="$2"
health_port=8088
start_limit=60

lake="$(mktemp -d)"
trap 'rm -rf "$lake"' EXIT

arguments=()
# The consumer alone takes a range.
if java -jar "$jar" --help | grep -q '<start>'; then
  arguments=(0 0)
fi
env HEALTH_PORT="$health_port" PORT=0 BIND_ADDRESS=127.0.0.1 ALLOW_PLAINTEXT=true \
  NETWORK_PASSPHRASE='Test SDF Network ; September 2015' \
  RPC_ENDPOINT=http://127.0.0.1:9 STORAGE_TYPE=FS BUCKET_NAME="$lake" \
  LIVE_SOURCE_ENDPOINT=127.0.0.1:9 TTP_SERVICE_ADDRESS=127.0.0.1:9 \
  POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=9 \
  java -XX:ArchiveClassesAtExit="$archive" -Xlog:cds=error -Xlog:cds+dynamic=error \
  -XX:-UsePerfData --sun-misc-unsafe-memory-access=allow -jar "$jar" "${arguments[@]}" &
service=$!

# Any answer will do, and a first one loads the health page's classes too.
until (exec 3<>"/dev/tcp/127.0.0.1/$health_port") 2>/dev/null; do
  kill -0 "$service" || { echo "the service ended while its classes were recorded" >&2; exit 1; }
  ((SECONDS < start_limit)) || { echo "the service did not start within $start_limit s" >&2; exit 1; }
  sleep 0.1
done
HEALTH_PORT="$health_port" java -jar "$jar" healthcheck || true
kill "$service"
wait "$service" || true
if [[ ! -s "$archive" ]]; then
  echo "no archive of classes was made" >&2
  exit 1
fi
# For any user, as the service has one of its own.
chmod 644 "$archive"
