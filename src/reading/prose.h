/* The text of a word processor's document as it is put together: paragraphs and rows of tables that
 * are open, one inside the other, and the source that the finished ones are written into. A blank
 * line stands between paragraphs, none between the rows of a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_PROSE_H
#define READING_PROSE_H

#include "reading/reader.h"

/* Where the words that a comment is about begin or end. */
typedef struct
{
  guint comment; /* place among source->comments */
  gboolean is_end;
  gsize at; /* bytes */
} ProseAnchor;

/* A paragraph, or a row of a table, that is being read. */
typedef struct
{
  gboolean is_row;
  gboolean is_aside; /* waits until the text is done */
  GString *text;
  guint level;         /* of a heading */
  gboolean goes_on;    /* its end was deleted: the next paragraph is the rest of it */
  gsize bold_end;      /* bytes from the beginning that were bold without a gap */
  gboolean bold_going; /* nothing but bold so far */
  guint cells;
  gsize cell_start; /* bytes */
  guint again;      /* how often a row comes again */
  gsize mark;       /* bytes at the beginning that are the number or bullet of a list */
  GArray *anchors;  /* ProseAnchor; NULL: none */
  GPtrArray *after; /* ProseFrame: paragraphs of text boxes that hang on this one; NULL: none */
} ProseFrame;

typedef struct
{
  Source *source; /* borrowed */
  GString *text;  /* of the source */
  gboolean notes; /* footnotes or endnotes are read */
  gboolean aside; /* see prose_aside */
  GPtrArray *frames;
  GPtrArray *later; /* ProseFrame: notes that come after the text */
  guint64 written;  /* bytes of words met so far */
  gboolean last_was_row;
  guint paragraph; /* number of the last one that was written */
} Prose;

Prose *prose_new (Source *source);
void prose_free (Prose *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Prose, prose_free)

/* Another part begins; what was open in the one before is dropped. */
void prose_begin_part (Prose *text, gboolean notes);

void prose_open (Prose *text, gboolean is_row);
/* The innermost that is open; NULL: none. */
ProseFrame *prose_top (const Prose *text);
/* The next cell of the open row. */
void prose_cell (Prose *text);
/* The open paragraph turns out to stand in the first cell of a row that nobody opened: the row is
 * opened around it. */
void prose_wrap (Prose *text);
/* The number or bullet of a list, with the space behind it, at the beginning of the open paragraph;
 * later it is words like others. */
void prose_mark (Prose *text, const char *mark);
/* Here begins, or ends, what a comment is about: a place among source->comments (source_comment).
 */
void prose_anchor (Prose *text, guint comment, gboolean is_end);
/* Words of the open paragraph; they may hold a LF where Word breaks the line. */
void prose_add (Prose *text, const char *words, gsize size, gboolean bold);
/* Cuts the words of the innermost that is open to so many bytes. */
void prose_cut (Prose *text, gsize size);
/* The last cell of the open row so many times again. */
void prose_cell_again (Prose *text, guint times);
/* Ends the innermost and puts it where it belongs: into the cell around it, behind the paragraph
 * around it (a text box), or into the source. */
void prose_close (Prose *text);

/* Whether what is opened from now on is a note that stands inside the text (a footnote at its
 * word), or before it (a header of the pages): it is written after the text. Gives how it was
 * before. */
gboolean prose_aside (Prose *text, gboolean aside);
/* Drops, of the notes that came after the first `count` (Prose.later), those that have no letters
 * or say what an earlier note says word for word: the headers of many kinds of page. */
void prose_aside_drop_repeated (Prose *text, guint count);

/* After the words are handed over: of comments of which only a place was found, those that are not
 * `written` (gboolean, one a comment) go. Where LibreOffice writes a comment that is about several
 * paragraphs, such a place stands where these begin, and another behind the comment. */
void prose_comments_keep (Source *source, const GArray *written);

/* Hands the words over to the source, the notes that were set aside last. */
void prose_finish (Prose *text);

#endif
