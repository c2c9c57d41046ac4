# shellcheck shell=bash disable=SC2034 # the variables are for the scripts that source this
# What compare.sh and benchmark.sh share; to be sourced, with `set -euo pipefail` in force.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
jar=${TTP_PROCESSOR_JAR:-$project/ttp-processor/target/ttp-processor.jar}
oracle=$here/target/oracle
public_network='Public Global Stellar Network ; September 2015'

# Numbers are printed and read with a decimal point, by all three programs.
export LC_ALL=C

# fail MESSAGE...: end for a reason that is no finding about either program.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

# whole_number NAME VALUE LOWEST
whole_number() {
  if ! [[ $2 =~ ^(0|[1-9][0-9]{0,17})$ ]] || (($2 < $3)); then
    fail "$1 is a whole number from $3 on, not '$2'"
  fi
}

# Says all that is missing in one message, then builds the reference.
prepare() {
  local missing=()
  command -v go >/dev/null || missing+=("go: install Go (version: see go.mod), https://go.dev/dl")
  command -v java >/dev/null || missing+=("java: install a JDK, 17 or later")
  [[ -f $jar ]] || missing+=("$jar: run 'mvn -pl ttp-processor -am -DskipTests package', or set TTP_PROCESSOR_JAR")
  if ((${#missing[@]} > 0)); then
    fail "missing:$(printf '\n  %s' "${missing[@]}")"
  fi
  mkdir -p "$here/target"
  (cd "$here" && go build -o target/oracle .) || fail "the reference could not be built: see above"
}
