#!/bin/sh
# How many lines of the readers, and of what they stand on, the unit tests run: at least 90 of 100 in each room.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Called by `make coverage` in a build that was configured with --enable-coverage, with its folder and that of the source. Files
# below 90 are listed.
#
#   GCOV=gcov     what reads the counts; 'llvm-cov gcov' for clang
set -u
LC_ALL=C.UTF-8
export LC_ALL
build=$1 srcdir=$2
export srcdir
cd "$build" || exit 1

if [ -z "$(find src/reading src/base -name '*.gcno' | head -n 1)" ]; then
  echo "coverage: this build counts no lines; configure it with --enable-coverage" >&2
  exit 1
fi
find . -name '*.gcda' -exec rm -f {} +
G_DEBUG=fatal-criticals G_SLICE=always-malloc ./tests/unit/unit >coverage.log 2>&1 || {
  tail -n 20 coverage.log >&2
  echo "coverage: the unit tests fail" >&2
  exit 1
}

# Without a program that was run there is no count of it: none of its lines were.
status=0
for room in base reading turns; do
  ${GCOV:-gcov} -n $(find "src/$room" -name '*.gcda') 2>/dev/null | awk -v room="$room" '
    /^File / { file = $2; gsub (/\047/, "", file) }
    /^Lines executed:/ && file ~ ("src/" room "/.*\\.c$") {
      split ($2, share, /[:%]/)
      lines += $4
      run += share[2] * $4 / 100
      if (share[2] < 90)
        printf "  %-32s %5.1f %% of %d lines\n", substr (file, match (file, room "/")), share[2], $4
      files++
    }
    # After the last file comes the sum of all, headers of libraries too.
    /^Lines executed:/ { file = "" }
    END {
      good = lines > 0 && run >= 0.9 * lines
      printf "%s - %s: %.1f %% of %d lines in %d files\n", good ? "ok" : "not ok", room, lines ? 100 * run / lines : 0, lines, files
      exit !good
    }' || status=1
done
exit $status
