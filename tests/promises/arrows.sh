#!/bin/sh
# The arrows of the house: which folder may include which, and which file may know which library.
# SPDX-License-Identifier: GPL-3.0-or-later
cd "${srcdir:-.}/src" || exit 99
find . -name '*.[ch]' | sed 's,^\./,,' | sort | xargs awk '
  BEGIN {
    split ("base 0 store 1 study 2 corpus 3 framework 4 indexing 5 chart 6 merging 7 compare 8 agreement 8 exchange 9", words)
    for (i = 1; i in words; i += 2) rank[words[i]] = words[i + 1]
    # A library, and the files that may include its headers.
    knows["sqlite3.h"] = "^store/"; knows["libxml/"] = "^base/xml[a-z_]*\\.[ch]$|^exchange/"
    knows["pcre2.h"] = "^base/pattern\\.c$"; knows["zip.h"] = "^base/archive\\.c$"; knows["jansson.h"] = "^cli/"
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
    if (to ~ "/private\\.h$" && folder != own) wrong(to " is private to " folder)
    # The reader of docx is read_docx.c with its own docx_*.c.
    if (FILENAME ~ "^corpus/(read_.*\\.c|docx_.*|reader\\.h)$" && folder != "base" && to !~ "^corpus/(reader|docx_[a-z]*)\\.h$")
      wrong("a reader sees base/ and corpus/reader.h only, not " to)
    if (own == "exchange" && FILENAME !~ "^exchange/archive_" && folder != "base" && folder != "exchange")
      wrong("a writer sees base/ and exchange/ only, not " to)
  }
  END { exit broken }'
