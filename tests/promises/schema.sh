#!/bin/sh
# The rules that bind every content table, so that copies of a study can be merged: a UUID as the only unique key, rows that are
# marked gone and never deleted, foreign keys that wait for the end of the change and never cascade, an index for each of them.
# SPDX-License-Identifier: GPL-3.0-or-later
command -v sqlite3 >/dev/null || { echo "sqlite3 is missing: apt-get install sqlite3"; exit 77; }
store=${srcdir:-.}/src/store
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT || exit 99
database=$scratch/a.db
sqlite3 "$database" <"$store/schema.sql" || exit 1
ask () { sqlite3 -separator '|' "$database" "$1"; }
status=0
wrong () { echo "$1: $2"; status=1; }

tables=$(sed -n 's/^CONTENT (\([a-z_]*\),.*/\1/p' "$store/tables.def")
[ -n "$tables" ] || wrong tables.def "has no content tables"
for table in $tables; do
  [ "$(ask "SELECT name || type || \"notnull\" || pk FROM pragma_table_info ('$table') WHERE pk > 0")" = idBLOB11 ] \
    || wrong "$table" "its key is not 'id BLOB NOT NULL PRIMARY KEY'"
  [ "$(ask "SELECT type || \"notnull\" || dflt_value FROM pragma_table_info ('$table') WHERE name = 'gone'")" = INTEGER10 ] \
    || wrong "$table" "has no 'gone INTEGER NOT NULL DEFAULT 0'"
  [ "$(ask "SELECT strict FROM pragma_table_list WHERE name = '$table'")" = 1 ] || wrong "$table" "is not STRICT"
  [ -z "$(ask "SELECT name FROM pragma_index_list ('$table') WHERE \"unique\" AND origin <> 'pk'")" ] || wrong "$table" "has a UNIQUE"
  [ -z "$(ask "SELECT \"from\" FROM pragma_foreign_key_list ('$table') WHERE on_delete <> 'NO ACTION' OR on_update <> 'NO ACTION'")" ] \
    || wrong "$table" "has a foreign key that acts by itself"
  for key in $(ask "SELECT \"from\" FROM pragma_foreign_key_list ('$table')"); do
    ask "SELECT sql FROM sqlite_schema WHERE name = '$table'" \
      | grep -Eq "^  $key .*REFERENCES [a-z_]+ \(id\) DEFERRABLE INITIALLY DEFERRED" || wrong "$table.$key" "is not deferred"
    [ -n "$(ask "SELECT i.name FROM pragma_index_list ('$table') i, pragma_index_info (i.name) c WHERE c.seqno = 0 AND c.name = '$key'")" ] \
      || wrong "$table.$key" "has no index"
  done
  # A column that holds the identity of a row refers to it.
  for column in $(ask "SELECT name FROM pragma_table_info ('$table') WHERE name LIKE '%\\_id' ESCAPE '\\'"); do
    ask "SELECT \"from\" FROM pragma_foreign_key_list ('$table')" | grep -qx "$column" || wrong "$table.$column" "refers to nothing"
  done
done
[ -z "$(ask "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')")" ] || wrong schema.sql "has a trigger or a view"
exit $status
