# Sourced, not run: the pipeline as containers, by docker-compose.yml.
# shellcheck shell=bash

consumer_container=flowctl-pipeline-postgres-consumer

need_docker() {
  local problem
  problem="$(docker_problem)"
  [[ -z "$problem" ]] || fail "$problem"
  find_compose
}

run_compose() { (cd "$root" && "${compose[@]}" "$@"); }

make_password() {
  [[ ! -f "$root/.env" ]] || return 0
  local password
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  (umask 077 && sed "s/^POSTGRES_PASSWORD=.*/POSTGRES_PASSWORD=$password/" "$root/.env.example" >"$root/.env")
  note "made .env, with a random password for PostgreSQL"
}

container_runs() {
  [[ -n "$(docker ps -q --filter "name=^$consumer_container\$")" ]]
}

container_pipeline() { # name, start, end
  local port state="$root/.pipeline"
  need_docker
  mkdir -p "$state"
  if [[ -f "$state/containers" && "$(<"$state/containers")" != "$network" ]] && container_runs; then
    fail "another pipeline is running here: $(<"$state/containers"). ./stop-pipeline.sh ends it, its data stays"
  fi
  if ! container_runs; then
    for port in "${POSTGRES_PUBLISHED_PORT:-5432}" 50051 8088 50052 8089 50054 8090; do
      ! is_open "$port" || [[ -n "$(docker ps -q --filter "publish=$port")" ]] ||
        fail "port $port, which the pipeline publishes, is taken: stop what listens there$(
          [[ "$port" != "${POSTGRES_PUBLISHED_PORT:-5432}" ]] || printf ', or set POSTGRES_PUBLISHED_PORT'
        )"
    done
  fi
  make_password
  printf '%s\n' "$network" >"$state/containers"
  export PIPELINE_NETWORK="$network" START_LEDGER="$2" END_LEDGER="$3"
  if [[ "${STORAGE_TYPE:-}" == FS ]]; then
    export LAKE_FOLDER="$BUCKET_NAME" BUCKET_NAME=/lake
  fi
  # What is done is not to be begun again.
  [[ "$3" == 0 ]] || export CONSUMER_RESTART=on-failure
  step "Building the images and starting the containers of $1 (the first time takes minutes)"
  # What else .env asks for, such as observability, but for the other source.
  COMPOSE_PROFILES="$kind$(setting COMPOSE_PROFILES '' | tr ',' '\n' | sed '/^rpc$/d; /^lake$/d; s/^/,/' | tr -d '\n')"
  export COMPOSE_PROFILES
  run_compose up -d --build || fail "Compose failed; what it said is above"
  note "docker logs -f $consumer_container"
  note "The page: http://localhost:8090/"
  note "./run-pipeline.sh status shows how far it is, ./stop-pipeline.sh stops it"
}
