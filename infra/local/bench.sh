#!/usr/bin/env bash
# Runs one benchmark case, prints its table and writes artifacts/bench/NAME.json. Exit status 1 when a target is missed.
set -euo pipefail
cd "$(dirname "$0")/../.."

exec dotnet run --project tests/AssetFunctions.Benchmarks --configuration Release -- "${1:-}" artifacts/bench
