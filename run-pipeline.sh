#!/usr/bin/env bash
# Runs the whole pipeline: as containers, as processes of this machine (--local), or as a demo that
# needs nothing but a JDK and Maven. ./stop-pipeline.sh ends it; RUNNING_PIPELINE.md tells more.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=deploy/scripts/common.sh
source "$root/deploy/scripts/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./run-pipeline.sh [--local] [testnet | pubnet | lake URL] [START END]
       ./run-pipeline.sh demo [LEDGERS]
       ./run-pipeline.sh status

  testnet   from RPC servers of the test network (when nothing is said), or those of RPC_ENDPOINT
  pubnet    from RPC servers of the public network, or those of RPC_ENDPOINT
  lake URL  from a data lake: aws-pubnet, aws-testnet, s3://…, gs://…, https://…, or a folder
  START END which ledgers, both inclusive; END 0 goes on for ever. 0 0, when nothing is said, goes
            on after the last stored ledger, or begins at the current one
  demo      makes a lake of sample ledgers (1000 unless you say how many, or as many as there are
            from an earlier run), stores all its events, shows what arrived
  status    each service's health, ledger and lag, and the rows

  Containers by Docker unless you say --local: then processes, which need a JDK (17 or later) and
  Maven, and store into the PostgreSQL of POSTGRES_HOST, or into one of their own in .pipeline.

  ./stop-pipeline.sh          stops everything and keeps the data
  ./stop-pipeline.sh --purge  and deletes the data

  POSTGRES_PUBLISHED_PORT  the container's database port on this machine (5432)
  DEMO_DATABASE_PORT       the port of the demo's database, and of --local's own (54320)
TEXT
}

wrong_use() {
  error "$1"
  usage >&2
  exit 2
}

is_ledger() { [[ "$1" =~ ^(0|[1-9][0-9]{0,9})$ ]] && (($1 <= 4294967295)); }

run_demo() {
  (($# <= 1)) || wrong_use "too many arguments: $*"
  ledgers="${1:-}"
  [[ -z "$ledgers" || "$ledgers" =~ ^[1-9][0-9]{0,6}$ ]] ||
    wrong_use "'$ledgers' is no number of ledgers from 1 to 9,999,999"
  # shellcheck source=deploy/scripts/processes.sh
  source "$root/deploy/scripts/processes.sh"
  # shellcheck source=deploy/scripts/demo.sh
  source "$root/deploy/scripts/demo.sh"
  demo
}

run_pipeline() { # local or containers, then the command line
  local form="$1" what="${2:-testnet}" url='' name
  shift $(($# > 1 ? 2 : 1))
  case "$what" in
    testnet | pubnet) name="$what" ;;
    lake)
      (($# > 0)) || wrong_use "say which lake: lake URL"
      url="$1" name="lake $1"
      shift
      ;;
    *) wrong_use "'$what' is nothing that this script runs" ;;
  esac
  (($# == 0 || $# == 2)) || wrong_use "say both START and END, or none: $*"
  local start="${1:-0}" end="${2:-0}"
  is_ledger "$start" || wrong_use "START is '$start', no ledger's number"
  is_ledger "$end" || wrong_use "END is '$end', no ledger's number"
  ((end == 0 || start > 0)) || wrong_use "START is 0, the current ledger or the stored one's next: END has to be 0, too"
  ((end == 0 || end >= start)) || wrong_use "END, $end, comes before START, $start"
  # shellcheck source=deploy/scripts/networks.sh
  source "$root/deploy/scripts/networks.sh"
  choose_network "$what" "$url"
  if [[ "$form" == local ]]; then
    # shellcheck source=deploy/scripts/processes.sh
    source "$root/deploy/scripts/processes.sh"
    # shellcheck source=deploy/scripts/local.sh
    source "$root/deploy/scripts/local.sh"
    local_pipeline "$name" "$start" "$end"
  else
    # shellcheck source=deploy/scripts/containers.sh
    source "$root/deploy/scripts/containers.sh"
    container_pipeline "$name" "$start" "$end"
  fi
}

form=containers
arguments=()
for argument in "$@"; do
  if [[ "$argument" == --local ]]; then form=local; else arguments+=("$argument"); fi
done
if ((${#arguments[@]} > 0)) && [[ -z "${arguments[0]}" ]]; then
  wrong_use "the first argument is empty"
fi
case "${arguments[0]:-}" in
  demo)
    [[ "$form" == containers ]] || wrong_use "demo needs no --local: it runs without Docker"
    run_demo "${arguments[@]:1}"
    ;;
  status)
    ((${#arguments[@]} == 1)) || wrong_use "status takes no arguments"
    # shellcheck source=deploy/scripts/status.sh
    source "$root/deploy/scripts/status.sh"
    show_status
    ;;
  -h | --help) usage ;;
  *) run_pipeline "$form" "${arguments[@]}" ;;
esac
