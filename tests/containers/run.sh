#!/usr/bin/env bash
# The pipeline as containers, from a sample lake into PostgreSQL: all rows arrive, each container is
# killed once while ledgers are added, the rows are still exactly those that the lake's generator
# meant, and after the stop nothing is left. Says SKIPPED, and why, where it cannot run.
#   tests/containers/run.sh            needs the sample lake's jar (mvn -pl tests/sample-lake -am package)
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=deploy/scripts/common.sh
source "$root/deploy/scripts/common.sh"

passphrase='Standalone Network ; February 2017'
project=ttp-containers-test
consumer=flowctl-pipeline-postgres-consumer
lake_jar="$root/tests/sample-lake/target/sample-lake.jar"
ports=(50051 8088 50052 8089 50054 8090)
first=2
round=200
limit=180

skip() {
  printf 'SKIPPED: %s\n' "$1"
  exit 0
}

find_out_whether_it_can_run() {
  local problem port
  problem="$(docker_problem)"
  [[ -z "$problem" ]] || skip "$problem"
  find_compose
  command -v java >/dev/null || skip "no java found, by which the sample lake is made"
  [[ -f "$lake_jar" ]] || skip "the sample lake's jar is not built"
  [[ -z "$(docker ps -aq --filter "name=^$consumer\$")" ]] || skip "a pipeline is there already"
  for port in "${ports[@]}"; do
    ! is_open "$port" || skip "port $port, which the pipeline publishes, is taken"
  done
}

run_compose() { # arguments
  (cd "$root" && "${compose[@]}" --env-file "$work/env" --project-name "$project" \
    --profile lake "$@")
}

clean_up() {
  run_compose down --volumes --timeout 20 >>"$work/compose.log" 2>&1 || true
  rm -rf "$work"
}

write_settings() {
  cat >"$work/env" <<TEXT
POSTGRES_PASSWORD=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
POSTGRES_PUBLISHED_PORT=$1
PIPELINE_NETWORK=containers-test
NETWORK_PASSPHRASE=$passphrase
STORAGE_TYPE=FS
BUCKET_NAME=/lake
LAKE_FOLDER=$work/lake
START_LEDGER=$first
END_LEDGER=0
TEXT
}

free_port() {
  local port
  for port in $(seq 54400 54499); do
    if ! is_open "$port"; then
      printf '%s' "$port"
      return
    fi
  done
  return 1
}

# The lake has so many ledgers, and meant_* says which events they hold, by the generator's own count.
extend_lake() { # ledgers
  last=$((first + $1 - 1))
  java -Xmx256m -jar "$lake_jar" --directory "$work/lake" --network-passphrase "$passphrase" \
    --seed 7 --first-ledger "$first" --ledgers "$1" --transactions 5 >"$work/lake.log"
  chmod -R a+rX "$work/lake"
  meant="$(sed -n 's/^ *events  *//p' "$work/lake.log" | tr -d ',' | grep -oE '[0-9]+ [a-z]+' |
    LC_ALL=C sort | paste -sd' ' -)"
  [[ -n "$meant" ]] || fail "the generator told nothing of its events: $(<"$work/lake.log")"
}

query() { # sql
  docker exec "$(container postgres)" psql -U postgres -d stellar -Atc "$1" 2>/dev/null
}

container() { run_compose ps -q "$1" 2>/dev/null; }

stored() {
  query "SELECT count(*) || ' ' || event_type FROM token_transfers GROUP BY event_type" |
    LC_ALL=C sort | paste -sd' ' -
}

cursor() { query "SELECT ledger_sequence FROM pipeline_cursor" || true; }

# Waits for the whole lake in the database, and holds it against the generator's count.
await_rows() { # while what
  local deadline=$((SECONDS + limit))
  until [[ "$(cursor)" == "$last" ]]; do
    if ((SECONDS >= deadline)); then
      run_compose logs --tail 20 >&2 || true
      fail "$1: the cursor is '$(cursor)' after $limit s, and not $last"
    fi
    sleep 0.5
  done
  [[ "$(stored)" == "$meant" ]] || fail "$1: stored are $(stored), meant were $meant"
  [[ "$(query 'SELECT count(*) FROM ledger_digests')" == "$((last - first + 1))" ]] ||
    fail "$1: not each ledger has a digest"
  note "$1: ledgers $first to $last, $meant"
}

# SIGKILL from outside: by `docker kill` the daemon would not start it again.
kill_process() { # service
  local id pid before deadline=$((SECONDS + limit))
  id="$(container "$1")"
  pid="$(docker inspect --format '{{.State.Pid}}' "$id")"
  before="$(docker inspect --format '{{.RestartCount}}' "$id")"
  docker run --rm --network none --pid host --user 0 --entrypoint bash ttp-processor/consumer-app \
    -c "kill -9 $pid"
  until (($(docker inspect --format '{{.RestartCount}}' "$id") > before)); do
    ((SECONDS < deadline)) || fail "$1 was killed and not started again"
    sleep 0.2
  done
}

await_healthy() { # service
  local id deadline=$((SECONDS + limit))
  id="$(container "$1")"
  until [[ "$(docker inspect --format '{{.State.Health.Status}}' "$id")" == healthy ]]; do
    ((SECONDS < deadline)) ||
      fail "$1 is not healthy: $(docker inspect --format '{{json .State.Health}}' "$id")"
    sleep 0.5
  done
}

find_out_whether_it_can_run
work="$(mktemp -d)"
trap clean_up EXIT
chmod 755 "$work"
mkdir "$work/lake"
write_settings "$(free_port)"
extend_lake "$round"

step "Building the images"
run_compose build >"$work/compose.log" 2>&1 ||
  { tail -n 30 "$work/compose.log" >&2; fail "the images could not be built"; }
docker images --format '    {{.Repository}} {{.Size}}' | grep ' *ttp-processor/'

step "Starting the pipeline"
began=$SECONDS
run_compose up -d --no-build >>"$work/compose.log" 2>&1 ||
  { tail -n 30 "$work/compose.log" >&2; fail "the pipeline could not be started"; }
for service in postgres lake-source processor; do await_healthy "$service"; done
note "healthy after $((SECONDS - began)) s"
await_rows "at first"

step "Killing each container once"
ledgers=$round
for service in lake-source processor consumer postgres; do
  ledgers=$((ledgers + round))
  extend_lake "$ledgers"
  kill_process "$service"
  await_rows "$service killed"
done

step "Looking at what is told"
# It says each minute how far it is.
deadline=$((SECONDS + limit))
until docker logs "$consumer" 2>&1 | grep -q "ledger $last stored"; do
  ((SECONDS < deadline)) ||
    fail "docker logs $consumer shows no progress: $(docker logs --tail 5 "$consumer" 2>&1)"
  sleep 1
done
docker logs --tail 2 "$consumer" 2>&1 | sed 's/^/    | /'
for service in lake-source processor consumer; do
  id="$(container "$service")"
  [[ "$(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}' "$id")" == \
    'true 10001:10001' ]] || fail "$service may write, or is root"
done

step "Stopping"
run_compose down --volumes --timeout 20 >>"$work/compose.log" 2>&1
left="$(docker ps -aq --filter "label=com.docker.compose.project=$project")"
left+="$(docker volume ls -q --filter "label=com.docker.compose.project=$project")"
left+="$(docker network ls -q --filter "label=com.docker.compose.project=$project")"
[[ -z "$left" ]] || fail "something is left: $left"
printf 'PASSED: the pipeline in containers\n'
