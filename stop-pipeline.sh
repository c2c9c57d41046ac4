#!/usr/bin/env bash
# Stops what run-pipeline.sh or `docker compose up` started, processes and containers:
# ./stop-pipeline.sh [--purge]
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

# What docker ps tells of containers of docker-compose.yml in this folder, running or not, whoever
# started them; nothing where there is no Docker.
containers() { # format
  local folder
  command -v docker >/dev/null || return 0
  for folder in "$root" "$(cd "$root" && pwd -P)"; do
    docker ps -a --filter "label=com.docker.compose.project.working_dir=$folder" --format "$1" 2>/dev/null || true
  done | sort -u
}

# The network that they were started for: what run-pipeline.sh wrote down, or what the database's
# volume is called.
network_of_containers() {
  local id
  if [[ -f "$state/containers" ]]; then
    cat "$state/containers"
    return 0
  fi
  for id in $(containers '{{.ID}}'); do
    docker inspect --format '{{range .Mounts}}{{println .Name}}{{end}}' "$id" 2>/dev/null || true
  done | sed -n 's/^ttp-postgres-//p' | head -n 1
}

# Those of one project, whichever profile they are of.
stop_project() { # its name, or nothing for Compose's own
  local volumes=() name=()
  if "$purge"; then volumes=(--volumes); fi
  [[ -z "$1" ]] || name=(--project-name "$1")
  # Compose wants to see a password even to stop.
  POSTGRES_PASSWORD="${POSTGRES_PASSWORD:-unused}" run_compose "${name[@]}" \
    --profile rpc --profile lake --profile observability --profile node-consumer \
    down "${volumes[@]}"
}

stop_containers() {
  local network project
  # shellcheck source=deploy/scripts/containers.sh
  source "$root/deploy/scripts/containers.sh"
  need_docker
  network="$(network_of_containers)"
  [[ -z "$network" ]] || export PIPELINE_NETWORK="$network"
  # Without containers there may still be volumes to delete.
  [[ -n "$projects" ]] || stop_project ''
  for project in $projects; do
    stop_project "$project"
  done
  rm -f "$state/containers"
}

projects="$(containers '{{.Label "com.docker.compose.project"}}')"
if [[ ! -d "$state" && -z "$projects" ]]; then
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
if [[ -f "$state/containers" || -n "$projects" ]]; then
  stop_containers
fi

if "$purge"; then
  rm -rf "$state"
  printf 'The data is deleted.\n'
else
  printf 'The data is kept; ./run-pipeline.sh goes on with it, --purge deletes it.\n'
fi
