# Sourced, not run: the demo. A sample lake of its own through source, processor and consumer into a
# PostgreSQL of its own; no network, no Docker.
# shellcheck shell=bash

lake="$state/lake"
passphrase='Standalone Network ; February 2017'
seed=2026
first_ledger=2
database_port="${DEMO_DATABASE_PORT:-54320}"
jdbc_url=''

lake_jar="$(jar_of tests/sample-lake)"
database_jar="$(jar_of tests/demo-database)"
source_jar="$(jar_of stellar-live-source-datalake)"
processor_jar="$(jar_of ttp-processor)"
consumer_jar="$(jar_of consumer-app)"

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
    await lake-source healthy 8088
  fi
  note "stellar-live-source-datalake  localhost:50051, http://localhost:8088/health"
}

start_processor() {
  if ! running ttp-processor; then
    launch ttp-processor LIVE_SOURCE_ENDPOINT=localhost:50051 NETWORK_PASSPHRASE="$passphrase" \
      PORT=:50052 HEALTH_PORT=8089 BIND_ADDRESS=127.0.0.1 \
      java "${small_jvm[@]}" -jar "$processor_jar"
    await ttp-processor healthy 8089
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
  note "Page   while a consumer runs: ./run-pipeline.sh --local … shows it at http://localhost:8090/"
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
  be_the_only_pipeline demo
  # A server that was left over may hold the port; demo-database stops it, or says what is wrong.
  [[ -f "$state/postgresql/data/postmaster.pid" ]] ||
    need_port "$database_port" demo-database ", or set DEMO_DATABASE_PORT"
  need_port 50051 lake-source ''
  need_port 8088 lake-source ''
  need_port 50052 ttp-processor ''
  need_port 8089 ttp-processor ''
  need_port 8090 consumer-app ''
  build tests/sample-lake tests/demo-database stellar-live-source-datalake ttp-processor consumer-app
  make_lake
  step "Starting the services"
  start_database
  start_source
  start_processor
  consume
  show
}
