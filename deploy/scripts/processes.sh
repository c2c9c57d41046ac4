# Sourced, not run: the pipeline's programs as processes of this machine, each with a pid file.
# shellcheck shell=bash

state="$root/.pipeline"
logs="$state/logs"
start_limit=60
small_jvm=(-Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError)
short_jvm=("${small_jvm[@]}" -XX:TieredStopAtLevel=1)

# A failed start leaves running what had started; whoever reads the failure must know.
fail() {
  error "$1"
  say_what_runs
  exit 1
}

say_what_runs() {
  local name names=()
  for name in demo-database rpc-source lake-source ttp-processor; do
    if running "$name"; then names+=("$name"); fi
  done
  if ((${#names[@]} > 0)); then
    printf '       still running: %s; ./stop-pipeline.sh ends it\n' "${names[*]}" >&2
  fi
}

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

need_build_tools() {
  command -v mvn >/dev/null || fail "no mvn found, and there is something to build: install Maven 3.8 or later"
  command -v javac >/dev/null || fail "no javac found, and there is something to build: install a JDK, not a JRE"
}

# Whether a jar is missing, or older than a source that goes into it.
is_stale() { # jar, folders...
  local jar="$1"
  shift
  [[ -f "$jar" ]] || return 0
  [[ -n "$(find "$root/pom.xml" "$@" -path '*/target' -prune -o -path '*/src/test' -prune -o -path '*/node' -prune -o \
    -type f -newer "$jar" -print -quit)" ]]
}

jar_of() { printf '%s' "$root/$1/target/$(basename "$1").jar"; } # module

# Builds the modules whose jars are not up to date.
build() { # modules...
  local stale=() module
  for module in "$@"; do
    case "$module" in
      tests/*) is_stale "$(jar_of "$module")" "$root/$module" && stale+=("$module") ;;
      *)
        is_stale "$(jar_of "$module")" "$root/$module" "$root/libs" "$root/protos" &&
          stale+=("$module")
        ;;
    esac
  done
  if ((${#stale[@]} == 0)); then
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

healthy() { http_get "$1" /health | grep -q '"status":"healthy"'; }

await() { # name, what to try...
  local name="$1" deadline=$((SECONDS + start_limit))
  shift
  until "$@"; do
    running "$name" || fail_with_log "$name" "$name ended while starting"
    ((SECONDS < deadline)) || fail_with_log "$name" "$name was not ready within $start_limit s"
    sleep 0.2
  done
}

# Ports are the same for all, so that only one pipeline runs here at a time.
be_the_only_pipeline() { # what it is called
  local before='' name
  [[ -f "$state/pipeline" ]] && before="$(<"$state/pipeline")"
  if [[ -n "$before" && "$before" != "$1" ]]; then
    for name in consumer-app ttp-processor lake-source rpc-source demo-database; do
      if running "$name"; then
        error "another pipeline is running here: $before. ./stop-pipeline.sh ends it, its data stays"
        exit 1
      fi
    done
  fi
  printf '%s\n' "$1" >"$state/pipeline"
}
