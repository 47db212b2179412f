#!/usr/bin/env bash
# Ties the app registration to the app: where Entra ID sends people back to, and the app's identity as what vouches for it, so
# that there is no secret to keep.
set -euo pipefail
set +x

callbacks="$OFFRAMP_APP_URL/.auth/login/aad/callback"
[ -z "${OFFRAMP_PUBLIC_URL:-}" ] || callbacks+=" ${OFFRAMP_PUBLIC_URL%/}/.auth/login/aad/callback"
# One word each.
# shellcheck disable=SC2086
az ad app update --id "$OFFRAMP_SIGN_IN_CLIENT_ID" --web-redirect-uris $callbacks --identifier-uris "api://$OFFRAMP_SIGN_IN_CLIENT_ID"

there=$(az ad app federated-credential list --id "$OFFRAMP_SIGN_IN_CLIENT_ID" --query '[].subject' --output tsv)
if ! grep -qx "$OFFRAMP_IDENTITY" <<<"$there"; then
  az ad app federated-credential create --id "$OFFRAMP_SIGN_IN_CLIENT_ID" --output none --parameters "{
    \"name\": \"offramp-app\",
    \"issuer\": \"https://login.microsoftonline.com/$AZURE_TENANT_ID/v2.0\",
    \"subject\": \"$OFFRAMP_IDENTITY\",
    \"audiences\": [\"api://AzureADTokenExchange\"]
  }"
fi
