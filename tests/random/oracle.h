/* The oracle: what a study must be, and what must be told of it, computed anew from its history.
 *
 * It shares no code with the program: it reads the file with SQLite, changes with SQLite's own
 * reader of changesets, and knows who has seen what by walking from parent to parent.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RANDOM_ORACLE_H
#define RANDOM_ORACLE_H

#include <glib.h>

/* A conflict of values as the program names it. */
typedef struct
{
  char *id;      /* 64 hexadecimal digits */
  char *key;     /* "theme:0123456789abcdef..." */
  char *column;  /* "name" */
  gboolean open; /* told of; else settled */
} OracleConflict;

void oracle_conflict_free (gpointer conflict);

typedef struct
{
  guint mended;                        /* moves of a theme that would have made a circle */
  guint changes, writes, unseen, lost; /* lost: unseen writes whose value the study has not */
} OracleCount;

/* Judges a study file. `conflicts`: OracleConflict. FALSE with error says what is wrong:
 * - a row or a value that the history does not make so;
 * - a write that nobody saw, and whose value neither the study nor a conflict has;
 * - a conflict that has no cause.
 * *count is added to. */
gboolean oracle_judge (const char *path, const GPtrArray *conflicts, OracleCount *count,
                       GError **error);

#endif
