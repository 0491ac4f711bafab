#!/bin/sh
# make-golden.sh ESPALIER FIXTURES FOLDER: makes the golden study of this schema in FOLDER: schema-N.espalier, schema-N.xml (its
# archive) and their lines for SHA256SUMS. From made-up texts only; with every kind of row, and every operation that the program has.
#
# It was run once for each schema. What it made is never made again: every later Espalier must open just that file, and the checksums
# (tests/promises/studies.sh) see to it that it stays. A newer schema gets a golden study of its own beside the older ones.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
[ $# -eq 3 ] || { echo "usage: make-golden.sh ESPALIER FIXTURES FOLDER" >&2; exit 2; }
program=$(realpath "$1") fixtures=$(realpath "$2") folder=$(realpath "$3")
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT || exit 99
cd "$scratch"
export LC_ALL=C.UTF-8 TZ=UTC
unset ESPALIER_STUDY ESPALIER_CODER
as () { coder=$1; shift; "$program" -s "$study" --coder "$coder" --quiet "$@"; }
anna () { as Anna "$@"; }
ben () { as Ben "$@"; }
# The beginning of the id in the first row of a list, after a line that must be there.
first () { as Anna --json "$@" | sed -n 's/.*"id": *"\([0-9a-f]*\).*/\1/p' | head -n 1; }

# ---- texts
mkdir texts more
cat >texts/N1.txt <<'TEXT'
Interviewer: What does hope mean to you?

N1: Hope is part of it. I don’t give up — not ever. My dog (Rex) helps me.

Interviewer: And friends?

N1: My friends help me; my old friends. Some days there is no hope at all.

Husband: She has hope. I hope so, anyway.
TEXT
cat >texts/S2.md <<'TEXT'
# S2

**Interviewer:** Tell me about home.

**S2:** Home is hard. There was hope… once. 😀 We hope still.
TEXT
printf 'The plan is signed. The hope is that she goes home.\n' >'texts/S2 plan.txt'
printf 'Interviewer: Welcome.\n\nN3: I hope this is short.\n\nS4: Family first. Hope later.\n' >texts/group.txt
cp "$fixtures/readers/boxes.docx" texts/N5.docx
printf 'Interviewer: And later?\n\nN6: Later there was work.\n' >more/N6.txt
cp "$fixtures/readers/comments.fodt" texts/N8.fodt
printf 'ID;Q1;Q2;Age\nN11;My dog.;The stairs.;18-30\nS12;My son.;;31-60\n' >texts/answers.csv
sed 's/give up/give in/; s/My dog (Rex) helps me/My dogs help me/' texts/N1.txt >N1.txt
printf 'theme,words\nsetting/home,home | plan*\nhelp/family,/\\bfamil(y|ies)\\b/\n' >rules.csv

# ---- one person: definition, framework, texts, codings, summaries
study=golden.espalier
cat >transcripts.xml <<'XML'
  <transcripts>
    <style file="N1.txt" name="inline"/>
    <not-speech kind="question" pattern="Q\d+\. .*"><example line="Q1. What helps?"/></not-speech>
  </transcripts>
XML
cat >rule.xml <<'XML'
    <kind name="wave">
      <rule name="Wave {site}"><member as="first" for="lives alone" value="true" most="any"/><member as="other" least="0" most="any"/></rule>
    </kind>
XML
cat >columns.xml <<'XML'
    <document file="answers.csv" kind="questionnaire" rows="respondent">
      <column name="ID" use="case"/>
      <column name="Q1" use="question" title="What helps?"/>
      <column name="Q2" use="question"/>
      <column name="Age" use="attribute" attribute="age"/>
    </document>
XML
sed -e 's#<theme path="not-there"/>##' -e '/<\/speakers>/r transcripts.xml' -e '/<groups>/r rule.xml' -e '/<documents>/r columns.xml' \
  "$fixtures/study/small.xml" >definition.xml
"$program" new "$study" --study definition.xml --framework "$fixtures/framework/small.xml" --coder Anna --quiet
anna import texts --keep-originals
anna code N1 help/meaning --quote 'Hope is part of it'
anna code N1 help/friends --turn 4 --reason 'the whole turn'
anna code S2 setting/home --quote 'Home is hard'
anna autocode rules.csv --with-documents
anna codings accept --theme setting/home
anna codings reject --theme help/family
anna chart set N1 help/meaning --text 'Hope, “every day” — and her dog.' --evidence 'Hope is part of it'
anna chart set N1 help/meaning --text 'Hope, and her dog.' --evidence 'Hope is part of it … give up'
anna chart set N1 help/friends --text 'Old friends.' --evidence-turn 4 --draft
anna chart set S2 help/friends --content 'nothing said'
ben chart check N1 help/meaning --verdict 'to discuss' --note 'Whose dog?'
anna attributes set N1 age=18-30
anna analyses add 'what hinders'

# ---- groups, notes, sessions, a search, a corrected text
anna groups confirm 'Wave North' --kind wave
anna groups reject 'Wave South' --kind wave
anna groups put S2 --in 'First pair' --as two
anna sessions set S2 date=2026-02-01 place=home
anna search 'hop*' --case N1 --code help/meaning
anna memos add --document N1 --turn 2 --kind familiarisation --text 'Speaks slowly.'
anna memos add --case N1 --theme help/meaning --text 'Whose hope?'
anna memos add --kind reflexive --text 'I have a dog.'
anna memos reword "$(first memos --kind reflexive)" --text 'I had a dog.'
ben memos add --theme help --kind decision --text 'Not split.'
anna revise N1 N1.txt --reason 'as heard again'
anna carried accept --all

# ---- undo, and undo of an undo
anna uncode "$(first codings --case S2)"
anna undo
anna undo "$(first log --limit 1)"
anna import more/N6.txt
anna undo

# ---- copies, conflicts of each kind that two people make, and settling one
"$program" clone "$study" ben.espalier --coder Ben --quiet
anna attributes set S2 age=31-60
anna chart set N1 help/friends --text 'Her old friends help.' --evidence-turn 4
anna code N1 help/family --quote 'Some days there is no hope'
study=ben.espalier
ben attributes set S2 age=18-30
ben chart set N1 help/friends --text 'Friends, the old ones.' --evidence 'my old friends'
ben code N1 help/family --quote 'Some days there is no hope'
ben import more/N6.txt
study=golden.espalier
anna merge ben.espalier
anna resolve "$(first conflicts)" --keep 1 --reason 'agreed on Monday'
anna check

schema=$(sqlite3 "$study" 'PRAGMA user_version')
anna export archive --to "schema-$schema.xml"
# Small pages: a study has many tables, most of them short.
sqlite3 "$study" 'PRAGMA page_size = 1024; VACUUM'
anna check
for file in "schema-$schema.espalier" "schema-$schema.xml"; do
  [ ! -e "$folder/$file" ] || { echo "$folder/$file is there already, and is never made again" >&2; exit 1; }
done
cp "$study" "$folder/schema-$schema.espalier"
cp "schema-$schema.xml" "$folder/"
chmod 0644 "$folder/schema-$schema.espalier" "$folder/schema-$schema.xml"
(cd "$folder" && sha256sum "schema-$schema.espalier" "schema-$schema.xml" >>SHA256SUMS)
