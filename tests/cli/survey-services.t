#!/bin/sh
# What survey services export goes in as it is: rows of headings are nobody's answers, questions are the titles of sections.
# The sheets are synthetic: tests/fixtures/sheets/README.md.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1
sheets=$srcdir/tests/fixtures/sheets
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }

# of FILE OPTION ...: imports it into a study of its own; what the study has then goes to $scratch/texts.
of () {
  file=$1
  shift
  rm -f one.espalier
  espalier new one >/dev/null
  run espalier import "$sheets/$file" --rows respondent -v "$@"
  sqlite3 one.espalier "SELECT d.name || char (10) || t.body FROM document d JOIN document_version v ON v.document_id = d.id
    JOIN text_body t ON t.hash = v.text_hash ORDER BY d.name" >"$scratch/texts" 2>/dev/null
}
# texts CLAIM: the texts are those on standard input.
texts () {
  cat >"$scratch/wanted"
  diff "$scratch/wanted" "$scratch/texts" >>"$scratch/err"
  report $? "$1"
}

of qualtrics.csv
check_out "second and third rows are no person's, but questions and numbers of Qualtrics" "Qualtrics' rows of headings are told"
texts "and make no document; the questions are the titles" <<'EOT'
R_1aQ, qualtrics
What helps you on a bad day?
A walk, with the dog.
R_2bX, qualtrics
What helps you on a bad day?
I said "no" for once.

Anything to add?
Thank you.
EOT
check_out "the columns 'StartDate', 'EndDate', .*are what a survey service writes; left out" "what the service writes of itself is left out, and told"
of qualtrics.csv --column ResponseId=case --column Q2_4_TEXT=question:Who? --column 'Anything to add?=question'
texts "a column is found by its code or its question, and a title that is said comes first" <<'EOT'
R_1aQ, qualtrics
Who?
My sister
R_2bX, qualtrics
Anything to add?
Thank you.
EOT
of qualtrics-words.csv
check_out "second row is no person's, but says the headings in words" "without Qualtrics' numbers, too"
texts "the questions are the titles" <<'EOT'
R_1aQ, qualtrics-words
What helps you on a bad day?
A walk, with the dog.
R_2bX, qualtrics-words
What helps you on a bad day?
Sleep.

Anything to add?
Thank you.
EOT
of surveymonkey.csv --column 'Respondent ID=case' --column 'What helps you on a bad day?=question' --column 'Who supports you? / Other (please specify)=question'
check_out "second row is no person's, but has the parts of questions, as SurveyMonkey writes them" "SurveyMonkey's second row is told"
texts "a part of a question is a column by both its headings" <<'EOT'
118000001, surveymonkey
What helps you on a bad day?
A walk, with the dog.

Who supports you? / Other (please specify)
My choir
118000002, surveymonkey
What helps you on a bad day?
Sleep.
EOT
of limesurvey.csv
texts "LimeSurvey's codes are names, its questions titles" <<'EOT'
1, limesurvey
What helps you on a bad day?
A walk, with the dog.
2, limesurvey
What helps you on a bad day?
Sleep.

Anything to add?
Thank you.
EOT
of microsoft-forms.csv
check_out "^2 documents imported" "Microsoft Forms' people go in by their numbers"
of redcap.csv
check_out "perhaps so: --rows respondent --column 'record_id=case' --column 'redcap_event_name=document' --column 'bad_day=question' --column 'add=question'" "of REDCap's codes it is said which could be answers"
of redcap.csv --column record_id=case --column redcap_event_name=document --column bad_day=question
texts "and a person's events are documents" <<'EOT'
1, baseline_arm_1
bad_day
A walk, with the dog.
1, month_6_arm_1
bad_day
My garden, and sleep.
2, baseline_arm_1
bad_day
Sleep.
EOT
of google-forms.csv
check_out "once a column that you add, 'LABEL=case', says whose row each is" "Google Forms has no labels, and it is said that they must be added"
printf 'a,b\nResponse ID,x\nR1,y\n' >one.csv
sheets=.
of one.csv --column a=case --column b=question
check_out '^2 documents imported' "a row that only looks a little like headings is a person's"
espalier -s one.espalier cases >/dev/null
printf '<study xmlns="urn:espalier:study:1" title="T"><attributes><attribute name="age" type="integer"/></attributes><labels name="all" pattern="R(?&lt;n&gt;[0-9])" canonical="R{n}"><example label="R1"/></labels></study>' >study.xml
rm -f one.espalier && espalier new one --study study.xml >/dev/null
printf 'ResponseId,age,Q1\nResponse ID,How old are you?,What helps?\nR1,34,Sleep.\n' >ages.csv
espalier -s one.espalier import ages.csv --rows respondent --column ResponseId=case --column Q1=question --column age=attribute >/dev/null
sed -i 's/34/35/' ages.csv
run espalier -s one.espalier attributes import ages.csv --replace
check_out 'R1 +age +34 +35 +replaced|35' "attributes of such a sheet are read"
cat "$scratch/err" >>"$scratch/out"
if grep -q "Response ID\|How old" "$scratch/out"; then report 1 "attributes are not read from a row of headings"; else report 0 "attributes are not read from a row of headings"; fi
done_testing
