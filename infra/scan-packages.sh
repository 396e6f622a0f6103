#!/usr/bin/env bash
# Asks the package feed for known vulnerabilities of every package, those that come with others included. Exit status 1 when there is any.
# A feed without advisories decides nothing on a developer's machine; on GitHub, where the public feed has them, no answer is a failure.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

if ! report="$(dotnet list "$ROOT/AssetFunctions.sln" package --vulnerable --include-transitive 2>&1)"; then
  echo "The feed gave no advisories:" >&2
  tail -3 <<<"$report" >&2
  [ -z "${GITHUB_ACTIONS:-}" ] || exit 1
  exit 0
fi
if grep -q "has the following vulnerable packages" <<<"$report"; then
  echo "These packages are vulnerable:" >&2
  grep -E "has the following vulnerable packages|^ *> " <<<"$report" >&2
  exit 1
fi
echo "No vulnerable packages known to the feed."
