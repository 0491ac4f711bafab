/* What a reader of one format is, and what it gives: bytes in, a transcript out. Readers see base/
 * and this file only.
 *
 * Adding one: a file read_NAME.c with one `const Reader reader_NAME`, a line in readers.def, its
 * name in src/local.mk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_READER_H
#define CORPUS_READER_H

#include "espalier.h"

/* A paragraph as the format has it, before turns are made of it. */
typedef enum
{
  PARA_TEXT,
  PARA_HEADING,
  PARA_ROW,  /* a row of a table; its cells are joined by tabs in the text */
  PARA_NOTE, /* a footnote, a header of the document: never speech */
} ParaKind;

typedef struct
{
  ParaKind kind;
  guint level;      /* of a heading: 1 ...; else 0 */
  guint line;       /* 1-based line, or number of the paragraph, in the file: for messages */
  gsize start, end; /* bytes in the text; the paragraph without its line end */
  gsize bold_end;   /* bytes from start that are one bold run at the beginning, 0 for none (Markdown
                       **x**, docx w:b): the marks   of Markdown stay in the text */
} Para;

/* What a reader makes. Text as it will be stored: valid UTF-8, LF only, no NUL. */
typedef struct
{
  char *text;
  gsize size;          /* bytes */
  GArray *paras;       /* Para, in order, not overlapping */
  GPtrArray *findings; /* EspFinding */
} Source;

Source *source_new (void);
void source_free (Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Source, source_free)
/* For readers of plain text: whether the bytes can be text at all, UTF-8 or UTF-16 with its mark.
 */
gboolean source_can_be_lines (const char *bytes, gsize size);
/* For readers of plain text: decodes, and makes a PARA_TEXT of every line that is not blank. NULL
 * with an error when the bytes are no text, or blank. */
Source *source_new_lines (const char *bytes, gsize size, GError **error);
/* Notes something for the report; `what` is taken. */
void source_find (Source *source, EspGrade grade, guint line, char *what, const char *done);

typedef struct
{
  const char *name;  /* "docx" */
  const char *about; /* "Word document (.docx)": for help */
  /* How sure the reader is that it can read these bytes, 0 (no) to 100. `name` is the file's name,
   * for a tie only. */
  int (*bid) (const char *bytes, gsize size, const char *name);
  /* Reads. NULL with an error of ESP_ERROR_INPUT: one sentence without the file's name, saying what
   * to do. Thread-safe. */
  Source *(*read) (const char *bytes, gsize size, GError **error);
} Reader;

/* All readers, NULL-terminated. */
const Reader *const *readers_all (void);

/* The reader that bids highest; NULL with an error that says what the bytes seem to be, when none
 * can read them. */
const Reader *reader_for (const char *bytes, gsize size, const char *name, GError **error);

#endif
