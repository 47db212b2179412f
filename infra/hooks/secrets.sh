#!/usr/bin/env bash
# Fills the vault: the server key is drawn here, the rest is asked for, or taken from the environment (OFFRAMP_KYC_TOKEN for
# kyc-token). What is there stays as it is: rotating is somebody's decision.
set -euo pipefail
set +x
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./vault.sh

there=$(vault_names)
for name in $OFFRAMP_VAULT_NAMES; do
  ! grep -qx "$name" <<<"$there" || continue
  if [ "$name" = server-key ]; then
    openssl rand -base64 32 | tr -d '\n' | vault_write "$name"
    echo "Drew $name."
    continue
  fi

  setting=OFFRAMP_$(tr 'a-z-' 'A-Z_' <<<"$name")
  value=${!setting:-}
  if [ -z "$value" ] && [ -t 0 ]; then
    read -rsp "$name (not shown): " value
    echo
  fi
  [ -n "$value" ] || { echo "The vault has no $name: set $setting, or run 'azd hooks run postprovision' in a terminal." >&2; exit 1; }
  [[ $name != *-secret || $value == whsec_* ]] || { echo "$name: what notices are signed with begins with whsec_." >&2; exit 1; }
  printf %s "$value" | vault_write "$name"
  echo "Wrote $name."
done
