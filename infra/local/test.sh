#!/usr/bin/env bash
# Runs the tests: all of them where CI=true, else all but the long ones, with --fast those that start no process. Other arguments go to 'dotnet test',
# e.g. --filter FullyQualifiedName~Positions, which chooses among all.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

fast=""
if [ "${1:-}" = --fast ]; then
  fast=1
  shift
  set -- --filter "Starts!=processes&Runs!=long" "$@"
  require_dotnet
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
    --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" "$@" || status=1
done

count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(count failed)
[ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed"
exit "$status"
