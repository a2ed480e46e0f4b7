# shellcheck shell=sh disable=SC2034,SC2154 # variables of install.sh
# Which version runs: switching to it, and back when it does not start.

data=/var/lib/sec53
before=/var/lib/sec53.before
units='sec53.service sec53-backup.service sec53-backup.timer'

link_version() {
  ln -sfn "$1" /opt/sec53/current.new
  mv -T /opt/sec53/current.new /opt/sec53/current
}

has_units() {
  for unit in $units; do
    cmp -s "$versions/$id/scripts/install/$unit" "/etc/systemd/system/$unit" || return 1
  done
  cmp -s "$versions/$id/scripts/install/sec53" /usr/local/bin/sec53
}

# The units belong to the version, so that going back takes its own with it.
install_units() {
  for unit in $units; do
    install -m 644 "/opt/sec53/current/scripts/install/$unit" "/etc/systemd/system/$unit"
  done
  install -D -m 755 /opt/sec53/current/scripts/install/sec53 /usr/local/bin/sec53
  quietly systemctl daemon-reload
  quietly systemctl enable sec53.service sec53-backup.timer
  quietly systemctl start sec53-backup.timer
}

runs() {
  [ "$(readlink -e /opt/sec53/current || true)" = "$versions/$id" ] && has_units &&
    systemctl is-active -q sec53
}

# The port that the running hub named when it was ready.
hub_port() {
  systemctl show -p StatusText --value sec53 | sed -n 's/^ready .*:\([0-9]*\)$/\1/p'
}

# Waits until the hub says that it is ready, and that it is well.
start_hub() {
  quietly systemctl restart sec53 || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$(hub_port)
    if [ -n "$port" ] && systemctl is-active -q sec53 &&
      quietly /opt/sec53/bin/node /opt/sec53/current/scripts/install/healthz.mjs "$port"; then
      return 0
    fi
    sleep 1
  done
  return 1
}

last_words() { journalctl -u sec53 -n 15 -o cat --no-pager 2>/dev/null | sed 's/^/  | /'; }

# State and settings as they are now, the hub being stopped.
save_state() {
  needed=$(du -sk "$data" /etc/sec53 | awk '{ sum += $1 } END { print sum + 20480 }')
  free=$(df -Pk /var/lib | awk 'NR == 2 { print $4 }')
  [ "$free" -gt "$needed" ] || fail "the copy of the state needs $needed KB in /var/lib, and $free are free; free some"
  quietly systemctl stop sec53
  rm -rf "$before"
  install -d -m 700 "$before"
  cp -a --reflink=auto "$data" "$before/data"
  cp -a /etc/sec53 "$before/config"
  sync -f "$before"
}

bring_back() {
  quietly systemctl stop sec53 || true
  rm -rf "$data.failed"
  mv "$data" "$data.failed"
  mv "$before/data" "$data"
  cp -a "$before/config/." /etc/sec53/
  link_version "$1"
  install_units
}

activate() {
  old=$(readlink -e /opt/sec53/current || true)
  if [ -z "$old" ] || [ "$old" = "$versions/$id" ]; then
    link_version "$versions/$id"
    install_units
    start_hub && return
    last_words >&2
    quietly systemctl stop sec53 || true
    fail 'the hub does not start; see above what it says, mend it and run this again'
  fi
  say '  stopping the hub, and copying its state and settings'
  if systemctl is-active -q sec53; then ran=yes; else ran=no; fi
  save_state
  link_version "$versions/$id"
  install_units
  if start_hub; then
    ln -sfn "$old" /opt/sec53/previous
    rm -rf "$before"
    return
  fi
  last_words >&2
  say "  the new version does not start: going back to $(basename "$old") and its state" >&2
  bring_back "$old"
  if start_hub; then
    rm -rf "$before" "${versions:?}/$id"
    fail "the upgrade failed, and the version before runs again with its state. What the new one left is in $data.failed"
  fi
  last_words >&2
  [ "$ran" = yes ] || say 'It did not run before the upgrade either.' >&2
  fail 'the upgrade failed, and the version before does not start either; see above what it says'
}
