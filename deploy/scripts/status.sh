# Sourced, not run: how the pipeline is, whether it runs as containers or as processes.
# shellcheck shell=bash

# shellcheck source=deploy/scripts/processes.sh
source "$root/deploy/scripts/processes.sh"
# shellcheck source=deploy/scripts/containers.sh
source "$root/deploy/scripts/containers.sh"

cursors="SELECT 'cursor     ' || table_name || ': ledgers ' || first_ledger || ' to ' || ledger_sequence
  FROM pipeline_cursor ORDER BY 1"
# By the ledgers' digests, written in the rows' own transactions: counting a large table takes minutes.
stored_rows="SELECT 'rows       ' || table_name || ': ' || sum(event_count)
  FROM ledger_digests GROUP BY table_name ORDER BY 1"

row() { printf '%-32s %-11s %12s %10s  %s\n' "$@"; }

# What a service said last that ended by itself; nothing where it was stopped or never started.
last_words() { # name
  if [[ -f "$state/$1.pid" ]] && ! running "$1" && [[ -s "$logs/$1.log" ]]; then
    tail -n 1 "$logs/$1.log"
  fi
}

# One service; fails where it does not answer.
show_service() { # name, health port, figure of its ledger
  local health status ledger lag reason
  if ! health="$(http_get "$2" /health)"; then
    row "$1" 'no answer' - - "http://localhost:$2/health"
    local words='' name names=("$1")
    [[ "$1" != source ]] || names=(lake-source rpc-source)
    for name in "${names[@]}"; do
      words="$(last_words "$name")"
      [[ -z "$words" ]] || printf '  it ended; the end of .pipeline/logs/%s.log: %s\n' "$name" "$words"
    done
    return 1
  fi
  status="$(figure "$health" status)"
  ledger="$(figure "$health" "$3")"
  lag="$(figure "$health" lag_ledgers)"
  reason="$(figure "$health" reason)"
  if [[ -z "$status" ]]; then
    row "$1" 'a stranger' - - "what answers at http://localhost:$2/health is none of the pipeline's"
    return 1
  fi
  row "$(figure "$health" service)" "$status" "${ledger:--}" "${lag:--}" "$reason"
  [[ "$status" != unhealthy ]]
}

ask_database() { # sql
  local id
  if command -v docker >/dev/null && id="$(docker ps -q --filter label=com.docker.compose.service=postgres \
    --filter publish="${POSTGRES_PUBLISHED_PORT:-5432}" 2>/dev/null)" && [[ -n "$id" ]] && container_runs; then
    # shellcheck disable=SC2016 # the container's own variables
    docker exec "$id" sh -c 'psql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -Atc "$1"' - "$1" 2>/dev/null
  elif command -v psql >/dev/null && { running demo-database || [[ -n "${POSTGRES_HOST:-}" ]]; }; then
    PGPASSWORD="${POSTGRES_PASSWORD:-postgres}" psql -w -h "${POSTGRES_HOST:-localhost}" \
      -p "${POSTGRES_PORT:-${DEMO_DATABASE_PORT:-54320}}" -U "${POSTGRES_USER:-postgres}" \
      -d "${POSTGRES_DB:-stellar}" -Atc "$1" 2>/dev/null
  else
    return 1
  fi
}

# By the demo's own program, where there is no psql.
show_own_database() {
  local url
  url="$(sed -n 's/^ready //p' "$logs/demo-database.log" 2>/dev/null | tail -n 1)"
  running demo-database && [[ -n "$url" ]] || return 1
  java "${short_jvm[@]}" -jar "$(jar_of tests/demo-database)" summary --rows 0 --url "$url" | sed '/^$/,$d'
}

# Exit code 0 when each service does its work, 1 otherwise.
show_status() {
  local well=0
  row service health ledger behind ''
  show_service source 8088 latest_ledger || well=1
  show_service ttp-processor 8089 last_processed_ledger || well=1
  show_service consumer-app 8090 last_ledger || well=1
  printf '\n'
  if ! { ask_database "$cursors" && ask_database "$stored_rows"; } && ! show_own_database; then
    if [[ -f "$state/demo-database.pid" ]]; then
      printf "rows       the pipeline's own database does not answer: .pipeline/logs/demo-database.log\n"
      well=1
    elif [[ -n "${POSTGRES_HOST:-}" ]] && command -v psql >/dev/null; then
      printf 'rows       the database at %s:%s does not answer, or has no tables yet\n' \
        "$POSTGRES_HOST" "${POSTGRES_PORT:-5432}"
      well=1
    else
      printf 'rows       the database cannot be asked from here: no container of it runs, and %s\n' \
        'psql with POSTGRES_HOST does not reach one'
    fi
  fi
  return "$well"
}
