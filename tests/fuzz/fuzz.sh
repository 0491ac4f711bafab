#!/bin/sh
# fuzz.sh PROGRAMS SOURCES SECONDS NAME ...: each fuzz target for so many seconds, from its seeds. What it finds new is kept for the run
# only; what breaks it is printed with the input, and is the failure.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
programs=$1 sources=$2 seconds=$3
shift 3
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT || exit 99
srcdir=$(cd "$sources" && pwd)
export srcdir G_DEBUG=fatal-criticals G_SLICE=always-malloc
# To note where each of SQLite's many allocations came from takes most of the time.
ASAN_OPTIONS="malloc_context_size=2:max_malloc_fill_size=0:${ASAN_OPTIONS-}"
export ASAN_OPTIONS
status=0
for name in "$@"; do
  program=$programs/fuzz-$name
  [ -x "$program" ] || { echo "there is no $program: configure with CC=clang --enable-fuzzers --enable-sanitizers" >&2; exit 1; }
  mkdir "$scratch/$name"
  dict=
  [ ! -e "$srcdir/tests/fuzz/$name.dict" ] || dict=-dict=$srcdir/tests/fuzz/$name.dict
  if "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000 ${dict:+"$dict"} -artifact_prefix="$scratch/broke-$name-" \
      "$scratch/$name" "$srcdir/tests/fuzz/seeds/$name" >"$scratch/log" 2>&1; then
    echo "ok - fuzz-$name: $(sed -n 's/^Done //p' "$scratch/log"), $(find "$scratch/$name" -type f | wc -l) new inputs"
  else
    echo "not ok - fuzz-$name"
    tail -n 40 "$scratch/log"
    for broke in "$scratch/broke-$name-"*; do
      [ ! -e "$broke" ] || { echo "the input, in base64:"; base64 "$broke"; }
    done
    status=1
  fi
done
exit $status
