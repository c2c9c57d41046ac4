# Sourced, not run: what the scripts say and how, and what they look at before they begin.
# shellcheck shell=bash

bold='' green='' red='' plain=''
if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi

step() { printf '%s==>%s %s%s%s\n' "$green" "$plain" "$bold" "$1" "$plain"; }
note() { printf '    %s\n' "$1"; }
error() { printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2; }
fail() {
  error "$1"
  exit 1
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The body of GET path of a service on this machine, by bash alone; fails where nobody answers.
http_get() { # port, path
  local line='' body=false
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  while IFS= read -r -t 5 line <&3 || [[ -n "$line" ]]; do
    line="${line%$'\r'}"
    if "$body"; then
      printf '%s\n' "$line"
    elif [[ -z "$line" ]]; then
      body=true
    fi
  done
  exec 3>&-
}

# A figure or text of a health page by its name; nothing where it is not there.
figure() { # json, name
  local text
  text="$(sed -n 's/.*"'"$2"'":"\(\(\\.\|[^"\\]\)*\)".*/\1/p' <<<"$1" | head -n 1)"
  [[ -n "$text" ]] || text="$(sed -n 's/.*"'"$2"'":\([^",}]*\).*/\1/p' <<<"$1" | head -n 1)"
  printf '%s\n' "${text//\\\"/\"}"
}

# Sets compose to the command that there is: the plugin of newer Dockers, or the older program.
compose=()
find_compose() {
  if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
  elif command -v docker-compose >/dev/null; then
    compose=(docker-compose)
  else
    return 1
  fi
}

# What keeps containers from running here, in words; nothing where they can run.
docker_problem() {
  if ! command -v docker >/dev/null; then
    printf 'no docker found: install Docker, or use --local, which needs a JDK and Maven alone'
  elif ! docker info >/dev/null 2>&1; then
    printf 'the docker daemon does not answer: start it (or may this user not speak to it?), or use --local'
  elif ! find_compose; then
    printf 'no Compose found: install the plugin docker-compose-plugin, or docker-compose 1.29'
  fi
}
