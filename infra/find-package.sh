#!/usr/bin/env bash
# Names the run of ci whose package is deployed: find-package.sh [RUN_ID]. Without an id it is the newest one of main that succeeded. A run counts only
# when a push to main of this repository started it: the branch of a fork may be called main too.
# GITHUB_REPOSITORY names the repository, GH_TOKEN lets gh read its runs.
set -euo pipefail

fail() {
  echo "$1" >&2
  exit 1
}

id="${1:-}"
if [ -z "$id" ]; then
  id="$(gh run list --repo "$GITHUB_REPOSITORY" --workflow ci.yml --branch main --event push --status success --limit 1 --json databaseId --jq '.[0].databaseId // ""')"
  [ -n "$id" ] || fail "No run of ci on main has succeeded yet."
fi
[[ "$id" =~ ^[0-9]+$ ]] || fail "'$id' is no id of a run: it is the number at the end of the run's address."

run="$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$id" --jq '[.event, .head_branch, .head_repository.full_name, (.path | split("@")[0]), .conclusion] | join(" ")')"
expected="push main $GITHUB_REPOSITORY .github/workflows/ci.yml success"
[ "$run" = "$expected" ] || fail "Run $id is not deployed: it is '$run' and must be '$expected'."
echo "$id"
