#!/bin/sh
# The mistakes that a careful researcher makes with people, and the way out of each: a slip in a value, a wrong case, a label that
# is wrong in three files, a file that came twice, a group that is only proposed. The people here are made up.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1

cat >study.xml <<'XML'
<study xmlns="urn:espalier:study:1" title="People"><attributes>
  <attribute name="site" type="text" key="yes"><value name="North"/><value name="South"/></attribute>
  <attribute name="role" type="text" key="yes"/><attribute name="number" type="integer"/>
  <attribute name="region" type="text"/><attribute name="age" type="integer"/>
</attributes>
<labels name="codes" pattern="(?&lt;site&gt;[NS])-\s*(?&lt;role&gt;[A-Z]{2})-\s*(?&lt;number&gt;\d{3})" canonical="{site}-{role}-{number}">
  <part name="site" attribute="site"><value code="N" name="North"/><value code="S" name="South"/></part>
  <part name="role" attribute="role"><value code="SU" name="service user"/><value code="CA" name="carer"/></part>
  <part name="number" attribute="number"/></labels>
<labels name="placed" pattern="(?&lt;role&gt;[A-Z][a-z]+(?: [a-z]+)*) (?&lt;number&gt;\d+), (?&lt;region&gt;\p{Lu}\p{Ll}+)" canonical="{role} {number}, {region}">
  <part name="role" attribute="role"/><part name="number" attribute="number"/><part name="region" attribute="region"/></labels>
<groups><kind name="household"/><kind name="pair"><rule name="{site} {number}">
  <member as="user" for="role" value="service user"/><member as="carer" for="role" value="carer"/></rule></kind></groups></study>
XML
for label in N-SU-001 N-SU-002 N-CA-001 S-SU-001; do
  printf 'Interviewer: How are you?\n\nParticipant: Well, says %s.\n' "$label" >"$label.txt"
done
printf 'Ann: How are you?\n\nParticipant: Well, on the tape.\n\nAnn: So?\n\nParticipant: So.\n' >"tape 7.txt"
printf 'Int: And?\n\nCare lead 2, Languedoc: Well.\n\nInt: So?\n\nCare lead 2, Langeudoc: Not.\n' >talk.txt
espalier new people --study study.xml --framework frameworks/care-planning.xml >/dev/null || { echo "Bail out! no study"; exit 1; }
state () { espalier cases --json; espalier documents --json; espalier groups --json; }

# ---- the closing page
run espalier import ./*.txt
check_err "is it a slip\? case 'Care lead 2, Languedoc' is new, and nearly 'Care lead 2, Langeudoc'; if so: espalier cases join" \
  "a label that is nearly another is asked about"
test "$(grep -c 'is it a slip' "$scratch/err")" -eq 1
report $? "once, and not its region too"
check_out "^2 unknown speakers: Ann \(in tape 7\), Participant \(in tape 7\)$" "who is not known stands in the closing page"
check_out "^who are they\? .*: espalier cases name Ann CASE --in 'tape 7' \(no case: --as interviewer\)$" "with what to type"
run espalier import ./*.txt
test ! -s "$scratch/err"
report $? "what was asked about is not asked about again"
cp N-SU-001.txt copy.txt
run espalier import copy.txt
check_out "^skipped +copy.txt +N-SU-001 " "a file that came under another name is known"
check_out "^0 files imported, 1 there already" "and counted as there"
printf 'Hello.\n' >leaflet.txt
run espalier import leaflet.txt --dry-run
check_out "^1 document of no case or group: espalier documents set leaflet --case CASE" "what is nobody's is told, with what to type"
espalier new empty >/dev/null
run espalier import leaflet.txt -s empty.espalier
check_out "^the study has no cases yet$" "a study without cases says so"
rm -f empty.espalier
run espalier cases join 'Care lead 2, Langeudoc' 'Care lead 2, Languedoc'
check_out '^Care lead 2, Langeudoc is Care lead 2, Languedoc: 1 turn in talk is theirs now$' "two that are one are made one"

# ---- who speaks once, and slips in who asks
espalier new once --study study.xml >/dev/null
export ESPALIER_STUDY=once.espalier
# interview LABEL LINE [ASKS]: an interview in which answers go on without a label, with one line in the midst.
interview () {
  for turn in 1 2 3 4 5; do
    printf '%s: So %s?\n\n%s: It was %s.\n\nAnd more of it.\n\n' "${3:-Interviewer}" $turn "$1" $turn
    test $turn -ne 3 || printf '%s\n\n' "$2"
  done >"$1.txt"
}
interview N-SU-031 'lnterviewer: How so?'
run espalier import N-SU-031.txt
check_err "^is it a slip\? speaker 'lnterviewer' \(N-SU-031\) is new, and nearly 'Interviewer'; if so: espalier cases name lnterviewer --as interviewer --in N-SU-031$" \
  "a slip in the name of who asks is asked about"
run espalier cases name lnterviewer --as interviewer --in N-SU-031
check_status 0 "and mended so"
interview N-SU-032 'Daughter: I did.'
run espalier import N-SU-032.txt
check_out "began to speak: 'Daughter: I did\.'; counted as words of N-SU-032; if somebody else speaks, begin every paragraph of the file with a label, and: espalier revise N-SU-032 FILE" \
  "a warning says whose the words are taken for, and what to do"
mkdir -p mended
sed 's/^And more/N-SU-032: And more/' N-SU-032.txt >mended/N-SU-032.txt
run espalier revise N-SU-032 mended/N-SU-032.txt
espalier show N-SU-032 >"$scratch/shown"
grep -Eq '^ +[0-9]+ +Daughter: I did\.$' "$scratch/shown"
report $? "which gives her her words"
interview N-SU-033 'S-CA-009: It was.'
run espalier import N-SU-033.txt
check_out "'S-CA-009' speaks in the interview of N-SU-033; its words count for S-CA-009; if it is a slip: espalier cases name S-CA-009 N-SU-033 --in N-SU-033$" \
  "another label in an interview is told with what mends it"
run espalier cases name S-CA-009 N-SU-033 --in N-SU-033
check_out '^S-CA-009 is N-SU-033 in N-SU-033' "and does"
printf 'Interviewer: Well?\n\nInterveiwer: So?\n\nInterviewer: And?\n\nInterviewer: Now?\n' >N-SU-034.txt
run espalier import N-SU-034.txt
grep -q 'taken to be N-SU-034' "$scratch/out"
test $? -ne 0
report $? "who nearly asks is not taken for who answers"
asked=40
for asks in MOD Mod. Facilitator 'Interviewer (KL)' 'Interviewer 2 (K.L.)'; do
  interview "N-SU-0$asked" 'So it was.' "$asks"
  run espalier import "N-SU-0$asked.txt"
  grep -Eq 'unknown speaker|is not known' "$scratch/out"
  test $? -ne 0
  report $? "'$asks' is who asks"
  asked=$((asked + 1))
done
interview N-SU-050 'Interviewer: How?' 'Participant (KL)'
run espalier import N-SU-050.txt
check_out "'Participant \(KL\)'" "'Participant (KL)' is somebody, and asked about"
unset ESPALIER_STUDY
rm -rf once.espalier mended N-SU-03?.txt N-SU-04?.txt N-SU-05?.txt

# ---- names that are nearly labels
for label in 'N SU 021' n-ca-22 N-SU-O23 'Interview S CA 24 final (2)'; do
  printf 'Interviewer: How are you?\n\nParticipant: Well, says %s.\n' "$label" >"near $label.txt"
done
printf 'Int: And?\n\nn su 25: Well.\n\nInt: So?\n\nn su 25: Not.\n\nAnna: No.\n\nInt: So?\n\nAnna: No.\n' >chat.txt
espalier new near --study study.xml >/dev/null
export ESPALIER_STUDY=near.espalier
run espalier import near*.txt chat.txt
check_err "^is it a slip\? document 'near N SU 021' is new, and nearly the label 'N-SU-021'; if so: espalier documents set 'near N SU 021' --case N-SU-021$" \
  "a file whose name is nearly a label is asked about"
check_err "'near n-ca-22' is new, and nearly the label 'N-CA-022'" "in whatever case, and with fewer zeros"
check_err "'near N-SU-O23' is new, and nearly the label 'N-SU-023'" "and with a letter for a digit"
check_err "'near Interview S CA 24 final \(2\)' is new, and nearly the label 'S-CA-024'" "and in the midst of a name"
check_err "^is it a slip\? speaker 'n su 25' \(chat\) is new, and nearly the label 'N-SU-025'; if so: espalier cases name 'n su 25' N-SU-025 --in chat$" \
  "and so is a speaker"
test "$(grep -c 'is it a slip' "$scratch/err")" -eq 5
report $? "and nobody else, such as Anna and Participant"
espalier cases --json >"$scratch/cases"
! grep -Eq '"(case|label)": "(N-SU-021|N-CA-022|N-SU-023|S-CA-024|N-SU-025)"' "$scratch/cases"
report $? "but no label is made of them unasked"
sed -n 's/.*; if so: //p' "$scratch/err" >mend.sh
sh -e ./mend.sh >"$scratch/mended" 2>&1
report $? "what is to be typed can be typed"
espalier cases --json >"$scratch/cases"
test "$(grep -Ec '"(case|label)": "(N-SU-021|N-CA-022|N-SU-023|S-CA-024|N-SU-025)"' "$scratch/cases")" -eq 5
report $? "and mends it"
unset ESPALIER_STUDY
rm -f near.espalier

# ---- values
espalier attributes set N-SU-001 region=North >/dev/null
run espalier attributes set N-SU-002 region=Nroth
check_err "^is it a slip\? region 'Nroth' \(N-SU-002\) is new, and nearly 'North' \(1 case\); if so: espalier attributes set N-SU-002 region=North$" \
  "a slip in a value is asked about, with what to type"
run espalier attributes set N-CA-001 region=Nroth
test ! -s "$scratch/err"
report $? "once"
run espalier attributes set N-CA-001 region=South --quiet
test ! -s "$scratch/err"
report $? "and another value is none"
run espalier attributes set N-SU-002 region=
check_out '^N-SU-002: region = not recorded$' "a value is taken away"
run espalier attributes set N-SU-002 region=
check_status 1 "what is not there cannot be"
check_err "'N-SU-002' has no 'region' that could be taken away" "and that is said"
espalier attributes set N-SU-002 site=South >/dev/null
run espalier attributes set N-SU-002 site=
check_out '^N-SU-002: site = North \(from the label\)$' "then what the label says holds again"
run espalier attributes set N-SU-002 site=
check_err "follows from its label and cannot be taken away" "and stays"

# ---- words that become context
cat >kin.txt <<'END'
Interviewer: And you?
Patient: I waited.
Daughter: We all waited.
Interviewer: How long was that?
Patient: A day and a night.
Daughter: Longer than that.
Interviewer: And then?
Patient: Then they came.
Daughter: One of them did.
END
espalier import kin.txt >/dev/null 2>&1
espalier documents set kin --case N-SU-011 >/dev/null 2>&1
espalier cases name Patient N-SU-011 --in kin >/dev/null 2>&1
espalier cases name Daughter N-CA-011 --in kin >/dev/null 2>&1
espalier code kin organisation/structure --turn 3 >/dev/null
run espalier cases name Daughter --as other --in kin
check_out '; 1 coding now stands as context with N-SU-011' "words of nobody's are context with the case of the document"

# ---- a wrong case
espalier code N-SU-001 organisation/structure --turn 2 >/dev/null
state >before.json
run espalier documents set N-SU-001 --case N-SU-009
check_out "^N-SU-001: case = N-SU-009; a new case was made: N-SU-009 .*; it is called 'N-SU-009' now; it was N-SU-001's; 1 coding now counts for N-SU-009$" \
  "a document of another case: all that follows is said"
check_err "^'N-SU-001' stays, as it has: region = North; if both are one: espalier cases join N-SU-001 N-SU-009$" "and what stays behind"
espalier undo >/dev/null
state >after.json
cmp before.json after.json >"$scratch/out" 2>&1
report $? "undo brings all of it back"
espalier chart set N-SU-001 organisation/structure --text 'Well.' --evidence 'Well, says N-SU-001.' >/dev/null
run espalier documents set N-SU-001 --case N-SU-002
check_err "^1 cell of 'N-SU-001' rests on words of this document and stays with it: Service structure and change; chart anew" \
  "cells that rest on its words are told of"
espalier undo >/dev/null
run espalier documents set 'tape 7' --case S-SU-007
check_out "gone, as nothing is left of it: 'tape 7, Participant'" "a tape that was nobody's gives its participant to its case"
run espalier documents set 'tape 7' --name N-SU-002
check_err "another document is called 'N-SU-002'" "a name that is taken"
run espalier documents set 'tape 7' --name 'Tape seven'
check_out '^tape 7: name = Tape seven$' "a document gets another name"
run espalier cases name Participant N-SU-008 --in N-SU-002
check_out "the document is theirs too; gone, as nothing is left of it: 'N-SU-002'" "naming who speaks leaves no empty case behind"

# ---- groups
run espalier groups put N-SU-008 --in 'pair: North 1'
check_err "'pair: North 1' is proposed, and no group yet \(complete\); 'espalier groups confirm \"pair: North 1\"' makes it one" \
  "a group that is only proposed is told of, with its state"
run espalier groups put N-SU-008 --in 'pair: South 1'
check_err "'pair: South 1' is proposed, and no group yet \(carer missing\)" "also one that lacks somebody"
run espalier groups put N-SU-055 --in 'household: Smith' --new
check_err '^no transcript of N-SU-055 yet; the group waits for it$' "a label without a transcript waits"
run espalier groups put N-SU-001 --in 'household: Smyth' --new
check_err "is it a slip\? household 'Smyth' is new, and nearly 'Smith'; if so: espalier undo" "a group that is nearly another"

# ---- sessions
run espalier sessions set N-SU-001 minutes=3960 mode=telphone
check_err '^is it right\? a session of 3960 minutes is unusual' "seconds taken for minutes"
check_err "mode 'telphone' \(N-SU-001\) is new, and nearly 'telephone'; if so: espalier sessions set N-SU-001 mode=telephone$" "a slip in the mode"
run espalier sessions set N-SU-001 minutes=66 mode=telephone
test ! -s "$scratch/err"
report $? "nothing is asked of what is usual"

# ---- a row is said once
printf 'ID,Q,age\nS-SU-011,yes,ten\nS-SU-012,so,5\nS-SU-012,so,6\n' >rows.csv
run espalier import rows.csv --rows respondent --column ID=case --column Q=question --column age=attribute
check_out "^refused  rows.csv: row 2, column 'age': the attribute 'age' cannot be 'ten'" "a row has its number once"
test "$(grep -c 'rows.csv: row 4' "$scratch/out")" -eq 1
report $? "and is told of once"
run espalier check
check_status 0 "the study is whole"
done_testing
