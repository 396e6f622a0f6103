#!/usr/bin/env bash
# The main job: builds the product, starts the whole stack on this machine and syncs the sample wallets (or the wallets named).
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_tools
install_azurite
case " $* " in
  *" --instances 1 "*|*" --instances=1 "*) ;;
  *" --instances"*) install_redis ;;
esac
dotnet build "$ROOT/src/AssetFunctions.DevHost" -c Release -v quiet --nologo -clp:NoSummary || fail "The build failed."
exec dotnet "$ROOT/src/AssetFunctions.DevHost/bin/Release/net10.0/AssetFunctions.DevHost.dll" "$@"
