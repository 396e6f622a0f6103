# Shared by the scripts in this folder: finds the checkout and installs what the local stack needs.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() {
  echo "$1" >&2
  exit 1
}

require_dotnet() {
  local cure="install it from https://dotnet.microsoft.com/download."
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: $cure"
  dotnet --list-sdks | grep -q '^10\.' || fail "The .NET 10 SDK is missing, 'dotnet --list-sdks' lists no 10.x: $cure"
}

# Azurite, the storage emulator, runs on Node.js, and npm installs it.
require_tools() {
  local version cure="install version 20 or newer from https://nodejs.org."
  require_dotnet
  command -v node >/dev/null || fail "Node.js is missing: $cure"
  version="$(node --version)"
  [[ "$version" =~ ^v([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 20 ] || fail "Node.js $version is too old: $cure"
  command -v npm >/dev/null || fail "npm is missing: it comes with Node.js, $cure"
}

# Only a stack of several instances needs Redis.
install_redis() {
  command -v redis-server >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing redis-server…"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server >/dev/null || fail "apt-get could not install redis-server."
    return
  fi
  fail "redis-server is missing, which several instances share: install it (Debian: sudo apt-get install redis-server)."
}

# Runs npm only when the lock file differs from what is installed.
install_azurite() {
  local here="$ROOT/infra/local" stamp="$ROOT/infra/local/node_modules/.installed"
  if [ -f "$stamp" ] && cmp -s "$here/package-lock.json" "$stamp"; then
    return
  fi
  echo "Installing Azurite…"
  (cd "$here" && npm ci --no-audit --no-fund --loglevel=error) || fail "npm could not install Azurite from infra/local/package-lock.json."
  cp "$here/package-lock.json" "$stamp"
}

# Builds one project of a checkout for use.
build() {
  dotnet build "$1/$2" -c Release -v quiet --nologo -clp:NoSummary >&2 || fail "The build of $1 failed."
}

# Finds a commit of this repository.
find_commit() {
  command -v git >/dev/null || fail "git is missing: it finds the commit."
  git -C "$ROOT" rev-parse --verify --quiet --end-of-options "$1^{commit}"
}

# Checks a commit out beside the working tree and builds one of its projects, once. Prints where.
prepare_checkout() {
  local sha="$1" project="$2" clone="$ROOT/artifacts/baseline/$1" built="$ROOT/artifacts/baseline/$1/artifacts/built-$(basename "$2")"
  if [ ! -f "$built" ]; then
    echo "Building ${sha:0:7} in artifacts/baseline…" >&2
    if [ ! -d "$clone/.git" ]; then
      rm -rf "$clone"
      git clone --quiet --no-checkout "$ROOT" "$clone" && git -C "$clone" checkout --quiet --detach "$sha" || fail "The commit could not be checked out."
    fi
    # The same tools need not be downloaded twice.
    if [ -d "$ROOT/infra/local/node_modules" ] && [ ! -e "$clone/infra/local/node_modules" ] && cmp -s "$ROOT/infra/local/package-lock.json" "$clone/infra/local/package-lock.json"; then
      ln -s "$ROOT/infra/local/node_modules" "$clone/infra/local/node_modules"
    fi
    build "$clone" "$project"
    mkdir -p "$clone/artifacts"
    touch "$built"
  fi
  echo "$clone"
}
