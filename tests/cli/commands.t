#!/bin/sh
# What a person meets at the command line: wrong usage, which study, who works, dry runs, JSON, pipes, and exit statuses.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
commands=$(sed -n 's/^COMMAND (\(.*\))$/\1/p' "$srcdir/src/cli/commands.def")

# ---- help and wrong usage
run espalier --version
check_out '^espalier [0-9]' "--version tells the version"
run espalier help
check_status 0 "help succeeds"
for command in $commands; do
  run espalier help
  check_out "^  $command " "help lists $command"
  run espalier "$command" --help
  check_status 0 "$command has --help"
  check_out '^  espalier ' "the help of $command ends with an example"
done
run espalier
check_status 2 "no command is wrong usage"
run espalier frobnicate
check_status 2 "an unknown command is wrong usage"
check_err "^espalier: there is no command 'frobnicate'" "an unknown command is named"
run espalier code B-SM-001
check_status 2 "too few arguments are wrong usage"
check_err '^usage: espalier code ' "wrong usage shows the usage"
check_err "^see 'espalier help code'" "wrong usage says where help is"
run espalier log --frobnicate
check_status 2 "an unknown option is wrong usage"
run espalier chart frobnicate
check_err "it can: show, set, check, coverage" "an unknown verb lists the verbs"

# ---- schedules with a slip
sed 's,recovery/barriers,recovery/bariers,' corpora/recovery-care/study.xml >slip.xml
run espalier new slip --study slip.xml --framework frameworks/care-planning.xml --coder C1
check_err "^warning: the schedules ask about 'recovery/bariers', which the framework does not have; near it: recovery/barriers$" \
  "a slip in a schedule is warned of"
run espalier check -s slip.espalier
check_status 1 "check finds it too"
check_out "^PROBLEM  schedules .*'recovery/bariers'" "and says what it is"
rm slip.xml slip.espalier

# ---- which study
run espalier log
check_status 1 "without a study a command fails"
check_err 'no study in this folder' "it says that there is none"
run espalier new care.espalier --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml
check_status 2 "a new study wants a coder"
check_err 'who are you' "it asks who you are"
test ! -e care.espalier
report $? "nothing is made then"
run espalier new broken --study corpora/recovery-care/rules.csv --coder C1
check_status 1 "a definition that is none is refused"
test ! -e broken.espalier
report $? "a study that failed is not left behind"
run espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1
check_status 0 "a study is made"
test -f care.espalier
report $? "its name ends with .espalier"
test "$(stat -c %a care.espalier)" = 600
report $? "only its owner can read it"
run espalier new care --coder C1
check_status 1 "a study is never made over another"
cp care.espalier second.espalier
run espalier log
check_err 'care.espalier, second.espalier' "several studies are listed"
run espalier -s second.espalier log
check_status 0 "-s names one"
run env ESPALIER_STUDY=second.espalier espalier log
check_status 0 "so does ESPALIER_STUDY"
rm second.espalier
echo "no study" >text.espalier
run espalier -s text.espalier log
check_status 1 "a file that is no study is refused"
rm text.espalier

# ---- importing
run espalier import --dry-run corpora/recovery-care/documents
check_status 0 "a dry run of an import succeeds"
check_out '^dry run, nothing is stored: 31 files imported' "it tells what would be imported"
run espalier documents
check_out '^no documents yet' "a dry run stores nothing"
run espalier import corpora/recovery-care/documents
check_status 0 "the sample is imported"
check_out '^warning .*D-CC- 004' "a label with a slip is warned of"
check_out 'new: 6 sites, 5 roles' "the closing page counts sites and roles"
run espalier import corpora/recovery-care/documents/B-SM-001.docx
check_out '^0 files imported, 1 there already' "the same file is skipped"
mkdir mixed
printf 'Interviewer: And how was that?\n\nB-SM-007: It was all right, I suppose.\n' >mixed/B-SM-007.txt
head -c 3000 corpora/recovery-care/documents/B-SM-001.docx >mixed/B-SM-008.docx
run espalier import mixed
check_status 3 "an import with refused files is done in part"
check_out '^refused .*B-SM-008.docx' "the refused file is named"
run espalier import mixed/B-SM-008.docx
check_status 1 "an import of nothing but refused files fails"
run espalier import no-such-folder
check_status 1 "a folder that is not there is refused"
check_silent "which is said once"
check_err "^espalier: cannot read 'no-such-folder': there is no such file or folder$" "in one sentence"
mkdir copies
printf 'Interviewer: And?\n\nB-SM-007: It was all right, I suppose. Yes.\n\nB-SU-099: No.\n' >copies/B-SM-007.txt
run espalier import --dry-run copies
check_out "^warning .*copies/B-SM-007.txt:5: 'B-SU-099' speaks in the interview of B-SM-007; its words count for B-SU-099" \
  "another label in an interview is warned of"
check_out "^warning .*'B-SM-007' is in the study with other words; both are kept; .*'espalier revise B-SM-007 FILE' makes it the new text" "so is a corrected copy"
mkdir -p upper/lower && cp mixed/B-SM-007.txt upper/lower
run espalier import --dry-run upper
check_out '^1 folder inside passed over \(--recurse takes what is in them\): upper/lower$' "a folder inside a folder is named"
printf 'Interviewer: Well?\n\nTom: Well.\n\nInterviewer: So?\n\nTom: So.\n' >tape.txt
espalier import tape.txt >/dev/null
run espalier cases name Tom B-SM-055 --in tape
check_out "^Tom is B-SM-055 in tape; a new case was made: B-SM-055 " "naming says that a case was made"
run espalier cases name Tom --as other --in tape
check_out "^Tom is other in tape; it was B-SM-055 before$" "and who it was before"
espalier undo >/dev/null && espalier undo >/dev/null && espalier undo >/dev/null
run espalier show B-SM-007 --turns 40-50
check_status 1 "turns that are not there are refused"
check_err "there is no turn 40 in 'B-SM-007'; its last is 2" "and the last is named"

# ---- who works
run espalier analyses add second --coder C2
check_status 0 "another coder becomes known"
check_err "^new coder 'C2' \(known: C1\)$" "and is greeted"
run espalier analyses add another --coder "c2 "
check_status 2 "a name that is written otherwise is refused"
check_err "there is a coder 'C2'; write the name the same way" "and the known one is named"
run espalier undo
check_status 2 "with two coders one must say who one is"
check_err 'C1, C2' "both are listed"
run env ESPALIER_CODER=C2 espalier undo
check_out "^undone: 'analyses add' of C2" "ESPALIER_CODER says it"
run espalier --coder C1 analyses add third --coder C2
check_status 0 "an option after the command wins over one before it"
run espalier log --limit 1
check_out ' C2 ' "the history has the coder of the option"
run espalier undo --coder C2 --reason "not needed"
check_status 0 "it is undone with a reason"
run espalier log --limit 1
check_out 'not needed' "the history has the reason"
ESPALIER_CODER=C1
export ESPALIER_CODER

# ---- coding
run espalier code B-SM-001 recovery/meaning --quote "hope is part of it"
check_out '^coded B-SM-001, turn [0-9]+, as .*Meaning \([0-9a-f]{8}\)$' "coding tells the place, the theme and an identifier"
run espalier code B-SM-001 recovery/meaning
check_status 2 "a coding without a place is wrong usage"
run espalier code B-SM-001 recovery/meaning --turn 4 --span 1-5
check_status 2 "two places are wrong usage"
run espalier code B-SM-001 recovery/meaning --span 9-3
check_status 2 "a span that ends before it begins is wrong usage"
run espalier code B-SM-001 recovery --turn 4
check_err "'Recovery' is a section; code its themes, or recovery/other for what fits none" "a section is refused"
run espalier code B-SM-001 recovery/meaning --quote "HOPE is part"
check_err "it stands there with other capitals: 'hope is part', turn" "other capitals are told of"
printf 'theme;words\nrecovery/meaning;hope\n' >rules.csv
run espalier autocode rules.csv
check_err "this line has 1 column: a sheet parted by semicolons" "a sheet with semicolons is told of"
run espalier autocode corpora/recovery-care/rules.csv --dry-run
check_out 'espalier codings accept --all$' "autocode tells how to accept"
run espalier code B-SM-001 no/such/theme --turn 4
check_status 1 "an unknown theme is refused"
run espalier code B-SM-001 recovery/meaning --quote "words that nobody said"
check_status 1 "a quote that is not there is refused"
run sh -c 'printf "They always know.\r\n" | espalier code B-SM-001 recovery/barriers --quote -'
check_status 0 "a quote comes from standard input, without its line end"
run sh -c 'printf "\377\376x" | espalier code B-SM-001 recovery/barriers --quote -'
check_err 'not UTF-8' "standard input that is no UTF-8 is refused"
run espalier --quiet code B-SM-001 recovery/support --turn 24
check_silent "--quiet silences success"
run espalier code B-SM-001 recovery/other --turn 2 --dry-run
check_out '^dry run, nothing is stored: coded ' "a dry run of a coding says so"
run espalier codings --theme recovery/other
check_out '^no codings' "and stores nothing"
run espalier --json codings --theme recovery
check_out '"words": "hope is part of it"' "codings are told in JSON"
run env LC_ALL=C espalier codings --theme recovery/barriers
check_out 'They always know' "the C locale is no obstacle"
run env LC_ALL=C espalier code B-SM-001 organisation/structure --quote "I’m the locality manager"
check_status 0 "nor for quotes outside ASCII"
run espalier codings accept
check_status 2 "accepting wants to know which"

# ---- memos
run espalier memos
check_out '^no memos$' "a study begins without memos"
run espalier memos add --document B-SM-001 --turn 4 --kind familiarisation --text "Speaks for the team."
check_out '^wrote a memo on B-SM-001, turn 4 \([0-9a-f]{8}\)$' "a memo tells what it is on"
run sh -c 'echo "Split it." | espalier memos add --theme recovery --kind decision --text -'
check_out '^wrote a memo on [0-9]+ Recovery' "its words come from standard input"
run espalier memos add --theme recovery
check_status 2 "a memo without words is wrong usage"
run espalier memos add --theme recovery --document B-SM-001 --text x
check_status 2 "so is one on two things"
run espalier memos --json --theme recovery
check_out '"text": "Split it."' "memos are told in JSON"
memo=$(espalier memos --json --theme recovery | sed -n 's/.*"id": "\(........\).*/\1/p')
run espalier memos reword "$memo" --text "Wait for ten interviews."
check_out '^reworded a memo on' "a memo is reworded"
memo=$(espalier memos --json --theme recovery | sed -n 's/.*"id": "\(........\).*/\1/p')
run espalier memos remove "$memo"
check_status 0 "and removed"
run espalier memos --theme recovery
check_out '^no memos$' "with the words that it had before"
run espalier memos --kind hunch
check_err 'familiarisation, analytic, reflexive' "an unknown kind lists the kinds"

# ---- a label without its colon
printf 'Interviewer: How?\n\nB-SU-009; I was frightened.\n\nInterviewer: And?\n\nB-SU-009: Well.\n' >B-SU-009.txt
run espalier import B-SU-009.txt --dry-run
check_out 'B-SU-009.txt:3: 1 line looks as if somebody began to speak' "a label with another mark than a colon is told"
mkdir named
sed 's/B-SU-009;/B-SU-009:/; s/frightened/frightened. B-CC-002 was kind/' B-SU-009.txt >named/B-SU-009.txt
run espalier import named/B-SU-009.txt --dry-run
grep -q 'began to speak' "$scratch/out"
test $? -ne 0
report $? "a label in the middle of words is none"

# ---- a group that follows from an attribute
run espalier groups put B-SM-001 --in "site: Artois"
check_err "follows from the attribute 'site'; 'espalier attributes set B-SM-001 site=Artois'" "nobody is put by hand where an attribute decides"

# ---- a corrected text
run espalier carried
check_out '^nothing that was carried over' "nothing is carried over at first"
sed 's/caseload/load of cases/' corpora/recovery-care/documents/D-SP-003.md >corrected.md
run espalier code D-SP-003 recovery/support --quote "a small caseload"
run espalier revise D-SP-003 corrected.md --dry-run
check_out '^dry run, nothing is stored: D-SP-003 has version 2 of its text: 1 of its 1004 words went, 3 came; carried over: 1 coding \(1 on changed words\)$' \
  "a correction is tried"
run espalier revise D-SP-003 corrected.md
check_out 'a small caseload → a small load of cases$' "words are told before and after"
run espalier show D-SP-003 --turns 2
check_out 'a small load of cases' "the new text is shown"
run espalier codings --document D-SP-003
check_out 'a small load of cases' "and the coding stands on it"
run espalier show D-SP-003 --versions
check_out '^ +1 +[0-9a-f]{8} .* C1 +D-SP-003\.md +1004 +0 +0$' "the texts of a document are listed"
check_out '^ +2 +[0-9a-f]{8} +in force .* C1 +corrected\.md +1006 +1 +3$' "with who, when and how much"
run espalier show D-SP-003 --version 1
check_out 'a small caseload' "the first one can be read"
check_out '^D-SP-003: .*version 1 of the text, not the one in force' "and says that it is not in force"
run espalier show D-SP-003 --changes 2
diff corpora/recovery-care/documents/D-SP-003.md corrected.md | grep -c '^>' >"$scratch/wanted"
test "$(grep -c '^  after ' "$scratch/out")" -eq "$(cat "$scratch/wanted")"
report $? "what was changed is told in as many lines as diff finds"
check_out '^  before  .*\*caseload\*' "with the words before"
check_out '^  after   .*\*load of cases\*' "and after"
run espalier show D-SP-003 --changes 1
check_err "^espalier: version 1 of 'D-SP-003' is the text as it was imported; nothing was changed in it$" "the first has no changes"
run espalier show D-SP-003 --version 7
check_err "^espalier: 'D-SP-003' has no version '7'; 'espalier show D-SP-003 --versions' lists those it has$" "nor is there any number"
run espalier show D-SP-003 --version 1 --versions
check_status 2 "one at a time"
run espalier carried accept --all
check_out '^looked at: 1 item$' "it is looked at"
run espalier carried
check_out '^nothing that was carried over' "once"
sed 's/D-SP-003:/D-SP-002:/' corrected.md >mislabelled.md
run espalier revise D-SP-003 mislabelled.md --dry-run
check_err "'D-SP-002' speaks in it, who did not in the text before" "who speaks anew is told"
check_err "'D-SP-003', who spoke in the text before, does not in this one; what is coded there does not count as their words" "and who does not any more"
sed 's/Interviewer:/Interviewerin:/' corrected.md >renamed.md
run espalier revise D-SP-003 renamed.md --dry-run
check_err "'Interviewer', who spoke in the text before, does not in this one; what they said is somebody else's in it, or nobody's; look" "nothing is said of the codings of one who has none"
run espalier revise D-SP-003 corrected.md
check_err 'there is nothing to correct$' "the same text is no correction"
run espalier revise D-SP-003 corpora/recovery-care/documents/A-CC-001.txt
check_err "is the text of another document, 'A-CC-001'$" "nor is another document's"
echo "quite another text" >other.txt
run espalier revise D-SP-003 other.txt
check_err 'is it another transcript\? --anyway takes it$' "nor is quite another text"
cat corrected.md corpora/recovery-care/documents/A-CC-001.txt corpora/recovery-care/documents/A-SM-001.txt >joined.md
run espalier revise D-SP-003 joined.md
check_err "^espalier: [0-9]+ of the [0-9]+ words of 'joined.md' are not in 'D-SP-003': is another transcript in it\? --anyway takes it$" "nor is one with others in it"
run espalier revise D-SP-003 corpora/recovery-care/documents
check_err "^espalier: cannot read 'documents': it is a folder, not a file$" "nor is a folder"
: >nothing.txt
run espalier revise D-SP-003 nothing.txt
check_err "cannot read 'nothing.txt': it is empty" "nor is an empty file"
run espalier undo
run espalier undo
check_status 0 "a correction is undone"
run espalier codings --document D-SP-003
check_out 'a small caseload' "and everything is back"

# ---- charting
run espalier chart set B-SM-001 recovery/meaning
check_status 2 "a cell without text or content is wrong usage"
run espalier chart set B-SM-001 recovery/meaning --content "no idea"
check_err 'nothing said' "an unknown content lists the contents"
run sh -c 'echo "Ordinary things; hope is part of it." | espalier chart set B-SM-001 recovery/meaning --text - --evidence "hope is part of it"'
check_out '^charted B-SM-001: .*, 1 piece of evidence' "charting tells what was charted"
run sh -c 'echo x | espalier chart set B-SM-001 recovery/support --text - --evidence -'
check_status 2 "standard input is read once"
run espalier chart show B-SM-001 recovery/meaning
check_out 'B-SM-001, turn [0-9]+: “hope is part of it”' "a cell shows its evidence"
run espalier chart show B-SM-001 recovery/meaning --json
check_out '"words": "hope is part of it"' "so it does in JSON"
run espalier chart set B-SM-001 recovery/meaning --text "Ordinary things." --evidence "A front door, … something to get up for"
check_status 0 "a quote may leave words out"
run espalier chart show B-SM-001 recovery/meaning
check_out 'turn [0-9]+ \(edited\): “A front door, … something' "an edited quote is marked"
run espalier chart show B-SM-001 recovery/meaning --versions
check_out 'version 1$' "earlier versions are kept"
run espalier chart set B-SM-001 recovery/meaning --text "Again." --evidence-turn 1 --coder C2
check_out 'replaces version 2 by C1; --independent keeps both; note: no evidence is in the case.s own words$' "another's summary is replaced aloud"
run espalier chart set B-SM-001 recovery/meaning --content "nothing said" --coder C2
check_out 'note: 1 passage of the case.s own words is coded here$' "nothing said goes ill with codings"
run espalier chart set B-SM-001 recovery/meaning --text "Mine." --evidence "hope is part of it" --independent
run espalier chart check B-SM-001 recovery/meaning --verdict agreed
check_status 1 "with several summaries a check says whose"
check_err 'has summaries by C2, C1; say whose you checked with --of CODER' "they are listed"
run espalier chart check B-SM-001 recovery/meaning --verdict agreed --of C1
check_out 'version 1 by C1, agreed; note: it is your own summary$' "a check tells of what it is"
run espalier chart coverage
check_out '^all ' "coverage counts everything in its last row"
run espalier chart coverage --by case
test "$(wc -L <"$scratch/out")" -le 80
report $? "coverage fits 80 columns"
run espalier chart coverage --json
check_out '"not_applicable": 0' "full words stand in its JSON"

# ---- writing
run espalier export matrix
check_status 2 "an export without a file is wrong usage"
run espalier export matrix --to matrix.docx
check_status 2 "a format that cannot be written is refused"
run espalier export matrix --to matrix.csv
check_out "^wrote 'matrix.csv'" "an export tells what it wrote"
run espalier export matrix --to matrix.csv
check_out "^replaced 'matrix.csv'" "and what it replaced"
cp corpora/recovery-care/study.xml kept.xml
cp care.espalier kept.study
for kind in matrix framework archive; do
  run espalier export $kind --to kept.xml
  check_status 1 "export $kind does not replace another's file"
  check_err "'kept.xml' is there and is no $kind that Espalier wrote" "and says so ($kind)"
done
cmp corpora/recovery-care/study.xml kept.xml >"$scratch/err"
report $? "which stays as it was"
run espalier export archive --to kept.study
check_status 1 "export never replaces a study"
rm kept.xml kept.study
run espalier export matrix --where site=Burgundi --to matrix.csv
check_status 1 "a value that no case has is refused"
check_err "site.*Burgundy" "and answered with those there are"
run espalier cases --where site=burgundy
check_out '^B-SM-001 ' "cases takes the same --where"
run espalier cases --where site=Burgundi
check_status 1 "and refuses the same"
run espalier compare within Burgundy
check_out 'Burgundy' "a comparison is printed"
run espalier compare across
check_status 2 "comparing across wants an attribute"

# ---- the whole study, out and in
run espalier export archive --to care.xml
check_status 0 "an archive is written"
mkdir again
run espalier new again/again.espalier --archive care.xml --coder C1
check_status 0 "a study is made of it"
run espalier -s again/again.espalier export archive --to again/care.xml
cmp care.xml again/care.xml >"$scratch/err"
report $? "which gives the same archive"
run espalier new again/empty.espalier --coder C1
run espalier -s again/empty.espalier import care.xml --coder C1
check_out "^added from 'care.xml': .*coding.* by C1, C2 \\([0-9]+ parts in all\\)$" "import takes an archive too, and says what it added"
run espalier -s again/empty.espalier import corpora/recovery-care/study.xml --coder C1
check_status 1 "XML that is no archive is refused"

# ---- the world outside
if [ -w /dev/full ]; then
  run sh -c 'espalier documents >/dev/full'
  check_status 1 "a full disk behind the output is a failure"
  check_err 'cannot write the output' "and it says so"
fi
printf 'Interviewer: Was it\033[31m loud?\n\nB-SM-009: Yes, \033]0;title\007it was.\n' >B-SM-009.txt
run espalier import B-SM-009.txt
run espalier show B-SM-009
grep -q "$(printf '\033')" "$scratch/out"
test $? -eq 1
report $? "control characters of a document never reach the terminal"
run espalier check
check_status 0 "after all this the study is whole"
chmod 400 care.espalier
run espalier documents
check_status 0 "a study that cannot be written can be read"
done_testing
