# For the other hooks: secrets go to the vault by a file that only we can read, never by an argument, and never to the screen.
umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The names of the secrets that are there. A role that was given a moment ago takes minutes to be known everywhere.
vault_names() {
  local tries=${OFFRAMP_VAULT_TRIES:-20}
  until az keyvault secret list --vault-name "$OFFRAMP_VAULT" --query '[].name' --output tsv 2>"$folder/refusal"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { cat "$folder/refusal" >&2; return 1; }
    echo "The vault does not let us in yet; once more in 15 seconds." >&2
    sleep 15
  done
}

# Writes what comes by standard input as this secret.
vault_write() {
  cat >"$folder/value"
  az keyvault secret set --vault-name "$OFFRAMP_VAULT" --name "$1" --file "$folder/value" --encoding utf-8 --output none
  rm "$folder/value"
}
