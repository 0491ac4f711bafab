#!/bin/sh
# Copies that somebody made to deceive, or that broke: a merge refuses each with one clear sentence, leaves the study as it was to
# the byte, and takes neither long nor much memory; what it accepts alters no line that was there, and the study is whole after it.
# ESP_MUTATIONS: how many copies with altered bytes, and as many with altered changes; ESP_SEED: to see a failure again.
# SPDX-License-Identifier: GPL-3.0-or-later
forge=$(cd "${top_builddir:-.}" && pwd)/tests/support/forge
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }
mutations=${ESP_MUTATIONS:-100}
seed=${ESP_SEED:-$(date +%s)}
echo "# seed $seed"

# The sanitizers take all the addresses there are, and their time.
memory="ulimit -v 1500000;" limit=20
sh -c "$memory espalier --version" >/dev/null 2>&1 || memory='' limit=200

sum () { sha256sum <"$1"; }
merge () { run sh -c "$memory exec timeout $limit espalier merge \"\$1\"" sh "$1"; }

# What is wrong with a refusal, in words; nothing when it is as it should be.
wrong_with_refusal () {
  [ "$status" -eq 1 ] || printf 'exit status %s instead of 1; ' "$status"
  [ "$(wc -l <"$scratch/err")" -eq 1 ] || printf 'not one line of message; '
  grep -Eq -e "^espalier: .*$1" "$scratch/err" || printf 'the message is another; '
  grep -q '\.$' "$scratch/err" && printf 'the message ends with a full stop; '
  [ -s "$scratch/out" ] && printf 'something was printed; '
  cmp -s care.espalier kept.espalier || printf 'the study has changed; '
  [ ! -e care.espalier-journal ] || printf 'a journal is left; '
}

# The same for a merge that was accepted: the lines that were there are as they were, and all is whole.
wrong_with_merge () {
  [ "$status" -eq 0 ] || printf 'exit status %s instead of 0; ' "$status"
  altered=$(sqlite3 care.espalier "ATTACH 'kept.espalier' AS kept;
    SELECT (SELECT count (*) FROM (SELECT id, lamport, coder, made_at, command, about, reason, schema_number, changes FROM kept.history_change
        EXCEPT SELECT id, lamport, coder, made_at, command, about, reason, schema_number, changes FROM main.history_change))
      + (SELECT count (*) FROM (SELECT * FROM kept.history_parent EXCEPT SELECT * FROM main.history_parent))
      + (SELECT count (*) FROM (SELECT * FROM kept.history_undone EXCEPT SELECT * FROM main.history_undone))
      + (SELECT count (*) FROM main.history_parent p JOIN kept.history_change c ON c.id = p.change_id
         WHERE (p.change_id, p.parent_id) NOT IN (SELECT change_id, parent_id FROM kept.history_parent))" 2>&1)
  [ "$altered" = 0 ] || printf '%s lines that were there have changed; ' "$altered"
  timeout $((3 * limit)) espalier check >"$scratch/check" 2>&1 || { printf 'the study is not whole: '; grep PROBLEM "$scratch/check" | tr '\n' ' '; }
}

# verdict CLAIM WRONG: and the study is again what it was.
verdict () {
  [ -z "$2" ] || echo "$2" >>"$scratch/err"
  test -z "$2"
  report $? "$1"
  cp kept.espalier care.espalier
  rm -f care.espalier-journal
}
forged () { cp copy.espalier hostile.espalier && "$forge" "$@" hostile.espalier || { echo "Bail out! nothing was forged"; exit 1; }; }
# refuses PATTERN CLAIM [--as-is] <SQL, accepts PATTERN CLAIM <SQL: a copy that the SQL alters. The pattern of a copy that is accepted
# is for its notes.
refuses () {
  forged ${3+"$3"}
  merge hostile.espalier
  verdict "$2" "$(wrong_with_refusal "$1")"
}
accepts () {
  forged
  merge hostile.espalier
  grep -Eq -e "$1" "$scratch/err" "$scratch/out" || echo "the note is another" >>"$scratch/wrong"
  verdict "$2" "$(wrong_with_merge; cat "$scratch/wrong" 2>/dev/null; rm -f "$scratch/wrong")"
}
# either CLAIM <SQL: refused or accepted, in the way of each.
settle () {
  merge hostile.espalier
  if [ "$status" -eq 0 ]; then wrong_with_merge; else wrong_with_refusal .; fi
}
either () {
  forged
  wrong=$(settle)
  verdict "$1" "$wrong"
}

# ---- a study of C1, and a copy in which C2 has worked
ESPALIER_CODER=C1
ESPALIER_STUDY=care.espalier
export ESPALIER_CODER ESPALIER_STUDY
as_c2 () { espalier --quiet -s copy.espalier --coder C2 "$@" >/dev/null; }
espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml >/dev/null \
  && espalier import corpora/recovery-care/documents/B-SM-001.docx >/dev/null \
  && espalier code B-SM-001 recovery/meaning --turn 4 >/dev/null \
  && espalier chart set B-SM-001 recovery/meaning --text "Ordinary things." --evidence "hope is part of it" >/dev/null \
  && cp care.espalier copy.espalier \
  && as_c2 code B-SM-001 recovery/meaning --turn 6 && as_c2 code B-SM-001 recovery/other --turn 8 \
  && as_c2 import corpora/recovery-care/documents/C-SU-002.md \
  && as_c2 chart set B-SM-001 recovery/meaning --text "Something else." --evidence "hope is part of it" && as_c2 undo \
  && espalier code B-SM-001 recovery/other --turn 10 >/dev/null \
  && cp care.espalier kept.espalier || { echo "Bail out! there is no study to deceive"; exit 1; }
accepts "." "a copy that nobody altered is merged" <<'SQL'
SQL

# ---- no copy at all
espalier new other --framework frameworks/care-planning.xml >/dev/null
merge other.espalier
verdict "another study is refused" "$(wrong_with_refusal "'other.espalier' is no copy of this study")"
mkdir folder.espalier && mkfifo pipe.espalier && : >empty.espalier && echo "Dear diary" >text.espalier
for name in nowhere folder pipe empty text; do
  merge $name.espalier
  verdict "what is no study is refused: $name" "$(wrong_with_refusal "'$name.espalier'")"
done
merge /dev/zero
verdict "so is /dev/zero" "$(wrong_with_refusal "'/dev/zero'")"
rm -r folder.espalier pipe.espalier empty.espalier text.espalier other.espalier
merge care.espalier
verdict "a study is not merged into itself" "$(wrong_with_refusal "'care.espalier' is the study itself")"
ln care.espalier hard.espalier
merge hard.espalier
verdict "nor by another of its names" "$(wrong_with_refusal "'hard.espalier' is the study itself")"
rm hard.espalier
ln -s care.espalier soft.espalier
merge soft.espalier
verdict "nor by a link" "$(wrong_with_refusal "'soft.espalier' is the study itself")"
rm soft.espalier
merge copy.espalier
cp care.espalier once.espalier
merge copy.espalier
check_out "nothing new in 'copy.espalier'" "what was merged once has nothing new"
cmp care.espalier once.espalier >"$scratch/err" 2>&1
report $? "and alters no byte of the study"
cp kept.espalier care.espalier

# ---- other schemas and other tables
refuses "made by a newer Espalier.*update" "a copy of a newer schema is refused" --as-is <<'SQL'
PRAGMA user_version = 99;
SQL
refuses "which no Espalier made" "so is one of a schema before the first" --as-is <<'SQL'
PRAGMA user_version = 0;
SQL
refuses "of another schema" "so is a line of a newer schema" <<'SQL'
UPDATE history_change SET schema_number = 99 WHERE coder = 'C2';
SQL
refuses "tables are missing or altered" "a view in a copy is refused" <<'SQL'
CREATE VIEW note AS SELECT * FROM coding;
SQL
refuses "tables are missing or altered" "so is a view in the place of a table" <<'SQL'
ALTER TABLE prose RENAME TO prose_kept;
CREATE VIEW prose AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hash, salt, body FROM prose_kept, n;
SQL
refuses "tables are missing or altered" "and a trigger" <<'SQL'
CREATE TRIGGER evil AFTER INSERT ON coding BEGIN DELETE FROM coding; END;
SQL
refuses "tables are missing or altered" "and a virtual table" <<'SQL'
CREATE VIRTUAL TABLE evil USING fts5 (words);
SQL
refuses "tables are missing or altered" "and an index on an expression" <<'SQL'
CREATE INDEX evil ON history_change (hex (changes));
SQL
refuses "tables are missing or altered" "and a table without its rules" --as-is <<'SQL'
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace (sql, 'CHECK (length (id) = 16)', '') WHERE name = 'history_change';
SQL
refuses "." "and a missing table" --as-is <<'SQL'
DROP TABLE history_parent;
SQL
refuses "." "and a page of another table for the history" --as-is <<'SQL'
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'coding') WHERE name = 'history_change';
SQL
refuses "." "and a table that is a page of itself" --as-is <<'SQL'
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'prose';
SQL

# ---- the history forged
refuses "tells another history" "a line that both have is not told in other words" <<'SQL'
UPDATE history_change SET about = 'nothing at all' WHERE command = 'import' AND coder = 'C1';
SQL
refuses "tells another history" "nor with other work" <<'SQL'
UPDATE history_change SET changes = CAST (header ('coder') || added (randomblob (16), 0, 'C9') AS BLOB) WHERE command = 'code' AND coder = 'C1';
SQL
refuses "tells another history" "nor by another person" <<'SQL'
UPDATE history_change SET coder = 'C2' WHERE command = 'code' AND coder = 'C1';
SQL
refuses "." "nor after others" <<'SQL'
DELETE FROM history_parent WHERE change_id = (SELECT id FROM history_change WHERE command = 'code' AND coder = 'C1');
UPDATE history_change SET lamport = 1 WHERE command = 'code' AND coder = 'C1';
SQL
refuses "was altered after it was made" "a line that was altered without the chain is refused" --as-is <<'SQL'
UPDATE history_change SET about = 'nothing at all' WHERE coder = 'C2';
SQL
refuses "." "so is a history with a line left out" <<'SQL'
DELETE FROM history_change WHERE command = 'import' AND coder = 'C2';
SQL
refuses "does not follow" "lines that follow each other in a circle are refused" <<'SQL'
INSERT OR IGNORE INTO history_parent SELECT a.id, b.id FROM history_change a, history_change b WHERE a.coder = 'C2' AND b.coder = 'C2';
SQL
refuses "does not follow" "so is a line that follows itself" <<'SQL'
INSERT INTO history_parent SELECT id, id FROM history_change WHERE coder = 'C2' ORDER BY lamport DESC LIMIT 1;
SQL
refuses "does not follow" "and one that follows a line that is not there" <<'SQL'
INSERT INTO history_parent SELECT id, randomblob (16) FROM history_change WHERE coder = 'C2';
SQL
for clock in 1 0 -5 1000 4611686018427387904 9223372036854775807 -9223372036854775808; do
  refuses "does not follow" "a clock of $clock is refused" <<SQL
UPDATE history_change SET lamport = $clock WHERE id = (SELECT id FROM history_change WHERE coder = 'C2' ORDER BY lamport DESC LIMIT 1);
SQL
done
refuses "undoes what did not come before" "an undo of a line that is not there is refused" <<'SQL'
INSERT INTO history_undone SELECT id, randomblob (16) FROM history_change WHERE command = 'undo';
SQL
refuses "undoes what did not come before" "so is an undo of a later line" <<'SQL'
INSERT INTO history_undone SELECT a.id, b.id FROM history_change a, history_change b WHERE a.lamport < b.lamport AND a.coder = 'C2' AND b.coder = 'C2';
SQL
refuses "undoes what did not come before" "and of itself" <<'SQL'
INSERT INTO history_undone SELECT id, id FROM history_change WHERE coder = 'C2';
SQL
refuses "by nobody" "a name that drives a terminal is refused" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C' || char (27) || '[2J');
SQL
refuses "by nobody" "so is no name" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), '');
SQL
refuses "does not say what was done" "and a command that is none" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C2', '2026-11-01T10:00:00.000Z', '');
SQL
refuses "." "and words that are not UTF-8" <<'SQL'
UPDATE history_change SET about = CAST (x'61ff62' AS TEXT) WHERE coder = 'C2';
SQL
refuses "." "and words that hold a NUL" <<'SQL'
UPDATE history_change SET about = CAST (x'610062' AS TEXT) WHERE coder = 'C2';
SQL
refuses "does not say what was done" "and so many that each looked for from the start takes hours" <<'SQL'
UPDATE history_change SET reason = CAST (zeroblob (3000000) AS TEXT) WHERE coder = 'C2';
SQL
for time in yesterday '2026-11-01 10:00' '2026-11-01T10:00:00Z' '2026-13-41T10:00:00.000Z' '2026-11-01T99:99:99.999Z' ''; do
  refuses "has no time" "a time of '$time' is refused" <<SQL
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C2', '$time');
SQL
done
refuses "has no time" "a time of several lines is refused in one" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C2', '2026-11-01' || char (10, 10) || '10:00');
SQL
accepts "the clock of C2 is ahead.*2099" "a clock years ahead is noted" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C2', '2099-01-01T00:00:00.000Z');
SQL
accepts "the clock of C2 is behind" "a clock that runs backwards is noted" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C2', '1990-01-01T00:00:00.000Z');
SQL
accepts "both have work by C1" "two people of one name are noted" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'C1');
SQL
accepts "count as two people" "so are two ways to write a name" <<'SQL'
SELECT change (header ('coder') || added (randomblob (16), 0, 'c2') || header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL), 'c2');
SQL
side_by_side () {
  echo "CREATE TEMP TABLE base AS SELECT change_id AS id FROM history_head;
    CREATE TEMP TABLE side AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT randomblob (16) AS id, i FROM n;
    INSERT INTO history_change (id, lamport, coder, made_at, command, about, schema_number, changes, chain)
      SELECT s.id, c.lamport + 1, 'C2', '2026-11-01T10:00:00.000Z', 'analyses add', 'side by side', 1,
        CAST (header ('analysis') || added (randomblob (16), 0, 'A' || s.i, '1', '', NULL, NULL) AS BLOB), zeroblob (32)
        FROM temp.side s, temp.base b JOIN history_change c ON c.id = b.id;
    INSERT INTO history_parent SELECT s.id, b.id FROM temp.side s, temp.base b;"
}
side_by_side 2000 >side.sql
either "two thousand changes that have not seen each other do no harm" <side.sql
side_by_side 50 >side.sql
accepts . "fifty are taken" <side.sql

refuses "more than 1000 people" "ten thousand people who each did something are refused" <<'SQL'
CREATE TEMP TABLE crowd AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT randomblob (16) AS id, i FROM n;
CREATE INDEX temp.crowd_i ON crowd (i);
CREATE TEMP TABLE base AS SELECT c.id, c.lamport FROM history_head h JOIN history_change c ON c.id = h.change_id;
INSERT INTO history_change (id, lamport, coder, made_at, command, about, schema_number, changes, chain)
  SELECT s.id, b.lamport + s.i, 'Person ' || s.i, '2026-11-01T10:00:00.000Z', 'analyses add', '', 1,
    CAST (header ('coder') || added (randomblob (16), 0, 'Person ' || s.i) AS BLOB), zeroblob (32) FROM temp.crowd s, temp.base b;
INSERT INTO history_parent SELECT s.id, ifnull ((SELECT p.id FROM temp.crowd p WHERE p.i = s.i - 1), b.id) FROM temp.crowd s, temp.base b;
SQL

either "a hundred thousand names of people take no long time" <<'SQL'
SELECT change (header ('coder') || (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
  SELECT joined (added (randomblob (16), 0, 'Person ' || i)) FROM n));
SQL

# ---- changes that no command makes
coding="version_id, theme_id, coder_id, start_cp, end_cp, origin, made_at, accepted_by_id, accepted_at"
refuses "changes what is not content" "a change of the history is refused" <<'SQL'
SELECT change (header ('history_change') || added (randomblob (16), 1, 'C1', '2026-11-01T10:00:00.000Z', 'code', '', '', 1, x'', zeroblob (32)));
SQL
refuses "changes what is not content" "so is one of the structure" <<'SQL'
SELECT change (header ('sqlite_schema', 5) || added ('table', 'evil', 'evil', 2, 'CREATE TABLE evil (a)'));
SQL
refuses "changes what is not content" "and of the words" <<'SQL'
SELECT change (header ('prose') || added (zeroblob (32), zeroblob (16), 'x'));
SQL
refuses "changes what is not content" "and of a table that is not there" <<'SQL'
SELECT change (header ('nothing', 3) || added (randomblob (16), 0, 'x'));
SQL
refuses "another number of columns" "other numbers of columns are refused: more" <<'SQL'
SELECT change (header ('analysis', 8) || added (randomblob (16), 0, 'A', '1', '', NULL, NULL, 1));
SQL
refuses "." "fewer" <<'SQL'
SELECT change (header ('analysis', 3) || added (randomblob (16), 0, 'A'));
SQL
refuses "." "one" <<'SQL'
SELECT change (header ('analysis', 1) || added (randomblob (16)));
SQL
refuses "." "a million" <<'SQL'
SELECT change (x'54BD8440' || zeroblob (1000000) || x'616e616c7973697300' || added (randomblob (16), 0, 'A', '1', '', NULL, NULL));
SQL
refuses "another key" "another key is refused" <<'SQL'
SELECT change (header ('analysis', 7, 2) || added (randomblob (16), 0, 'A', '1', '', NULL, NULL));
SQL
refuses "another key" "so is none" <<'SQL'
SELECT change (header ('analysis', 7, 99) || added (randomblob (16), 0, 'A', '1', '', NULL, NULL));
SQL
refuses "names a table twice" "and a table named twice" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 'A', '1', '', NULL, NULL) || header ('analysis') || added (randomblob (16), 0, 'B', '1', '', NULL, NULL));
SQL
refuses "deletes" "a deleted row is refused" <<SQL
SELECT change (header ('coding') || removed (id, gone, $coding)) FROM coding LIMIT 1;
SQL
refuses "names no table" "so is a row of no table" <<'SQL'
SELECT change (added (randomblob (16), 0, 'A', '1', '', NULL, NULL));
SQL
refuses "of another type" "values of another type are refused: a text for a number" <<SQL
SELECT change (header ('coding') || added (randomblob (16), 0, version_id, theme_id, coder_id, 'many', 9, 'hand', made_at, NULL, '')) FROM coding LIMIT 1;
SQL
refuses "of another type" "a number for a text" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, 17, '1', '', NULL, NULL));
SQL
refuses "of another type" "nothing for something" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, NULL, '1', '', NULL, NULL));
SQL
refuses "of another type" "an id that is too short" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (15), 0, 'A', '1', '', NULL, NULL));
SQL
refuses "of another type" "and none" <<'SQL'
SELECT change (header ('analysis') || added (NULL, 0, 'A', '1', '', NULL, NULL));
SQL
refuses "no identity" "and nothing but zeros" <<'SQL'
SELECT change (header ('analysis') || added (zeroblob (16), 0, 'A', '1', '', NULL, NULL));
SQL
refuses "not UTF-8" "a text that is not UTF-8 is refused" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, CAST (x'61ff62' AS TEXT), '1', '', NULL, NULL));
SQL
refuses "not UTF-8" "so is one with a NUL" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 0, CAST (x'610062' AS TEXT), '1', '', NULL, NULL));
SQL
refuses "longer than what there is" "a value that is said to be huge is refused" <<'SQL'
SELECT change (header ('analysis') || x'12000410' || randomblob (16) || x'0100000000000000000387FFFFFF7F41');
SQL
refuses "a size in it is none|longer than" "so is one of more than there are" <<'SQL'
SELECT change (header ('analysis') || x'12000410' || randomblob (16) || x'01000000000000000003FFFFFFFFFFFFFFFF7F41');
SQL
refuses "ends inside" "a row that breaks off is refused" <<'SQL'
SELECT change (header ('analysis') || x'1200');
SQL
refuses "makes a row that no command makes" "a gone that is neither yes nor no is refused" <<'SQL'
SELECT change (header ('analysis') || added (randomblob (16), 7, 'A', '1', '', NULL, NULL));
SQL
refuses "outside" "a coding outside its text is refused" <<'SQL'
SELECT change (header ('coding') || added (randomblob (16), 0, version_id, theme_id, coder_id, 0, 99999999, 'hand', made_at, NULL, '')) FROM coding LIMIT 1;
SQL
refuses "outside" "so is one moved outside it" <<'SQL'
SELECT change (header ('coding') || altered (11, id, 6, end_cp, 9223372036854775807)) FROM coding LIMIT 1;
SQL
refuses "." "and one that begins before it" <<'SQL'
SELECT change (header ('coding') || added (randomblob (16), 0, version_id, theme_id, coder_id, -5, 2, 'hand', made_at, NULL, '')) FROM coding LIMIT 1;
SQL
refuses "." "and evidence outside it" <<'SQL'
SELECT change (header ('evidence') || added (randomblob (16), 0, summary_id, version_id, 1, 99999999, NULL, 'a')) FROM evidence LIMIT 1;
SQL
refuses "refers to a .* that no change made" "a coding of a theme that is not there is refused" <<'SQL'
SELECT change (header ('coding') || added (randomblob (16), 0, version_id, randomblob (16), coder_id, 0, 5, 'hand', made_at, NULL, '')) FROM coding LIMIT 1;
SQL
refuses "refers to a .* that no change made" "so is a theme under nothing" <<'SQL'
SELECT change (header ('theme') || altered (11, id, 3, parent_id, randomblob (16))) FROM theme WHERE parent_id IS NOT NULL LIMIT 1;
SQL
refuses "alters what was never made" "a change to a row that was never made is refused" <<'SQL'
SELECT change (header ('analysis') || altered (7, randomblob (16), 2, 'A', 'B'));
SQL
refuses "changes nothing|no identity|not whole" "so is one that changes nothing" <<'SQL'
SELECT change (header ('analysis') || altered (7, id)) FROM analysis;
SQL
refuses "." "a second row for the study itself is refused" <<'SQL'
SELECT change (header ('study') || added (randomblob (16), 0, 'Another', NULL));
SQL
refuses "." "the study itself does not go" <<'SQL'
SELECT change (header ('study') || altered (4, id, 1, 0, 1)) FROM study;
SQL

# ---- the tree of themes
new_theme="0, (SELECT id FROM analysis), NULL, 'zzz', 'New', '', '', 'emergent', 'theme', NULL"
either "themes in a circle do no harm" <<SQL
CREATE TEMP TABLE pair AS SELECT randomblob (16) AS a, randomblob (16) AS b;
SELECT change (header ('theme') || added (a, $new_theme) || added (b, $new_theme)) FROM temp.pair;
SELECT change (header ('theme') || altered (11, a, 3, NULL, b) || altered (11, b, 3, NULL, a)) FROM temp.pair;
SQL
either "nor does one that is its own parent" <<SQL
CREATE TEMP TABLE one AS SELECT randomblob (16) AS a;
SELECT change (header ('theme') || added (a, $new_theme)) FROM temp.one;
SELECT change (header ('theme') || altered (11, a, 3, NULL, a)) FROM temp.one;
SQL
chain_of () { # DEPTH LEAVES: themes each under the one before, and leaves under the last
  echo "CREATE TEMP TABLE deep AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1 + $2)
      SELECT i, randomblob (16) AS id FROM n;
    CREATE INDEX temp.deep_i ON deep (i);
    SELECT change (header ('theme') || (SELECT joined (added (d.id, 0, (SELECT id FROM analysis),
      (SELECT p.id FROM temp.deep p WHERE p.i = min (d.i - 1, $1)), printf ('%06d', d.i), 'T' || d.i, '', '', 'emergent', 'theme', NULL))
      FROM (SELECT * FROM temp.deep ORDER BY i) d));"
}
chain_of 5000 0 >deep.sql
refuses "too deep" "themes five thousand deep are refused" <deep.sql
chain_of 800 10 >deep.sql
sed "s/'T' || d.i/'T' || d.i || printf ('%08000d', 0)/" deep.sql >long.sql
echo "SELECT change (header ('theme') || (SELECT joined (altered (11, id, 1, 0, 1)) FROM temp.deep WHERE i % 2 = 0 AND i < 800));" >>long.sql
either "conflicts about themes of long names, deep below each other, fit into memory" <long.sql
chain_of 1 50000 >deep.sql
either "fifty thousand themes in one change take no long time" <deep.sql
sed "s/randomblob (16) AS id/zeroblob (4) || randomblob (12) AS id/; s/d.id, 0/CAST (d.id AS BLOB), 0/; s/p.id FROM/CAST (p.id AS BLOB) FROM/" deep.sql >alike.sql
either "nor do as many whose identities begin alike" <alike.sql
chain_of 900 20000 >deep.sql
either "nor do twenty thousand at the end of nine hundred" <deep.sql
either "nor do ten thousand that are moved onto circles" <<'SQL'
CREATE TEMP TABLE pair AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i, randomblob (16) AS id FROM n;
CREATE INDEX temp.pair_i ON pair (i);
SELECT change (header ('theme') || (SELECT joined (added (id, 0, (SELECT id FROM analysis), NULL, printf ('%06d', i), 'T' || i, '', '', 'emergent', 'theme', NULL)) FROM temp.pair));
SELECT change (header ('theme') || (SELECT joined (altered (11, a.id, 3, NULL, b.id)) FROM temp.pair a JOIN temp.pair b ON b.i = a.i + 2 * (a.i % 2) - 1));
SQL

# ---- versions
either "a summary that replaces itself does no harm" <<'SQL'
SELECT change (header ('summary') || altered (11, id, 4, replaces_id, id)) FROM summary LIMIT 1;
SQL
either "nor do documents that are versions of each other" <<'SQL'
SELECT change (header ('document_version') || altered (11, a.id, 3, a.replaces_id, b.id) || altered (11, b.id, 3, b.replaces_id, a.id))
  FROM document_version a, document_version b WHERE a.id < b.id LIMIT 1;
SQL

# ---- words
note="SELECT change (header ('study') || altered (4, id, 3, note_prose, k.hash)) FROM study, temp.k;"
refuses "." "words that are missing are refused" <<SQL
CREATE TEMP TABLE k AS SELECT randomblob (32) AS hash; $note
SQL
refuses "." "so are words that are not what their key says" <<SQL
CREATE TEMP TABLE k AS SELECT randomblob (32) AS hash; $note
INSERT INTO prose SELECT hash, zeroblob (16), 'Other words.' FROM temp.k;
SQL
refuses "." "and words that are not UTF-8" <<SQL
CREATE TEMP TABLE k AS SELECT sha (zeroblob (16), x'61ff62') AS hash; $note
INSERT INTO prose SELECT hash, zeroblob (16), CAST (x'61ff62' AS TEXT) FROM temp.k;
SQL
refuses "." "and words that hold a NUL" <<SQL
CREATE TEMP TABLE k AS SELECT sha (zeroblob (16), x'610062') AS hash; $note
INSERT INTO prose SELECT hash, zeroblob (16), CAST (x'610062' AS TEXT) FROM temp.k;
SQL
accepts . "where good ones are taken" <<SQL
CREATE TEMP TABLE k AS SELECT sha (zeroblob (16), x'616262') AS hash; $note
INSERT INTO prose SELECT hash, zeroblob (16), CAST (x'616262' AS TEXT) FROM temp.k;
SQL
refuses "." "a colleague's words that were altered are refused" <<'SQL'
UPDATE text_body SET body = replace (body, 'hope', 'fear');
UPDATE prose SET body = replace (body, 'Something', 'Nothing');
SQL
refuses "." "so are a colleague's words that were taken out" <<'SQL'
DELETE FROM text_body;
SQL
# version TEXT-HASH LAYOUT-HASH: a document of C2 with that text and layout.
version () {
  echo "CREATE TEMP TABLE d AS SELECT randomblob (16) AS document, randomblob (16) AS version;
  SELECT change (header ('document') || added (document, 0, 'forged', 'interview', 'micro', NULL, NULL, NULL) || header ('document_version')
    || added (version, 0, document, NULL, $1, $2, zeroblob (32), 'forged.txt', 'text',
              (SELECT id FROM coder WHERE name = 'C2'), '2026-11-01T10:00:00.000Z')) FROM temp.d;"
}
layout () { # TEXT LINES: a text and how it divides, both with keys that fit
  cat <<SQL
CREATE TEMP TABLE w AS SELECT sha ($1) AS text, sha (sha ($1), sha ($2)) AS layout;
INSERT INTO text_body SELECT text, $1, length ($1), 1000 FROM temp.w;
INSERT INTO layout SELECT layout, text, $2, 1 FROM temp.w;
$(version "(SELECT text FROM temp.w)" "(SELECT layout FROM temp.w)")
SQL
}
tab="char (9)" end="char (10)"
layout "'Hello there.'" "'turn' || $tab || 0 || $tab || 12 || $tab || -1 || $tab || 'A' || $end" >layout.sql
either "a document that was made by hand does no harm" <layout.sql
layout "'Hello there.'" "'turn' || $tab || 0 || $tab || 9999 || $tab || -1 || $tab || 'A' || $end" >layout.sql
refuses "." "a layout outside its text is refused" <layout.sql
layout "'Hello there.'" "'turn' || $tab || -7 || $tab || 3 || $tab || -1 || $tab || 'A' || $end" >layout.sql
refuses "." "so is one that begins before it" <layout.sql
layout "'Hello there.'" "'frobnicate'" >layout.sql
refuses "." "and one that is none" <layout.sql
layout "CAST (x'61ff62' AS TEXT)" "'turn' || $tab || 0 || $tab || 3 || $tab || -1 || $tab || 'A' || $end" >layout.sql
refuses "." "a text that is not UTF-8 is refused" <layout.sql
layout "CAST (x'610062' AS TEXT)" "'turn' || $tab || 0 || $tab || 1 || $tab || -1 || $tab || 'A' || $end" >layout.sql
refuses "." "so is a text with a NUL" <layout.sql
layout "'Hello there.'" "'turn' || $tab || 0 || $tab || 12 || $tab || -1 || $tab || 'A' || $end" >layout.sql
echo "UPDATE text_body SET length_cp = 1000000 WHERE number = 1000;" >>layout.sql
either "a text that is said to be longer than it is does no harm" <layout.sql

# ---- chance
# many NUMBER CLAIM COMMAND ...: each time with a number for chance after it, and all that goes wrong told.
many () {
  : >"$scratch/all"
  i=0 accepted=0
  number=$1 claim=$2
  shift 2
  while [ $i -lt "$number" ]; do
    i=$((i + 1))
    "$@" $((seed + i)) || continue
    wrong=$(settle)
    cmp -s care.espalier kept.espalier || accepted=$((accepted + 1))
    [ -z "$wrong" ] || { echo "$* $((seed + i)): $wrong"; cat "$scratch/err"; } >>"$scratch/all"
    cp kept.espalier care.espalier
  done
  cp "$scratch/all" "$scratch/err"
  : >"$scratch/out"
  test ! -s "$scratch/all"
  report $? "$number $claim ($accepted of them held together all the same)"
}
cut_off () { head -c $((($1 * 7919) % $(stat -c %s copy.espalier))) copy.espalier >hostile.espalier; }
other_bytes () { cp copy.espalier hostile.espalier; "$forge" --spoil hostile.espalier "$1"; }
other_changes () {
  echo "UPDATE history_change SET changes = spoiled (changes, $1) WHERE id = (SELECT id FROM history_change WHERE coder = 'C2' ORDER BY lamport LIMIT 1 OFFSET $1 % 5);" \
    >spoil.sql
  forged <spoil.sql
}
other_columns () {
  echo "UPDATE history_change SET about = CAST (spoiled (about, $1) AS TEXT), made_at = CAST (spoiled (made_at, $1 + 1) AS TEXT)
    WHERE id = (SELECT id FROM history_change WHERE coder = 'C2' ORDER BY lamport LIMIT 1 OFFSET $1 % 5);" >spoil.sql
  forged <spoil.sql
}
many $((mutations / 3)) "copies that were cut off are refused, or whole" cut_off
many "$mutations" "copies with other bytes are refused, or harmless" other_bytes
many "$mutations" "copies with other changes, and a chain that fits, are refused, or harmless" other_changes
many $((mutations / 5)) "copies with other words in their history are refused, or harmless" other_columns

run espalier check
check_status 0 "after all this the study is whole"
done_testing
