#!/bin/bash
# Installs, upgrades, rolls back and takes off sec53 on a clean Debian trixie that boots its own systemd.
# By hand and as root, not part of the tests: it downloads a Debian (kept in ~/.cache) and takes 15 minutes.
# The hub is reached over this machine's network, so ports 8443, 8444 and 3306 must be free.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sec53-install
mkdir -p "$cache/apt"
passed=0
booted=

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
check() {
  local words=$1
  shift
  "$@" || fail "$words"
  printf 'ok: %s\n' "$words"
  passed=$((passed + 1))
}

[ "$(id -u)" -eq 0 ] || fail 'run it as root: namespaces, mounts and debootstrap need it'
command -v debootstrap >/dev/null || fail 'apt-get install debootstrap'
for port in 8443 8444 3306; do
  if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then fail "port $port is taken"; fi
done

base=$cache/trixie-amd64.tar
if [ ! -s "$base" ]; then
  say 'making a Debian trixie'
  rm -rf "$cache/root"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,procps,iproute2 \
    trixie "$cache/root" http://deb.debian.org/debian >"$cache/debootstrap.log"
  tar -C "$cache/root" -cpf "$base.part" .
  mv "$base.part" "$base"
  rm -rf "$cache/root"
fi

root=$(mktemp -d /var/tmp/sec53-install.XXXXXX)
end() {
  [ -z "$booted" ] || kill -KILL "$booted" 2>/dev/null || true
  [ -z "$booted" ] || wait 2>/dev/null || true
  if [ -n "${KEEP-}" ]; then echo "kept: $root"; else rm -rf --one-file-system "$root"; fi
}
trap end EXIT
tar -C "$root" -xpf "$base"
# The network here may have names and authorities of its own.
cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
printf '127.0.0.1 localhost sec53-test\n' >"$root/etc/hosts"
echo sec53-test >"$root/etc/hostname"
printf 'Australia/Melbourne\n' >"$root/etc/timezone"
for unit in systemd-binfmt.service systemd-modules-load.service systemd-udevd.service systemd-networkd.service getty.target; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# copy FOLDER VERSION: this checkout as another version.
copy() {
  mkdir -p "$root/root/$1"
  git ls-files -co --exclude-standard -z | tar --null -T - -cf - | tar -C "$root/root/$1" -xf -
  sed -i "s/^  \"version\": .*/  \"version\": \"$2\",/" "$root/root/$1/package.json"
}

say 'booting it'
unshare --mount --pid --fork --kill-child --uts --ipc --cgroup test/install/boot.sh "$root" "$cache/apt" &
booted=$!
init=
until [ -n "$init" ]; do
  sleep 0.2
  init=$(pgrep -P "$booted" || true)
done
within() {
  nsenter --target "$init" --mount --pid --uts --ipc --cgroup --root --wdns=/ \
    env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$@"
}
until state=$(within systemctl is-system-running --wait 2>/dev/null) || [ "$state" = degraded ]; do sleep 0.5; done

ask() { within /opt/sec53/bin/node /root/sec53/test/install/ask.mjs "$@"; }
version_is() { ask GET /api/status | grep -qF "\"version\":\"$1\""; }
install_from() { within "/root/$1/scripts/install.sh" "${@:2}"; }
main_pid() { within systemctl show -p MainPID --value sec53; }
fingerprint() { within sha256sum /var/lib/sec53/pki/root.pem /etc/sec53/sec53.yaml; }
# Everything that was installed, with its times.
inventory() {
  within sh -c 'find /opt/sec53 /etc/systemd/system /usr/local/bin /etc/sec53 /etc/udev/rules.d \
    -not -name "*.pyc" -printf "%p %T@ %m %u %l\n" | sort | sha256sum'
}
# Waits until the hub runs as another process than before.
is_new_process() {
  for _ in $(seq 60); do
    # The process first: what was just killed counts as active for a moment more.
    case $(main_pid) in "$1" | 0) ;; *) if within systemctl is-active -q sec53; then return 0; fi ;; esac
    sleep 0.5
  done
  return 1
}

copy sec53 0.1.0
copy newer 0.1.1
copy broken 0.1.2
# It spoils state and settings, and then does not start.
sed -i "s|^const log = createLog|import { writeFileSync } from 'node:fs';\nwriteFileSync('/var/lib/sec53/state.db', 'spoilt');\nwriteFileSync('/etc/sec53/sec53.yaml', 'spoilt: true');\nthrow new Error('broken on purpose');\n&|" \
  "$root/root/broken/server/main.ts"

say 'a look ahead'
install_from sec53 --check
check 'the look ahead changed nothing' within test ! -e /opt/sec53/current

say 'installing'
SECONDS=0
install_from sec53
printf 'installed after %s s\n' "$SECONDS"
check 'the service is active' within systemctl is-active sec53
check 'the hub answers its admin over mutual TLS' version_is 0.1.0
check 'it runs as its own user' test "$(within stat -c %U "/proc/$(main_pid)")" = sec53
# shellcheck disable=SC2016 # expanded in there
check 'the history is in MariaDB' \
  within sh -c 'for i in $(seq 30); do mariadb -N -e "select count(*) from sec53.audit" | grep -q "^[1-9]" && exit; sleep 1; done; exit 1'
check 'the settings are well-known to all but strangers' \
  test "$(within stat -c '%U:%G %a' /etc/sec53/mysql /etc/sec53/sec53.yaml /var/lib/sec53 | tr '\n' ' ')" = 'root:sec53 640 sec53:sec53 640 sec53:sec53 700 '
verdict=$(within systemd-analyze security sec53 --no-pager | tail -1)
echo "$verdict"
check 'its exposure is below 3.0' awk -v level="$(grep -o '[0-9]\.[0-9]' <<<"$verdict")" 'BEGIN { exit !(level < 3.0) }'
# It exits 0 on keys that it does not know, and says so.
check 'systemd knows every key of the units' \
  test -z "$(within systemd-analyze verify /etc/systemd/system/sec53.service /etc/systemd/system/sec53-backup.service /etc/systemd/system/sec53-backup.timer 2>&1 | grep -v outputs-off)"
check 'a phone can be added' within sec53 phone 'first phone'

say 'falling and restarting'
before=$(main_pid)
within systemctl kill -s KILL sec53
check 'it comes back after kill -9' is_new_process "$before"
check 'and answers' version_is 0.1.0
before=$(main_pid)
ask POST /api/restart '{}'
check 'it restarts when an admin asks' is_new_process "$before"
check 'and answers' version_is 0.1.0

say 'installing again'
known=$(inventory)
install_from sec53
check 'the second run changed nothing' test "$(inventory)" = "$known"
check 'nor would a third' test "$(install_from sec53 --check | grep -c '^nothing to do')" = 1

say 'backing up'
back_up() {
  within systemctl start sec53-backup || { within journalctl -u sec53-backup -o cat --no-pager; return 1; }
}
check 'the nightly backup works' back_up
check 'it is there, and private' test "$(within find /var/lib/sec53-backups -name '*.sec53' -perm 600 -user sec53 | wc -l)" = 1

say 'upgrading'
house=$(fingerprint)
SECONDS=0
install_from newer
printf 'upgraded after %s s\n' "$SECONDS"
check 'the newer version runs' version_is 0.1.1
check 'with the same house' test "$(fingerprint)" = "$house"
check 'two versions are kept' test "$(within ls /opt/sec53/versions | wc -l)" = 2

say 'upgrading to a version that does not start'
status=0
install_from broken || status=$?
check 'it says that it failed' test "$status" = 1
check 'the version before runs' version_is 0.1.1
check 'with the state and settings that it had' test "$(fingerprint)" = "$house"
check 'and still writes' ask PUT /api/mode '{"mode":"monitor"}'

say 'taking it off'
install_from newer --uninstall
check 'the hub is gone' within test ! -e /opt/sec53 -a ! -e /etc/systemd/system/sec53.service
check 'its house is kept' test "$(fingerprint)" = "$house"
check 'and its database' within mariadb -e 'select count(*) from sec53.audit'
check 'deleting asks first' within sh -c '! /root/newer/scripts/install.sh --uninstall --purge </dev/null'
check 'and keeps what nobody confirmed' test "$(fingerprint)" = "$house"
install_from newer --uninstall --purge --yes
check 'then nothing is left' within sh -c '! ls -d /etc/sec53 /var/lib/sec53* 2>/dev/null'
check 'nor in the database' within sh -c '! mariadb -e "use sec53" 2>/dev/null'

printf '\n%s checks passed\n' "$passed"
