#!/usr/bin/env bash
# Runs the whole pipeline on this machine, as processes of its own:
#   ./run-pipeline.sh demo [ledgers]
# Needs a JDK from 17 and, to build, Maven; no network, no Docker. ./stop-pipeline.sh ends it.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
state="$root/.pipeline"
logs="$state/logs"
lake="$state/lake"

passphrase='Standalone Network ; February 2017'
seed=2026
first_ledger=2
database_port="${DEMO_DATABASE_PORT:-54320}"
start_limit=60
jdbc_url=''

lake_jar="$root/tests/sample-lake/target/sample-lake.jar"
database_jar="$root/tests/demo-database/target/demo-database.jar"
source_jar="$root/stellar-live-source-datalake/target/stellar-live-source-datalake.jar"
processor_jar="$root/ttp-processor/target/ttp-processor.jar"
consumer_jar="$root/consumer-app/target/consumer-app.jar"

small_jvm=(-Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError)
short_jvm=("${small_jvm[@]}" -XX:TieredStopAtLevel=1)

bold='' green='' red='' plain=''
if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi

step() { printf '%s==>%s %s%s%s\n' "$green" "$plain" "$bold" "$1" "$plain"; }
note() { printf '    %s\n' "$1"; }
fail() {
  printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
  say_what_runs
  exit 1
}

# A failed start leaves running what had started; whoever reads the failure must know.
say_what_runs() {
  local name names=()
  for name in demo-database lake-source ttp-processor; do
    if running "$name"; then names+=("$name"); fi
  done
  if ((${#names[@]} > 0)); then
    printf '       still running: %s; ./stop-pipeline.sh ends it\n' "${names[*]}" >&2
  fi
}

wrong_use() {
  printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
  usage >&2
  exit 2
}

usage() {
  cat <<'TEXT'
Usage: ./run-pipeline.sh demo [ledgers]

  Makes a lake of sample ledgers (1000 unless you say how many, or as many as there are from an
  earlier run), starts PostgreSQL, the lake source and the processor, and stores every
  token-transfer event of the lake in PostgreSQL. Run again, it goes on where it was.

  ./stop-pipeline.sh          stops everything
  ./stop-pipeline.sh --purge  and deletes the data

  DEMO_DATABASE_PORT  the database's port (54320)
TEXT
}

# --- what is needed ------------------------------------------------------------------------------

need_tools() {
  local tool
  for tool in ps find sed tail xargs env; do
    command -v "$tool" >/dev/null || fail "no $tool found: install it"
  done
}

need_java() {
  command -v java >/dev/null || fail "no java found: install a JDK, version 17 or later"
  local version
  version="$(java -XshowSettings:properties -version 2>&1 |
    sed -n 's/.*java\.specification\.version = \([0-9]*\).*/\1/p')"
  [[ -n "$version" && "$version" -ge 17 ]] ||
    fail "java is version ${version:-unknown}, and 17 or later is needed"
}

# Whether a service's port is taken by something that is not of this pipeline.
need_port() { # port, service, how to choose another
  if ! running "$2" && is_open "$1"; then
    fail "port $1, which $2 needs, is taken: stop what listens there$3"
  fi
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

need_build_tools() {
  command -v mvn >/dev/null || fail "no mvn found, and there is something to build: install Maven 3.8 or later"
  command -v javac >/dev/null || fail "no javac found, and there is something to build: install a JDK, not a JRE"
}

# --- building ------------------------------------------------------------------------------------

# Whether a jar is missing, or older than a source that goes into it.
is_stale() { # jar, folders...
  local jar="$1"
  shift
  [[ -f "$jar" ]] || return 0
  [[ -n "$(find "$root/pom.xml" "$@" -path '*/target' -prune -o -path '*/src/test' -prune -o \
    -type f -newer "$jar" -print -quit)" ]]
}

build() {
  local stale=()
  is_stale "$lake_jar" "$root/tests/sample-lake" && stale+=(tests/sample-lake)
  is_stale "$database_jar" "$root/tests/demo-database" && stale+=(tests/demo-database)
  is_stale "$source_jar" "$root/stellar-live-source-datalake" "$root/libs" "$root/protos" &&
    stale+=(stellar-live-source-datalake)
  is_stale "$processor_jar" "$root/ttp-processor" "$root/libs" "$root/protos" &&
    stale+=(ttp-processor)
  is_stale "$consumer_jar" "$root/consumer-app" "$root/libs" "$root/protos" &&
    stale+=(consumer-app)
  if [[ ${#stale[@]} -eq 0 ]]; then
    return
  fi
  need_build_tools
  # A jar must not change under a process that runs from it.
  "$root/stop-pipeline.sh" >/dev/null
  step "Building ${stale[*]} (the first time takes minutes)"
  local modules
  modules="$(IFS=,; printf '%s' "${stale[*]}")"
  (cd "$root" && mvn -q -DskipTests -pl "$modules" -am package) ||
    fail "the build failed; what Maven said is above"
}

# --- processes -----------------------------------------------------------------------------------

# A pid file holds the process id and the process's start time: a number used again by another
# process is not mistaken for ours.
# Nothing for a process that is gone, or dead and not yet collected by its parent.
started_at() {
  { LC_ALL=C ps -o stat= -o lstart= -p "$1" 2>/dev/null || true; } | sed -n 's/^[^Z ][^ ]* *//p'
}

running() { # name
  local pid since
  [[ -f "$state/$1.pid" ]] || return 1
  { read -r pid && read -r since; } <"$state/$1.pid" || return 1
  [[ -n "$since" && "$(started_at "$pid" | xargs)" == "$since" ]]
}

remember() { # name, pid
  printf '%s\n%s\n' "$2" "$(started_at "$2" | xargs)" >"$state/$1.pid"
}

# Two runs at once would write each other's logs and process ids.
take_lock() {
  if ! mkdir "$state/lock" 2>/dev/null; then
    local owner=''
    [[ -f "$state/lock/pid" ]] && owner="$(<"$state/lock/pid")"
    if [[ -n "$owner" ]] && kill -0 "$owner" 2>/dev/null; then
      printf '%serror:%s another run-pipeline.sh (process %s) is at work here\n' "$red" "$plain" \
        "$owner" >&2
      exit 1
    fi
  fi
  mkdir -p "$state/lock"
  printf '%s\n' "$$" >"$state/lock/pid"
  trap 'rm -rf "$state/lock"' EXIT
}

# What the caller has exported for services of their own must not reach the demo's.
clean_environment=(env -i "PATH=$PATH" "HOME=${HOME:-/}" "LANG=${LANG:-C.UTF-8}")

# Starts a command in the background, in a session that Ctrl-C here does not reach.
launch() { # name, VARIABLE=value... command...
  local name="$1"
  shift
  (
    trap '' INT HUP
    trap - EXIT
    exec "${clean_environment[@]}" "$@" </dev/null >"$logs/$name.log" 2>&1
  ) &
  remember "$name" "$!"
}

fail_with_log() { # name, message
  printf '%serror:%s %s; the end of %s:\n' "$red" "$plain" "$2" ".pipeline/logs/$1.log" >&2
  tail -n 15 "$logs/$1.log" | sed 's/^/    | /' >&2
  say_what_runs
  exit 1
}

# The status line of GET /health, by bash alone; no other tool needs to be there.
health() { # port
  local line=''
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  IFS= read -r -t 5 line <&3 || true
  exec 3>&-
  [[ "$line" == *' 200 '* ]]
}

await() { # name, what to try...
  local name="$1" deadline=$((SECONDS + start_limit))
  shift
  until "$@"; do
    running "$name" || fail_with_log "$name" "$name ended while starting"
    ((SECONDS < deadline)) || fail_with_log "$name" "$name was not ready within $start_limit s"
    sleep 0.2
  done
}

# --- the parts -----------------------------------------------------------------------------------

make_lake() {
  local have=0
  [[ -f "$state/lake.ledgers" ]] && have="$(<"$state/lake.ledgers")"
  if [[ -z "$ledgers" ]]; then
    ledgers=$((have > 0 ? have : 1000))
  fi
  if ((have >= ledgers)); then
    ledgers="$have"
    step "Sample lake: $have ledgers are there from an earlier run"
    return
  fi
  step "Making a sample lake of $ledgers ledgers"
  java "${short_jvm[@]}" -jar "$lake_jar" --directory "$lake" --network-passphrase "$passphrase" \
    --seed "$seed" --first-ledger "$first_ledger" --ledgers "$ledgers" >"$logs/sample-lake.log" 2>&1 ||
    fail_with_log sample-lake "the sample lake could not be made"
  sed 's/^./    &/' "$logs/sample-lake.log"
  printf '%s\n' "$ledgers" >"$state/lake.ledgers"
}

database_ready() { grep -q '^ready ' "$logs/demo-database.log" 2>/dev/null; }

start_database() {
  if ! running demo-database; then
    launch demo-database java "${short_jvm[@]}" \
      -jar "$database_jar" start --directory "$state/postgresql" --port "$database_port"
    await demo-database database_ready
  fi
  jdbc_url="$(sed -n 's/^ready //p' "$logs/demo-database.log" | tail -n 1)"
  note "PostgreSQL                    $jdbc_url"
}

start_source() {
  if ! running lake-source; then
    launch lake-source STORAGE_TYPE=FS BUCKET_NAME="$lake" NETWORK_PASSPHRASE="$passphrase" \
      PORT=50051 HEALTH_PORT=8088 BIND_ADDRESS=127.0.0.1 \
      java "${small_jvm[@]}" -jar "$source_jar"
    await lake-source health 8088
  fi
  note "stellar-live-source-datalake  localhost:50051, http://localhost:8088/health"
}

start_processor() {
  if ! running ttp-processor; then
    launch ttp-processor LIVE_SOURCE_ENDPOINT=localhost:50051 NETWORK_PASSPHRASE="$passphrase" \
      PORT=:50052 HEALTH_PORT=8089 BIND_ADDRESS=127.0.0.1 \
      java "${small_jvm[@]}" -jar "$processor_jar"
    await ttp-processor health 8089
  fi
  note "ttp-processor                 localhost:50052, http://localhost:8089/health"
}

summary() { java "${short_jvm[@]}" -jar "$database_jar" summary --url "$jdbc_url" "$@"; }

consume() {
  local last=$((first_ledger + ledgers - 1)) cursor status=0
  cursor="$(summary --cursor-only)" || fail "the database does not answer"
  if ((cursor >= last)); then
    step "Nothing to do: ledger $cursor, the lake's last, is stored"
    note "./run-pipeline.sh demo $((ledgers + 1000)) adds 1000 ledgers."
    return
  fi
  if ((cursor > 0)); then
    step "consumer-app: going on after ledger $cursor, up to ledger $last"
  else
    step "consumer-app: ledgers $first_ledger to $last"
  fi
  # In the foreground, for its progress; Ctrl-C ends it alone, and the next run goes on.
  (
    trap - EXIT
    remember consumer-app "$BASHPID"
    exec "${clean_environment[@]}" TTP_SERVICE_ADDRESS=localhost:50052 \
      NETWORK_PASSPHRASE="$passphrase" PORT=0 HEALTH_PORT=8090 BIND_ADDRESS=127.0.0.1 \
      POSTGRES_HOST=localhost POSTGRES_PORT="$database_port" POSTGRES_DB=stellar \
      POSTGRES_USER=postgres POSTGRES_PASSWORD=postgres \
      java "${small_jvm[@]}" -jar "$consumer_jar" "$first_ledger" "$last" \
      2>"$logs/consumer-app.log"
  ) || status=$?
  rm -f "$state/consumer-app.pid"
  ((status == 0)) || fail_with_log consumer-app "consumer-app ended with exit code $status"
  # It ends well when it is asked to end, too.
  cursor="$(summary --cursor-only)" || fail "the database does not answer"
  if ((cursor < last)); then
    step "consumer-app was stopped after ledger $cursor: run this again to go on"
    exit 130
  fi
}

# The generator counted the events that it meant to cause; nothing of the pipeline told it.
compare_with_generator() {
  local meant stored
  meant="$(grep '^events' "$logs/sample-lake.log" 2>/dev/null | xargs || true)"
  stored="$(grep '^events' "$logs/summary.log" | xargs || true)"
  if [[ -n "$meant" && "$meant" == "$stored" ]]; then
    note "These are exactly the events that the lake's generator meant, type by type."
  elif [[ -n "$meant" ]]; then
    fail "the lake's generator meant other events: $meant"
  fi
}

show() {
  step "In the database"
  summary >"$logs/summary.log" || fail "the database does not answer"
  sed 's/^./    &/' "$logs/summary.log"
  printf '\n'
  compare_with_generator
  note "JDBC   $jdbc_url"
  note "Logs   .pipeline/logs"
  note "Stop   ./stop-pipeline.sh   (--purge deletes the data, too)"
}

demo() {
  need_tools
  need_java
  if [[ ! "$database_port" =~ ^[1-9][0-9]{0,4}$ ]] || ((database_port > 65535)); then
    wrong_use "DEMO_DATABASE_PORT is '$database_port', no port from 1 to 65535"
  fi
  umask 077
  mkdir -p "$logs"
  take_lock
  # A server that was left over may hold the port; demo-database stops it, or says what is wrong.
  [[ -f "$state/postgresql/data/postmaster.pid" ]] ||
    need_port "$database_port" demo-database ", or set DEMO_DATABASE_PORT"
  need_port 50051 lake-source ''
  need_port 8088 lake-source ''
  need_port 50052 ttp-processor ''
  need_port 8089 ttp-processor ''
  need_port 8090 consumer-app ''
  build
  make_lake
  step "Starting the services"
  start_database
  start_source
  start_processor
  consume
  show
}

ledgers="${2:-}"
case "${1:-}" in
  demo)
    (($# <= 2)) || wrong_use "too many arguments: $*"
    [[ -z "$ledgers" || "$ledgers" =~ ^[1-9][0-9]{0,6}$ ]] ||
      wrong_use "'$ledgers' is no number of ledgers from 1 to 9,999,999"
    demo
    ;;
  -h | --help)
    usage
    ;;
  '')
    wrong_use "say what to run: demo"
    ;;
  *)
    wrong_use "'$1' is nothing that this script runs"
    ;;
esac
