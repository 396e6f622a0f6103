#!/usr/bin/env bash
# Looks for secrets in the tree: scan-secrets.sh [DIRECTORY]. Prints file and line of each find, never its text. Exit status 1 when there is any.
set -euo pipefail

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

# Keys of Azure services, tokens of providers and platforms, private keys, passwords in connection strings.
patterns=(
  'AccountKey=[A-Za-z0-9+/]{40,}'
  'SharedAccess(Key|Signature)=[^;"{ ]{20,}'
  '[?&]sig=[A-Za-z0-9%+/]{30,}'
  'zk_(dev|prod|live)_[A-Za-z0-9]{16,}'
  'g\.alchemy\.com/v2/[A-Za-z0-9_-]{20,}'
  'gh[pousr]_[A-Za-z0-9]{30,}'
  'xox[abprs]-[A-Za-z0-9-]{10,}'
  'AKIA[0-9A-Z]{16}'
  'eyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}'
  '-----BEGIN [A-Z ]*PRIVATE KEY-----'
  '(password|pwd|client_secret)=[A-Za-z0-9+/!@#$%^&*_-]{12,}'
)

# Published by Microsoft for its emulators and the same on every machine.
public=(
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=='
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
)

pattern="$(IFS='|'; echo "${patterns[*]}")"
allowed=()
for key in "${public[@]}"; do
  allowed+=(-e "$key")
done

files() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard
  else
    find . -type f -print0
  fi
}

finds="$(files | xargs -0 grep -HInE -e "$pattern" -- 2>/dev/null | grep -vF "${allowed[@]}" | grep -v 'scan-secrets\.sh:' | cut -d: -f1,2 || true)"
if [ -n "$finds" ]; then
  echo "These lines look like secrets. Remove them, and replace a secret that was ever committed:" >&2
  echo "$finds" >&2
  exit 1
fi
echo "No secrets found."
