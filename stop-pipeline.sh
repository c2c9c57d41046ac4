#!/usr/bin/env bash
# Stops what run-pipeline.sh started, processes and containers: ./stop-pipeline.sh [--purge]
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
state="$root/.pipeline"
# shellcheck source=deploy/scripts/common.sh
source "$root/deploy/scripts/common.sh"
# A server that checkpoints may take its time; the services end within ten seconds.
stop_limit=40

purge=false
if (($# > 1)); then
  printf 'Usage: ./stop-pipeline.sh [--purge]\n' >&2
  exit 2
fi
case "${1:-}" in
  '') ;;
  --purge) purge=true ;;
  -h | --help)
    printf 'Usage: ./stop-pipeline.sh [--purge]\n\n  --purge  deletes the data, too: lake, databases, logs, and the database volume of the network that ran last\n'
    exit 0
    ;;
  *)
    printf 'Usage: ./stop-pipeline.sh [--purge]\n' >&2
    exit 2
    ;;
esac

# Nothing for a process that is gone, or dead and not yet collected by its parent.
started_at() {
  { LC_ALL=C ps -o stat= -o lstart= -p "$1" 2>/dev/null || true; } | sed -n 's/^[^Z ][^ ]* *//p'
}

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

# PostgreSQL's server, should the process that looks after it have been killed.
stop_left_over_server() { # data folder
  local data="$1" pid='' deadline
  [[ -f "$data/postmaster.pid" ]] || return 0
  read -r pid <"$data/postmaster.pid" || true
  is_server "$pid" "$data" || return 0
  kill -INT "$pid"
  deadline=$((SECONDS + stop_limit))
  while is_server "$pid" "$data"; do
    if ((SECONDS >= deadline)); then
      printf '%-14s did not end within %s s: process %s is left\n' postgres "$stop_limit" "$pid"
      return 1
    fi
    sleep 0.1
  done
  printf '%-14s stopped (it was left over)\n' postgres
}

is_server() { # pid, data folder
  [[ "$1" =~ ^[0-9]+$ && "$(ps -o args= -p "$1" 2>/dev/null)" == *"postgres -D $2 "* ]]
}

# The containers of docker-compose.yml, whichever profile they are of.
stop_containers() {
  local volumes=() network
  network="$(<"$state/containers")"
  # shellcheck source=deploy/scripts/containers.sh
  source "$root/deploy/scripts/containers.sh"
  need_docker
  if "$purge"; then volumes=(--volumes); fi
  # Compose wants to see a password even to stop.
  PIPELINE_NETWORK="$network" POSTGRES_PASSWORD="${POSTGRES_PASSWORD:-unused}" run_compose \
    --profile rpc --profile lake --profile observability --profile node-consumer \
    down "${volumes[@]}"
  rm -f "$state/containers"
}

if [[ ! -d "$state" ]]; then
  printf 'Nothing was started here.\n'
  exit 0
fi

# Against the stream: nobody loses what it reads from.
for name in consumer-app ttp-processor lake-source rpc-source demo-database; do
  stop "$name"
done
for data in "$state"/postgresql*/data; do
  stop_left_over_server "$data"
done
if [[ -f "$state/containers" ]]; then
  stop_containers
fi

if "$purge"; then
  rm -rf "$state"
  printf 'The data is deleted.\n'
else
  printf 'The data is kept; ./run-pipeline.sh goes on with it, --purge deletes it.\n'
fi
