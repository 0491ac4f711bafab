/* Every kind of operation that the program has, done at random: one entry each in a table.
 *
 * A later issue that adds a kind of operation adds it here (docs/adding-things.md).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RANDOM_OPERATIONS_H
#define RANDOM_OPERATIONS_H

#include "random/chance.h"
#include "random/seat.h"

/* A person at a seat, about to do something. */
typedef struct
{
  Seat *seat;
  EspStudy *study; /* of the seat */
  const char *coder;
  const char *folder; /* for files */
  Seat *seats;        /* all of them, this one too */
  guint n_seats;
  /* What came of it. */
  char *asked;       /* id of the one change that an undo was asked for; NULL */
  GPtrArray *undone; /* EspChange: what an undo says that it took back; NULL: none was done */
  gint refusal;      /* the EspError it was refused with */
} Turn;

void turn_clear (Turn *turn);

typedef struct
{
  const char *name;
  guint weight;   /* how often, among the others */
  gboolean alone; /* opens no change */
  /* Does it. FALSE with an error of the program's when there is nothing to do it to, or it is
   * refused as it should be; with another error when something is wrong. */
  gboolean (*run) (Turn *turn, GError **error);
} Operation;

/* The table is in parts, each ended by an entry without a name. */
extern const Operation command_operations[]; /* what a person does to a study by a command */
extern const Operation group_operations[];   /* the same, to groups */
extern const Operation history_operations[]; /* undo, merge, resolve */
extern const Operation raw_operations[];     /* what the study bears and no command does yet */

typedef struct
{
  guint done, refused;
  char *last; /* why it was refused the last time; NULL */
} OperationCount;

/* All operations as one table. */
guint operations_count (void);
const Operation *operation_nth (guint n);
/* One of them, by weight. */
guint operation_pick (void);
guint operation_named (const char *name);

/* Does an operation inside a change of its own. TRUE when it was done or rightly refused (*done
 * tells which; counts, when not NULL, keeps it); FALSE with error when something is wrong. */
gboolean operation_run (guint n, Turn *turn, OperationCount *counts, gboolean *done,
                        GError **error);

/* For operations: there is nothing to do it to. */
gboolean operation_nothing (GError **error, const char *what);
#endif
