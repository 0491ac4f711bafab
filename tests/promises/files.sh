#!/bin/sh
# No source file is too long for one purpose, and every one says under which licence it is.
# SPDX-License-Identifier: GPL-3.0-or-later
cd "${srcdir:-.}" || exit 99
status=0
for file in $(find src tests/unit tests/support tests/fuzz tests/bench tests/promises tests/cli tests/random -type f \
    \( -name '*.[ch]' -o -name '*.def' -o -name '*.sql' -o -name '*.css' -o -name '*.js' -o -name '*.sh' -o -name '*.t' \)); do
  case $file in src/espalier.h) ;; src/*) [ "$(wc -l <"$file")" -le 700 ] || { echo "$file has $(wc -l <"$file") lines; 700 is the most"; status=1; } ;; esac
  grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' "$file" || { echo "$file has no SPDX line"; status=1; }
done
exit $status
