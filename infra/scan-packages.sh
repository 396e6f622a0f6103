#!/usr/bin/env bash
# Asks the package feed for known vulnerabilities of every package, those that come with others included. Exit status 1 when there is any;
# a feed without advisories decides nothing.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

if ! report="$(dotnet list "$ROOT/AssetFunctions.sln" package --vulnerable --include-transitive 2>&1)"; then
  echo "The feed gave no advisories:"
  tail -3 <<<"$report"
  exit 0
fi
if grep -q "has the following vulnerable packages" <<<"$report"; then
  echo "These packages are vulnerable:" >&2
  grep -E "has the following vulnerable packages|^ *> " <<<"$report" >&2
  exit 1
fi
echo "No vulnerable packages known to the feed."
