#!/bin/sh
# The golden studies, one of each schema there was, are what they were on the day they were made: no later Espalier may make them anew,
# only open them. And none is missing: a study made now has the schema of the newest.
# SPDX-License-Identifier: GPL-3.0-or-later
cd "${srcdir:-.}" || exit 99
schema=$(sed -n 's/^#define STORE_SCHEMA \([0-9]*\)$/\1/p' src/store/sqlite.h)
[ -n "$schema" ] || { echo "src/store/sqlite.h has no STORE_SCHEMA"; exit 1; }
cd tests/studies || exit 1
[ -e SHA256SUMS ] || { echo "tests/studies has no golden study yet: make-golden.sh makes it when the schema is settled"; exit 77; }
status=0
number=1
while [ "$number" -le "$schema" ]; do
  for file in "schema-$number.espalier" "schema-$number.xml"; do
    grep -q "  $file\$" SHA256SUMS || { echo "SHA256SUMS has no $file"; status=1; }
  done
  number=$((number + 1))
done
sha256sum --quiet -c SHA256SUMS || status=1
[ "$(find . -name 'schema-*' | wc -l)" -eq "$(wc -l <SHA256SUMS)" ] || { echo "SHA256SUMS does not list each file of tests/studies once"; status=1; }
exit $status
