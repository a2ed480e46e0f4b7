# shellcheck shell=sh disable=SC2034,SC2154 # variables of install.sh
# What the machine gets: packages, Node, users, the database, the configuration.

node_line=latest-v22.x

check_machine() {
  [ -r /etc/os-release ] || fail 'this is no Debian: there is no /etc/os-release'
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME-}")
  arch=$(dpkg --print-architecture)
  case $codename in
    bookworm | trixie) ;;
    *) fail "this is Debian ${codename:-without a name}; install Raspberry Pi OS or Debian bookworm or trixie" ;;
  esac
  case $arch in
    amd64 | arm64 | armhf) ;;
    *) fail "there is no Node for $arch; use a 64-bit or 32-bit (armhf) system" ;;
  esac
  [ "$(uname -m)" != armv6l ] || fail 'a Pi 1 or Zero (ARMv6) has no Node 20; use a Pi Zero 2 W or a Pi 2 to 5'
  [ -d /run/systemd/system ] || fail 'systemd does not run here'
}

packages() {
  printf '%s ' mariadb-server python3 make g++ gpiod ca-certificates openssl
  if [ "$codename" = trixie ]; then
    printf '%s ' nodejs npm
  else
    printf '%s ' curl xz-utils
    [ "$arch" != armhf ] || printf '%s ' libatomic1
  fi
}

has_packages() {
  for package in $(packages); do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || return 1
  done
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get update
  # shellcheck disable=SC2046 # names, one a word
  quietly apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 $(packages)
}

# Debian trixie's own Node; on bookworm that of nodejs.org, since its own is too old.
has_node() {
  [ -x /opt/sec53/bin/node ] &&
    /opt/sec53/bin/node -e 'const [a, b] = process.versions.node.split(".").map(Number);
      process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

install_node() {
  install -d -m 755 /opt/sec53/bin
  if [ "$codename" = trixie ]; then
    ln -sfn /usr/bin/node /opt/sec53/bin/node
    ln -sfn /usr/bin/npm /opt/sec53/bin/npm
  else
    fetch_node
  fi
  has_node
}

fetch_node() {
  case $arch in
    armhf) kind=armv7l ;;
    amd64) kind=x64 ;;
    *) kind=$arch ;;
  esac
  from=https://nodejs.org/dist/$node_line
  say "  fetching Node from $from (checked by its SHASUMS256.txt, which HTTPS vouches for)"
  scratch=$(mktemp -d /var/tmp/sec53.XXXXXX)
  quietly curl -fsS --proto '=https' -o "$scratch/SHASUMS256.txt" "$from/SHASUMS256.txt"
  archive=$(sed -n "s/^[0-9a-f]\{64\}  \(node-v[0-9.]*-linux-$kind\.tar\.xz\)\$/\1/p" "$scratch/SHASUMS256.txt")
  [ -n "$archive" ]
  quietly curl -fsS --proto '=https' -o "$scratch/$archive" "$from/$archive"
  (cd "$scratch" && grep -F "  $archive" SHASUMS256.txt | quietly sha256sum -c --strict -)
  rm -rf /opt/sec53/node
  install -d -m 755 /opt/sec53/node
  quietly tar -C /opt/sec53/node --strip-components=1 --no-same-owner -xJf "$scratch/$archive"
  ln -sfn /opt/sec53/node/bin/node /opt/sec53/bin/node
  ln -sfn /opt/sec53/node/bin/npm /opt/sec53/bin/npm
}

has_users() {
  getent group gpio >/dev/null && getent passwd sec53-build >/dev/null &&
    id -nG sec53 2>/dev/null | grep -qw gpio
}

# Whoever builds runs the programs of other people's packages, so it is not the hub's user.
make_users() {
  getent group gpio >/dev/null || quietly groupadd --system gpio
  for user in sec53 sec53-build; do
    getent passwd "$user" >/dev/null ||
      quietly useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
  done
  quietly usermod -aG gpio sec53
}

has_gpio_rule() {
  grep -qsE 'SUBSYSTEM=="gpio"|gpiochip' /etc/udev/rules.d/*.rules /lib/udev/rules.d/*.rules
}

install_gpio_rule() {
  install -D -m 644 "$source/scripts/install/90-sec53-gpio.rules" /etc/udev/rules.d/90-sec53-gpio.rules
  # A container has no udev.
  if command -v udevadm >/dev/null; then quietly udevadm control --reload || true; fi
}

has_folders() {
  [ -d /etc/sec53 ] && [ -d /var/lib/sec53 ] && [ -d /var/lib/sec53-backups ] &&
    [ -s /etc/sec53/mysql ] && [ -s /etc/sec53/backup-passphrase ] && [ -s /etc/sec53/sec53.yaml ]
}

random_text() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# The hub replaces its settings in one step, for which it must write their folder; the sticky bit keeps
# it from replacing the files of root beside them.
make_folders() {
  install -d -m 1770 -o root -g sec53 /etc/sec53
  install -d -m 700 -o sec53 -g sec53 /var/lib/sec53 /var/lib/sec53-backups
  umask 077
  if [ ! -s /etc/sec53/mysql ]; then
    random_text 24 >/etc/sec53/mysql.new
    chown root:sec53 /etc/sec53/mysql.new
    chmod 640 /etc/sec53/mysql.new
    mv /etc/sec53/mysql.new /etc/sec53/mysql
  fi
  if [ ! -s /etc/sec53/backup-passphrase ]; then
    random_text 16 >/etc/sec53/backup-passphrase
  fi
  if [ ! -s /etc/sec53/sec53.yaml ]; then
    first_configuration >/etc/sec53/sec53.yaml.new
    chown sec53:sec53 /etc/sec53/sec53.yaml.new
    chmod 640 /etc/sec53/sec53.yaml.new
    mv /etc/sec53/sec53.yaml.new /etc/sec53/sec53.yaml
  fi
  umask 022
}

first_configuration() {
  zone=$(cat /etc/timezone 2>/dev/null || readlink /etc/localtime | sed 's|.*/zoneinfo/||')
  cat <<END
# sec53's own settings; /opt/sec53/current/sec53.example.yaml explains every key.
site: home
timeZone: ${zone:-Etc/UTC}
edge:
  # Choose before the first phone is added: phones keep to it.
  names: [sec53.local]
history:
  url: "mysql://sec53@127.0.0.1/sec53"
  password_file: mysql
sensors:
  # An invented household, until your lines are listed: driver: onoff
  driver: simulated
END
}

# The hub's own way in, its password on no command line.
can_use_database() {
  [ -s /etc/sec53/mysql ] && command -v mariadb >/dev/null || return 1
  options=$(mktemp /var/tmp/sec53.XXXXXX)
  printf '[client]\nuser=sec53\nhost=127.0.0.1\npassword=%s\n' "$(cat /etc/sec53/mysql)" >"$options"
  mariadb --defaults-file="$options" -e 'select 1' sec53 >/dev/null 2>&1
  used=$?
  rm -f "$options"
  return "$used"
}

make_database() {
  quietly systemctl enable --now mariadb
  umask 077
  scratch=$(mktemp -d /var/tmp/sec53.XXXXXX)
  password=$(cat /etc/sec53/mysql)
  cat >"$scratch/sql" <<END
CREATE DATABASE IF NOT EXISTS sec53 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'sec53'@'localhost' IDENTIFIED BY '$password';
ALTER USER 'sec53'@'localhost' IDENTIFIED BY '$password';
GRANT ALL ON sec53.* TO 'sec53'@'localhost';
END
  mariadb <"$scratch/sql" >>"$log" 2>&1
  umask 022
  can_use_database
}
