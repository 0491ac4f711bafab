/* The register: who wrote what, and what people wrote without seeing each other.
 *
 * Each column of each row is a register. A new row writes all of its columns; a row that is made
 * again, those that history/fold.h says; a changed row the columns that changed. A write is open
 * until a later change that has seen it writes there too. It conflicts when it is open and the
 * study has another value: because somebody else wrote there who had not seen it, a rule of the
 * table refused it, or the framework would not have been a tree with it.
 *
 * An undo writes too, and has seen what it undoes. Where the change that it takes back had settled
 * a conflict, that is open again.
 *
 * Nobody conflicts about who made a row and when; so when a proposal was settled is not looked at,
 * and by whom only where one accepted it and another rejected it. Coders and resolutions are left
 * out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_REGISTER_H
#define HISTORY_REGISTER_H

#include "store/store.h"

/* A study's history, read for this. */
typedef struct _Register Register;

/* Reads no more than whether the history forks; the rest when it is asked for. Changes that are
 * open are no part of it. */
Register *register_new (EspStudy *study, GError **error);
void register_free (Register *reg);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Register, register_free)

#define REGISTER_NO_LINE G_MAXUINT

typedef struct
{
  guint line; /* its place in the history; REGISTER_NO_LINE: known by no line */
  Uuid id;
  const char *coder, *made_at, *command; /* '' where there is no line */
} RegisterLine;

/* The line that first made a row. */
gboolean register_maker (Register *reg, const char *table, const Uuid *id, RegisterLine *line,
                         GError **error);
/* The line that last removed it. */
gboolean register_remover (Register *reg, const char *table, const Uuid *id, RegisterLine *line,
                           GError **error);
/* Whether a line was written by someone who had another one; FALSE where one is unknown. Both were
 * given by the register. */
gboolean register_sees (const Register *reg, guint later, guint earlier);

typedef struct
{
  RegisterLine line;
  char *value;      /* ids, numbers, hashes in hexadecimal, texts; NULL: none */
  gboolean holds;   /* what the study has */
  gboolean rejects; /* of a proposal that was settled: rejected */
} RegisterSide;

typedef struct
{
  const char *table, *column;
  Uuid id;
  GArray *sides; /* RegisterSide, in the order of the history; two or more */
} RegisterConflict;

/* RegisterConflict: all of them, by table and row. */
GPtrArray *register_conflicts (Register *reg, GError **error);

/* Sets a column, inside a change, to a value written as in RegisterSide. What a rule of the table
 * does not allow is ESP_ERROR_INPUT. */
gboolean register_write (EspStudy *study, const char *table, const Uuid *id, const char *column,
                         const char *value, GError **error);

typedef enum
{
  REGISTER_GONE,
  REGISTER_REFERENCE,
  REGISTER_PROSE, /* the value is its key */
  REGISTER_HASH,
  REGISTER_NUMBER,
  REGISTER_TEXT,
} RegisterShape;

/* What a column holds, and where a reference leads (*to, may be NULL). */
RegisterShape register_shape (EspStudy *study, const char *table, const char *column,
                              const char **to);

#endif
