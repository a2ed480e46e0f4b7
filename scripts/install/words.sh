# shellcheck shell=sh disable=SC2034,SC2154 # variables of install.sh
# What is said, and how a step that fails is named.

log=/var/log/sec53-install.log
step_now=
step_fix=
changes=0

say() { printf '%s\n' "$*"; }

fail() {
  step_now=
  printf 'sec53: %s\n' "$*" >&2
  exit 1
}

# A command whose output is only of interest when it fails.
quietly() {
  printf '\n# %s\n' "$*" >>"$log"
  "$@" >>"$log" 2>&1
}

# step WORDS FIX IS_DONE DO: does what is not done yet; with --check says only what it would do.
step() {
  if "$3"; then return; fi
  changes=$((changes + 1))
  if [ "$mode" = check ]; then
    say "would: $1"
    return
  fi
  say "$1 …"
  step_now=$1
  step_fix=$2
  # Not in a condition: there the shell would go on after a command that failed.
  "$4"
  step_now=
}

at_exit() {
  status=$?
  [ -z "${scratch-}" ] || rm -rf "$scratch"
  if [ "$status" -eq 0 ] || [ -z "$step_now" ]; then exit "$status"; fi
  printf '\nsec53: this step failed: %s\n' "$step_now" >&2
  if [ -s "$log" ]; then
    tail -n 15 "$log" | sed 's/^/  | /' >&2
    say "All of it is in $log." >&2
  fi
  printf '%s\nThen run this again: what is done stays done.\n' "$step_fix" >&2
  exit 1
}
