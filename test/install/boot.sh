#!/bin/sh
# Boots the systemd of a root folder as PID 1; run in namespaces of its own (mount, pid, uts, ipc, cgroup).
set -eu
root=$1

mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
# Devices of its own, so that nothing in there changes those of this machine.
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/dev/shm"
mkdir -p "$root/var/cache/apt/archives"
mount --bind "$2" "$root/var/cache/apt/archives"
# As a machine has it: services see what systemd mounts for them, such as their credentials.
mount --make-rshared "$root"
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" \
  /lib/systemd/systemd --system --log-target=journal --show-status=0
