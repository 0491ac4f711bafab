/* Taking changes back: tried on the study, and what is in the way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_TAKEBACK_H
#define HISTORY_TAKEBACK_H

#include "history/trace.h"

/* Columns of a row. */
typedef struct
{
  const StoreTable *table;
  Uuid id;
  guint64 columns;
} Cell;

typedef enum
{
  BLOCK_OVERWRITTEN, /* the row does not hold what the change wrote there */
  BLOCK_STANDING,    /* a live row stands on one that would go */
  BLOCK_LATER,       /* what others wrote there since does not go with what would come back */
} BlockKind;

/* Something that is in the way of taking a change back. */
typedef struct
{
  BlockKind kind;
  Uuid change;
  GArray *cells; /* Cell: whoever wrote one of these last must be undone too */
} Block;

/* A column of a table that refers to another table. */
typedef struct
{
  const StoreTable *table;
  const char *column;
  guint64 columns; /* that one */
} Referrer;

typedef struct
{
  EspStudy *study;
  gint64 first; /* clock of the first change that the trace needs */
  Trace *trace; /* NULL while nobody asked for it */
  Uuid change;  /* which is being taken back */

  /* After a try: */
  GPtrArray *blocks; /* Block: none when all went well */
  WordsLost lost;    /* why words that would come back are not there; WORDS_NOT_LOST: they are */
  const StoreTable *lost_table;

  GPtrArray *touched;    /* rows that were given other values */
  GHashTable *rows;      /* the same, found by row */
  GHashTable *referrers; /* const StoreTable * -> GPtrArray of Referrer */
} Takeback;

Takeback *takeback_new (EspStudy *study, gint64 first);
void takeback_free (Takeback *back);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Takeback, takeback_free)

/* Reads who wrote what, once. */
gboolean takeback_read_trace (Takeback *back, GError **error);

/* Takes the changes back (Uuid, the newest first). FALSE with error when the study cannot be read
 * or written; else `blocks` and `lost` say what is in the way, and when something is, the study is
 * left half done: to be rolled back. */
gboolean takeback_try (Takeback *back, const GArray *changes, GError **error);

/* Referrer: what can stand on rows of a table. */
const GPtrArray *takeback_referrers (Takeback *back, const StoreTable *table);

#endif
