#!/bin/sh
# Bad input and a bad world: every failure is one clear sentence that names what is wrong, ends with the status that the design
# says, and leaves the study as it was, to the byte.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }
command -v zip >/dev/null || { echo "1..0 # SKIP zip is missing: apt-get install zip"; exit 0; }

# All that a study holds, as a checksum.
contents () { sqlite3 "file:$1?mode=ro" .dump | sha256sum; }

# fails STATUS PATTERN CLAIM COMMAND ...: with that status, one sentence that fits, and no change. Wrong usage has the usage below.
fails () {
  wanted=$1 pattern=$2 claim=$3
  shift 3
  before=$(contents "$study")
  run "$@"
  after=$(contents "$study")
  why=
  [ "$status" -eq "$wanted" ] || why="exit status $status instead of $wanted"
  head -n 1 "$scratch/err" | grep -Eq -e "^espalier: $pattern" || why="$why; the message is another"
  [ "$wanted" -eq 2 ] || [ "$(wc -l <"$scratch/err")" -eq 1 ] || why="$why; not one line of message"
  [ "$(tail -c 2 "$scratch/err" | head -c 1)" != . ] || why="$why; the message ends with a full stop"
  [ "$before" = "$after" ] || why="$why; the study has changed"
  [ ! -e "$study-journal" ] || why="$why; a journal is left"
  [ -z "$why" ] || echo "$why" >>"$scratch/err"
  test -z "$why"
  report $? "$claim"
}
skip () { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; }

study=$scratch/here/care.espalier
espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 >/dev/null \
  && espalier import corpora/recovery-care/documents >/dev/null \
  && espalier code B-SM-001 recovery/meaning --turn 4 >/dev/null || { echo "Bail out! there is no study to spoil"; exit 1; }

# ---- files that are no study
mkdir folder.espalier
: >empty.espalier
echo "Dear diary" >text.espalier
sqlite3 other.espalier 'CREATE TABLE a (b); INSERT INTO a VALUES (1)'
head -c 20000 care.espalier >cut.espalier
sqlite3 newer.espalier ".restore care.espalier" "PRAGMA user_version = 99"
for name in folder empty text other; do
  fails 1 ".*'$name.espalier' is not an Espalier study" "a file that is no study is refused: $name" espalier -s $name.espalier log
  fails 1 ".*'$name.espalier' is not an Espalier study" "neither is it written to: $name" espalier -s $name.espalier code B-SM-001 recovery --turn 2
done
fails 1 "cannot open 'nowhere.espalier': there is no such file" "a study that is not there is not made" espalier -s nowhere.espalier log
fails 1 ".*cut.espalier.*(damaged|does not hold together)" "a study that was cut off is told as damaged" espalier -s cut.espalier log
fails 1 "'newer.espalier' was made by a newer Espalier.*update" "a newer study is refused with what to do" espalier -s newer.espalier log
fails 1 "'newer.espalier' was made by a newer Espalier" "nor is it written to" espalier -s newer.espalier undo
rm -rf ./folder.espalier empty.espalier text.espalier other.espalier cut.espalier newer.espalier

# ---- a study that somebody altered
cp care.espalier altered.espalier
sqlite3 altered.espalier "UPDATE history_change SET about = 'nothing at all' WHERE command = 'import'"
run espalier -s altered.espalier check
check_status 1 "check notices a history that was rewritten"
cp care.espalier altered.espalier
sqlite3 altered.espalier "UPDATE text_body SET body = replace (body, 'hope', 'fear')"
run espalier -s altered.espalier check
check_status 1 "check notices words that were altered"
cp care.espalier altered.espalier
sqlite3 altered.espalier "UPDATE coding SET end_cp = 99999999"
run espalier -s altered.espalier check
check_status 1 "check notices a span outside its text"
rm altered.espalier

# ---- documents that cannot be read
mkdir -p word one
body='<w:body><w:p><w:r><w:t>Interviewer: And how was that?</w:t></w:r></w:p><w:p><w:r><w:t>B-SM-009: All right.</w:t></w:r></w:p></w:body>'
space='xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
head -c 3000 corpora/recovery-care/documents/B-SM-001.docx >B-SM-002.docx
{ printf '\320\317\021\340\241\261\032\341'; head -c 1016 /dev/zero; printf EncryptedPackage | sed 's/./&\n/g' | tr '\n' '\0'; head -c 992 /dev/zero; } \
  >B-SM-003.docx
{ printf '<w:document %s><w:body><w:p><w:r><w:t>' "$space"; head -c 400000000 /dev/zero | tr '\0' a; printf '</w:t></w:r></w:p></w:body></w:document>'; } \
  | (cd one && mkdir word && cat >word/document.xml && zip -q -9 ../B-SM-004.docx word/document.xml; rm -r word)
printf '<w:document %s>%s</w:document>' "$space" "$body" >word/document.xml
zip -q B-SM-005.docx word/document.xml
mkdir -p aa/bb && cp word/document.xml aa/bb/x && zip -q B-SM-005.docx aa/bb/x
sed 's,aa/bb/x,../../x,g' B-SM-005.docx >B-SM-006.docx
printf '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document %s><w:body><w:p><w:r><w:t>B-SM-007: &a;</w:t></w:r></w:p></w:body></w:document>' "$space" >word/document.xml
zip -q B-SM-007.docx word/document.xml
printf '<w:document %s>%s' "$space" "$body" >word/document.xml
zip -q B-SM-008.docx word/document.xml
printf 'Interviewer: H\303\251l\303\250ne, na\303\257ve, o\303\271, \303\251t\303\251?\n\nB-SM-010: caf\351, th\351, pr\351, bl\351.\n' >B-SM-010.txt
printf 'Interviewer: Hello.\n\nB-SM-011: a\0b\0c\0d\0e.\n' >B-SM-011.txt
printf 'Interviewer: H\303\251l\303\250ne, na\303\257ve, o\303\271?\n\nB-SM-014: caf\351, a\0b.\n' >B-SM-014.txt
: >B-SM-012.txt
printf 'Interviewer: Hello.\n\nZ-SM-001: Hello.\n' >Z-SM-001.txt
refused () { fails 1 "nothing was imported: 1 file refused" "$2 is refused" espalier import "$1"; check_out "refused .*$1.*$3" "$2: the report says so"; }
refused B-SM-002.docx "a docx that was cut off" "(cut off|incomplete|damaged|truncated|not .*whole|no Word)"
refused B-SM-003.docx "an encrypted docx" "password"
refused B-SM-004.docx "a zip bomb" "(larger|bigger|large|too|unpack)"
refused B-SM-006.docx "a zip with '..' in a name" "outside"
refused B-SM-007.docx "an entity attack in a docx" "(document type|DOCTYPE|DTD|entit)"
refused B-SM-008.docx "a docx whose XML breaks off" "(XML|ends|not well|broken|damaged|closed)"
refused B-SM-010.txt "UTF-8 with four bytes of a hundred that are none" "UTF-8"
run espalier import -n B-SM-014.txt
check_out "B-SM-014.txt: has 1 byte in line 3 that is no character of UTF-8; read as U\+FFFD" "for one byte no interview is lost, and its line is told"
check_out "B-SM-014.txt: has 1 NUL character in line 3; left out" "nor for one NUL"
printf 'case,age\nB-SM-001,45\n' >B-SM-013.csv
refused B-SM-013.csv "a sheet of values" "attributes import"
refused B-SM-011.txt "a text with four NUL bytes" "(NUL|zero|binary|not.* text)"
refused B-SM-012.txt "an empty file" "empty"
refused Z-SM-001.txt "a label of a site that the scheme does not know" "'Z"
fails 1 ".*no-such-file.txt.*there is no such file" "a file that is not there is refused" espalier import no-such-file.txt

mkdir some
cp B-SM-002.docx some
printf 'Interviewer: And how was that?\n\nB-SM-013: It was all right, I suppose.\n' >some/B-SM-013.txt
before=$(sqlite3 care.espalier 'SELECT count (*) FROM document')
run espalier import some
check_status 3 "an import with one refused file is done in part"
check_out 'refused .*B-SM-002.docx' "the report names the refused one"
test "$(sqlite3 care.espalier 'SELECT count (*) FROM document')" -eq $((before + 1))
report $? "the other one is in the study"
run espalier undo
check_status 0 "what was done in part is undone"

# ---- XML that attacks
cat >attack.xml <<'XML'
<?xml version="1.0"?>
<!DOCTYPE study [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<study xmlns="urn:espalier:study:1" title="&b;&c;"/>
XML
sed 's/urn:espalier:study:1/urn:espalier:framework:1/; s/study/framework/g' attack.xml >framework.xml
sed 's/urn:espalier:study:1/urn:espalier:archive:1/; s/study/archive/g' attack.xml >archive.xml
refusal=".*(document type|DOCTYPE|DTD|entit)"
fails 1 "attack.xml$refusal" "an entity attack in a study definition is refused" espalier new attacked --study attack.xml --coder C1
fails 1 "framework.xml$refusal" "an entity attack in a framework is refused" espalier framework import framework.xml --analysis other
fails 1 "framework.xml$refusal" "so it is for a new study" espalier new attacked --framework framework.xml --coder C1
fails 1 "archive.xml$refusal" "an entity attack in an archive is refused" espalier import archive.xml
test ! -e attacked.espalier
report $? "no study is left of that"
espalier export archive --to whole.xml >/dev/null
sed 's/hope is part of it/fear is part of it/' whole.xml >altered.xml
fails 1 "altered.xml.*(checksum|altered)" "an archive whose words were altered is refused" espalier import altered.xml
head -c 100000 whole.xml >cut.xml
fails 1 "cut.xml" "an archive that was cut off is refused" espalier import cut.xml
printf '<study xmlns="urn:espalier:study:1"><nonsense/></study>' >odd.xml
fails 1 "odd.xml:1" "a definition that does not fit its schema is refused with its line" espalier new attacked --study odd.xml --coder C1

# ---- what is no file
mkfifo pipe
for name in /dev/zero pipe; do
  fails 1 ".*'$name'.*not a file" "rules are not read from what is no file: $name" timeout 20 espalier autocode $name
  fails 1 ".*'$name'.*not a file" "nor is a definition: $name" timeout 20 espalier new endless --study $name --coder C1
  fails 1 ".*'$name'.*not a file" "nor is a framework: $name" timeout 20 espalier framework import $name --analysis other
done
fails 1 ".*'folder' is a folder" "nor from a folder" sh -c 'mkdir -p folder && espalier new endless --study folder --coder C1'
test ! -e endless.espalier
report $? "no study is left of that"
rm -r pipe folder

# ---- names that mean something to somebody else
run espalier new 'file:y?vfs=x' --coder C1
check_status 0 "a study may have a name that SQLite would take for an address"
run espalier -s 'file:y?vfs=x.espalier' check
check_status 0 "it is opened under that name"
test -s 'file:y?vfs=x.espalier'
report $? "which its file has"
rm -f file:*
fails 2 ".*coder" "nobody's name drives a terminal" espalier --coder "$(printf 'A\033[2J')" code B-SM-001 recovery/meaning --turn 6
mkdir odd
: >"odd/$(printf 'B-SM-014.txt\nimported  B-SM-015.txt')"
: >"odd/$(printf 'B-SM-016\342\200\256txt.exe')"
run espalier import odd
check_out 'B-SM-014.txt imported B-SM-015.txt: ' "a file's name stays on one line of the report"
test "$(grep -c '^imported' "$scratch/out")" -eq 0
report $? "it forges none"
check_out 'B-SM-016�txt.exe: ' "nor does it turn the writing around"
test "$(grep -c "$(printf '\342\200\256')" "$scratch/out")" -eq 0
report $? "anywhere"
rm -r odd

# ---- places, themes and cases that are not there
fails 1 ".*(outside|ends|only|long)" "a span outside the text is refused" espalier code B-SM-001 recovery/meaning --span 10-99999999
fails 2 ".*5-5" "an empty span is wrong usage" espalier code B-SM-001 recovery/meaning --span 5-5
fails 2 ".*9-3" "a span that ends before it begins is wrong usage" espalier code B-SM-001 recovery/meaning --span 9-3
fails 2 ".*0" "there is no turn 0" espalier code B-SM-001 recovery/meaning --turn 0
fails 1 ".*9999" "a turn that is not there is refused" espalier code B-SM-001 recovery/meaning --turn 9999
fails 1 ".*recovery/meening" "an unknown theme is refused" espalier code B-SM-001 recovery/meening --turn 4
fails 1 ".*other" "an ambiguous theme is refused" espalier code B-SM-001 other --turn 4
check_err "recovery/other" "it lists the candidates"
fails 1 ".*the" "an ambiguous quote is refused" espalier code B-SM-001 recovery/meaning --quote "the"
check_err "turn [0-9]+.*turn [0-9]+" "it shows the places"
fails 1 ".*nobody said" "a quote that is not there is refused" espalier code B-SM-001 recovery/meaning --quote "words that nobody said"
fails 1 ".*B-SM-999" "an unknown case is refused" espalier code B-SM-999 recovery/meaning --turn 4
fails 1 ".*nobody said" "evidence that is not there is refused" \
  espalier chart set B-SM-001 recovery/meaning --text "Hope." --evidence "words that nobody said"
fails 1 ".*B-SM-999" "an unknown case is not charted" espalier chart set B-SM-999 recovery/meaning --text "Hope." --draft
fails 1 ".*ffffffff" "a coding that is not there is not taken away" espalier uncode ffffffff
fails 1 ".*ffffffff" "a change that is not there is not undone" espalier undo ffffffff
fails 1 ".*nowhere" "an unknown section is not exported" espalier export matrix --section nowhere --to a.html
fails 1 ".*Nowhere" "an unknown site is not compared" espalier compare within Nowhere
fails 1 ".*nowhere" "an unknown attribute is not compared by" espalier compare across --by nowhere
printf 'recovery/meaning,hope\nrecovery/nowhere,fear\n' >rules.csv
fails 1 "rules.csv.*2.*recovery/nowhere" "a rule for an unknown theme is refused with its line" espalier autocode rules.csv
printf 'recovery/meaning,/(hope/\n' >rules.csv
fails 1 "rules.csv.*1" "a pattern that is none is refused with its line" espalier autocode rules.csv
fails 1 "rules.csv.*1" "it is in a dry run too" espalier autocode rules.csv --dry-run

# ---- wrong usage
fails 2 ".*frobnicate" "an unknown command is wrong usage" espalier frobnicate
fails 2 "." "no command is wrong usage" espalier
fails 2 "." "a missing argument is wrong usage" espalier code B-SM-001
fails 2 ".*frobnicate" "an unknown option is wrong usage" espalier log --frobnicate
fails 2 "." "an unknown format is wrong usage" espalier export matrix --to a.docx
fails 2 "." "a cell without anything to say is wrong usage" espalier chart set B-SM-001 recovery/meaning

# ---- two programs writing at once; with a second person in the study, one must say who one is
export ESPALIER_CODER=C1
mkdir copies
cp care.espalier copies/colleague.espalier
espalier -s copies/colleague.espalier --coder C2 code B-SM-001 recovery/meaning --turn 8 >/dev/null
mkfifo "$scratch/say"
sqlite3 care.espalier <"$scratch/say" >"$scratch/held" 2>&1 &
holder=$!
exec 9>"$scratch/say"
printf '.timeout 10000\nBEGIN IMMEDIATE;\nSELECT 17;\n' >&9
tries=0
until grep -q 17 "$scratch/held" || [ $tries -ge 100 ]; do tries=$((tries + 1)); sleep 0.1; done
begun=$(date +%s%N)
fails 1 "cannot change .*care.espalier.*sqlite3, process [0-9]+.*try again" "the second writer is told who holds the study" \
  env ESPALIER_WAIT=1 espalier code B-SM-001 recovery/meaning --turn 6
test $((($(date +%s%N) - begun) / 1000000)) -ge 900
report $? "it has waited before it said so"
run espalier codings
check_status 0 "reading goes on meanwhile"
fails 1 "cannot change .*care.espalier.*sqlite3, process [0-9]+.*try again" "nor does anybody merge meanwhile" \
  env ESPALIER_WAIT=1 espalier merge copies/colleague.espalier
ESPALIER_WAIT=20 espalier code B-SM-001 recovery/meaning --turn 6 >"$scratch/out" 2>"$scratch/err" &
waiter=$!
sleep 0.5
echo 'ROLLBACK;' >&9
exec 9>&-
wait "$waiter"
report $? "a writer that waits goes on when the study is free"
wait "$holder" 2>/dev/null
run espalier undo
check_status 0 "and so do those after it"

# ---- a copy that is in use
# hold FILE SQL: somebody has begun this in the file, and has not ended.
hold () {
  sqlite3 "$1" <"$scratch/say" >"$scratch/held" 2>&1 &
  holder=$!
  exec 9>"$scratch/say"
  printf '.timeout 10000\n%s;\nSELECT 17;\n' "$2" >&9
  tries=0
  until grep -q 17 "$scratch/held" || [ $tries -ge 100 ]; do tries=$((tries + 1)); sleep 0.1; done
}
let_go () { echo 'ROLLBACK;' >&9; exec 9>&-; wait "$holder" 2>/dev/null; }
cp care.espalier copies/kept.espalier
hold copies/colleague.espalier "BEGIN IMMEDIATE; DELETE FROM coding; DELETE FROM history_change"
run espalier merge copies/colleague.espalier
check_status 0 "a copy in which its owner works is merged as it was before"
check_out "C2: 1 coding" "with all that was done by then"
let_go
cp copies/kept.espalier care.espalier
hold copies/colleague.espalier "BEGIN EXCLUSIVE"
fails 1 "cannot .*colleague.espalier.*sqlite3, process [0-9]+.*try again" "one that is being written is waited for, and then told" \
  env ESPALIER_WAIT=1 espalier merge copies/colleague.espalier
let_go
run espalier merge copies/colleague.espalier
check_status 0 "and merged when it is free"
# Somebody codes in the copy all the time: each merge takes what is there by then, and the last one the rest.
for start in $(seq 100 20 900); do
  espalier -s copies/colleague.espalier --coder C2 --quiet code B-SM-001 recovery/meaning --span "$start-$((start + 70))" || break
done >"$scratch/owner" 2>&1 &
owner=$!
merges=0 lost=0
while kill -0 "$owner" 2>/dev/null; do
  espalier merge copies/colleague.espalier >"$scratch/out" 2>"$scratch/err" || { lost=1; break; }
  merges=$((merges + 1))
done
wait "$owner" && [ ! -s "$scratch/owner" ] && [ "$lost" -eq 0 ]
report $? "a copy is merged while its owner works in it: $merges times"
run espalier merge copies/colleague.espalier
check_status 0 "and when the owner has finished"
of_c2="SELECT count (*) FROM coding x JOIN coder c ON c.id = x.coder_id WHERE c.name = 'C2' AND x.gone = 0"
test "$(sqlite3 care.espalier "$of_c2")" = "$(sqlite3 copies/colleague.espalier "$of_c2")"
report $? "which brings all of it"
run espalier check
check_status 0 "and the study is whole"

# ---- a place that cannot be written
# as_other COMMAND ...: as someone whom permissions bind.
if [ "$(id -u)" -ne 0 ]; then
  as_other () { "$@"; }
elif command -v setpriv >/dev/null; then
  as_other () { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
else
  as_other () { return 126; }
fi
mkdir locked
cp care.espalier locked
espalier -s copies/colleague.espalier --coder C2 code B-SM-001 recovery/meaning --turn 12 >/dev/null
chmod 755 "$scratch" "$scratch/here" "$scratch/bin"
chmod 644 copies/colleague.espalier
[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 locked
chmod 555 locked
if as_other espalier --version >/dev/null 2>&1; then
  study=$scratch/here/locked/care.espalier
  fails 1 "cannot (change|use) .*care.espalier.*written" "in a read-only folder nothing is coded" \
    as_other espalier -s locked/care.espalier code B-SM-001 recovery/meaning --turn 6
  fails 1 "cannot (change|use) .*care.espalier.*written" "nor imported" as_other espalier -s locked/care.espalier import some
  fails 1 "cannot make 'locked/new.espalier'" "nor is a study made" as_other espalier new locked/new --coder C1
  fails 1 ".*locked/matrix.html" "nor is anything exported to it" \
    as_other espalier -s locked/care.espalier export matrix --to locked/matrix.html
  fails 1 ".*locked/copy.espalier" "nor is a backup made in it" as_other espalier -s locked/care.espalier backup locked/copy.espalier
  fails 1 "cannot (change|use) .*care.espalier.*written" "nor is anything merged into it" as_other espalier -s locked/care.espalier merge copies/colleague.espalier
  fails 1 "cannot (change|use) .*care.espalier.*written" "nor undone" as_other espalier -s locked/care.espalier undo
  fails 1 ".*locked/copy.espalier" "nor is it cloned there" as_other espalier -s locked/care.espalier clone locked/copy.espalier --coder C2
  fails 1 ".*locked/copy.espalier" "nor made compact there" as_other espalier -s locked/care.espalier backup --compact locked/copy.espalier
  run as_other espalier -s locked/care.espalier check
  check_status 0 "but the study there is read, and whole"
  test "$(ls locked)" = care.espalier
  report $? "and nothing is left beside it"
  mkdir open && cp copies/kept.espalier open/care.espalier && cp copies/colleague.espalier open/secret.espalier && chmod 000 open/secret.espalier
  [ "$(id -u)" -ne 0 ] || chown -R 65534:65534 open
  study=$scratch/here/open/care.espalier
  fails 1 "cannot open 'open/secret.espalier'" "a copy that may not be read is not merged" as_other espalier -s open/care.espalier merge open/secret.espalier
  run as_other espalier -s open/care.espalier merge locked/care.espalier
  check_status 0 "one that may only be read is, from a folder that may only be read"
  test "$(ls locked)" = care.espalier
  report $? "and nothing is left beside it"
  chmod 700 open/secret.espalier
  study=$scratch/here/locked/care.espalier
  chmod 755 locked && chmod 444 locked/care.espalier
  fails 1 "cannot change .*care.espalier" "a read-only file is not written to either" \
    as_other espalier -s locked/care.espalier code B-SM-001 recovery/meaning --turn 6
  study=$scratch/here/care.espalier
else
  skip "a read-only folder" "root can write everywhere, and setpriv cannot run the program as another person"
fi

# ---- a full disk
mkdir disk
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=1600k tmpfs disk 2>/dev/null; then
  trap 'umount -l "$scratch/here/disk"; rm -rf "$scratch"' EXIT
  espalier new disk/care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 >/dev/null
  espalier -s disk/care.espalier import corpora/recovery-care/documents/B-SM-001.docx >/dev/null
  study=$scratch/here/disk/care.espalier
  mkdir many
  for number in 101 102 103 104 105 106 107 108 109 110; do
    { for turn in $(seq 900); do
        printf 'Interviewer: And then, what happened in week %s?\n\nB-SU-%s: Week %s was like the %s before, really, more of the same.\n\n' "$turn" $number "$turn" "$((number + turn))"
      done; } >many/B-SU-$number.txt
  done
  fails 1 "cannot .*disk/care.espalier.*disk is full.*nothing was changed" "an import that fills the disk fails" \
    espalier -s disk/care.espalier import many
  run espalier -s disk/care.espalier check
  check_status 0 "the study is whole after it"
  head -c 1600000 /dev/zero >disk/ballast 2>/dev/null
  fails 1 ".*(full|space)" "a full disk is told when an archive is written" espalier -s disk/care.espalier export archive --to disk/a.xml
  fails 1 ".*(full|space)" "and when a matrix is written" espalier -s disk/care.espalier export matrix --to disk/a.html
  fails 1 ".*(full|space)" "and when a backup is made" espalier -s disk/care.espalier backup disk/copy.espalier
  fails 1 ".*(full|space)" "and when a study is made" espalier new disk/new --coder C1
  fails 1 ".*(full|space)" "and when a clone is made" espalier -s disk/care.espalier clone disk/copy.espalier --coder C2
  fails 1 ".*(full|space)" "and when a compact copy is made" espalier -s disk/care.espalier backup --compact disk/copy.espalier
  fails 1 "cannot .*disk/care.espalier.*disk is full.*nothing was changed" "a full disk is told when something is undone" espalier -s disk/care.espalier undo
  test "$(ls disk)" = "$(printf 'ballast\ncare.espalier')"
  report $? "nothing is left of any of them"
  rm disk/ballast
  cp disk/care.espalier copies/large.espalier
  espalier -s copies/large.espalier --coder C2 import many >/dev/null
  fails 1 "cannot .*disk/care.espalier.*disk is full.*nothing was changed" "a merge that fills the disk fails" \
    espalier -s disk/care.espalier merge copies/large.espalier
  run espalier -s disk/care.espalier merge copies/large.espalier --dry-run
  [ "$status" -eq 1 ] && grep -q "disk is full" "$scratch/err" || [ "$status" -eq 0 ]
  report $? "a dry run of it says so too, or what would come"
  run espalier -s disk/care.espalier check
  check_status 0 "the study is whole after it"
  mkdir seal && mount -t tmpfs -o size=8m tmpfs seal && cp copies/large.espalier copies/colleague.espalier seal && mount -o remount,ro seal
  fails 1 ".*seal/copy.espalier" "nothing is cloned to a medium that cannot be written" espalier -s disk/care.espalier clone seal/copy.espalier --coder C2
  run espalier merge seal/colleague.espalier
  check_status 0 "but a copy on it is merged"
  umount -l seal
  run espalier -s disk/care.espalier code B-SM-001 recovery/meaning --turn 4
  check_status 0 "with room again, work goes on"
  study=$scratch/here/care.espalier
else
  skip "a full disk" "only root can mount a small disk to fill"
fi

run espalier check
check_status 0 "after all this the study is whole"
done_testing
