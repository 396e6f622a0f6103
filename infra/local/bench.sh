#!/usr/bin/env bash
# Runs one benchmark case, prints its table and writes artifacts/bench/NAME.json. Exit status 1 when a target is missed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v dotnet >/dev/null || fail "The .NET SDK is missing: install .NET 10 (https://dotnet.microsoft.com/download)."
dotnet build "$ROOT/tests/AssetFunctions.Benchmarks" -c Release -v quiet --nologo -clp:NoSummary >&2 || fail "The build failed."
exec dotnet "$ROOT/tests/AssetFunctions.Benchmarks/bin/Release/net10.0/AssetFunctions.Benchmarks.dll" "${1:-}" "$ROOT/artifacts/bench"
