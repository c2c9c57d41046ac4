#!/usr/bin/env bash
# Stops what run-pipeline.sh started: ./stop-pipeline.sh [--purge]
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
state="$root/.pipeline"
# A server that checkpoints may take its time; the services end within ten seconds.
stop_limit=40

purge=false
case "${1:-}" in
  '') ;;
  --purge) purge=true ;;
  -h | --help)
    printf 'Usage: ./stop-pipeline.sh [--purge]\n\n  --purge  deletes the lake, the database and the logs, too\n'
    exit 0
    ;;
  *)
    printf 'Usage: ./stop-pipeline.sh [--purge]\n' >&2
    exit 2
    ;;
esac

started_at() { LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null || true; }

# The pid file's process, unless another process has got its number since.
ours() { # pid, start time
  [[ -n "$2" && "$(started_at "$1" | xargs)" == "$2" ]]
}

stop() { # name
  local name="$1" file="$state/$1.pid" pid='' since='' deadline
  [[ -f "$file" ]] || return 0
  { read -r pid && read -r since; } <"$file" || true
  if [[ -z "$pid" ]] || ! ours "$pid" "$since"; then
    printf '%-14s was not running any more\n' "$name"
    rm -f "$file"
    return 0
  fi
  kill "$pid"
  deadline=$((SECONDS + stop_limit))
  while ours "$pid" "$since"; do
    if ((SECONDS >= deadline)); then
      printf '%-14s did not end within %s s: killed (process %s)\n' "$name" "$stop_limit" "$pid"
      kill -9 "$pid" 2>/dev/null || true
      rm -f "$file"
      return 0
    fi
    sleep 0.1
  done
  printf '%-14s stopped\n' "$name"
  rm -f "$file"
}

if [[ ! -d "$state" ]]; then
  printf 'Nothing was started here.\n'
  exit 0
fi

# Against the stream: nobody loses what it reads from.
stop consumer-app
stop ttp-processor
stop lake-source
stop demo-database

if "$purge"; then
  rm -rf "$state"
  printf 'The data is deleted.\n'
else
  printf 'The data is kept in .pipeline; ./run-pipeline.sh demo goes on with it.\n'
fi
