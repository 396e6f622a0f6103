#!/usr/bin/env bash
# Puts the product into Azure with the Azure CLI. See infra/README.md, or 'infra/deploy.sh --help'.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
PACKAGE="$ROOT/artifacts/deploy/app.zip"
# Seconds are between attempts. An app takes up to five minutes to start, a role up to ten to take effect.
HEALTH_ATTEMPTS=30
HEALTH_PAUSE=10
ROLE_ATTEMPTS=40
ROLE_PAUSE=15
DATA_CONTRIBUTOR=00000000-0000-0000-0000-000000000002
FIRST_WALLET=0xd8da6bf26964af9d7eed9e03e53415d37aa96045

usage() {
  cat <<'TEXT'
Usage: infra/deploy.sh COMMAND
  preview              shows what a deployment of the infrastructure would change
  infra                deploys resource group, services, roles and alerts
  secrets              stores ZERION_API_KEY, ALCHEMY_API_KEY and DEFILLAMA_API_KEY in the vault, those that are set
  package [FILE.zip]   builds the app for the Functions host
  app [FILE.zip]       deploys a package and waits up to 300 s until the app is healthy; an earlier one rolls back
  all                  infra, secrets, package and app
  grant ACCOUNT GROUP  lets the app work on another Cosmos DB account: a restored one, or that of another environment
FILE.zip is artifacts/deploy/app.zip unless it is named.
AZURE_ENV_NAME and AZURE_LOCATION name the environment and its region.
Optional are ALERT_EMAIL, MONTHLY_BUDGET (an amount in the currency of the subscription), APP_SETTINGS,
AZURE_PRINCIPAL_ID, AZURE_PRINCIPAL_TYPE (User, Group or ServicePrincipal), POSITION_SOURCES and PAID_PRICES.
TEXT
}

fail() {
  echo "$1" >&2
  exit 1
}

misused() {
  echo "$1" >&2
  usage >&2
  exit 2
}

require() {
  command -v "$1" >/dev/null || fail "$1 is missing: $2"
}

require_azure() {
  require az "install the Azure CLI (https://learn.microsoft.com/cli/azure/install-azure-cli)."
  [ -n "${AZURE_ENV_NAME:-}" ] || fail "AZURE_ENV_NAME is missing: set it to a short name of the environment, such as dev."
  [ -n "${AZURE_LOCATION:-}" ] || fail "AZURE_LOCATION is missing: set it to a region that offers Flex Consumption, such as westeurope."
  az account show --output none 2>/dev/null || fail "The Azure CLI is not signed in: run 'az login'."
}

# query CODES ARGUMENTS: prints what the Azure CLI returns, or nothing where it fails with one of these error codes. Any other failure ends the
# script: what could not be read must not pass for absent.
query() {
  local codes="$1" log result
  log="$(mktemp)"
  if result="$(az "${@:2}" 2>"$log")"; then
    rm -f "$log"
    printf '%s' "$result"
  elif grep -qE "$codes" "$log"; then
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    fail "The Azure CLI failed at 'az ${*:2:3}'; its message is above."
  fi
}

# Azure takes the first day of this month for a new budget and refuses to change it afterwards, so the one of an existing budget is kept.
budget_start() {
  local subscription found
  subscription="$(az account show --query id --output tsv)" || exit 1
  found="$(query ResourceGroupNotFound rest --method get --output tsv --query "value[?starts_with(name, 'budget-assets-')].properties.timePeriod.startDate | [0]" \
    --url "https://management.azure.com/subscriptions/$subscription/resourceGroups/rg-assets-$AZURE_ENV_NAME/providers/Microsoft.Consumption/budgets?api-version=2023-11-01")" || exit 1
  [ "$found" != None ] || found=""
  found="${found:-${BUDGET_START:-$(date -u +%Y-%m-01)}}"
  echo "${found:0:10}"
}

deployment() {
  if [ -n "${ALERT_EMAIL:-}" ]; then
    BUDGET_START="$(budget_start)"
    export BUDGET_START
  fi
  az deployment sub "$1" --name "assets-$AZURE_ENV_NAME" --location "$AZURE_LOCATION" --parameters "$ROOT/infra/main.bicepparam" "${@:2}"
}

deploy_infra() {
  # The network of an app on Flex Consumption needs this provider, and no resource of the templates makes Azure register it.
  az provider register --namespace Microsoft.App --wait --output none || fail "The provider Microsoft.App cannot be registered: register it once as an owner of the subscription."
  deployment create --output none
}

output() {
  local value
  value="$(query DeploymentNotFound deployment sub show --name "assets-$AZURE_ENV_NAME" --query "properties.outputs.$1.value" --output tsv)" || exit 1
  [ -n "$value" ] && [ "$value" != None ] || fail "Environment '$AZURE_ENV_NAME' was not deployed yet, or not by this version: run 'infra/deploy.sh infra'."
  echo "$value"
}

# vault_call ARGUMENTS: calls a vault whose roles may not have taken effect yet. Every attempt gets the standard input.
vault_call() {
  local input="" log result
  [ -t 0 ] || input="$(cat)"
  log="$(mktemp)"
  for _ in $(seq "$ROLE_ATTEMPTS"); do
    if result="$(printf '%s' "$input" | az keyvault "$@" 2>"$log")"; then
      rm -f "$log"
      printf '%s' "$result"
      return
    fi
    grep -q ForbiddenByRbac "$log" || break
    echo "The roles on the vault have not taken effect yet; trying again in $ROLE_PAUSE s." >&2
    sleep "$ROLE_PAUSE"
  done
  cat "$log" >&2
  rm -f "$log"
  fail "The vault refuses 'az keyvault ${*:1:2}': AZURE_PRINCIPAL_ID must be yours, or a group of yours, when the infrastructure is deployed."
}

# The value travels by a file descriptor: arguments of a process are open to every user of the machine.
set_secret() {
  vault_call secret set --vault-name "$1" --name "$2" --file /dev/stdin --encoding utf-8 --output none
  echo "Set $2."
}

set_secrets() {
  local vault group app subscription
  vault="$(output keyVault)"
  group="$(output resourceGroup)"
  app="$(output functionApp)"
  subscription="$(az account show --query id --output tsv)"
  if [ -n "${ZERION_API_KEY:-}" ]; then
    printf '%s' "$ZERION_API_KEY" | set_secret "$vault" zerion-api-key
  fi
  if [ -n "${ALCHEMY_API_KEY:-}" ]; then
    printf '%s' "$ALCHEMY_API_KEY" | set_secret "$vault" alchemy-api-key
  fi
  if [ -n "${DEFILLAMA_API_KEY:-}" ]; then
    printf '%s' "$DEFILLAMA_API_KEY" | set_secret "$vault" defillama-api-key
  fi
  # Without this the platform reads the references once a day.
  az rest --method post --output none \
    --url "https://management.azure.com/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Web/sites/$app/config/configreferences/appsettings/refresh?api-version=2024-04-01" \
    || fail "The app could not be made to read its secrets again: restart it with 'az functionapp restart --resource-group $group --name $app'."
}

absolute() {
  case "$1" in
    /*) echo "$1" ;;
    *) echo "$PWD/$1" ;;
  esac
}

build_package() {
  local zip folder="$ROOT/artifacts/deploy/app"
  zip="$(absolute "${1:-$PACKAGE}")"
  require dotnet "install the .NET 10 SDK (https://dotnet.microsoft.com/download)."
  require zip "install it (Debian: sudo apt-get install zip); it packs the app."
  mkdir -p "$(dirname "$zip")" || fail "The folder of $zip could not be created."
  rm -rf "$folder" "$zip"
  dotnet publish "$ROOT/src/AssetFunctions" -c Release -o "$folder" --nologo -v quiet || fail "The app could not be published."
  for needed in host.json functions.metadata worker.config.json extensions.json .azurefunctions AssetFunctions.dll; do
    [ -e "$folder/$needed" ] || fail "The published app lacks $needed."
  done
  [ ! -f "$folder/local.settings.json" ] || fail "The published app holds local.settings.json, which may hold keys."
  (cd "$folder" && zip -qr "$zip" .) || fail "The package $zip could not be written."
  echo "Packed $zip."
}

deploy_app() {
  local zip app group api
  require curl "install it (Debian: sudo apt-get install curl); it checks the health of the deployed app."
  zip="$(absolute "${1:-$PACKAGE}")"
  [ -f "$zip" ] || fail "There is no package $zip: run 'infra/deploy.sh package'."
  app="$(output functionApp)"
  group="$(output resourceGroup)"
  api="$(output apiAddress)"
  az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$zip" --output none || fail "$app rejected the package; the message of the Azure CLI is above."
  for _ in $(seq "$HEALTH_ATTEMPTS"); do
    if curl --silent --fail --output /dev/null --max-time 10 "${api}health"; then
      echo "$app runs: ${api}health"
      print_next "$group" "$app" "${api%/api/}"
      return
    fi
    sleep "$HEALTH_PAUSE"
  done
  fail "$app was deployed, but ${api}health did not return 200 within $((HEALTH_ATTEMPTS * HEALTH_PAUSE)) s. The log of the app says why; 'infra/deploy.sh app FILE.zip' with an earlier package rolls back."
}

# print_next GROUP APP ADDRESS: the commands that sync a first wallet. infra/README.md shows what they print.
print_next() {
  cat <<TEXT

To sync a first wallet (the commands need jq):
  app=$3
  key=\$(az functionapp keys list --resource-group $1 --name $2 \\
    --query functionKeys.default --output tsv)
  wallet=$FIRST_WALLET
  curl -s -X POST \$app/api/wallets -H "x-functions-key: \$key" -d "{\\"wallet\\": \\"\$wallet\\"}"
  run=\$(curl -s -X POST \$app/api/wallets/\$wallet/refresh -H "x-functions-key: \$key" | jq -r .statusUrl)
  curl -s \$app\$run -H "x-functions-key: \$key" | jq -c '{status, phase, reason}'
Repeat the last command until the status is "completed".
TEXT
}

# Assigns the role of modules/cosmos.bicep on an account that this environment did not create.
grant_database() {
  local account="${1:-}" group="${2:-}" principal database endpoint
  [ -n "$account" ] && [ -n "$group" ] || misused "'grant' takes the Cosmos DB account and its resource group."
  principal="$(output appPrincipalId)"
  database="$(output cosmosDatabase)"
  endpoint="$(az cosmosdb show --name "$account" --resource-group "$group" --query documentEndpoint --output tsv)" || fail "There is no account $account in $group, or you may not read it."
  az cosmosdb sql role assignment create --account-name "$account" --resource-group "$group" --scope "/dbs/$database" \
    --principal-id "$principal" --role-definition-id "$DATA_CONTRIBUTOR" --output none || fail "The role on $account could not be assigned; the message of the Azure CLI is above."
  echo "The app may work on $account. To use it: export APP_SETTINGS='{\"Cosmos__AccountEndpoint\":\"$endpoint\"}' and run 'infra/deploy.sh infra', now and at every later deployment."
}

# takes MOST ARGUMENTS: ends the script where the command got an option, or more than MOST arguments.
takes() {
  local most="$1" command="$2" argument
  for argument in "${@:3}"; do
    [[ "$argument" != -* ]] || misused "There is no option '$argument'."
  done
  [ $# -le $((most + 2)) ] || misused "'$command' does not take '${*:$((most + 3)):1}'."
}

case "${1:-}" in
  preview | infra | secrets | all) takes 0 "$@" ;;
  package | app) takes 1 "$@" ;;
  grant) takes 2 "$@" ;;
  -h | --help | help) usage; exit ;;
  "") misused "Name a command." ;;
  *) misused "There is no command '$1'." ;;
esac

case "$1" in
  # Reading what would change needs no right to deploy.
  preview) require_azure; deployment what-if --validation-level ProviderNoRbac ;;
  infra) require_azure; deploy_infra; group="$(output resourceGroup)"; echo "Deployed $group." ;;
  secrets) require_azure; set_secrets ;;
  package) build_package "${2:-}" ;;
  app) require_azure; deploy_app "${2:-}" ;;
  all) require_azure; deploy_infra; set_secrets; build_package; deploy_app ;;
  grant) require_azure; grant_database "${2:-}" "${3:-}" ;;
esac
