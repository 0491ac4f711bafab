/* The tables before the words of an RTF file: fonts, for their code pages, and styles, for
 * headings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_TABLES_H
#define READING_RTF_TABLES_H

#include "espalier.h"

typedef struct
{
  guint level; /* of a heading; 0: none */
  gboolean bold, hidden;
  gboolean has_parent;
  int parent;
} RtfStyle;

typedef struct
{
  GHashTable *pages;  /* number of a font -> its code page, 0: that of the document */
  GHashTable *styles; /* number of a style -> RtfStyle */
  /* What is being read. */
  GString *name;
  int number;
  int charset; /* -1: not said */
  guint page;  /* of \cpg; 0: not said */
  RtfStyle style;
} RtfTables;

RtfTables *rtf_tables_new (void);
void rtf_tables_free (RtfTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtfTables, rtf_tables_free)

/* One entry begins, with or without the one before being ended. */
void rtf_tables_begin (RtfTables *tables, int number);
/* It ends, its name is read. */
void rtf_tables_end_font (RtfTables *tables);
void rtf_tables_end_style (RtfTables *tables);

/* The code page of a font; 0: that of the document. */
guint rtf_tables_page (const RtfTables *tables, int font);
/* NULL: there is no such style. */
const RtfStyle *rtf_tables_style (const RtfTables *tables, int number);
/* The level of heading of a style, or of a style that it is based on; 0: none. */
guint rtf_tables_level (const RtfTables *tables, int number);

#endif
