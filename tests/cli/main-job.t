#!/bin/sh
# The main job from its beginning to its end, as the manual tells it, with other programs as witnesses: sqlite3 counts what is stored,
# xmllint holds what is written against its schemas.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
for tool in sqlite3 xmllint; do
  command -v $tool >/dev/null || { echo "1..0 # SKIP $tool is missing: apt-get install sqlite3 libxml2-utils"; exit 0; }
done
schemas=$srcdir/docs/schemas
ask () { sqlite3 "file:care.espalier?mode=ro" "$1"; }

# same WANTED GOT CLAIM
same () {
  [ "$1" = "$2" ] || echo "wanted '$1', got '$2'" >>"$scratch/err"
  test "$1" = "$2"
  report $? "$3"
}
# holds CLAIM SQL: a condition in the study.
holds () { same 1 "$(ask "SELECT $2")" "$1"; }
# valid SCHEMA FILE
valid () {
  run xmllint --noout --nonet --relaxng "$schemas/$1.rng" "$2"
  check_status 0 "$2 is valid by $1.rng"
}
archive () { espalier export archive --to "$1" --quiet; }

# ---- what ships is valid
valid study corpora/recovery-care/study.xml
for framework in frameworks/*.xml; do
  valid framework "$framework"
done

# ---- the example of the manual, in its order
run espalier new care.espalier --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1
check_status 0 "new"
same "$(grep -c '<theme ' frameworks/care-planning.xml)" "$(ask "SELECT count (*) FROM theme")" "every theme of the framework's file is in the study"
holds "in five sections" "count (*) = 5 FROM theme WHERE parent_id IS NULL"
holds "every section has its Other" "(SELECT count (*) FROM theme WHERE kind = 'other') = (SELECT count (*) FROM theme WHERE parent_id IS NULL)"
run espalier import corpora/recovery-care/documents
check_status 0 "import"
check_out "^31 files imported, 0 there already, 0 refused" "31 files are imported"
same 31 "$(ask 'SELECT count (*) FROM document')" "31 documents are in the study"
same 25 "$(ask "SELECT count (*) FROM document WHERE kind = 'interview'")" "25 of them are interviews"
same 6 "$(ask "SELECT count (DISTINCT value) FROM case_attribute a, attribute t WHERE a.attribute_id = t.id AND t.name = 'site'")" "at six sites"
same 5 "$(ask "SELECT count (DISTINCT value) FROM case_attribute a, attribute t WHERE a.attribute_id = t.id AND t.name = 'role'")" "in five roles"
same 1 "$(grep -c "^warning .*'D-CC- 004'.*read as 'D-CC-004'" "$scratch/out")" "one label is corrected"
same 1 "$(ask "SELECT count (*) FROM study_case WHERE label = 'D-CC-004'")" "under which its case stands"
same 3 "$(ask "SELECT count (*) FROM study_group g, group_kind k WHERE g.kind_id = k.id AND k.name = 'triad'")" "there are three triads"
holds "care plans belong to their service users" \
  "count (*) = 3 FROM document d, study_case c WHERE d.case_id = c.id AND d.kind = 'care plan' AND c.label LIKE '_-SU-%'"
holds "the policy and the protocol belong to groups" "count (*) = 2 FROM document WHERE group_id IS NOT NULL AND level IN ('meso', 'macro')"
run espalier show B-SM-001
check_out 'hope is part of it' "show shows the words"
run espalier code B-SM-001 recovery/meaning --quote "hope is part of it"
check_status 0 "code by a quote"
run espalier code B-SM-001 recovery/meaning --turn 4
check_status 0 "code by a turn"
run espalier code B-SM-001 recovery/meaning --span 412-498
check_status 0 "code by a span"
run sh -c 'echo "hope is part of it" | espalier code B-SM-001 recovery/support --quote - --coder C2'
check_status 0 "code by a quote from standard input"
same "hope is part of it" "$(ask "SELECT DISTINCT substr (body, start_cp + 1, end_cp - start_cp) FROM coding c, document_version v, text_body b
  WHERE c.version_id = v.id AND v.text_hash = b.hash AND end_cp - start_cp = 18")" "the span of a quote cuts it out of the text"
export ESPALIER_CODER=C1
holds "two coders have coded" "count (DISTINCT coder_id) = 2 FROM coding"
run espalier autocode corpora/recovery-care/rules.csv --dry-run
check_status 0 "autocode, a dry run"
check_out '^dry run, nothing is stored' "it says that it is one"
same 4 "$(ask 'SELECT count (*) FROM coding')" "it stores nothing"
run espalier autocode corpora/recovery-care/rules.csv
check_status 0 "autocode"
holds "it proposes" "count (*) > 20 FROM coding WHERE origin = 'proposed'"
holds "never in the words of an interviewer" "count (*) = 0 FROM coding c, document_version v, $layout_items i, speaker s
  WHERE c.origin = 'proposed' AND c.version_id = v.id AND i.hash = v.layout_hash AND c.start_cp < i.end_cp AND i.start_cp < c.end_cp
    AND s.version_id = v.id AND s.name = i.speaker AND s.part = 'interviewer'"
run espalier codings
same 4 "$(grep -c 'recovery\|Recovery' "$scratch/out")" "proposals are no codings"
run espalier codings accept --case B-SM-001 --theme recovery
check_status 0 "proposals are accepted"
holds "by a person" "count (*) > 0 FROM coding WHERE origin = 'accepted' AND accepted_by_id IS NOT NULL"
run sh -c 'echo "Recovery is ordinary things: hope is part of it." |
  espalier chart set B-SM-001 recovery/meaning --text - --evidence "hope is part of it"'
check_status 0 "chart set"
run espalier chart show B-SM-001 recovery/meaning
check_out 'Recovery is ordinary things' "chart show shows the summary"
check_out 'B-SM-001, turn [0-9]+: “hope is part of it”' "and its evidence"
run espalier chart coverage
check_status 0 "chart coverage"
# ---- what is written
for suffix in html xml csv; do
  run espalier export matrix --section recovery --to recovery.$suffix
  check_status 0 "export matrix as $suffix"
  run espalier export matrix --to matrix.$suffix
  check_status 0 "all sections as $suffix"
done
valid matrix recovery.xml
valid matrix matrix.xml
run xmllint --noout --nonet --html recovery.html
same 0 "$(grep -vc 'Tag [a-z]* invalid\|^ *<\|^ *\^\|^$' "$scratch/err")" "xmllint finds no other fault in the page than tags newer than itself"
grep -q 'hope is part of it' recovery.html && grep -q 'hope is part of it' recovery.xml && grep -q 'ordinary things' recovery.csv
report $? "the words of the summary are in all three"
same 0 "$(grep -cE '<(script|link|img)[^>]* (src|href)=' matrix.html)" "the page needs no other file"
same 0 "$(grep -cE '(^|,)"?[=+@-]' matrix.csv)" "no cell of the sheet is a formula"
run espalier compare within Burgundy
check_out 'Burgundy' "compare within a site"
run espalier compare within Burgundy --to burgundy.xml
check_status 0 "compare within, as XML"
valid comparison burgundy.xml
run espalier compare across --by site --to sites.html
check_status 0 "compare across sites, as HTML"
run espalier compare across --by site --to sites.xml
check_status 0 "compare across sites, as XML"
valid comparison sites.xml
run espalier compare across --by site --to sites.txt
check_out "^wrote 'sites.txt'" "compare across sites, as text"

# ---- the whole study, out and in and out
archive whole.xml
valid archive whole.xml
run espalier new again --archive whole.xml --coder C1
check_status 0 "a study is made of an archive"
espalier -s again.espalier export archive --to again.xml --quiet
cmp whole.xml again.xml >"$scratch/err" 2>&1
report $? "its archive is the same, to the byte"
run espalier -s again.espalier check
check_status 0 "and it is whole"
espalier -s again.espalier export matrix --to again.csv --quiet
cmp matrix.csv again.csv >"$scratch/err" 2>&1
report $? "so is its matrix"
rm again.espalier again.xml again.csv

# ---- log, undo, check
run espalier log
check_out 'chart set' "log"
same "$(ask 'SELECT count (*) FROM history_change')" "$(grep -cE '^[0-9a-f]{8} ' "$scratch/out")" "log has a line for each change"
run espalier code C-SM-001 recovery/meaning --turn 4
check_status 0 "another coding"
archive coded.xml
run espalier undo
check_status 0 "undo"
archive undone.xml
run espalier undo "$(espalier log --limit 1 | grep -oE '^[0-9a-f]{8}')"
check_status 0 "undo of the undo"
archive redone.xml
cmp coded.xml redone.xml >"$scratch/err" 2>&1
report $? "it restores the archive, to the byte"
cmp -s whole.xml coded.xml
test $? -eq 1
report $? "which was another before the coding"
grep -v 'gone="1"' undone.xml | cmp - whole.xml >"$scratch/err" 2>&1
report $? "and after the undo, but for what is marked gone"
run espalier check
check_status 0 "check"
run espalier backup care-copy.espalier
check_status 0 "backup"
espalier -s care-copy.espalier export archive --to copy.xml --quiet
cmp redone.xml copy.xml >"$scratch/err" 2>&1
report $? "the backup is the same study"

# ---- the sample study with its analysis, as `make demo` makes it
valid archive corpora/recovery-care/analysis.xml
mkdir sample
ln -s ../corpora ../frameworks sample
cd sample || exit 1
espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --quiet
espalier import corpora/recovery-care/documents >/dev/null
run espalier import corpora/recovery-care/analysis.xml
check_status 0 "the analysis that ships is taken into a study of its documents"
same 31 "$(ask 'SELECT count (*) FROM document')" "no document is there twice"
holds "at least two people have coded" "count (DISTINCT coder_id) >= 2 FROM coding"
# Service users and carers were asked nothing about the organisation: for them that section is "not asked".
holds "at least 12 cases are charted over all five sections" "count (*) >= 12 FROM (
  SELECT c.label FROM summary s, study_case c, theme t, theme p WHERE s.case_id = c.id AND s.theme_id = t.id AND t.parent_id = p.id
    AND p.parent_id IS NULL AND s.work = 'charted'
    GROUP BY c.label HAVING count (DISTINCT p.id) + (c.label GLOB '?-SU-*' OR c.label GLOB '?-CA-*') >= 5)"
holds "every summary that is charted stands on evidence" "count (*) = 0 FROM summary s WHERE s.work = 'charted' AND s.content = 'summarised'
  AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.summary_id = s.id)"
run espalier check
check_status 0 "the sample is whole"
run espalier export matrix --to sample.xml
check_status 0 "its matrix is written"
valid matrix sample.xml
run espalier compare across --by role --to roles.xml
check_status 0 "and a comparison of its roles"
valid comparison roles.xml
run espalier compare within "triad: Triad Burgundy" --to triad.xml
check_status 0 "and the reading of a triad"
valid comparison triad.xml
archive sample-archive.xml
run espalier new copy --archive sample-archive.xml
espalier -s copy.espalier export archive --to copy.xml --quiet
cmp sample-archive.xml copy.xml >"$scratch/err" 2>&1
report $? "its archive makes the same study again, to the byte"
done_testing
