#!/bin/sh
# import --encoding: what plain texts are in, found out or said; and what is said of it.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }

espalier new coded --coder C1 >/dev/null || { echo "Bail out! no study"; exit 1; }
said () { # said TEXT CLAIM: a text in the study is that
  [ "$(sqlite3 "file:coded.espalier?mode=ro" "SELECT count (*) FROM text_body WHERE body = '$1'")" = 1 ] \
    || { sqlite3 "file:coded.espalier?mode=ro" "SELECT body FROM text_body" >>"$scratch/err"; false; }
  report $? "$2"
}

printf 'P1: It isn\222t far \226 we said \223yes\224 and paid \24340.\r\n' >quotes.txt
printf 'P1: caf\351 here, you said.\n' >cafe.txt
printf 'P1: \272\241 \332\n' >short.txt
printf 'P1: na\303\257ve\nP2: caf\303\251\nP1: caf\351 again\n' >damaged.txt
printf '\377\376P\0001\000:\000 \000h\000i\000' >wide.txt
printf '\327\361z@\210\205\223\223\226%%' >mainframe.txt

run espalier import quotes.txt
check_status 0 "a text in windows-1252 is imported"
check_out "^warning .*quotes.txt: is in windows-1252, as far as can be told, with .isn’t. in line 1; stored as UTF-8; --encoding says another$" "and the report names the guess, with a word by which to judge it"
said "P1: It isn’t far – we said “yes” and paid £40.
" "with its quotes, dash and pound"

run espalier import --encoding macintosh quotes.txt
check_out "^warning .*quotes.txt: the same file is in the study as 'quotes'; skipped; 'espalier revise quotes FILE --encoding macintosh' reads it so$" \
  "a file that is there is not read anew, and the report says what does that"
run espalier revise quotes quotes.txt --encoding macintosh --anyway --dry-run
check_status 0 "which it does"
run espalier import --verbose quotes.txt
check_out "^note .*quotes.txt: the same file is in the study as 'quotes'; skipped$" "without another encoding it is a note"

run espalier import --verbose wide.txt
check_out "^note .*wide.txt: is in UTF-16LE; stored as UTF-8$" "a mark is no guess: a note"

run espalier import --encoding iso-8859-5 --verbose cafe.txt
check_status 0 "what a person says is believed"
check_out "^note .*cafe.txt: is in iso-8859-5, as was said; stored as UTF-8$" "and noted"
said "P1: cafщ here, you said.
" "and the words are in it"

run espalier import --encoding cp500 mainframe.txt
check_status 0 "a text that is not even ASCII is imported by what is said"
said "P1: hello
" "with its words"

run espalier import damaged.txt
check_status 0 "UTF-8 with a byte of something else is imported"
check_out "^warning .*damaged.txt: has 1 byte in line 3 that is no character of UTF-8; read as U\+FFFD .*; mend the file and read it again, or say another with --encoding$" "and the line is said, and what to do"
said "P1: naïve
P2: café
P1: caf� again
" "and all else is kept"

run espalier import --encoding ascii damaged.txt
check_status 1 "bytes that are not in what was said refuse the file"
check_out "^refused .*damaged.txt: it is not all in ascii: 5 bytes are not, the first is byte 7 \(0xC3, line 1\); say another with --encoding$" "with the place"

printf 'P1: one\nP2: t\000wo\n' >nul.txt
run espalier import nul.txt
check_out "^warning .*nul.txt: has 1 NUL character in line 2; left out; letters may be missing there$" "a NUL is left out, and its line is said"
said "P1: one
P2: two
" "and all else is kept"

# Wrong usage, found before any file is read: even before one that is not there is missed.
before=$(sha256sum coded.espalier)
run espalier import --encoding klingon not-there.txt cafe.txt
check_status 2 "an unknown encoding is wrong usage"
check_err "there is no encoding 'klingon'" "and said"
check_silent "and no file was looked at"
run espalier import --encoding 'UTF-8//IGNORE' cafe.txt
check_status 2 "so is one with instructions to drop what does not fit"
run espalier import --encoding '' cafe.txt
check_status 2 "and none at all"
test "$before" = "$(sha256sum coded.espalier)"
report $? "nothing of it is in the study"
done_testing
