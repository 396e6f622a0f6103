#!/usr/bin/env bash
# Searches the tree for secrets: scan-secrets.sh [DIRECTORY]. Prints file and line of each find, never its text. Exit code 1 when there is any.
set -euo pipefail

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

# What a secret is called, in any case, and a value that could be one. Without quotes and with spaces around the sign it needs a digit, or it is a
# name in code; a member of an object (a.b) and a call are no values.
names='(api[_-]?key|token[_-]?key|account[_-]?key|access[_-]?key|client[_-]?secret|password|passwd|pwd)'

patterns=(
  "${names}=[\"']?[A-Za-z0-9+/_~!@#%^&*=-]{10,}([^A-Za-z0-9+/_~!@#%^&*=(.-]|$)"
  "[a-z]_${names}=[^\"'\$<>{}()[:space:]]{10,}"
  "${names}[\"']?[[:space:]]*[:=]{1,2}[[:space:]]*[\"'][^\"'\$<>{}()[:space:]]{10,}[\"']"
  "${names}[[:space:]]*[:=][[:space:]]*[a-z_-]{0,40}[0-9][A-Za-z0-9+/_~-]{10,}"
  'SharedAccess(Key|Signature)=[^;"{ ]{20,}'
  '[?&]sig=[A-Za-z0-9%+/]{30,}'
  'zk_(dev|prod|live)_[A-Za-z0-9]{16,}'
  'g\.alchemy\.com/v2/[A-Za-z0-9_-]{20,}'
  'pro-api\.llama\.fi/[A-Za-z0-9_-]{20,}'
  'gh[pousr]_[A-Za-z0-9]{30,}'
  'github_pat_[A-Za-z0-9_]{30,}'
  'xox[abprs]-[A-Za-z0-9-]{10,}'
  'AKIA[0-9A-Z]{16}'
  'eyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}'
  '[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,}'
  '-----BEGIN [A-Z ]*PRIVATE KEY-----'
)

# Published by Microsoft for its emulators and the same on every machine. Only they are allowed, not the line that holds them.
public=(
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=='
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
)

pattern="$(IFS='|'; echo "${patterns[*]}")"
allowed=()
for key in "${public[@]}"; do
  allowed+=(-e "s|$key||g")
done

files() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard
  else
    find . -type f -print0
  fi | while IFS= read -r -d '' file; do
    [ ! -f "$file" ] || printf '%s\0' "$file"
  done
}

# grep exits with 0 for a find and 1 for none; any other code is a failure.
search() {
  grep "$@" || [ $? -eq 1 ]
}
export -f search

unsearched() {
  echo "The tree could not be searched for secrets." >&2
  exit 2
}

lines="$(files | xargs -0 bash -c 'search -HInEi -e "$0" -- "$@"' "$pattern")" || unsearched
finds="$(sed "${allowed[@]}" <<<"$lines" | search -Ei -e "$pattern" | cut -d: -f1,2)" || unsearched
if [ -n "$finds" ]; then
  echo "These lines look like secrets. Remove them, and replace a secret that was ever committed:" >&2
  echo "$finds" >&2
  exit 1
fi
echo "No secrets found."
