#!/usr/bin/env bash
# The command line: builds the product and runs the verb named; without one the main job, which starts the whole stack and syncs wallets through it.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The output belongs to the verb: with --json it is one document.
require_tools
install_azurite >&2
case " $* " in
  *" --flex "*) install_redis >&2 ;;
  *" --instances 1 "*|*" --instances=1 "*) ;;
  *" --instances"* | *" --flex "*) install_redis >&2 ;;
esac
dotnet build "$ROOT/src/local/Stack" -c Release -v quiet --nologo -clp:NoSummary >&2 || fail "The build failed."
exec dotnet "$ROOT/src/local/Stack/bin/Release/net10.0/AssetFunctions.Local.Stack.dll" "$@"
