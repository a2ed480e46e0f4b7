# shellcheck shell=sh disable=SC2034,SC2154 # variables of install.sh
# Takes sec53 off the machine. Packages stay: others may use them.

uninstall() {
  if [ "$purge" = yes ] && [ "$yes" = no ]; then
    printf 'This deletes the house with its certificates, its settings, its backups and its database. Type purge: '
    read -r answer || answer=
    [ "$answer" = purge ] || fail 'nothing was changed'
  fi
  step_now='stopping the hub and taking it off'
  step_fix='Mend what the last lines say.'
  for unit in $units; do
    if [ -e "/etc/systemd/system/$unit" ]; then quietly systemctl disable --now "$unit"; fi
    rm -f "/etc/systemd/system/$unit"
  done
  quietly systemctl daemon-reload
  rm -rf /opt/sec53 /usr/local/bin/sec53 /etc/udev/rules.d/90-sec53-gpio.rules /var/lib/sec53.before
  if getent passwd sec53-build >/dev/null; then quietly userdel sec53-build; fi
  if [ "$purge" = yes ]; then purge_all; else
    say 'sec53 is off. Its data (/var/lib/sec53), backups (/var/lib/sec53-backups), settings (/etc/sec53) and'
    say 'database (sec53) are kept; --uninstall --purge deletes them too.'
  fi
  step_now=
}

purge_all() {
  step_now='deleting data, settings, backups and database'
  if command -v mariadb >/dev/null; then
    quietly systemctl start mariadb
    quietly mariadb -e "DROP DATABASE IF EXISTS sec53; DROP USER IF EXISTS 'sec53'@'localhost'"
  fi
  rm -rf /etc/sec53 /var/lib/sec53 /var/lib/sec53.failed /var/lib/sec53-backups
  if getent passwd sec53 >/dev/null; then quietly userdel sec53; fi
  say 'sec53 is off, and nothing of it is left but the packages that it used and what is on your backup media.'
}
