#!/usr/bin/env bash
# Runs one benchmark case. See 'infra/local/bench.sh --help'.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

USAGE="Usage: infra/local/bench.sh [--baseline COMMIT] NAME"

help() {
  cat <<TEXT
$USAGE
Runs the case NAME of tests/AssetFunctions.Benchmarks/README.md, prints its table and writes artifacts/bench/NAME.json.
With a baseline, the same case of COMMIT runs in turns with it, and the table shows both with their ratio.
Exit code: 0 every target holds, 1 a target is missed, 2 a wrong argument, 3 the case could not be measured.
TEXT
}

misused() {
  echo "$1" >&2
  exit 2
}

commit=""
name=""
while [ $# -gt 0 ]; do
  case "$1" in
    --baseline)
      [ -n "${2:-}" ] || misused "--baseline takes a commit. $USAGE"
      commit="$2"
      shift
      ;;
    --baseline=?*) commit="${1#*=}" ;;
    -h | --help) help; exit ;;
    -*) misused "There is no option '$1'. $USAGE" ;;
    *)
      [ -z "$name" ] || misused "One case at a time: '$name' or '$1'. $USAGE"
      name="$1"
      ;;
  esac
  shift
done

if [ -n "$commit" ]; then
  command -v git >/dev/null || fail "git is missing: install it; it checks the baseline out."
  sha="$(git -C "$ROOT" rev-parse --verify --quiet --end-of-options "$commit^{commit}")" || misused "There is no commit '$commit' in this repository."
fi

build() {
  dotnet build "$1/tests/AssetFunctions.Benchmarks" -c Release -v quiet --nologo -clp:NoSummary >&2 || fail "The build of $1 failed."
}

# Checks a commit out beside the working tree and builds it, once.
prepare_baseline() {
  local clone="$ROOT/artifacts/baseline/$sha" built="$ROOT/artifacts/baseline/$sha/artifacts/built"
  if [ ! -f "$built" ]; then
    echo "Building ${sha:0:7} in artifacts/baseline…" >&2
    rm -rf "$clone"
    git clone --quiet --no-checkout "$ROOT" "$clone" && git -C "$clone" checkout --quiet --detach "$sha" || fail "The baseline could not be checked out."
    # Both sides share the tools where the lock files agree.
    if [ -d "$ROOT/infra/local/node_modules" ] && cmp -s "$ROOT/infra/local/package-lock.json" "$clone/infra/local/package-lock.json"; then
      ln -s "$ROOT/infra/local/node_modules" "$clone/infra/local/node_modules"
    fi
    build "$clone"
    mkdir -p "$clone/artifacts"
    touch "$built"
  fi
  baseline="$clone"
}

require_dotnet
case "$name" in
  run | whale | api | host) require_tools; install_azurite >&2 ;;
  fleet) install_redis >&2 ;;
esac
build "$ROOT"
program="$ROOT/tests/AssetFunctions.Benchmarks/bin/Release/net10.0/AssetFunctions.Benchmarks.dll"
if [ -z "$commit" ]; then
  exec dotnet "$program" "$name" "$ROOT/artifacts/bench"
fi

# The program lists the cases when this one is unknown, before a baseline is built.
dotnet "$program" --cases | grep -qxF -- "$name" || exec dotnet "$program" "$name"
prepare_baseline
exec dotnet "$program" "$name" "$ROOT/artifacts/bench" --baseline "$baseline"
