#!/usr/bin/env bash
# Measures the reference and ttp-processor on the same ledgers, in turns.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
usage: benchmark.sh [FILE PASSPHRASE] [--turns N] [--seconds S] [--warm-up W] [--threads T]
  FILE, PASSPHRASE  ledgers and their network; if not given, the corpora load-protocol28,
                    pubnet-recent and core-invoke-host-function, where they are there
  --turns N         how often each program is measured (default 5)
  --seconds S       how long each time, after the JVM's warm-up (default 10)
  --warm-up W       how long the JVM runs before it is measured (default 15); the reference is
                    compiled beforehand and needs none
  --threads T       ttp-processor's threads (default 1); the reference always has one
Environment:
  LEDGERS             the corpora's folder (default: ../shared/ledgers beside the project)
  TTP_PROCESSOR_JAR   the jar to measure (default: ttp-processor/target/ttp-processor.jar)
  JAVA_FLAGS          the JVM's flags (default: -XX:+UseParallelGC, the collector for throughput)
Exit code: 0 measured; 2 could not be measured.
END
}

read -ra java_flags <<<"${JAVA_FLAGS--XX:+UseParallelGC}"
turns=5 seconds=10 warm_up=15 threads=1 operands=()
while (($# > 0)); do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --turns | --seconds | --warm-up | --threads)
      (($# > 1)) || fail "$1 needs a value"
      whole_number "$1" "$2" 1
      option=${1#--}
      declare "${option//-/_}=$2"
      shift
      ;;
    --*) fail "no option $1; see --help" ;;
    *) operands+=("$1") ;;
  esac
  shift
done
if ((${#operands[@]} != 0 && ${#operands[@]} != 2)); then
  usage >&2
  exit 2
fi

# figure LINE UNIT: the number before a unit in a line of either program
figure() {
  local number
  number=$(awk -v unit="$2" '{ for (i = 2; i <= NF; i++) { gsub(/,$/, "", $i); if ($i == unit) { print $(i - 1); exit } } }' <<<"$1")
  [[ $number =~ ^[0-9]+(\.[0-9]+)?$ ]] || fail "no figure of $2 in: $1"
  echo "$number"
}

# median NUMBER...
median() {
  printf '%s\n' "$@" | sort -g |
    awk '{ n[NR] = $1 } END { h = int((NR + 1) / 2); print NR % 2 ? n[h] : (n[h] + n[h + 1]) / 2 }'
}

# same_work LINE LINE: as many events a ledger on both sides, or the ratio says nothing
same_work() {
  local a b
  a=$(($(figure "$1" events) * $(figure "$2" ledgers)))
  b=$(($(figure "$2" events) * $(figure "$1" ledgers)))
  ((a == b)) || fail "the programs do not find as many events in the same ledgers: run 'oracle events' and compare"
}

# measure FILE PASSPHRASE
measure() {
  local file=$1 passphrase=$2 turn of_reference of_processor
  local reference=() processor=()
  echo "$(basename "$file"): $turns turns of $seconds s, reference on 1 thread, ttp-processor on $threads (java ${java_flags[*]})"
  for ((turn = 1; turn <= turns; turn++)); do
    of_reference=$("$oracle" bench "$passphrase" "$seconds" "$file") || fail "the reference cannot be measured"
    echo "  $turn  $of_reference"
    of_processor=$(java "${java_flags[@]}" -jar "$jar" benchmark --network-passphrase "$passphrase" --seconds "$seconds" \
      --warm-up "$warm_up" --threads "$threads" "$file") || fail "ttp-processor cannot be measured"
    echo "  $turn  $of_processor"
    same_work "$of_reference" "$of_processor"
    reference+=("$(figure "$of_reference" MB/s)")
    processor+=("$(figure "$of_processor" MB/s)")
  done
  awk -v r="$(median "${reference[@]}")" -v p="$(median "${processor[@]}")" -v file="$(basename "$file")" \
    'BEGIN { printf "%s: medians %.1f MB/s and %.1f MB/s, ratio %.2f\n", file, r, p, p / r }'
}

# A busy machine makes figures that mean nothing; whoever reads them must see it.
echo "load average before the first turn:$(uptime | sed 's/.*load average[s]*://')"
if ((${#operands[@]} == 2)); then
  [[ -r ${operands[0]} ]] || fail "${operands[0]} cannot be read"
  prepare
  measure "${operands[@]}"
  exit 0
fi

ledgers=${LEDGERS:-$project/../shared/ledgers}
prepare
measured=0
while IFS='|' read -r name passphrase; do
  if [[ -r $ledgers/$name.lcm.zst ]]; then
    measure "$ledgers/$name.lcm.zst" "$passphrase" </dev/null
    measured=$((measured + 1))
  else
    echo "$name: SKIPPED, there is no $ledgers/$name.lcm.zst"
  fi
done <<END
load-protocol28|Apply Load
pubnet-recent|$public_network
core-invoke-host-function|(V) (;,,;) (V)
END
((measured > 0)) || fail "nothing was measured: give FILE and PASSPHRASE, or set LEDGERS"
