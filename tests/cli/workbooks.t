#!/bin/sh
# Workbooks as documents: what goes in is what LibreOffice shows of them, be they written as Excel writes them (by
# tests/support/workbooks.py) or by LibreOffice.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1
for program in soffice python3 sqlite3; do
  command -v "$program" >/dev/null || { echo "1..0 # SKIP $program is missing: apt-get install libreoffice-calc-nogui python3 sqlite3"; exit 0; }
done

# office FILE FORMAT OPTION ...: what LibreOffice makes of it, here, without its profile of another run; lists are UTF-8 with commas.
office () {
  file=$1 format=$2
  shift 2
  timeout 120 soffice "-env:UserInstallation=file://$PWD/office" --headless "$@" --convert-to "$format" --outdir . "$file" >/dev/null 2>&1
}
# texts FILE OPTION ...: the documents that an import of it makes, with turns and times.
texts () {
  rm -f one.espalier && espalier new one >/dev/null
  run espalier import "$@" --rows respondent
  sqlite3 one.espalier "SELECT c.label || char (10) || t.body || char (10) || l.lines FROM document d
    JOIN study_case c ON c.id = d.case_id JOIN document_version v ON v.document_id = d.id JOIN text_body t ON t.hash = v.text_hash
    JOIN layout l ON l.hash = v.layout_hash ORDER BY 1"
}
columns='--column ID=case --column Words=question --column When=question --column Count=question --column Sum=question'

for kind in shared inline strict 1904; do
  python3 "$srcdir/tests/support/workbooks.py" $kind $kind.xlsx || echo "Bail out! no workbook"
  mkdir -p from
  office $kind.xlsx "csv:Text - txt - csv (StarCalc):44,34,76" && mv $kind.csv from/
  # shellcheck disable=SC2086
  texts $kind.xlsx $columns >ours
  cp "$scratch/out" report
  # shellcheck disable=SC2086
  texts from/$kind.csv $columns >theirs
  [ "$(grep -c 'w1 ' ours)" -ge 2 ] && diff theirs ours >>"$scratch/err"
  report $? "a workbook ($kind) has the words, dates, numbers and results that LibreOffice shows"
done
cp report "$scratch/out"
check_out 'of what it holds, 1 row and 1 column are hidden in the workbook; read all the same' "what is hidden is told"
grep -q 'spoken' ours theirs
report $((! $?)) "how a name is spoken is no word"
# shellcheck disable=SC2086
texts 1904.xlsx $columns --sheet Second >ours
grep -q 'second sheet' ours
report $? "another sheet is read when it is named"

python3 "$srcdir/tests/support/workbooks.py" list words.csv
office words.csv xlsx --infilter=CSV:44,34,76
columns='--column ID=case --column A=question --column B=question'
# shellcheck disable=SC2086
texts words.csv $columns >theirs
# shellcheck disable=SC2086
texts words.xlsx $columns >ours
[ "$(grep -c '^P' ours)" -ge 40 ] && diff theirs ours >>"$scratch/err"
report $? "a list that LibreOffice made a workbook of has the words that it had"
done_testing
