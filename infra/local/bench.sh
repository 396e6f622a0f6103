#!/usr/bin/env bash
# Runs one benchmark case, prints its table and writes artifacts/bench/NAME.json. Exit status 1 when a target is missed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_dotnet
case "${1:-}" in
  whale | api) require_tools; install_azurite >&2 ;;
  fleet) install_redis >&2 ;;
esac
dotnet build "$ROOT/tests/AssetFunctions.Benchmarks" -c Release -v quiet --nologo -clp:NoSummary >&2 || fail "The build failed."
exec dotnet "$ROOT/tests/AssetFunctions.Benchmarks/bin/Release/net10.0/AssetFunctions.Benchmarks.dll" "${1:-}" "$ROOT/artifacts/bench"
