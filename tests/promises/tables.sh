#!/bin/sh
# The tables that are kept by hand are complete: readers, writers and commands stand in their .def and in the build list, and so
# do all sources and tests; tables.def has the tables of schema.sql; archive.rng carries every column of every content table.
# SPDX-License-Identifier: GPL-3.0-or-later
cd "${srcdir:-.}" || exit 99
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT || exit 99
status=0
wrong () { echo "$*"; status=1; }

# has FILE WORD: the build list FILE names WORD, as a whole word.
has () { grep -Eq "(^|[[:space:]])%D%/$(printf '%s' "$2" | sed 's/\./\\./g')([[:space:]]|\$)" "$1"; }

# struct_table PREFIX FILES-PREFIX DEF MACRO: each `const ... PREFIX_NAME =` of the files is in the table, and the other way round.
struct_table () {
  made=$(sed -n "s/^const .* $1_\([a-z0-9_]*\) = {.*/\1/p" $2*.c | sort)
  listed=$(sed -n "s/^$4 (\([a-z0-9_]*\))\$/\1/p" "$3" | sort)
  [ -n "$made" ] || wrong "$2*.c make no $1"
  [ "$made" = "$listed" ] || wrong "$3 lists: $(echo $listed); the files make: $(echo $made)"
  for name in $listed; do
    [ -e "$2$name.c" ] || wrong "$3 lists $name, but there is no $2$name.c"
  done
  for file in $2*.c; do
    name=${file#"$2"}
    echo "$listed" | grep -qx "${name%.c}" || wrong "$file stands in no table: $3"
  done
}
struct_table reader src/reading/read_ src/reading/readers.def READER
struct_table writer src/exchange/write_ src/exchange/writers.def WRITER
struct_table command src/cli/cmd_ src/cli/commands.def COMMAND

for file in src/*/*.[ch] src/*/*.def; do
  has src/local.mk "${file#src/}" || wrong "$file is not in src/local.mk"
done
for file in tests/unit/test_*.c tests/fuzz/*.[ch] tests/cli/*.t tests/promises/*.sh tests/promises/*.t tests/support/*.[ch] tests/support/*.supp; do
  has tests/local.mk "${file#tests/}" || wrong "$file is not in tests/local.mk"
done

# ---- the study file: schema.sql, tables.def, archive.rng
made=$(sed -n 's/^CREATE \(VIRTUAL \)\{0,1\}TABLE \([a-z_]*\) .*/\2/p' src/store/schema.sql | sort)
listed=$(sed -n 's/^\(CONTENT\|WORDS\|LOCAL\) (\([a-z_]*\)[,)].*/\2/p' src/store/tables.def | sort)
[ -n "$made" ] && [ "$made" = "$listed" ] || wrong "tables.def and schema.sql have different tables: $(echo $listed) / $(echo $made)"

# "element column" of each content table; a reference loses its _id and prose its _prose in the archive. The study's own id is not
# carried: it is another in every file.
awk 'FNR == NR { if (split ($0, word, "[(),\" ]+") >= 3 && word[1] == "CONTENT") element[word[2]] = word[3]; next }
     /^CREATE TABLE/ { table = $3 }
     (table in element) && /^  [a-z_]+ [A-Z]+/ { print element[table], $1 }
     /^\)/ { table = "" }' src/store/tables.def src/store/schema.sql |
while read -r element column; do
  name=$(printf '%s' "$column" | sed 's/\(.\)_id$/\1/; s/_prose$//; s/_/-/g')
  [ "$element $name" != "study id" ] || continue
  sed -n "/<define name=\"$element\">/,/<\/define>/p" docs/schemas/archive.rng \
    | grep -Eq "<(attribute|element) name=\"$name\"" || echo "archive.rng: '$element' has no '$name'"
done >"$scratch/missing"
[ ! -s "$scratch/missing" ] || { cat "$scratch/missing"; status=1; }
exit $status
