#!/bin/sh
# Whoever gets the tar file gets everything: nothing that git tracks is forgotten by `make dist`.
# SPDX-License-Identifier: GPL-3.0-or-later
srcdir=$(cd "${srcdir:-.}" && pwd)
git -C "$srcdir" rev-parse --show-toplevel 2>/dev/null | grep -qx "$srcdir" \
  || { echo "this is no git checkout: nothing to compare with"; exit 77; }
scratch=$(mktemp -d) && trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT || exit 99
cd "${top_builddir:-.}" || exit 99
MAKEFLAGS='' ${MAKE:-make} --no-print-directory distdir distdir="$scratch/dist" >"$scratch/log" 2>&1 \
  || { cat "$scratch/log"; exit 1; }
# What git alone needs has no place in a tar file; a file that was removed and is not yet committed is not missed.
git -C "$srcdir" -c core.quotePath=false ls-files | grep -vE '(^|/)\.git(ignore|attributes)$' >"$scratch/tracked"
status=0
while IFS= read -r file; do
  [ ! -e "$srcdir/$file" ] || [ -e "$scratch/dist/$file" ] || { echo "make dist forgets $file"; status=1; }
done <"$scratch/tracked"
exit $status
