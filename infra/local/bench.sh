#!/usr/bin/env bash
# Runs one benchmark case. See 'infra/local/bench.sh --help'.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

USAGE="Usage: infra/local/bench.sh [--baseline COMMIT | --record] NAME"

help() {
  cat <<TEXT
$USAGE
Runs the case NAME of tests/AssetFunctions.Benchmarks/README.md, prints its table and writes artifacts/bench/NAME.json.
With a baseline, the same case of COMMIT runs in turns with it, and the table shows both with their ratio.
With --record the figures take the place of those in that page.
Exit code: 0 every target holds, 1 a target is missed, 2 a wrong argument, 3 the case could not be measured.
TEXT
}

misused() {
  echo "$1" >&2
  exit 2
}

commit=""
record=""
name=""
while [ $# -gt 0 ]; do
  case "$1" in
    --baseline)
      [ -n "${2:-}" ] || misused "--baseline takes a commit. $USAGE"
      commit="$2"
      shift
      ;;
    --record) record="--record" ;;
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

[ -z "$commit" ] || [ -z "$record" ] || misused "--record takes no --baseline. $USAGE"
if [ -n "$commit" ]; then
  sha="$(find_commit "$commit")" || misused "There is no commit '$commit' in this repository."
fi

require_dotnet
case "$name" in
  run | whale | api | host) require_tools; install_azurite >&2 ;;
  fleet | units | cache) install_redis >&2 ;;
esac
build "$ROOT" tests/AssetFunctions.Benchmarks
program="$ROOT/tests/AssetFunctions.Benchmarks/bin/Release/net10.0/AssetFunctions.Benchmarks.dll"
if [ -z "$commit" ]; then
  exec dotnet "$program" "$name" "$ROOT/artifacts/bench" $record
fi

# The program lists the cases when this one is unknown, before a baseline is built.
dotnet "$program" --cases | grep -qxF -- "$name" || exec dotnet "$program" "$name"
baseline="$(prepare_checkout "$sha" tests/AssetFunctions.Benchmarks)"
exec dotnet "$program" "$name" "$ROOT/artifacts/bench" --baseline "$baseline"
