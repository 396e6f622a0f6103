#!/usr/bin/env bash
# Runs the tests. See 'infra/local/test.sh --help'.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
Usage: [CI=true] infra/local/test.sh [--fast] [OPTIONS of 'dotnet test']
  (none)                                  runs all tests but the long ones
  CI=true                                 runs all tests
  --fast                                  runs the tests that start no process
  --filter FullyQualifiedName~Positions   runs the tests of that name, long ones too
TEXT
}

case "${1:-}" in
  -h | --help) usage; exit ;;
esac

# Without this check a mistyped option ends the run of every project, minutes later.
require_dotnet
for option in "$@"; do
  case "$option" in
    --) break ;;
    --fast | -p:*) ;;
    -*)
      grep -qE -- "(^|[ ,])${option%%=*}([ ,<]|$)" <<<"$(dotnet test --help 2>/dev/null)" || {
        echo "There is no option '$option'." >&2
        usage >&2
        exit 2
      }
      ;;
  esac
done

fast=""
if [ "${1:-}" = --fast ]; then
  fast=1
  shift
  set -- --filter "Starts!=processes&Runs!=long" "$@"
else
  require_tools
  install_azurite
  install_redis
  case "${CI:-} $*" in
    true* | *--filter*) ;;
    *) set -- --filter "Runs!=long" "$@" ;;
  esac
fi
results="$ROOT/artifacts/test-results"
rm -rf "$results"
dotnet build "$ROOT/AssetFunctions.sln" -c Release -v quiet --nologo -clp:NoSummary || fail "The build failed."

# One project after the other: the servers that the tests start share the machine with them.
status=0
for project in "$ROOT"/tests/*.Tests; do
  case "$fast$(basename "$project")" in
    1*.Benchmarks.Tests | 1*.EndToEnd.Tests | 1*.FunctionsHost.Tests | 1*.Infra.Tests | 1*.Redis.Tests | 1*.Stack.Tests) continue ;;
  esac
  dotnet test "$project" -c Release --no-build --nologo -v quiet \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" "$@" || status=1
done

count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(count failed)
[ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed"
exit "$status"
