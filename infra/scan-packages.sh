#!/usr/bin/env bash
# Checks every package, transitive ones included, against the advisories of the package feed. Exit code 1 when one is vulnerable.
# A feed without advisories passes on a developer's machine. On GitHub, where the public feed has them, it is a failure.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

if ! report="$(dotnet list "$ROOT/AssetFunctions.sln" package --vulnerable --include-transitive 2>&1)"; then
  echo "The feed returned no advisories:" >&2
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
