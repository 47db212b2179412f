#!/usr/bin/env bash
# Stands for the Azure CLI (as az) and for azd in tests of the hooks: what is there is in $FAKE, and so is what was asked.
# Like the real one it says a secret that it has set, unless told to be silent.
set -euo pipefail
echo "$(basename "$0") $*" >>"$FAKE/calls"
option() { # the value of an option
  local name=$1
  shift
  while [ $# -gt 0 ]; do
    [ "$1" != "$name" ] || { echo "$2"; return; }
    shift
  done
}
case "$(basename "$0") $*" in
  'azd env set '*) echo "$3=$4" >>"$FAKE/remembered" ;;
  'az keyvault secret list '*) ls "$FAKE/vault" ;;
  'az keyvault secret set '*)
    cp "$(option --file "$@")" "$FAKE/vault/$(option --name "$@")"
    [ "$(option --output "$@")" = none ] || cat "$FAKE/vault/$(option --name "$@")"
    ;;
  'az ad app create '*) test -r "$(option --app-roles "$@" | tr -d @)" && echo registration-id ;;
  'az ad app federated-credential list '*) cat "$FAKE/trusted" 2>/dev/null || true ;;
  'az ad app federated-credential create '*) option --parameters "$@" | sed -n 's/.*"subject": "\(.*\)".*/\1/p' >>"$FAKE/trusted" ;;
  'az ad sp show '*appRoles*) echo role-operator ;;
  'az ad sp show '*) echo principal-of-the-app ;;
  'az ad signed-in-user show '*) echo ann ;;
  'az rest --method get '*appRoleAssignedTo*) grep -c . "$FAKE/assigned" 2>/dev/null || echo 0 ;;
  'az rest --method post '*appRoleAssignedTo*) option --body "$@" >>"$FAKE/assigned" ;;
  'az rest --method post '*configreferences*) ;;
  'az ad sp create '* | 'az ad sp update '* | 'az ad app update '*) ;;
  *) echo "the stand-in does not know: $(basename "$0") $*" >&2; exit 2 ;;
esac
