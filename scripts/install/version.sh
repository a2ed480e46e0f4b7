# shellcheck shell=sh disable=SC2034,SC2154 # variables of install.sh
# A version of the hub: a folder of its own, named after what is in it.

versions=/opt/sec53/versions
parts='client pki scripts server test docs package.json package-lock.json rollup.config.ts tsconfig.json
  sec53.example.yaml LICENSE'

# The version and a hash over the names and contents of its files, and of the Node that it is built for.
version_id() {
  number=$(sed -n 's/^  "version": "\([0-9A-Za-z.-]*\)",$/\1/p' "$source/package.json")
  node=$(/opt/sec53/bin/node -p 'process.arch + process.versions.modules' 2>/dev/null || echo none)
  # shellcheck disable=SC2086 # names, one a word
  hash=$(cd "$source" && { echo "$node"; find $parts -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum; } |
    sha256sum | cut -c 1-12)
  printf '%s-%s' "$number" "$hash"
}

has_version() { [ -n "$id" ] && [ -e "$versions/$id/.complete" ]; }

# What a network with a proxy of its own needs is passed on.
as_builder() {
  (cd "$new" && quietly setpriv --reuid=sec53-build --regid=sec53-build --init-groups --no-new-privs \
    env -i PATH="/opt/sec53/bin:/usr/bin:/bin" HOME="$scratch" npm_config_build_from_source=true \
    npm_config_nodedir="$node_prefix" npm_config_update_notifier=false \
    ${HTTPS_PROXY:+"HTTPS_PROXY=$HTTPS_PROXY"} ${NODE_EXTRA_CA_CERTS:+"NODE_EXTRA_CA_CERTS=$NODE_EXTRA_CA_CERTS"} "$@")
}

# Which packages, for which Node.
packages_mark() { echo "$(node_kind) $(sha256sum <"$new/package-lock.json")"; }

is_marked() { [ "$(cat "$1/node_modules/.sec53-for" 2>/dev/null)" = "$(packages_mark)" ]; }

# Those of a run that was cut off, or of the version that runs: compiling them takes minutes on a Pi.
take_packages() {
  if is_marked "$new"; then return; fi
  rm -rf "$new/node_modules"
  if [ -z "$current" ] || ! is_marked "$current"; then return 1; fi
  cp -al "$current/node_modules" "$new/node_modules"
}

node_kind() { /opt/sec53/bin/node -p 'process.arch + process.versions.modules'; }

build_version() {
  new=$versions/next
  current=$(readlink -e /opt/sec53/current || true)
  node_prefix=$(dirname "$(dirname "$(readlink -f /opt/sec53/bin/node)")")
  [ -e "$node_prefix/include/node/node.h" ] || node_prefix=
  install -d -m 755 "$versions" "$new"
  find "$new" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
  # shellcheck disable=SC2086 # names, one a word
  (cd "$source" && tar --owner=0 --group=0 -cf - $parts) | tar -C "$new" --no-same-owner -xf -
  chmod u=rwX,go=rX "$new"
  scratch=$(mktemp -d /var/tmp/sec53.XXXXXX)
  # rollup puts its configuration beside the sources for a moment.
  chown sec53-build:sec53-build "$scratch" "$new"
  if ! take_packages; then
    say '  installing and compiling packages; this takes some minutes, on a small Pi up to half an hour'
    as_builder npm ci --include=dev --no-audit --no-fund
    packages_mark >"$new/node_modules/.sec53-for"
  fi
  say '  building'
  as_builder npm run build
  chown -R -h root:root "$new"
  [ -s "$new/dist/server/main.js" ]
  touch "$new/.complete"
  rm -rf "${versions:?}/$id" "$scratch"
  mv "$new" "$versions/$id"
}

# What is neither running nor the one before it.
tidy_versions() {
  for folder in "$versions"/*; do
    case $folder in
      "$(readlink -e /opt/sec53/current)" | "$(readlink -e /opt/sec53/previous || true)") ;;
      *) rm -rf "$folder" ;;
    esac
  done
}
