#!/usr/bin/env bash
# Builds the local stack and runs a verb of its command line. Without a verb it starts the whole stack and syncs wallets. '--help' lists the verbs.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Set-up writes to the error output: with --json the output is one document.
require_tools
install_azurite >&2
case " $* " in
  *" --flex "*) install_redis >&2 ;;
  *" --instances 1 "*|*" --instances=1 "*) ;;
  *" --instances"* | *" --flex "*) install_redis >&2 ;;
esac
dotnet build "$ROOT/src/local/Stack" -c Release -v quiet --nologo -clp:NoSummary >&2 || fail "The build failed."
exec dotnet "$ROOT/src/local/Stack/bin/Release/net10.0/AssetFunctions.Local.Stack.dll" "$@"
