#!/bin/sh
# Every command has a man page that is installed, a --help that succeeds, and a row in the help.
# SPDX-License-Identifier: GPL-3.0-or-later
srcdir=${srcdir:-.}
espalier=${top_builddir:-.}/espalier
status=0
wrong () { echo "$1: $2"; status=1; }
commands=$(sed -n 's/^COMMAND (\(.*\))$/\1/p' "$srcdir/src/cli/commands.def")
[ -n "$commands" ] || wrong commands.def "has no commands"
overview=$("$espalier" help) || wrong help "fails"
for command in $commands; do
  page=espalier-$command.1
  [ -s "$srcdir/docs/man/$page" ] || wrong "$command" "docs/man/$page is missing"
  grep -q "%D%/man/$page\\( \\|\$\\)" "$srcdir/docs/local.mk" || wrong "$command" "docs/local.mk does not install $page"
  "$espalier" "$command" --help >/dev/null 2>&1 || wrong "$command" "--help fails"
  echo "$overview" | grep -q "^  $command " || wrong "$command" "'espalier help' does not list it"
  grep -q "espalier-$command 1" "$srcdir/docs/man/espalier.1" || wrong "$command" "espalier.1 does not refer to its page"
done
for page in "$srcdir"/docs/man/*.1; do
  grep -q "%D%/man/$(basename "$page")\\( \\|\$\\)" "$srcdir/docs/local.mk" || wrong "$page" "is not installed by docs/local.mk"
done
exit $status
