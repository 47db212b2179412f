#!/usr/bin/env bash
# Makes the first operator, where there is none: with sign-in, whoever runs this (or OFFRAMP_FIRST_OPERATOR, an object id) gets
# the role; without, two keys are drawn, an operator's and an approver's, and stay in the vault for two people to fetch.
set -euo pipefail
set +x
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./vault.sh

draw_key() {
  openssl rand -hex 32 | tr -d '\n' >"$folder/key"
  vault_write "first-$1-key" <"$folder/key"
  printf 'first-%s:%s:%s' "$1" "$1" "$(openssl dgst -sha256 -r <"$folder/key" | cut -d ' ' -f 1)"
  rm "$folder/key"
}

if [ -z "${OFFRAMP_SIGN_IN_CLIENT_ID:-}" ]; then
  there=$(vault_names)
  ! grep -qx operator-keys <<<"$there" || exit 0
  operator=$(draw_key operator)
  approver=$(draw_key approver)
  printf '%s,%s' "$operator" "$approver" | vault_write operator-keys
  echo "The first operator's and the first approver's key are in the vault, for two people:"
  for who in operator approver; do
    echo "  az keyvault secret show --vault-name $OFFRAMP_VAULT --name first-$who-key --query value --output tsv"
  done
  exit 0
fi

graph=https://graph.microsoft.com/v1.0
app=$(az ad sp show --id "$OFFRAMP_SIGN_IN_CLIENT_ID" --query id --output tsv)
assigned=$(az rest --method get --url "$graph/servicePrincipals/$app/appRoleAssignedTo" --query 'length(value)' --output tsv)
[ "$assigned" = 0 ] || exit 0
who=${OFFRAMP_FIRST_OPERATOR:-$(az ad signed-in-user show --query id --output tsv)}
role=$(az ad sp show --id "$OFFRAMP_SIGN_IN_CLIENT_ID" --query "appRoles[?value=='operator'].id | [0]" --output tsv)
az rest --method post --output none --url "$graph/servicePrincipals/$app/appRoleAssignedTo" \
  --body "{\"principalId\": \"$who\", \"resourceId\": \"$app\", \"appRoleId\": \"$role\"}"
echo "$who is the first operator. Give the role approver to another person: Entra ID, Enterprise applications, OffRamp ${AZURE_ENV_NAME:-}, Users and groups."
