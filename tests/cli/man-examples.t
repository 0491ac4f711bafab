#!/bin/sh
# Every command has a man page, and every example on it works: they are run in the order of commands.def, in one folder, as a
# person would who reads the pages from the first to the last. The examples of espalier(1) are run in a folder of their own.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"

# The lines after "$ " in the literal blocks of a page's EXAMPLES.
examples () {
  awk '/^\.Sh / { inside = ($2 == "EXAMPLES") }
       /^\.Bd -literal/ { literal = 1 }
       /^\.Ed/ { literal = 0 }
       inside && literal && sub (/^\$ /, "") { gsub (/\\e/, "\\"); gsub (/\\&/, ""); print }' "$1"
}

run_examples () {
  page=$1
  if [ ! -f "$srcdir/docs/man/$page.1" ]; then
    : >"$scratch/out"; echo "docs/man/$page.1 is missing" >"$scratch/err"
    report 1 "$page has a man page"
    return
  fi
  examples "$srcdir/docs/man/$page.1" >"$scratch/examples"
  : >"$scratch/out"; : >"$scratch/err"
  test -s "$scratch/examples"
  report $? "$page has examples"
  while IFS= read -r line <&3; do
    run sh -c "$line"
    check_status 0 "$page: $(printf '%s' "$line" | tr '#' ' ')"
  done 3<"$scratch/examples"
}

commands=$(sed -n 's/^COMMAND (\(.*\))$/\1/p' "$srcdir/src/cli/commands.def")
for command in $commands; do
  run_examples "espalier-$command"
done

mkdir ../alone && cd ../alone || exit 1
mkdir corpora && ln -s "$srcdir/corpora/recovery-care" corpora/recovery-care && ln -s "$srcdir/frameworks" frameworks
run_examples espalier

# A page without a command is one that was forgotten when a command went.
for page in "$srcdir"/docs/man/espalier-*.1; do
  name=$(basename "$page" .1)
  echo "$commands" | grep -qx -e "${name#espalier-}"
  report $? "$name is about a command"
done
done_testing
