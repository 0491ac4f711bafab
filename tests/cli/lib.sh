# Test Anything Protocol for the tests of the program, and a scratch folder with the sample study beside it.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A test sources this, calls `check_*`, and ends with `done_testing`. $ESPALIER is the program, $srcdir the sources.
set -u

srcdir=$(cd "${srcdir:-.}" && pwd)
ESPALIER=${ESPALIER:-${top_builddir:-.}/espalier}
case $ESPALIER in /*) ;; *) ESPALIER=$(pwd)/$ESPALIER ;; esac
[ -x "$ESPALIER" ] || { echo "Bail out! there is no program at $ESPALIER"; exit 1; }

# Nothing of the person who runs the tests may change what they see.
unset ESPALIER_STUDY ESPALIER_CODER PAGER
export LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 G_DEBUG=fatal-criticals G_SLICE=always-malloc

scratch=$(mktemp -d "${TMPDIR:-/tmp}/espalier-test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$scratch/bin" "$scratch/here" "$scratch/here/corpora"
ln -s "$ESPALIER" "$scratch/bin/espalier"
ln -s "$srcdir/corpora/recovery-care" "$scratch/here/corpora/recovery-care"
ln -s "$srcdir/frameworks" "$scratch/here/frameworks"
PATH=$scratch/bin:$PATH
cd "$scratch/here" || exit 1

count=0
failed=0

# report STATUS CLAIM: one line of the protocol; what the command said goes with a failure.
report () {
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $count - $2"
  else
    failed=$((failed + 1))
    echo "not ok $count - $2"
    sed 's/^/# out: /' "$scratch/out"
    sed 's/^/# err: /' "$scratch/err"
  fi
}

# run COMMAND ...: keeps its output, messages and exit status.
run () {
  "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
  status=$?
}

# check_status WANTED CLAIM: of what was run last.
check_status () {
  [ "$status" -eq "$1" ] || echo "exit status $status instead of $1" >>"$scratch/err"
  test "$status" -eq "$1"
  report $? "$2"
}

# check_out / check_err PATTERN CLAIM: a line of the output, of the messages, fits the pattern (extended).
check_out () {
  grep -Eq -e "$1" "$scratch/out"
  report $? "$2"
}
check_err () {
  grep -Eq -e "$1" "$scratch/err"
  report $? "$2"
}

# check_silent CLAIM: nothing was printed on standard output.
check_silent () {
  test ! -s "$scratch/out"
  report $? "$1"
}

done_testing () {
  echo "1..$count"
  [ "$failed" -eq 0 ]
  exit
}

# A layout's lines as rows, for questions in SQL: (hash, position, kind, start_cp, end_cp, speaker).
layout_cut="json_extract ('[' || replace (json_quote (e.value), '\\t', '\",\"') || ']', "
layout_items="(SELECT l.hash, e.key AS position, $layout_cut '\$[0]') AS kind, CAST ($layout_cut '\$[1]') AS INTEGER) AS start_cp,
  CAST ($layout_cut '\$[2]') AS INTEGER) AS end_cp, $layout_cut '\$[4]') AS speaker
  FROM layout l, json_each ('[' || replace (json_quote (rtrim (l.lines, char (10))), '\\n', '\",\"') || ']') e)"
