# SPDX-License-Identifier: Apache-2.0
# What the bootstrap says, on standard error: standard output belongs to the program.
# shellcheck shell=bash

log_directory=$root/build/log

say() { printf 'assay: %s\n' "$*" >&2; }

# Shows the latest line of standard input in place, on a terminal.
show_latest_line() {
  local line
  while IFS= read -r line; do
    printf '\r\033[K  %.*s' "$((${COLUMNS:-80} - 3))" "$line" >&2
  done
  printf '\r\033[K' >&2
}

# run_logged LOG COMMAND...: LOG is a name below build/log. What runs in_background leaves
# the terminal's line to others.
run_logged() {
  local log=$log_directory/$1.log
  shift
  mkdir -p "$log_directory"
  if [[ -t 2 && -z ${in_background-} ]]; then
    "$@" 2>&1 </dev/null | tee "$log" | show_latest_line
  else
    "$@" >"$log" 2>&1 </dev/null
  fi
}

# report_failure LOG WHAT ADVICE: ends the program. A compiler explains an error in more lines
# than the last ones are: the errors themselves come first.
report_failure() {
  local log=$log_directory/$1.log
  say "$2 failed. The last lines of its log, after its first errors:"
  { grep -m 5 -E '(error|Error):' -- "$log" || true; } | cut -c 1-300 | sed 's/^/    /' >&2
  tail -n 25 -- "$log" | sed 's/^/    /' >&2
  say "the whole log: $log"
  say "$3"
  exit 1
}
