#!/usr/bin/env bash
# After provisioning: what the template cannot make. Each step looks first what is there, so that it may be run again.
set -euo pipefail
set +x
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v az >/dev/null || { echo "The Azure CLI is needed: no 'az' on the PATH." >&2; exit 1; }

# The directory is people's business: an automaton that deploys finds there what somebody has made by the first azd up.
if [ -z "${OFFRAMP_SIGN_IN_CLIENT_ID:-}" ]; then
  ./first-operator.sh
elif [ "${AZURE_PRINCIPAL_TYPE:-User}" = User ]; then
  ./first-operator.sh
  ./sign-in.sh
fi
./secrets.sh

# The app does not start without its secrets, and looks for new ones once a day only: it is told to look now.
az rest --method post --output none \
  --url "/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$OFFRAMP_RESOURCE_GROUP/providers/Microsoft.Web/sites/$OFFRAMP_APP/config/configreferences/appsettings/refresh?api-version=2022-03-01"
