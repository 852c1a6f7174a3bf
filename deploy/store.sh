# shellcheck shell=bash disable=SC2034
# Where images lie on a machine without a container engine; read by the scripts beside it. Remove the folder to forget them.
store="${IMAGE_STORE:-/var/tmp/healthai-images}"
image="${IMAGE:-localhost/healthai:latest}"

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || fail 'needs root'
for program in buildah debootstrap; do
  command -v "$program" >/dev/null || fail "needs $program: apt-get install buildah debootstrap"
done

# vfs needs no file system of the kernel's: every layer is a copy.
images() {
  buildah --root "$store/layers" --runroot "$store/run" --storage-driver vfs "$@"
}
