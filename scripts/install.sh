#!/bin/sh
# Installs sec53 from this folder on Raspberry Pi OS or Debian, or brings an installed one up to it.
set -eu

usage() {
  cat <<'END'
usage: sudo scripts/install.sh [--check | --uninstall [--purge [--yes]]]
  (nothing)    installs this version, or upgrades to it; run it as often as you like
  --check      says what it would do, and does nothing
  --uninstall  takes the hub off; data, settings and database stay
  --purge      with --uninstall: deletes those too, after asking (--yes does not ask)
END
}

mode=install
purge=no
yes=no
for argument in "$@"; do
  case $argument in
    --check) mode=check ;;
    --uninstall) mode=uninstall ;;
    --purge) purge=yes ;;
    --yes) yes=yes ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
  esac
done
if [ "$purge" = yes ] && [ "$mode" != uninstall ]; then
  usage >&2
  exit 64
fi

source=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/install/words.sh
. "$source/scripts/install/words.sh"
# shellcheck source=scripts/install/system.sh
. "$source/scripts/install/system.sh"
# shellcheck source=scripts/install/version.sh
. "$source/scripts/install/version.sh"
# shellcheck source=scripts/install/service.sh
. "$source/scripts/install/service.sh"
# shellcheck source=scripts/install/uninstall.sh
. "$source/scripts/install/uninstall.sh"

umask 022
[ "$(id -u)" -eq 0 ] || fail "this changes the system, so it needs root: sudo $0 $*"
check_machine
trap at_exit EXIT
trap 'exit 130' HUP INT TERM
[ "$mode" = check ] || : >"$log"

if [ "$mode" = uninstall ]; then
  uninstall
  exit 0
fi

is_first=no
[ -e /opt/sec53/current ] || is_first=yes
step "installing Debian packages: $(packages)" \
  'Check the network and the date (apt needs both), and that apt works: sudo apt-get update.' \
  has_packages install_packages
step 'choosing Node 20.19 or newer' \
  'Check that https://nodejs.org can be reached, or install Node 20.19 or newer as /usr/bin/node.' \
  has_node install_node
step 'making the users sec53 and sec53-build, and the group gpio' \
  'Look at the users of this machine: getent passwd sec53 sec53-build.' \
  has_users make_users
step 'letting the group gpio use the lines' 'Look at /etc/udev/rules.d.' has_gpio_rule install_gpio_rule
step 'making settings (/etc/sec53), data (/var/lib/sec53) and the password of the database' \
  'Check that the disk is not full: df -h / /var /etc.' \
  has_folders make_folders
step 'making the database sec53 for its user' \
  'Look at the server: systemctl status mariadb. If root needs a password there, make database and user by hand (docs/install.md).' \
  can_use_database make_database
id=$(version_id)
step "making version $id in $versions" \
  'Check the network, and that 1 GB is free: df -h /opt /var/tmp.' \
  has_version build_version
step "starting version $id" 'Look at what the hub says: journalctl -u sec53 -n 50.' runs activate

if [ "$mode" = check ]; then
  [ "$changes" -gt 0 ] || say "nothing to do: version $id is installed and runs"
  exit 0
fi
tidy_versions
if [ "$changes" -eq 0 ]; then
  say "nothing changed: version $id is installed and runs"
  exit 0
fi
say "version $id runs; sudo sec53 help names its commands"
[ "$is_first" = yes ] || exit 0

cat <<'END'

Three things that only you can do:
 1. Write down the passphrase of the nightly backups, on paper: sudo cat /etc/sec53/backup-passphrase
 2. For sensors on the Pi's pins add such lines to /boot/firmware/config.txt, and restart the Pi:
      gpio=17=ip,pu        a pull-up for each input that has no resistor of its own
      dtoverlay=w1-gpio    for DS18B20 thermometers
      dtparam=watchdog=on  the Pi's own watchdog, besides the hub's
    Then list the sensors in /etc/sec53/sec53.yaml, and: sudo systemctl restart sec53
 3. Let yourself in. At home, with your phone in the same network:
END
if [ -t 1 ]; then
  /usr/local/bin/sec53 phone 'first phone' || say '    sudo sec53 phone "first phone"'
else
  say '      sudo sec53 phone "first phone"     shows a QR code to scan'
fi
