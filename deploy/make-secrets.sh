#!/bin/sh
# Makes the secrets that docker-compose.yml hands to its containers. What is there already stays as it is.
#
#     deploy/make-secrets.sh [folder]
#
# The folder is closed to others, the files in it are not: compose mounts them one by one with the mode they have, and the
# users of the containers, who are nobody on this machine, have to read them.
set -eu
folder="${1:-$(dirname "$0")/secrets}"
mkdir -p "$folder"
chmod 700 "$folder"

random() { # bytes, in hexadecimal digits
  od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}

keep() { # name, value
  [ ! -e "$folder/$1" ] || return 0
  printf '%s\n' "$2" >"$folder/$1.draft"
  chmod 444 "$folder/$1.draft"
  mv "$folder/$1.draft" "$folder/$1"
  echo "$folder/$1"
}

keep key_encryption_key "$(head -c 32 /dev/urandom | base64)"
keep postgres_password "$(random 24)"
keep database_url "postgres://healthai:$(cat "$folder/postgres_password")@postgres:5432/healthai"
