# Sourced, not run: what testnet, pubnet and lake URL stand for.
# shellcheck shell=bash
# shellcheck disable=SC2034 # read by whoever sources this

testnet='Test SDF Network ; September 2015'
pubnet='Public Global Stellar Network ; September 2015'

# What .env says, unless it is exported: exported, a default of ours would win over it.
setting() { # name, default
  local text="${!1:-}"
  [[ -n "$text" || ! -f "$root/.env" ]] || text="$(sed -n "s/^$1=//p" "$root/.env" | tail -n 1)"
  printf '%s' "${text:-$2}"
}

# Sets kind (rpc or lake), network (its name), NETWORK_PASSPHRASE and what the source needs to know,
# all of it exported.
choose_network() { # testnet | pubnet | lake URL
  kind=rpc
  case "$1" in
    testnet)
      export NETWORK_PASSPHRASE="$testnet"
      RPC_ENDPOINT="$(setting RPC_ENDPOINT https://soroban-testnet.stellar.org)"
      ;;
    pubnet)
      export NETWORK_PASSPHRASE="$pubnet"
      RPC_ENDPOINT="$(setting RPC_ENDPOINT https://mainnet.sorobanrpc.com)"
      ;;
    lake)
      kind=lake
      choose_lake "$2"
      ;;
  esac
  [[ "$kind" == lake ]] || export RPC_ENDPOINT
  case "$NETWORK_PASSPHRASE" in
    "$testnet") network=testnet ;;
    "$pubnet") network=pubnet ;;
    *) network="network-$(cksum <<<"$NETWORK_PASSPHRASE" | sed 's/ .*//')" ;;
  esac
}

choose_lake() { # url
  unset LAKE STORAGE_TYPE BUCKET_NAME
  case "$1" in
    aws-pubnet) export LAKE="$1" NETWORK_PASSPHRASE="$pubnet" ;;
    aws-testnet) export LAKE="$1" NETWORK_PASSPHRASE="$testnet" ;;
    s3://*) export STORAGE_TYPE=S3 BUCKET_NAME="${1#s3://}" ;;
    gs://*) export STORAGE_TYPE=GCS BUCKET_NAME="${1#gs://}" ;;
    http://* | https://*) export STORAGE_TYPE=HTTP BUCKET_NAME="$1" ;;
    *)
      [[ -d "$1" ]] || fail "'$1' is no lake: say aws-pubnet, aws-testnet, s3://…, gs://…, https://… or a folder"
      local folder
      folder="$(cd "$1" && pwd)"
      export STORAGE_TYPE=FS BUCKET_NAME="$folder"
      if [[ -z "${NETWORK_PASSPHRASE:-}" && -f "$folder/.config.json" ]]; then
        NETWORK_PASSPHRASE="$(sed -n 's/.*"networkPassphrase" *: *"\([^"]*\)".*/\1/p' "$folder/.config.json")"
        export NETWORK_PASSPHRASE
      fi
      ;;
  esac
  [[ -n "${NETWORK_PASSPHRASE:-}" ]] ||
    fail "of which network is this lake? Set NETWORK_PASSPHRASE, for instance to '$pubnet'"
}
