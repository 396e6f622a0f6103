#!/usr/bin/env bash
# Puts the product into Azure with the Azure CLI. See infra/README.md.
#   deploy.sh preview              what a deployment of the infrastructure would change
#   deploy.sh infra                resource group, services, roles, alerts
#   deploy.sh secrets              keys from ZERION_API_KEY and ALCHEMY_API_KEY into the vault; makes the token key when there is none
#   deploy.sh package [FILE.zip]   builds the app for the Functions host
#   deploy.sh app [FILE.zip]       deploys a package; an earlier one rolls back
#   deploy.sh all                  infra, secrets, package and app
# AZURE_ENV_NAME and AZURE_LOCATION name the environment; ALERT_EMAIL, MONTHLY_BUDGET and AZURE_PRINCIPAL_ID are optional.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
PACKAGE="$ROOT/artifacts/deploy/app.zip"
HEALTH_ATTEMPTS=30

fail() {
  echo "$1" >&2
  exit 1
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

deployment() {
  az deployment sub "$1" --name "assets-$AZURE_ENV_NAME" --location "$AZURE_LOCATION" --parameters "$ROOT/infra/main.bicepparam" "${@:2}"
}

output() {
  az deployment sub show --name "assets-$AZURE_ENV_NAME" --query "properties.outputs.$1.value" --output tsv 2>/dev/null \
    || fail "Environment '$AZURE_ENV_NAME' was not deployed yet: run 'infra/deploy.sh infra'."
}

# The value travels by a file descriptor: arguments of a process are open to every user of the machine.
set_secret() {
  az keyvault secret set --vault-name "$1" --name "$2" --file /dev/stdin --encoding utf-8 --output none \
    || fail "The vault '$1' does not take the secret '$2': AZURE_PRINCIPAL_ID must be yours when the infrastructure is deployed, and roles take a few minutes to work."
  echo "Set $2."
}

set_secrets() {
  local vault
  vault="$(output keyVault)"
  if [ -n "${ZERION_API_KEY:-}" ]; then
    printf '%s' "$ZERION_API_KEY" | set_secret "$vault" zerion-api-key
  fi
  if [ -n "${ALCHEMY_API_KEY:-}" ]; then
    printf '%s' "$ALCHEMY_API_KEY" | set_secret "$vault" alchemy-api-key
  fi
  if ! az keyvault secret show --vault-name "$vault" --name api-token-key --output none 2>/dev/null; then
    require openssl "it makes the key that signs the API's tokens."
    openssl rand -base64 32 | tr -d '\n' | set_secret "$vault" api-token-key
  fi
  # By itself the platform reads references again once a day only.
  az rest --method post --output none \
    --url "https://management.azure.com/subscriptions/$(az account show --query id --output tsv)/resourceGroups/$(output resourceGroup)/providers/Microsoft.Web/sites/$(output functionApp)/config/configreferences/appsettings/refresh?api-version=2024-04-01" \
    || fail "The app does not read its secrets again: restart it."
}

build_package() {
  local zip="${1:-$PACKAGE}" folder="$ROOT/artifacts/deploy/app"
  require dotnet "install the .NET 10 SDK (https://dotnet.microsoft.com/download)."
  require zip "it packs the app."
  rm -rf "$folder" "$zip"
  mkdir -p "$(dirname "$zip")"
  dotnet publish "$ROOT/src/AssetFunctions" -c Release -p:HostRuntime=Functions -o "$folder" --nologo -v quiet || fail "The app could not be published."
  for needed in host.json functions.metadata worker.config.json AssetFunctions.dll; do
    [ -f "$folder/$needed" ] || fail "The published app lacks $needed."
  done
  [ ! -f "$folder/local.settings.json" ] || fail "The published app holds local.settings.json, which may hold keys."
  (cd "$folder" && zip -qr "$zip" .)
  echo "Packed $zip."
}

deploy_app() {
  local zip="${1:-$PACKAGE}" app group api
  [ -f "$zip" ] || fail "There is no package $zip: run 'infra/deploy.sh package'."
  app="$(output functionApp)"
  group="$(output resourceGroup)"
  api="$(output apiAddress)"
  az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$zip" --output none || fail "$app does not take the package."
  for _ in $(seq "$HEALTH_ATTEMPTS"); do
    if curl --silent --fail --output /dev/null --max-time 10 "${api}health"; then
      echo "$app runs: ${api}health"
      return
    fi
    sleep 10
  done
  fail "$app was deployed but ${api}health does not answer 200. The log of the app says why; an earlier package rolls back."
}

case "${1:-}" in
  preview) require_azure; deployment what-if ;;
  infra) require_azure; deployment create --output none; echo "Deployed $(output resourceGroup)." ;;
  secrets) require_azure; set_secrets ;;
  package) build_package "${2:-}" ;;
  app) require_azure; deploy_app "${2:-}" ;;
  all) require_azure; deployment create --output none; set_secrets; build_package; deploy_app ;;
  *) sed -n '3,9p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2; exit 2 ;;
esac
