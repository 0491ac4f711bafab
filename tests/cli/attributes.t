#!/bin/sh
# What is known of cases, from a sheet: looked at first, conflicts kept, what says who somebody is asked about, and all of it undone.
# The people and numbers here are made up.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1

cat >study.xml <<'EOF'
<study xmlns="urn:espalier:study:1" title="Ages"><attributes>
  <attribute name="age" type="integer" title="Age in years"/>
  <attribute name="work" type="text"/>
  <attribute name="born" type="date" title="Date of birth"/>
  <attribute name="site" type="text"><value name="North"/><value name="South"/></attribute>
</attributes>
<labels name="people" pattern="^(?&lt;site&gt;[NS])-\s*(?&lt;n&gt;\d{3})$" canonical="{site}-{n}">
  <part name="site" attribute="site"><value code="N" name="North"/><value code="S" name="South"/></part>
</labels></study>
EOF
for label in N-001 N-002 S-003; do
  printf 'Interviewer: How are you?\n\nParticipant: Well, says %s.\n' "$label" >"$label.txt"
done
espalier new ages --study study.xml >/dev/null && espalier import N-001.txt N-002.txt S-003.txt >/dev/null || { echo "Bail out! no study"; exit 1; }
mark () { espalier log --json | cksum; espalier cases --json | cksum; }

printf 'who,Age in years,work,shoe\nN-001,45,baker,44\nN- 002,forty,,41\nS-003,61,the mill,\nS-099,20,,\n' >ages.csv

# ---- a look before
before=$(mark)
run espalier attributes import ages.csv --dry-run
check_status 3 "a preview of a file with a wrong value ends with 3"
check_out '^N-001 +age +45 +set$' "the preview says what would be set"
check_out '^N-002 +age +forty +refused$' "and what would be refused"
check_out '^dry run, nothing is stored: 4 values set, 1 refused' "and counts"
test "$before" = "$(mark)"
report $? "a preview stores nothing"

# ---- and then
run espalier attributes import ages.csv
check_status 3 "a wrong value is refused, and not the file"
check_out "^refused  row 3, column 'Age in years': the attribute 'age' cannot be 'forty'; it needs a whole number" "where, and why"
check_out "^warning  row 3: the label is written 'N- 002'; read as 'N-002'" "a slip in a label is read and told"
check_out "^warning  row 5: there is no case 'S-099'.*left out" "an unknown case is listed"
check_out "^warning  the column 'shoe' is no attribute of the study; left out; name the attribute" "so is a column"
run espalier cases S-003
check_out '^S-003 +61 +the mill' "a value of the file is the case's"
run espalier cases S-099
check_status 1 "no case was made"
run espalier attributes import ages.csv
check_out '^0 values set, 4 as they were' "a second time nothing is new"

# ---- conflicts
printf 'who,age,site\nN-001,54,South\n' >other.csv
run espalier attributes import other.csv
check_status 3 "a conflict is something to look at"
check_out '^warning  N-001 age: 45 in the study \(given by hand\), 54 in the file: kept$' "what a case has stays"
check_out '^warning  N-001 site: North in the study \(from the label\), South in the file: kept$' "what follows from the label stays, too"
run espalier cases N-001
check_out '^N-001 +45 +baker +North' "and it did"
before=$(espalier cases --json | cksum)
run espalier attributes import other.csv --replace
check_status 0 "it gives way when a person says so"
check_out '^warning  N-001 site: North in the study \(from the label\), South in the file: replaced$' "never silently"
run espalier cases N-001
check_out '^N-001 +54 +baker +South' "and it did give way"
run espalier undo
check_status 0 "that can be undone"
test "$before" = "$(espalier cases --json | cksum)"
report $? "undo brings all back"

# ---- two rows of one case
printf 'who,age\nN-002,40\nn-002,41\n' >twice.csv
run espalier attributes import twice.csv
check_status 3 "two rows of a case that differ are refused"
check_out "^refused  row 3: another row of N-002 says otherwise in the column 'age'; left out" "by their rows"

# ---- who somebody is
printf 'who;work;born\nN-002;Jane Whitfield;1961-03-12\nS-003;943 476 5919;2020-01-01\n' >who.csv
run espalier attributes import who.csv
check_status 3 "what says who somebody is, is questioned"
check_out "^warning  row 2, column 'work': it looks like a person's name; not imported; take the column out, or say --accept 'work'" "a name"
check_out "^warning  row 2, column 'born': it looks like a birth date" "a birth date"
check_out "^warning  row 3, column 'work': it looks like an NHS number" "an NHS number"
cat "$scratch/err" >>"$scratch/out"
! grep -Eq 'Jane|1961|943' "$scratch/out"
report $? "and never said"
run espalier attributes import who.csv --json
! grep -Eq 'Jane|1961|943' "$scratch/out"
report $? "also not to a program"
run espalier attributes import who.csv --accept work --dry-run
check_out '^N-002 +work +Jane Whitfield +set$' "unless a person accepts it"
check_out '^N-002 +born +\(not shown\) +questioned$' "column by column"

# ---- wrong usage
run espalier attributes import ages.csv --case label
check_status 1 "a column of labels that is not there"
check_err "it has no column 'label'; it has: 'who', 'Age in years', 'work', 'shoe'" "is told with those that are"
run espalier attributes import N-001.txt
check_status 1 "a file without attributes is refused"
run espalier attributes import nowhere.csv
check_status 1 "so is one that is not there"
run espalier attributes import ages.csv --sheet One
check_err "no sheet 'One'" "a list has no sheets"
run espalier attributes import
check_status 2 "without a file it is wrong usage"
run espalier check
check_status 0 "the study is whole"
# ---- a comma without quotation marks
printf 'who,work\nN-001,lives alone, in a flat\nN-002,"lives alone, in a flat",\n' >loose.csv
run espalier attributes import loose.csv --dry-run
check_out "row 2 has more cells than there are headings; left out; .*quotation marks" "a value that would be cut is not taken"
check_out '^N-002 +work .*lives alone, in a flat' "one in quotation marks is"
# ---- what follows from a value
sample=$srcdir/corpora/recovery-care
espalier -q new care --study "$sample/study.xml" && espalier -q -s care.espalier import "$sample/documents/A-CC-001.txt" 2>/dev/null
run espalier -s care.espalier attributes set A-CC-001 site=Burgundy
check_out '^A-CC-001: site = Burgundy; so country = Wales$' "the country of another site follows, and is told"
run espalier -s care.espalier undo
run espalier -s care.espalier cases A-CC-001
check_out '^A-CC-001 +Artois .* England' "an undo brings both back"
printf 'who,site\nA-CC-001,Burgundy\n' >sites.csv
espalier -q -s care.espalier attributes import sites.csv --replace
run espalier -s care.espalier cases A-CC-001
check_out '^A-CC-001 +Burgundy .* Wales' "it follows from a sheet, too"
run espalier -s care.espalier attributes set A-CC-001 site=
check_out '^A-CC-001: site = Artois \(from the label\); so country = England$' "and back, when the value is taken away"

done_testing
