#!/bin/sh
# The arrows of the house: which folder may include which, and which file may know which library.
# SPDX-License-Identifier: GPL-3.0-or-later
cd "${srcdir:-.}/src" || exit 99
find . -name '*.[ch]' | sed 's,^\./,,' | sort | xargs awk '
  BEGIN {
    split ("base 0 reading 1 turns 2 store 3 history 4 upkeep 5 study 6 corpus 7 framework 8 indexing 9 chart 10 merging 11 compare 12 agreement 12 exchange 13", words)
    for (i = 1; i in words; i += 2) rank[words[i]] = words[i + 1]
    # A library, and the files that may include its headers.
    knows["sqlite3.h"] = "^store/sqlite\\.h$"; knows["libxml/"] = "^base/xml[a-z_]*\\.[ch]$|^exchange/"
    knows["pcre2.h"] = "^base/pattern\\.c$"; knows["uchardet.h"] = "^base/guess\\.c$"; knows["zip.h"] = "^base/archive\\.c$"; knows["jansson.h"] = "^cli/"
    knows["poppler.h"] = "^reading/pdf/load\\.c$"
  }
  function wrong(why) { print FILENAME ":" FNR ": " why; broken = 1 }
  !/^[ \t]*#[ \t]*include/ { next }
  /</ {
    for (library in knows)
      if (index ($0, "<" library) && FILENAME !~ knows[library]) wrong("may not include <" library ">")
    next
  }
  {
    split ($0, quoted, "\""); to = quoted[2]; folder = to; sub ("/.*", "", folder)
    own = FILENAME; sub ("/.*", "", own)
    if (to == "espalier.h") next
    if (to !~ "/") wrong("\"" to "\" does not name its folder")
    else if (own == "cli" || folder == "cli") {
      if (own != folder) wrong("the program sees espalier.h only, not " to)
    }
    else if (!(own in rank) || !(folder in rank)) wrong("no arrow leads from " own " to " folder)
    else if (rank[folder] > rank[own] || (rank[folder] == rank[own] && folder != own)) wrong(own " may not include " to)
    if (to == "store/sqlite.h" && own !~ "^(store|history|upkeep)$" ) wrong("SQLite shows in store/, history/ and upkeep/ only")
    # The reader of docx is read_docx.c with the folder docx/, and so are others; they share what lies beside them.
    if (to ~ "^reading/[a-z]+/") {
      mine = FILENAME; sub ("^reading/(read_)?", "", mine); sub ("[/.].*", "", mine)
      theirs = to; sub ("^reading/", "", theirs); sub ("/.*", "", theirs)
      if (mine ~ "^(vtt|srt)$") mine = "caption"
      if (own != "reading" || mine != theirs) wrong("a reader sees its own files and those that all share, not " to)
    }
    if (own == "exchange" && FILENAME !~ "^exchange/archive_" && folder != "base" && folder != "exchange")
      wrong("a writer sees base/ and exchange/ only, not " to)
  }
  END { exit broken }'
