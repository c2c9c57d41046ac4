#!/usr/bin/env bash
# Has the reference and ttp-processor extract the same random ledgers and compares all events.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
usage: compare.sh SEED COUNT [MODE]
  SEED   any whole number; take a new one for each comparison
  COUNT  how many ledgers of each kind to make
  MODE   derived or unified; both if not given
Environment:
  NETWORK_PASSPHRASE  the network of the ledgers (default: the public network)
  TTP_PROCESSOR_JAR   the jar to compare (default: ttp-processor/target/ttp-processor.jar)
Exit code: 0 equal; 1 different; 2 could not be compared; 3 all that was asked for was skipped.
END
}

if [[ ${1-} == -h || ${1-} == --help ]]; then
  usage
  exit 0
fi
if (($# < 2 || $# > 3)); then
  usage >&2
  exit 2
fi
whole_number SEED "$1" 0
whole_number COUNT "$2" 1
seed=$1 count=$2 only=${3-}
[[ -z $only || $only == derived || $only == unified ]] || fail "MODE is derived or unified, not '$only'"
passphrase=${NETWORK_PASSPHRASE:-$public_network}
prepare

folder=$here/target/compare/$seed-$count
compared=0 differing=0 skipped=0

# generate KIND: the ledgers that the comparisons below read
generate() {
  "$oracle" generate "$seed" "$count" "$passphrase" "$folder/$1.lcm" --kind "$1" >/dev/null
}

# compare_mode KIND MODE: one comparison, on ledgers already generated
compare_mode() {
  local kind=$1 mode=$2
  local base=$folder/$kind.$mode
  local label="$kind ledgers, $mode"
  local code=0
  java -jar "$jar" extract --network-passphrase "$passphrase" --mode "$mode" "$folder/$kind.lcm" \
    >"$base.ttp-processor.jsonl" 2>"$base.ttp-processor.log" || code=$?
  if ((code == 2)) && grep -q "^Invalid value for option '--mode'" "$base.ttp-processor.log"; then
    echo "$label: SKIPPED, the jar has no --mode $mode"
    skipped=$((skipped + 1))
    return
  fi
  # 1 says that some ledgers have an error, as some here should: the lines tell which.
  if ((code > 1)); then
    cat "$base.ttp-processor.log" >&2
    fail "$label: ttp-processor ended with exit code $code"
  fi
  if [[ -s $base.ttp-processor.log ]]; then
    cat "$base.ttp-processor.log" >&2
  fi
  "$oracle" events "$passphrase" "$folder/$kind.lcm" "$base.reference.jsonl" --mode "$mode" >/dev/null
  code=0
  (cd "$folder" && "$oracle" compare "$kind.$mode.reference.jsonl" "$kind.$mode.ttp-processor.jsonl") \
    >"$base.differences" || code=$?
  ((code <= 1)) || fail "$label: could not be compared"
  sed '$d' "$base.differences"
  echo "$label: $(tail -n 1 "$base.differences")"
  compared=$((compared + 1))
  differing=$((differing + code))
}

rm -rf "$folder"
mkdir -p "$folder"
if [[ $only != unified ]]; then
  generate classic
  compare_mode classic derived
fi
generate unified
if [[ $only != unified ]]; then
  compare_mode unified derived
fi
if [[ $only != derived ]]; then
  compare_mode unified unified
fi

echo "seed $seed, $count ledgers of each kind: $compared compared, $differing of them different, $skipped skipped"
if ((differing > 0)); then
  echo "The ledgers and both outputs are kept in $folder"
  exit 1
fi
rm -rf "$folder"
if ((compared == 0)); then
  exit 3
fi
