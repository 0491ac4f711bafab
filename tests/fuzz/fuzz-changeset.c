/* Any bytes as a changeset. What our reader takes, SQLite reads as the same rows; written again it
 * is the same; and the fold takes it or refuses it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../support/changeset_oracle.h"
#include "memory-study.h"
#include "history/fold.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator (uint8_t *bytes, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerMutate (uint8_t *bytes, size_t size, size_t max_size);

static const History *
memory_history (void)
{
  static History *history;
  if (history == NULL)
    history = history_load (memory_study (), NULL);
  HOLDS (history != NULL && history->lines->len > 0);
  return history;
}

static gboolean
keep_row (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)error;
  GByteArray *rows = data;
  ChangesetWriter writer = { .bytes = rows };
  changeset_write (&writer, row);
  return TRUE;
}

/* The rows of a changeset, each with its table's head. */
static GByteArray *
rows_of (const GByteArray *changes)
{
  GByteArray *rows = g_byte_array_new ();
  HOLDS (changeset_each (memory_study (), changes->data, changes->len, keep_row, rows, NULL));
  return rows;
}

static void
fold_check (const GByteArray *changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Fold) fold = fold_new (memory_study (), NULL);
  const ChangeRecord record = { .changes = changes->data, .changes_size = changes->len };
  HOLDS (fold != NULL && fold_history (fold, memory_history (), NULL));
  const gboolean folded = fold_change (fold, &record, &error);
  HOLDS (folded == (error == NULL));
  fold_references_hold (fold, NULL);
}

static gboolean
same_bytes (const GByteArray *a, const uint8_t *b)
{
  return a->len == 0 || memcmp (a->data, b, a->len) == 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  gboolean accepted;
  /* Never NULL, and no byte more than there are. */
  g_autofree uint8_t *own = size > 0 ? g_memdup2 (bytes, size) : g_malloc (1);
  g_autoptr (GByteArray) written = g_byte_array_new ();
  HOLDS (changeset_oracle (memory_study (), own, size, &accepted, written) == NULL);
  if (!accepted)
    return 0;
  /* A table without rows is not written again; all else is. */
  HOLDS (written->len < size || (written->len == size && same_bytes (written, own)));
  g_autoptr (GByteArray) twice = g_byte_array_new (), rows = rows_of (written);
  HOLDS (changeset_oracle (memory_study (), written->data, written->len, &accepted, twice) == NULL);
  HOLDS (accepted && twice->len == written->len && same_bytes (twice, written->data));
  HOLDS ((rows->len == 0) == (written->len == 0));
  if (written->len > 0)
    fold_check (written);
  return 0;
}

/* Now and then begins anew from a change that a command made: chance alone does not find rows that
 * are there. */
size_t
LLVMFuzzerCustomMutator (uint8_t *bytes, size_t size, size_t max_size, unsigned int seed)
{
  if (seed % 8 == 0)
    {
      const History *history = memory_history ();
      const ChangeRecord *record = history_record (history, (seed / 8) % history->lines->len);
      if (record->changes_size <= max_size)
        {
          memcpy (bytes, record->changes, record->changes_size);
          size = record->changes_size;
        }
    }
  return LLVMFuzzerMutate (bytes, size, max_size);
}
