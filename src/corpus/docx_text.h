/* The text of a Word document as it is put together: paragraphs and rows of tables that are open,
 * one inside the other, and the source that the finished ones are written into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_DOCX_TEXT_H
#define CORPUS_DOCX_TEXT_H

#include "corpus/reader.h"

/* A paragraph, or a row of a table, that is being read. */
typedef struct
{
  gboolean is_row;
  GString *text;
  guint level;         /* of a heading */
  gsize bold_end;      /* bytes from the beginning that were bold without a gap */
  gboolean bold_going; /* nothing but bold so far */
  guint cells;
  gsize cell_start; /* bytes */
  GPtrArray *after; /* DocxFrame: paragraphs of text boxes that hang on this one; NULL: none */
} DocxFrame;

typedef struct
{
  Source *source; /* borrowed */
  GString *text;  /* of the source */
  gboolean notes; /* footnotes or endnotes are read */
  GPtrArray *frames;
  guint64 written; /* bytes of words met so far */
  gboolean last_was_row;
  guint paragraph; /* number of the last one that was written */
} DocxText;

DocxText *docx_text_new (Source *source);
void docx_text_free (DocxText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxText, docx_text_free)

/* Another part begins; what was open in the one before is dropped. */
void docx_text_begin_part (DocxText *text, gboolean notes);

void docx_text_open (DocxText *text, gboolean is_row);
/* The innermost that is open; NULL: none. */
DocxFrame *docx_text_top (const DocxText *text);
/* The next cell of the open row. */
void docx_text_cell (DocxText *text);
/* Words of the open paragraph; they may hold a LF where Word breaks the line. */
void docx_text_add (DocxText *text, const char *words, gsize size, gboolean bold);
/* Ends the innermost and puts it where it belongs: into the cell around it, behind the paragraph
 * around it (a text box), or into the source. */
void docx_text_close (DocxText *text);

/* Hands the words over to the source. */
void docx_text_finish (DocxText *text);

#endif
