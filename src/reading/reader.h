/* What a reader of one format is, and what it gives: bytes in, a transcript out. Readers see base/
 * and this file only.
 *
 * Adding one: a file read_NAME.c with one `const Reader reader_NAME`, a line in readers.def, its
 * name in src/local.mk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_READER_H
#define READING_READER_H

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
  gsize bold_end;   /* bytes from start that are one bold run at the beginning, 0 for none */
  gsize mark;       /* bytes from start that are the number or bullet of a list: "1. ", before any
                       name; inside bold_end where the words after it are bold */
  guint speaker;    /* who speaks, where the format itself says so (a voice tag, a column): 1-based
                       place in source->speakers; 0: it does not say */
  gboolean has_time;
  gint64 time_ms; /* from the beginning of the recording, where the format says it */
} Para;

/* What somebody wrote in the margin of a document. */
typedef struct
{
  gsize start, end;    /* bytes in the text that it is about; equal: a place */
  char *author, *text; /* author '' where not said */
  char *made_at;       /* as the file has it, ISO 8601; '' where not said */
} SourceComment;

/* What a reader makes. Text as it will be stored: valid UTF-8, LF only, no NUL. */
typedef struct
{
  char *text;
  gsize size;          /* bytes */
  GArray *paras;       /* Para, in order, not overlapping */
  GPtrArray *speakers; /* char *: those that the format itself names, each once */
  GHashTable *places;  /* of them: name, borrowed -> place from 1 on */
  GArray *comments;    /* SourceComment, in the order of the file */
  GPtrArray *findings; /* EspFinding */
} Source;

/* What a person may say about the files. */
typedef struct
{
  const char *encoding; /* of plain text, by any name that decode_find knows; NULL: it is found
                           out */
} ReadOptions;

Source *source_new (void);
void source_free (Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Source, source_free)
/* For bids of readers of what is plain text underneath: FALSE for a zip archive. Whether the bytes
 * are text at all shows when they are decoded, which is done once and not for a bid. */
gboolean source_may_be_lines (const char *bytes, gsize size);
/* The place of a speaker among source->speakers, added when new: for
 * Para.speaker. */
guint source_speaker (Source *source, const char *name);
/* A new comment, about nothing yet: its place among source->comments. */
guint source_comment (Source *source, const char *author, const char *made_at, const char *text);
/* For them: decodes to source->text (base/decode.h), as `options` say (may be NULL), and finds what
 * there is to say of its encoding and letters. */
gboolean source_decode (Source *source, const char *bytes, gsize size, const ReadOptions *options,
                        GError **error);
/* For readers of plain text: decodes, and makes a PARA_TEXT of every line that is not blank. NULL
 * with an error when the bytes are no text, or blank. */
Source *source_new_lines (const char *bytes, gsize size, const ReadOptions *options,
                          GError **error);
/* Notes something for the report; `what` is taken. */
void source_find (Source *source, EspGrade grade, guint line, char *what, const char *done);

/* A bid from which on the reader has seen that the bytes are built as its format is. */
#define READER_SURE 80

typedef struct
{
  const char *name;  /* "docx" */
  const char *about; /* "Word document (.docx)": for help */
  /* How sure the reader is that it can read these bytes, 0 (no) to 100. `name` is the file's name,
   * for a tie only. Every reader is asked of every file: look at the beginning, and at the whole
   * only when that speaks for the format. */
  int (*bid) (const char *bytes, gsize size, const char *name);
  /* Reads. NULL with an error of ESP_ERROR_INPUT: one sentence without the file's name, saying what
   * to do. Time and memory grow with the size of the file. Thread-safe. `options` NULL: nothing is
   * said. */
  Source *(*read) (const char *bytes, gsize size, const ReadOptions *options, GError **error);
} Reader;

/* All readers, NULL-terminated. */
const Reader *const *readers_all (void);

/* The reader that bids highest; NULL with an error that says what the bytes are, when they are
 * known to be nothing that can be read. */
const Reader *reader_for (const char *bytes, gsize size, const char *name, GError **error);

#endif
