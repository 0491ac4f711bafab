/* Cells of the framework matrix, put together from summaries, evidence, codings and schedules.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHART_CELL_H
#define CHART_CELL_H

#include "corpus/transcript.h"
#include "framework/theme.h"
#include "indexing/coding.h"

/* All that cells are made of: of a whole analysis, or of one case. Rows are cases, columns all
 * themes of the tree, sections too. */
typedef struct
{
  EspStudy *study;
  ThemeTree *tree;
  DocTexts *docs;
  GPtrArray *cases;      /* EspCase, by label; owned */
  Uuid *case_ids;        /* for each case */
  GHashTable *case_rows; /* Uuid -> row + 1 */
  GArray *codings;       /* CodingRef */
  GPtrArray **by_cell;   /* for each row and theme: CodingRef, borrowed; NULL for none */
  GPtrArray **summaries; /* for each row and theme: SummaryRow, oldest first; NULL for none */
  guint8 *asked;         /* for each row and theme: Asked */
} ChartData;

/* Every version of a cell that was ever written and not undone. */
typedef struct
{
  Uuid id, replaces;
  gboolean counted;  /* its version is known, or being counted */
  gboolean replaced; /* another version replaces it */
  guint version;     /* 1, 2 ... */
  EspContent content;
  EspWork work;
  char *text, *coder, *made_at;
  char *corrected_at; /* when the words of its evidence were last corrected; '' : not */
  guint8 basis[32];
  GPtrArray *checks;   /* EspSummaryCheck */
  GPtrArray *evidence; /* EspEvidence */
  GArray *spans;       /* DocSpan, as evidence */
} SummaryRow;

/* `cases` (EspCase) is taken. */
ChartData *chart_data_load (EspStudy *study, const Uuid *analysis, GPtrArray *cases,
                            GError **error);
void chart_data_free (ChartData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChartData, chart_data_free)

/* Fills a cell; its summaries are then the cell's. */
void chart_data_cell (ChartData *data, guint row, guint theme, EspCell *cell);
void cell_clear (EspCell *cell);

/* The codings of a cell that no evidence of its summaries in force touches: CodingRef, borrowed. */
GPtrArray *chart_data_uncharted (const ChartData *data, guint row, guint theme);

/* What staleness is told by: SHA-256 over the ids, in ascending order, of the codings of a cell
 * (CodingRef; NULL: none). */
void cell_basis (const GPtrArray *codings, guint8 basis[32]);

/* A public copy of a version. */
EspSummary *summary_public (const SummaryRow *row, const guint8 basis_now[32]);
void summary_free (gpointer summary); /* an EspSummary */

/* How the quote of evidence (NULL: the words of its span) stands to the text in force. */
EspQuoteMatch evidence_match (const DocSpan *span, const char *quote);

gboolean content_from_name (const char *name, EspContent *content);

/* Writes a summary anew in other words, inside a change: a version that replaces it, with its
 * evidence, and charted only where there is some. */
gboolean summary_reword (EspStudy *study, const Uuid *summary, const char *text, GError **error);

#endif
