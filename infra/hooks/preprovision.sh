#!/usr/bin/env bash
# Before provisioning: the app registration by which operators sign in, made once. The template needs its id.
# OFFRAMP_SIGN_IN=off: no registration, operators have keys.
set -euo pipefail
set +x
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ -n "${OFFRAMP_CUSTODIAN_URL:-}${OFFRAMP_EVM_FACTORY:-}${OFFRAMP_EVM_NETWORKS:-}" ] || {
  echo "Who gives addresses? Set OFFRAMP_CUSTODIAN_URL, or the settings of an EVM network without a custodian (docs/evm.md), with azd env set." >&2; exit 1; }

if [ "${OFFRAMP_SIGN_IN:-on}" = off ] || [ -n "${OFFRAMP_SIGN_IN_CLIENT_ID:-}" ]; then
  exit 0
fi
command -v az >/dev/null || { echo "The Azure CLI is needed: no 'az' on the PATH." >&2; exit 1; }

echo "Making the app registration by which operators sign in: OffRamp $AZURE_ENV_NAME"
client=$(az ad app create --display-name "OffRamp $AZURE_ENV_NAME" --sign-in-audience AzureADMyOrg \
  --app-roles @operator-roles.json --query appId --output tsv)
az ad sp create --id "$client" --output none
# Whoever has no role is not even signed in.
az ad sp update --id "$client" --set appRoleAssignmentRequired=true
azd env set OFFRAMP_SIGN_IN_CLIENT_ID "$client"
