# Sourced, not run: the pipeline as processes of this machine, in the background, without Docker. The
# rows go into the PostgreSQL that POSTGRES_HOST names, or else into one of its own in .pipeline.
# shellcheck shell=bash

# A service that cannot do what it is asked ends soon after it has begun to answer.
settle_seconds=3

database_port="${DEMO_DATABASE_PORT:-54320}"

start_own_database() {
  local folder="$state/postgresql-$network"
  [[ -f "$folder/data/postmaster.pid" ]] ||
    need_port "$database_port" demo-database ", or set DEMO_DATABASE_PORT"
  if ! running demo-database; then
    launch demo-database java "${short_jvm[@]}" -jar "$(jar_of tests/demo-database)" start \
      --directory "$folder" --port "$database_port"
    await demo-database grep -q '^ready ' "$logs/demo-database.log"
  fi
  export POSTGRES_HOST=localhost POSTGRES_PORT="$database_port" POSTGRES_DB=stellar
  export POSTGRES_USER=postgres POSTGRES_PASSWORD=postgres
  note "PostgreSQL of its own  localhost:$database_port, in .pipeline/postgresql-$network"
}

start_service() { # name, module, port, health port, arguments...
  local name="$1" module="$2" port="$3" health_port="$4"
  shift 4
  if ! running "$name"; then
    launch "$name" "PORT=$port" "HEALTH_PORT=$health_port" BIND_ADDRESS=127.0.0.1 \
      java -XX:MaxRAMPercentage=20 -XX:+ExitOnOutOfMemoryError -jar "$(jar_of "$module")" "$@"
    await "$name" is_open "$health_port"
  fi
  note "$name: port $port, http://localhost:$health_port/health, .pipeline/logs/$name.log"
}

# The consumer ends by itself where its range is done, or cannot be stored into this database.
await_consumer() {
  local deadline=$((SECONDS + settle_seconds)) health pid status=0
  read -r pid <"$state/consumer-app.pid"
  while ((SECONDS < deadline)); do
    if ! running consumer-app; then
      wait "$pid" || status=$?
      ((status == 0)) || fail_with_log consumer-app "consumer-app ended with exit code $status"
      note "consumer-app is done: $(tail -n 1 "$logs/consumer-app.log")"
      return
    fi
    health="$(http_get 8090 /health || true)"
    [[ -z "$(figure "$health" last_ledger)" || "$(figure "$health" last_ledger)" == 0 ]] || return 0
    sleep 0.2
  done
}

# A consumer that runs has its ledgers; it would be told of others in vain.
same_range() { # start, end
  local before=''
  [[ -f "$state/range" ]] && before="$(<"$state/range")"
  if running consumer-app && [[ -n "$before" && "$before" != "$1 $2" ]]; then
    fail "consumer-app runs already, for the ledgers $before: ./stop-pipeline.sh first, its data stays"
  fi
  printf '%s %s\n' "$1" "$2" >"$state/range"
}

local_pipeline() { # name, start, end
  local modules=(stellar-live-source ttp-processor consumer-app) port
  [[ "$kind" == rpc ]] || modules[0]=stellar-live-source-datalake
  local source="$kind-source"
  [[ -n "${POSTGRES_HOST:-}" ]] || modules+=(tests/demo-database)
  need_tools
  need_java
  umask 077
  mkdir -p "$logs"
  take_lock
  be_the_only_pipeline "local $1"
  same_range "$2" "$3"
  for port in 50051 8088; do need_port "$port" "$source" ''; done
  for port in 50052 8089; do need_port "$port" ttp-processor ''; done
  for port in 50054 8090; do need_port "$port" consumer-app ''; done
  build "${modules[@]}"
  # Settings that the caller exported are meant for these services.
  clean_environment=(env)
  step "Starting the services"
  if [[ -n "${POSTGRES_HOST:-}" ]]; then
    note "PostgreSQL  $POSTGRES_HOST (POSTGRES_HOST)"
  else
    start_own_database
  fi
  start_service "$source" "${modules[0]}" 50051 8088
  export LIVE_SOURCE_ENDPOINT=localhost:50051 TTP_SERVICE_ADDRESS=localhost:50052
  start_service ttp-processor ttp-processor 50052 8089
  local begins=true
  if running consumer-app; then begins=false; fi
  start_service consumer-app consumer-app 50054 8090 "$2" "$3"
  if "$begins"; then await_consumer; fi
  note "The page: http://localhost:8090/"
  note "./run-pipeline.sh status shows how far it is, ./stop-pipeline.sh stops it"
}
