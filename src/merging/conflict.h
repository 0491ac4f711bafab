/* Conflicts inside: what is told of them (EspConflict), and what settles them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MERGING_CONFLICT_H
#define MERGING_CONFLICT_H

#include "history/register.h"
#include "history/standing.h"

typedef enum
{
  CONFLICT_VALUE,
  CONFLICT_VERSIONS,
  CONFLICT_TWINS,
  CONFLICT_REMOVED,
  CONFLICT_DECISIONS, /* a conflict was settled in two ways; told as one of its kind */
} ConflictKind;

/* What is behind a side. */
typedef struct
{
  Uuid row;         /* versions, twins, decisions: the row that is the side */
  char *value;      /* value: as in RegisterSide */
  gboolean rejects; /* value, of a proposal */
} ConflictSide;

typedef struct
{
  ConflictKind kind;
  const char *table;  /* of the rows, or of the row */
  const char *column; /* value */
  Uuid row;           /* value, removed */
  guint remover;      /* removed: the line that removed it */
  GArray *sides;      /* ConflictSide, as told->sides */
  GArray *standing;   /* Standing: removed; else NULL */
  EspConflict *told;  /* its id as hexadecimal digits of `hash` */
  guint8 hash[32];
  gboolean settled;
} Conflict;

/* Conflict: all of them (which proves the register: tests/random), or open ones only; by kind,
 * subject and id. */
GPtrArray *conflict_list (EspStudy *study, Register *reg, gboolean with_settled, GError **error);

/* ---- finding them */
typedef struct
{
  EspStudy *study;
  Register *reg;
  GPtrArray *found; /* Conflict */
} Finding;

gboolean find_versions (Finding *finding, GError **error);
gboolean find_twins (Finding *finding, GError **error);
gboolean find_removed (Finding *finding, GError **error);
gboolean find_decisions (Finding *finding, GError **error); /* after those of values */

/* A new conflict among those found. `kind` is told; `subject` is taken. */
Conflict *conflict_new (Finding *finding, ConflictKind kind, const char *kind_told,
                        const char *table, char *subject);
/* Adds a side; `words` and `value` are taken, `row` and `value` may be NULL. */
void conflict_add_side (Conflict *conflict, const RegisterLine *line, char *words, gboolean holds,
                        const Uuid *row, char *value);

/* A row that is a side of a conflict to be. */
typedef struct
{
  Uuid id, replaces, root; /* versions: what it replaces, and the first of that line */
  RegisterLine line, root_line;
  char *words; /* not owned */
} Candidate;
int candidate_compare (gconstpointer a, gconstpointer b); /* in the order of the history */

/* ---- naming things (subject.c); all to be freed */

/* "Recovery / Meaning", "the summary of B-SM-001 on Recovery / Meaning". */
char *subject_of (EspStudy *study, const char *table, const Uuid *id);
/* "the name of Recovery / Meaning". */
char *subject_of_column (EspStudy *study, const char *table, const Uuid *id, const char *column);
/* A value of a column, as in RegisterSide. */
char *subject_value (EspStudy *study, const char *table, const char *column, const char *value);
/* What a version says. */
char *subject_words (EspStudy *study, const char *table, const Uuid *id);
/* "12 codings and 2 summaries". `tables`: const char *, one for each row. */
char *subject_counts (const GPtrArray *tables);
/* "Ann", "Ann and Ben". `names`: const char *, each once. */
char *subject_list (const GPtrArray *names);

#endif
