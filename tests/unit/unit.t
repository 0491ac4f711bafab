#!/bin/sh
# Runs the unit tests so that nothing passes unseen: a GLib warning of the critical kind ends a test, freed memory is not
# handed out again, and what a sanitizer reports fails even when the test itself was content.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
unit=${top_builddir:-.}/tests/unit/unit
if [ ! -x "$unit" ]; then
  echo "1..0 # SKIP Criterion is missing, so NO UNIT TEST WAS RUN: apt-get install libcriterion-dev, then configure again"
  exit 0
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/espalier-unit.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
export srcdir LC_ALL=C.UTF-8 TZ=UTC G_DEBUG=fatal-criticals G_SLICE=always-malloc
export ASAN_OPTIONS="detect_leaks=1:log_path=$scratch/report:${ASAN_OPTIONS-}"
export UBSAN_OPTIONS="print_stacktrace=1:log_path=$scratch/report:${UBSAN_OPTIONS-}"
export LSAN_OPTIONS="suppressions=$srcdir/tests/support/lsan.supp:print_suppressions=0"
# A test that never ends is a failure too. (Criterion's own limits leak for each test that has one.)
timeout "${ESP_UNIT_SECONDS:-900}" "$unit" --jobs "${ESP_JOBS:-2}" --tap="$scratch/tap" >"$scratch/out" 2>&1
status=$?

# The plan comes last, with our own line counted in.
count=$(grep -cE '^(not )?ok ' "$scratch/tap")
sed '/^1\.\./d; /^TAP version/d' "$scratch/tap"
sed 's/^/# /' "$scratch/out"
clean=ok
for report in "$scratch"/report.*; do
  [ -e "$report" ] || continue
  clean='not ok'
  sed 's/^/# /' "$report"
done
echo "$clean $((count + 1)) - no sanitizer has anything to report"
ended=ok
[ "$status" -eq 0 ] || grep -q '^not ok' "$scratch/tap" || ended='not ok'
[ "$count" -gt 0 ] || ended='not ok'
echo "$ended $((count + 2)) - the program of the unit tests came to its end (status $status, $count tests)"
echo "1..$((count + 2))"
