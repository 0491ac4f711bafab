#!/bin/sh
# Groups as a person makes them: proposed by a rule, looked at, confirmed; by hand; from a sheet; and used in comparisons. The people
# here are made up.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1

cat >study.xml <<'EOF'
<study xmlns="urn:espalier:study:1" title="Triads"><attributes>
  <attribute name="site" type="text"><value name="North"/><value name="South"/></attribute>
  <attribute name="role" type="text"><value name="user"/><value name="carer"/><value name="coordinator"/></attribute>
</attributes>
<labels name="people" pattern="(?&lt;site&gt;[NS])-(?&lt;role&gt;SU|CA|CC)-(?&lt;number&gt;\d{3})" canonical="{site}-{role}-{number}">
  <part name="site" attribute="site"><value code="N" name="North"/><value code="S" name="South"/></part>
  <part name="role" attribute="role"><value code="SU" name="user"/><value code="CA" name="carer"/><value code="CC" name="coordinator"/></part>
</labels>
<groups><kind name="site" from="site"/><kind name="household"/><kind name="triad">
  <rule name="{site} {number}">
    <member as="service user" for="role" value="user"/>
    <member as="carer" for="role" value="carer"/>
    <member as="care coordinator" for="role" value="coordinator"/>
  </rule>
</kind></groups></study>
EOF
for label in N-SU-001 N-CA-001 N-CC-001 N-SU-002 N-CC-002 S-SU-001 S-CA-001 S-CC-001; do
  printf 'Interviewer: How are you?\n\nParticipant: Well, says %s.\n' "$label" >"$label.txt"
done
echo 'How the South does it.' >leaflet.txt
espalier new triads --study study.xml --framework frameworks/care-planning.xml >/dev/null || { echo "Bail out! no study"; exit 1; }
run espalier import N-*.txt S-*.txt leaflet.txt
check_out "nothing says which case or group it belongs to; .*espalier documents set leaflet" "an import that cannot tell whose a document is names the command"
mark () { espalier log --json | cksum; espalier groups --json | cksum; }

# ---- a rule proposes
before=$(mark)
run espalier groups propose
check_status 0 "proposals are listed"
check_out '^triad +North 001 +complete +N-SU-001 \(service user\), N-CA-001 \(carer\), N-CC-001 \(care coordinator\)$' "a complete one, with who is what"
check_out '^triad +North 002 +carer missing +N-SU-002' "one that lacks somebody says whom"
run espalier groups propose --kind triad --json
python3 -c 'import json,sys; p=json.load(open(sys.argv[1])); assert [g["name"] for g in p if g["complete"]]==["North 001","South 001"]; assert p[2]["lacking"]==["carer missing"]' "$scratch/out" 2>>"$scratch/err"
report $? "the same as JSON"
run espalier groups propose --kind household
check_status 1 "a kind without a rule"
check_err "no rule proposes groups of the kind 'household'" "is told of"
test "$before" = "$(mark)"
report $? "proposing stores nothing"

# ---- a person confirms
run espalier groups confirm
check_status 2 "to confirm nothing in particular is wrong usage"
run espalier groups confirm --complete --dry-run
check_out '^dry run, nothing is stored: confirmed triad: North 001, triad: South 001$' "a dry run says which"
run espalier groups confirm 'South 001'
check_status 0 "one is confirmed by its name"
test "$(sqlite3 triads.espalier "SELECT group_concat (m.case_label || ' ' || m.part, ',') FROM (SELECT * FROM group_member ORDER BY case_label) m JOIN study_group g ON g.id = m.group_id WHERE g.name = 'South 001' AND m.gone = 0")" \
  = "S-CA-001 carer,S-CC-001 care coordinator,S-SU-001 service user"
report $? "its members are rows, with their parts"
run espalier groups reject 'North 001'
check_out "^rejected triad: North 001; it is not proposed again$" "one is rejected"
run espalier groups propose
grep -q 'North 001' "$scratch/out"; test $? -eq 1
report $? "and is not proposed again"
espalier undo >/dev/null
run espalier groups propose
check_out 'North 001 +complete' "until that is undone"
espalier groups confirm --complete >/dev/null
run espalier compare across --by triad
check_status 0 "confirmed triads are compared"
run espalier cases N-CA-001
check_out 'triad: North 001' "and stand beside their cases"
run espalier cases --where 'triad=North 001'
test "$(grep -c '^N-' "$scratch/out")" -eq 3
report $? "cases are chosen by the group that they are in"
run espalier cases --where 'triad=North 009'
check_status 1 "a group that is not there"
check_err "no case has 'North 009' as its triad" "is told of"

# ---- by hand
run espalier groups put N-SU-002 --in 'household: Seven' --as son --new
check_out '^N-SU-002 in household: Seven as son$' "a group is made with its first member"
run espalier groups put N-SU-002 --in 'Sevven'
check_status 1 "a slip makes no group"
check_err "there is no group 'Sevven'; near it are: Seven" "and says what is near"
run espalier groups put N-CA-007 --in Seven --as carer
run espalier groups household
check_out 'Seven +2 +N-CA-007 \(carer: not imported\), N-SU-002 \(son\)$' "a label waits for its transcript"
run espalier groups take N-CA-007 --from Seven
check_status 0 "a case is taken out"
run espalier groups remove Seven
check_out '^removed the group household: Seven; its cases stay$' "a group is taken away"
run espalier groups kind ward --from site
run espalier groups ward
check_out '^ward +North +5' "a kind that an attribute makes is filled at once"

# ---- from a sheet, csv and xlsx alike
printf 'House;Person;as\nEight;N-SU-001;son\nEight;n-ca-001;mother\nEight;S-XX-001;\nNine;S-SU-009;\n' >houses.csv
before=$(mark)
run espalier groups import houses.csv --kind household --column House=group --column Person=case --column as=part --dry-run
check_status 3 "a preview of a file with a wrong label ends with 3"
check_out '^household +Eight +N-CA-001 +mother +added$' "the preview says who would be added"
check_out '^household +Nine +S-SU-009 +added, not imported yet$' "and who has no transcript yet"
check_out "^refused  row 4: there is no case 'S-XX-001'" "and which row is refused"
test "$before" = "$(mark)"
report $? "a preview stores nothing"
run espalier groups import houses.csv --kind household --column House=group --column Person=case --column as=part
check_out '^3 members added, 2 new groups, 1 refused$' "then they are in"
run espalier groups import houses.csv --kind household --column House=group --column Person=case --column as=part --json
python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); assert (r["added"],r["same"],r["refused"])==(0,3,1)' "$scratch/out" 2>>"$scratch/err"
report $? "a second time nothing is new"
run espalier groups import houses.csv --kind household
check_err "it has no column 'group'; it has: 'House', 'Person', 'as'" "columns that nobody named are asked for"
run espalier groups import houses.csv --column House
check_status 2 "a column without a use is wrong usage"
printf 'group,case\nhousehold: Eight,N-CA-001\nsite: South,N-CA-001\nHousehold: Ten,N-CA-001\n' >kinds.csv
run espalier groups import kinds.csv --kind household --dry-run
check_out "^refused  row 3: 'site: South' is of the kind 'site', and not of 'household'" "a group that is written with another kind is refused"
check_out '^household +Ten +N-CA-001 +added' "and one with its own is that group"
check_out '1 new group, 1 as they were' "as the study prints it"
head -c 3000 /dev/urandom >noise.csv
run espalier groups import noise.csv --kind household
check_status 1 "noise is refused"

# ---- whose a document is
run espalier documents set leaflet --group 'site: South' --level meso --kind leaflet
check_status 0 "a document is given to a group"
run espalier documents
check_out '^leaflet +leaflet +meso +South' "and is its own"
run espalier documents set leaflet
check_status 2 "to say nothing of it is wrong usage"

# ---- out and in again
run espalier check
check_status 0 "the study is whole"
espalier export archive --to all.xml >/dev/null 2>&1
espalier new again >/dev/null && run espalier import all.xml -s again.espalier
espalier groups -s triads.espalier --json >one.json
espalier groups -s again.espalier --json >other.json
cmp one.json other.json >"$scratch/out" 2>&1
report $? "an archive carries groups"
espalier groups propose -s again.espalier >one.txt
espalier groups propose -s triads.espalier >other.txt
cmp one.txt other.txt >"$scratch/out" 2>&1
report $? "and the rules"
done_testing
