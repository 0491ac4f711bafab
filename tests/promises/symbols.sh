#!/bin/sh
# The shared library exports what espalier.h declares, all of it and nothing else.
# SPDX-License-Identifier: GPL-3.0-or-later
library=${top_builddir:-.}/.libs/libespalier.so
[ -e "$library" ] || { echo "there is no $library"; exit 99; }
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT || exit 99
sed -n 's/^ESP_API .*[ *]\(esp_[a-z0-9_]*\) (.*/\1/p' "${srcdir:-.}/src/espalier.h" | sort >"$scratch/declared"
${NM:-nm} -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ && $2 != "A" { print $3 }' | sort >"$scratch/exported"
[ -s "$scratch/declared" ] || { echo "espalier.h declares nothing"; exit 1; }
[ "$(wc -l <"$scratch/declared")" -eq "$(grep -c '^ESP_API ' "${srcdir:-.}/src/espalier.h")" ] \
  || { echo "not every ESP_API line could be read"; exit 1; }
diff "$scratch/declared" "$scratch/exported" || { echo "< declared in espalier.h only; > exported only"; exit 1; }
