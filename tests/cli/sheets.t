#!/bin/sh
# Sheets as documents, and what a definition can say of transcripts: the style, lines nobody says, several schemes of labels.
# The people in it are made up.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1
sql () { sqlite3 "$@"; }

# ---- a definition with four schemes of labels
cat >study.xml <<'EOF'
<study xmlns="urn:espalier:study:1" title="Schemes"><attributes>
  <attribute name="site" type="text"/><attribute name="role" type="text"/><attribute name="number" type="integer"/>
  <attribute name="sex" type="text"/><attribute name="country" type="text"/><attribute name="age" type="integer" title="Age in years"/>
  <attribute name="work" type="text"/>
</attributes>
<labels name="codes" pattern="(?&lt;site&gt;[A-Z])-\s*(?&lt;role&gt;[A-Z]{2})-\s*(?&lt;number&gt;\d{3})" canonical="{site}-{role}-{number}">
  <example label="B-SM-001"/>
  <part name="site" attribute="site"><value code="B" name="Burgundy"/></part>
  <part name="role" attribute="role"><value code="SM" name="senior manager"/></part>
  <part name="number" attribute="number"/></labels>
<labels name="described" pattern="(?&lt;number&gt;\d{3}) (?&lt;sex&gt;MALE|FEMALE), (?&lt;role&gt;[A-Z ]+)" canonical="{number} {sex}, {role}">
  <example label="101 MALE, COMMUNITY PSYCHIATRIC NURSE"/>
  <part name="number" attribute="number"/><part name="role" attribute="role"/>
  <part name="sex" attribute="sex"><value code="MALE" name="male"/><value code="FEMALE" name="female"/></part></labels>
<labels name="group" pattern="FOCUS GROUP PARTICIPANT (?&lt;letter&gt;[A-Z]), (?&lt;role&gt;[A-Z ]+)" canonical="FOCUS GROUP PARTICIPANT {letter}, {role}">
  <example label="FOCUS GROUP PARTICIPANT A, ROLE NOT IDENTIFIED"/>
  <part name="role" attribute="role"/></labels>
<labels name="placed" pattern="(?&lt;role&gt;[A-Z][a-z]+(?: [a-z]+)*) (?&lt;number&gt;\d+), (?&lt;site&gt;\p{Lu}\p{Ll}+) \((?&lt;country&gt;\w+)\)" canonical="{role} {number}, {site} ({country})">
  <example label="Care coordinator 2, Languedoc (England)"/>
  <part name="role" attribute="role"/><part name="number" attribute="number"/><part name="site" attribute="site"/>
  <part name="country" attribute="country"/></labels>
<speakers><speaker name="Interviewer" as="interviewer"><alias name="Int"/></speaker></speakers>
<transcripts>
  <style file="quiet*" name="none"/>
  <not-speech kind="page" pattern="Trial of care, page \d+"><example line="Trial of care, page 3"/></not-speech>
  <not-speech kind="question" pattern="Topic \d+.*"/>
</transcripts>
<documents>
  <document file="said.csv" kind="survey" rows="respondent">
    <column name="who" use="case"/><column name="Q1" use="question" title="What helps?"/><column name="Q2" use="question"/>
    <column name="Alter" use="attribute" attribute="age"/><column name="work" use="attribute"/>
  </document>
</documents></study>
EOF
run espalier new schemes --study study.xml
check_status 0 "a definition with four schemes, a style, and lines nobody says is read"
one='101 MALE, COMMUNITY PSYCHIATRIC NURSE' two='FOCUS GROUP PARTICIPANT A, ROLE NOT IDENTIFIED'
three='Care coordinator 2, Languedoc (England)' four=B-SM-001
mkdir talks
printf '%s\n\n' "Int: Hello." "$one: We meet." "$two: I do." "Trial of care, page 4" "and so on." "$three: Weekly." "Topic 2: Home" "$four: Too." >talks/inline.txt
printf '%s\n%s\n\n' INTERVIEWER "Hello. Now." "$one" "We meet here." "$two" "I do not know." "$three" "Weekly, I said." "$four" "Me too." "$one" Yes. >talks/alone.txt
printf '**%s:** %s\n\n' Interviewer Hello. "$one" "We meet." "$two" "I do." "$three" Weekly. "$four" "Me too." >talks/bold.md
printf '## %s\n\n%s\n\n' Interviewer Hello. "$one" "We meet." "$two" "I do." "$three" Weekly. "$four" "Me too." >talks/heading.md
printf '[%s] %s\n\n' Interviewer Hello. "$one" "We meet." "$two" "I do." "$three" Weekly. "$four" "Me too." >talks/bracket.txt
printf 'who,words\nInterviewer,Hello.\n"%s",We meet.\n"%s",I do.\n"%s",Weekly.\n%s,Me too.\n' "$one" "$two" "$three" "$four" >talks/rows.csv
printf 'Ann: Hello.\n\nBo: Yes.\n\nAnn: And?\n\nBo: No.\n' >talks/quiet.txt
run espalier import talks --rows turn
check_status 0 "transcripts that are labelled by all four schemes are imported"
sql schemes.espalier "SELECT d.name, count(*) FROM speaker s JOIN document_version v ON v.id = s.version_id JOIN document d
  ON d.id = v.document_id JOIN study_case c ON c.id = s.case_id WHERE c.kind = 'participant' GROUP BY d.name ORDER BY 1" >"$scratch/out"
printf '%s|4\n' alone bold bracket heading inline rows | diff - "$scratch/out" >/dev/null
report $? "in each style the four labels are speakers, and cases"
sql schemes.espalier "SELECT c.label, group_concat (a.name || '=' || x.value, ';') FROM study_case c JOIN case_attribute x ON x.case_id = c.id
  JOIN attribute a ON a.id = x.attribute_id GROUP BY c.id ORDER BY 1" >"$scratch/out"
check_out '^101 MALE, COMMUNITY PSYCHIATRIC NURSE\|.*' "a described label is a case"
for want in '101 MALE.*number=101' '101 MALE.*sex=male' '101 MALE.*role=COMMUNITY PSYCHIATRIC NURSE' 'B-SM-001.*site=Burgundy' \
  'B-SM-001.*role=senior manager' 'Care coordinator.*country=England' 'Care coordinator.*site=Languedoc' 'FOCUS.*role=ROLE NOT IDENTIFIED'; do
  check_out "$want" "its attributes follow: $want"
done
test "$(sql schemes.espalier 'SELECT count(*) FROM study_case')" = 4
report $? "and no other case is made of their words"
run espalier show inline
check_out '^      Trial of care, page 4' "page furniture is nobody's speech"
check_out 'ROLE NOT IDENTIFIED: and so on' "and the turn goes on below"
check_out '^      Topic 2: Home' "a question of the guide is a heading"
run espalier show quiet
check_out '^   1  Ann: Hello' "a style that the definition says is used: here nobody is named"

sed 's/page 3/sheet 3/' study.xml >wrong.xml
run espalier new wrong --study wrong.xml
check_err "wrong.xml:[0-9]+: the example 'Trial of care, sheet 3' is not what the pattern describes" "an example that its pattern does not match is refused with its line"
sed 's/page \\d+/page (/' study.xml >wrong.xml
run espalier new wrong --study wrong.xml
check_err 'wrong.xml:[0-9]+: .*' "so is a pattern that is none"
sed 's/use="case"/use="nothing"/' study.xml >wrong.xml
run espalier new wrong --study wrong.xml
check_err 'wrong.xml:[0-9]+: no column has the labels of the respondents' "so is a map without the labels"
sed 's/name="work" use="attribute"/name="wrok" use="attribute"/' study.xml >wrong.xml
run espalier new wrong --study wrong.xml
check_err "wrong.xml:[0-9]+: .*wrok" "so is a column of an attribute that is not there"

# ---- the map of the definition
printf 'who;Q1;Q2;Alter;work\nB-SM-002;No.;;34;baker\nB-SM- 003;No.;"Two\n\nlines";40;Jane Whitfield\n;lost;;;\nB-XX-004;x;;;\nB-SM-005;;;50;\n' >said.csv
run espalier import said.csv
check_status 3 "what cannot be taken is refused, and the rest goes in"
check_out '^imported +said.csv +B-SM-002, said +survey +B-SM-002 +1 ' "a respondent is a document of the kind that the definition says"
check_out 'row 4: it has no label of a case' "a row without a label is refused"
check_out "row 5: .*'XX'" "a label with a code that is not known, too"
check_out "warning +said.csv: row 6: no words; no document is made" "who said nothing has no document, and is told"
check_out "1 corrected label: 'B-SM- 003' to 'B-SM-003'" "a slip in a label is corrected and told"
check_out "row 3, column 'work': it looks like a person's name" "what says who somebody is stays outside, as in 'attributes import'"
run espalier cases --json
check_out '"age": "?34' "an attribute of the sheet is the case's"
run espalier show "B-SM-003, said"
check_out '^      What helps\?$' "a question is a section, by its title"
check_out '^   1  B-SM-003: No\.$' "and the answer the words of the case"
test "$(sql schemes.espalier "SELECT count(DISTINCT d.id) FROM document d WHERE d.kind = 'survey'")" = 2
report $? "two who answer alike are two documents"
before=$(espalier log --json | cksum)
run espalier import said.csv
test "$before" = "$(espalier log --json | cksum)"
report $? "the same sheet again changes nothing"
check_out 'it is in the study as|2 there already' "and says so"
printf 'B-SM-007;Sleep.;;;\n' >>said.csv
sed -i 's/Two$/Three/' said.csv
run espalier import said.csv
check_out '^imported +said.csv +B-SM-007, said' "of a sheet with a new row that row is imported"
check_out "'B-SM-003, said' is in the study with other words; 'espalier revise --all' takes the new ones" "a changed answer is told, and changes nothing"
test "$(sql schemes.espalier "SELECT count(*) FROM document WHERE kind = 'survey' AND gone = 0")" = 3
report $? "and only it"
sed 's/"Three/"Four/; s/^B-SM-002;No\./B-SM-002;Yes, now./' said.csv >"said again.csv"
printf 'B-SM-010;New.;;;\n' >>"said again.csv"
lines=$(espalier log --json | grep -c '"command"')
run espalier revise --all "said again.csv"
check_err "documents came from 'said.csv', 'rows.csv'|documents came from 'rows.csv', 'said.csv'" "of which sheet it is the new state must be said where its name does not"
run espalier revise --all "said again.csv" --of said.csv
check_out '^B-SM-003, said +2 ' "'revise --all' takes the words that differ, of a sheet of another name"
check_out '^2 documents of .said.csv. corrected from .said again.csv., 1 as before' "and counts"
check_err "row 8: 'B-SM-010, said' is not in the study; left out; 'espalier import' adds it" "a row that is new is told"
test "$(espalier log --json | grep -c '"command"')" = $((lines + 1))
report $? "all of it is one line of the history"
run espalier show "B-SM-003, said"
check_out 'B-SM-003: Four' "the new words are there"
run espalier import "said again.csv"
check_out '^imported +said again.csv +B-SM-010, said again' "an import of that sheet, whose columns the study knows by then, adds the new row"
test "$(sql schemes.espalier "SELECT count(*) FROM document WHERE kind = 'survey' AND gone = 0 OR name LIKE '%, said again' AND gone = 0")" = 4
report $? "and no respondent a second time"
run espalier undo
run espalier undo
run espalier show "B-SM-003, said"
check_out 'B-SM-003: Two' "and undo gives the old ones back"
run espalier revise "B-SM-003, said" said.csv
check_out '^B-SM-003, said has version 2 of its text' "one document takes its row"
run espalier revise --all
check_status 2 "without a file it is wrong usage"
run espalier revise said.csv
check_err 'say which document, or --all' "and so it is without a document"
run espalier undo
run espalier undo
run espalier check
check_status 0 "all of it can be undone, and the study is whole"

# ---- without a definition
export ESPALIER_STUDY=plain.espalier
espalier new plain >/dev/null
printf '0:00:03\tInt\tHello &amp; welcome\ttag\n' | { printf 'timestamp\tspeaker\twords\ttags\n'; cat; printf '\t\tAnd more &quot;x&quot;.\t\n0:01:00\tAnn\tYes.\t\n'; } >talk.tsv
run espalier import talk.tsv
check_status 1 "a sheet of which nothing is said is refused"
check_out "the columns 'timestamp', 'speaker', 'words', 'tags'.*--rows turn --column 'timestamp=time' --column 'speaker=speaker' --column 'words=words'" "its headings are named, and what could be said"
run espalier import talk.tsv --rows turn --dry-run
check_out "its columns are told by their headings, as if you had said --column 'timestamp=time'" "headings that are usual are read, and told"
check_out "the column 'tags' holds; left out" "what nothing is said of is told"
check_out '^  Int: Hello & welcome And more "x"\.|^  Int: Hello & welcome' "a dry run shows the first turns"
run espalier import talk.tsv --rows turn --column timestamp=time --column speaker=speaker --column words=words --column tags=nothing
check_status 0 "what a person says is taken"
test "$(sql plain.espalier "SELECT lines FROM layout" | tr "\t" " ")" = "turn 0 29 3000 Int
turn 31 35 60000 Ann"
report $? "turns have their times, a row without a speaker goes on, references of a web page are signs"
printf 'n,doc,said by,text\n1,one,Ann,A.\n2,two,Bo,B.\n3,one,Bo,A & B.\n' >two.csv
run espalier import two.csv --rows turn --column doc=document --column 'said by=speaker' --column text=words --column n=nothing
check_out '^2 documents imported' "rows of one value of a column are one document"
run espalier show one
check_out '^   2  Bo: A & B\.' "in the order of the sheet, signs as they are"

refusal () { # refusal CLAIM PATTERN OPTIONS ...
  claim=$1 pattern=$2
  shift 2
  run espalier import "$@"
  cat "$scratch/err" >>"$scratch/out"
  check_out "$pattern" "$claim"
}
printf 'ID,Q,Q\nP1,a,b\n' >twice.csv
refusal "two headings that are alike" "it has two columns 'Q'; give each" twice.csv --rows respondent --column ID=case --column Q=question
refusal "a heading that is not there" "it has no column 'R'; it has: 'ID', 'Q', 'Q'" twice.csv --rows respondent --column ID=case --column R=question
refusal "a use that is none" "does not say what a column holds" twice.csv --rows respondent --column ID=person
refusal "a word for rows that is none" "a row is a 'turn' or a 'respondent', not a 'line'" twice.csv --rows line
refusal "columns without rows" "column needs --rows" twice.csv --column ID=case
refusal "no questions" "no column has the answers" twice.csv --rows respondent --column ID=case
refusal "a use of the other rows" "cannot be 'speaker' where a row is a respondent" twice.csv --rows respondent --column ID=case --column Q=speaker
printf 'ID,Q\n' >none.csv
refusal "no rows" "it has headings and no rows" none.csv --rows respondent --column ID=case --column Q=question
printf 'ID,Q\nP1,yes, and no\n' >long.csv
refusal "a row longer than the headings" "row 2: it has more cells than there are headings" long.csv --rows respondent --column ID=case --column Q=question
printf 'ID,Q\nJane Whitfield,yes\n' >name.csv
refusal "a name for a label" "row 2: what should be a label looks like a person's name" name.csv --rows respondent --column ID=case --column Q=question
run espalier import name.csv --rows respondent --column ID=case --column Q=question --accept ID
check_status 0 "a label that is accepted is taken"
printf '\357\273\277ID;Q\r\nP8;"a ""b""\r\nc"\r\n' >excel.csv
run espalier import excel.csv --rows respondent --column ID=case --column Q=question
test "$(sql plain.espalier "SELECT t.body FROM text_body t WHERE body LIKE '%\"b\"%'")" = 'Q
a "b"
c'
report $? "a list of Excel's, with a mark, semicolons, quotes and line ends in a cell, has its words"
printf 'ID\tQ\nP9\tutf \303\274\n' | iconv -f UTF-8 -t UTF-16 >wide.csv
run espalier import wide.csv --rows respondent --column ID=case --column Q=question
check_status 0 "a list in UTF-16 is read"

# ---- large
export ESPALIER_STUDY=large.espalier
espalier new large >/dev/null
awk 'BEGIN { print "who,words"; for (i = 0; i < 100000; i++) print (i % 2 ? "Ann" : "Int") ",words " i }' >rows.csv
run timeout 60 espalier import rows.csv --rows turn
check_out '^imported +rows.csv +rows +interview +100000 ' "a hundred thousand turns are a transcript"
awk 'BEGIN { printf "ID"; for (i = 0; i < 999; i++) printf ",Q%d", i; print ""; for (r = 0; r < 20; r++) { printf "P%d", r; for (i = 0; i < 999; i++) printf ",a%d", i; print "" } }' >wide.csv
set --
i=0; while [ $i -lt 999 ]; do set -- "$@" --column "Q$i=question"; i=$((i + 1)); done
run timeout 60 espalier import wide.csv --rows respondent --column ID=case "$@"
check_out '^20 documents imported' "a thousand columns are nine hundred and ninety-nine sections"
test "$(sql large.espalier "SELECT numbered FROM layout WHERE lines LIKE '%P7%' LIMIT 1")" = 999
report $? "each answered"
done_testing
