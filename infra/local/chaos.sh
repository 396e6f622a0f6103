#!/usr/bin/env bash
# Kills, stops and disturbs everything a seed has planned while wallets change and are synced, lets the system settle and compares what is stored with a
# run in which nothing went wrong. Exit status: 1 when anything is lost, doubled, different or untrue, 2 for a wrong argument, 3 when it could not run.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_tools
install_azurite >&2
install_redis >&2
arguments=()
while [ $# -gt 0 ]; do
  if [ "$1" = --other ] && [ -n "${2:-}" ]; then
    sha="$(find_commit "$2")" || { echo "There is no commit '$2' in this repository." >&2; exit 2; }
    other="$(prepare_checkout "$sha" src/AssetFunctions)"
    arguments+=(--other "$other/src/AssetFunctions/bin/Release/net10.0/AssetFunctions.dll")
    shift
  else
    arguments+=("$1")
  fi
  shift
done
build "$ROOT" tests/AssetFunctions.Chaos
exec dotnet "$ROOT/tests/AssetFunctions.Chaos/bin/Release/net10.0/AssetFunctions.Chaos.dll" ${arguments[@]+"${arguments[@]}"}
