#!/bin/sh
# Every file of the real texts that a table of tests/corpora names: read, read with a warning, or refused, as the table says, and with
# the words that it says. A table has lines of: file TAB read, warned or refused TAB what the text or the refusal must match
# (extended regular expression; - for nothing), and perhaps TAB options of the import, as in a shell (- for none), and TAB how many turns
# and speakers it has. Comments begin with #. ESP_SHARED: the folder with corpora/.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
shared=${ESP_SHARED:-$srcdir/../shared}/corpora
[ -d "$shared" ] || { echo "1..0 # SKIP THE REAL TEXTS WERE NOT TRIED: there is no folder $shared (ESP_SHARED says where it is)"; exit 0; }
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }

espalier new empty --coder C1 >/dev/null || { echo "Bail out! no study"; exit 1; }
tab=$(printf '\t')

# That nothing says whose a document is, and that nobody knows its speakers, is so of every file here; and some look like more speakers.
other_warnings () {
  grep '^warning ' "$scratch/out" | grep -vE ': (nothing says which case or group it belongs to|it is not known who |[0-9]+ lines? looks? as if somebody began to speak|nobody was found to speak, but )'
}

# outcome FILE OPTION ...: imports it into a study of its own; what came of it, and in $scratch/words what was read or said.
outcome () {
  cp empty.espalier one.espalier
  run timeout 60 espalier -s one.espalier --coder C1 import "$@"
  case $status in
    0)
      sqlite3 one.espalier "SELECT body FROM text_body" | tr '\n' ' ' >"$scratch/words"
      if other_warnings >>"$scratch/err"; then echo warned; else echo read; fi ;;
    1)
      sed -n 's/^refused  [^:]*: //p' "$scratch/out" >"$scratch/words"
      if [ "$(wc -l <"$scratch/words")" -eq 1 ]; then echo refused; else echo "refused without a sentence"; fi ;;
    124) echo "no end" ;;
    *) echo "exit status $status" ;;
  esac
}

# try TABLE FILE WANTED PATTERN OPTIONS COUNTED
try () {
  eval "set -- \"\$1\" \"\$2\" \"\$3\" \"\$4\" \"\$6\" $5"
  table=$1 file=$2 wanted=$3 pattern=$4 counted=$5
  shift 5
  got=$(outcome "$shared/$file" "$@")
  right=0
  [ "$got" = "$wanted" ] || { right=1; echo "wanted $wanted, got $got" >>"$scratch/err"; }
  if [ "$right" -eq 0 ] && [ "$pattern" != - ]; then
    LC_ALL=C.UTF-8 grep -Eq -e "$pattern" "$scratch/words" || { right=1; echo "no such words: $pattern" >>"$scratch/err"; }
  fi
  if [ "$right" -eq 0 ] && [ -n "$counted" ]; then
    has="$(espalier -s one.espalier --json documents | sed -n 's/.*"turns": \([0-9]*\).*/\1/p') turns, $(sqlite3 one.espalier \
      "SELECT count (*) FROM speaker") speakers"
    [ "$has" = "$counted" ] || { right=1; echo "wanted $counted, has $has" >>"$scratch/err"; }
  fi
  report $right "$table: $file is $wanted${counted:+, $counted}"
}

for list in "$srcdir"/tests/corpora/*.tsv; do
  name=$(basename "$list" .tsv)
  while IFS=$tab read -r file wanted pattern options counted; do
    case $file in '' | '#'*) continue ;; esac
    if [ ! -e "$shared/$file" ]; then
      : >"$scratch/out" && echo "there is no such file" >"$scratch/err"
      report 1 "$name: $file"
      continue
    fi
    [ "$options" != - ] || options=
    try "$name" "$file" "$wanted" "${pattern:--}" "$options" "$counted"
    eval "${wanted}_n=\$((\${${wanted}_n:-0} + 1))"
  done <"$list"
done
echo "# ${read_n:-0} files read, ${warned_n:-0} with a warning, ${refused_n:-0} refused"
done_testing
