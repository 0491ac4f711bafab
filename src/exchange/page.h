/* The frame of every page: one file that needs no other, in words and without script too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_PAGE_H
#define EXCHANGE_PAGE_H

#include "base/markup.h"

extern const char page_css[]; /* page.css */
extern const char page_js[];  /* page.js */

typedef struct
{
  const char *study; /* title of the study, above the heading */
  const char *title; /* the heading */
  const char *kind;  /* "matrix": what the page is, and what the link past the header leads to */
} PageFrame;

/* Everything up to the heading; page_fact and the like may follow inside <header>. */
void page_begin (Markup *markup, const PageFrame *frame);

/* Facts stand between page_facts_begin and page_facts_end. A fact without a value is left out. */
void page_facts_begin (Markup *markup);
void page_fact (Markup *markup, const char *name, const char *value);
void page_fact_time (Markup *markup, const char *name, const char *time);
void page_facts_end (Markup *markup);

/* How to read the page, in a sentence or two; the words that cells use are explained by page_end.
 */
void page_how (Markup *markup, const char *how_to_read);

/* Ends <header> and begins <main>. */
void page_main (Markup *markup);
void page_end (Markup *markup);
/* For a page without cells: no words are explained; `care` says how to keep the page. */
void page_end_plain (Markup *markup, const char *care);

/* Parts of pages that both the matrix and the comparisons have. `class` may be NULL. */
void page_leaf (Markup *markup, const char *name, const char *class, const char *text);
void page_open (Markup *markup, const char *name, const char *class);

/* Summaries of a cell with their evidence, or the words for a cell without. */
void page_cell (Markup *markup, const EspCell *cell);
void page_summaries (Markup *markup, const EspCell *cell);

/* Definition, what belongs and what does not; a theme found in the data is marked so. */
void page_theme_meaning (Markup *markup, const EspTheme *theme);

#endif
