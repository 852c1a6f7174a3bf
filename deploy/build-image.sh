#!/usr/bin/env bash
# Builds the image without a container engine and without a registry of images: buildah, on a base that debootstrap makes.
# Needs root and Debian (or a system with its tools): apt-get install buildah debootstrap
#
#     deploy/build-image.sh
#
# BASE          an image to build on instead, where one can be pulled
# NPMRC         npm's configuration for the installation, if any; ~/.npmrc
# CERTIFICATES  whom the installation trusts; the certificates of this machine
# IMAGE         its name; localhost/healthai:latest
# IMAGE_STORE   where the images lie; see store.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/store.sh

# The same Debian as the Dockerfile's base, with the ways to Debian's packages that this machine uses (proxies, checks).
make_base() {
  local rootfs="$store/rootfs"
  rm -rf "$rootfs"
  trap 'rm -rf "$store/rootfs"' EXIT
  debootstrap --variant=minbase bookworm "$rootfs" >"$store/debootstrap.log" || fail "debootstrap: see $store/debootstrap.log"
  apt-config dump | grep -E '^Acquire::' >"$rootfs/etc/apt/apt.conf.d/99-as-on-this-machine" || true
  rm -rf "$rootfs"/var/cache/apt/archives/*.deb "$rootfs"/var/lib/apt/lists/*
  printf 'FROM scratch\nCOPY rootfs/ /\n' |
    images bud --quiet --isolation chroot --tag "$base" --file - "$store" >/dev/null
  rm -rf "$rootfs"
}

mkdir -p "$store"
base="${BASE:-localhost/debian:bookworm}"
if [ -z "${BASE:-}" ] && ! images inspect --type image "$base" >/dev/null 2>&1; then
  SECONDS=0
  make_base
  echo "base: $base, $SECONDS s"
fi

secrets=()
npmrc="${NPMRC:-$HOME/.npmrc}"
certificates="${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}"
if [ -f "$npmrc" ]; then secrets+=(--secret "id=npmrc,src=$npmrc"); fi
if [ -f "$certificates" ]; then secrets+=(--secret "id=certificates,src=$certificates"); fi

SECONDS=0
# The format of Docker: the other one has no place for the health check.
images bud --isolation chroot --network host --format docker --tag "$image" \
  --build-arg BASE="$base" \
  --build-arg VERSION="$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)" \
  --build-arg REVISION="$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
  "${secrets[@]}" .
echo "image: $image, $(images images --format '{{.Size}}' "$image"), $SECONDS s"
