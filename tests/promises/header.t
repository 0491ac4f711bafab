#!/bin/sh
# espalier.h compiles by itself, in C and in C++, with every warning an error.
# SPDX-License-Identifier: GPL-3.0-or-later
src=${srcdir:-.}/src
strict="-Wall -Wextra -Werror -pedantic -fsyntax-only -I$src $(pkg-config --cflags glib-2.0)"
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT || exit 99
printf '#include "espalier.h"\n#include "espalier.h"\nextern int so_that_it_is_not_empty;\n' >"$scratch/alone.c"
cp "$scratch/alone.c" "$scratch/alone.cpp"
echo 1..2
# shellcheck disable=SC2086
if ${CC:-cc} -std=c17 $strict "$scratch/alone.c" 2>&1 | sed 's/^/# /' | grep . ; then printf 'not '; fi
echo "ok 1 - the header compiles alone in C"
if ! command -v g++ >/dev/null; then
  echo "ok 2 - the header compiles alone in C++ # SKIP there is no g++ here: apt-get install g++"
else
  # shellcheck disable=SC2086
  if g++ -std=c++17 $strict "$scratch/alone.cpp" 2>&1 | sed 's/^/# /' | grep .; then printf 'not '; fi
  echo "ok 2 - the header compiles alone in C++"
fi
