/* The history: the chain of its hashes, loading it whole, proving it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/history.h"

#include <string.h>

/* ---- the chain
 *
 * chain(n) = SHA-256 (chain(n-1) || record), where the record is each of id, lamport, schema,
 * coder, time, command, about, reason, SHA-256 (changes), the number of changes undone and their
 * ids, the number of parents and their ids, every field with its size before it. Before the first
 * change stand 32 zeros. */

static void
add_field (GChecksum *sum, const void *bytes, gsize size)
{
  guint64 size_be = GUINT64_TO_BE ((guint64)size);
  g_checksum_update (sum, (const guchar *)&size_be, sizeof size_be);
  g_checksum_update (sum, bytes, (gssize)size);
}

static void
add_number (GChecksum *sum, gint64 number)
{
  guint64 number_be = GUINT64_TO_BE ((guint64)number);
  add_field (sum, &number_be, sizeof number_be);
}

static void
add_text (GChecksum *sum, const char *text)
{
  add_field (sum, text, strlen (text));
}

static void
add_ids (GChecksum *sum, const GArray *ids)
{
  add_number (sum, ids->len);
  for (guint i = 0; i < ids->len; i++)
    add_field (sum, g_array_index (ids, Uuid, i).bytes, sizeof (Uuid));
}

void
history_chain_of (const guint8 before[32], const ChangeRecord *record,
                  const guint8 changes_hash[32], guint8 chain[32])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, before, 32);
  add_field (sum, record->id.bytes, sizeof record->id.bytes);
  add_number (sum, record->lamport);
  add_number (sum, record->schema);
  add_text (sum, record->coder);
  add_text (sum, record->made_at);
  add_text (sum, record->command);
  add_text (sum, record->about);
  add_text (sum, record->reason);
  add_field (sum, changes_hash, 32);
  add_ids (sum, record->undoes);
  add_ids (sum, record->parents);
  gsize size = 32;
  g_checksum_get_digest (sum, chain, &size);
}

void
history_chain (const guint8 before[32], const ChangeRecord *record, guint8 chain[32])
{
  guint8 changes_hash[32];
  sha256 (changes_hash, record->changes, record->changes_size, NULL, 0);
  history_chain_of (before, record, changes_hash, chain);
}

/* ---- loading */

static void
line_free (gpointer line)
{
  HistoryLine *one = line;
  g_array_unref (one->record.undoes);
  g_array_unref (one->record.parents);
  g_free (one->bytes);
  g_free (one);
}

void
history_free (History *history)
{
  if (history == NULL)
    return;
  g_ptr_array_unref (history->lines);
  g_hash_table_unref (history->index);
  g_free (history);
}

const ChangeRecord *
history_record (const History *history, guint place)
{
  return &((const HistoryLine *)history->lines->pdata[place])->record;
}

int
history_compare (const ChangeRecord *a, const ChangeRecord *b)
{
  if (a->lamport != b->lamport)
    return a->lamport < b->lamport ? -1 : 1;
  return memcmp (a->id.bytes, b->id.bytes, sizeof a->id.bytes);
}

gint
history_find (const History *history, const Uuid *id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (history->index, id)) - 1;
}

/* Copies a text behind what is held already; gives where it stands. */
static const char *
hold (guint8 **at, const void *bytes, gsize size)
{
  guint8 *held = *at;
  if (size > 0)
    memcpy (held, bytes, size);
  held[size] = '\0';
  *at += size + 1;
  return (const char *)held;
}

/* What follows a NUL would be hidden from the chain: such a text becomes one that is none. */
static const char *
hold_text (guint8 **at, const guint8 *bytes, gsize size)
{
  guint8 *text = *at;
  hold (at, bytes, size);
  for (gsize i = 0; i < size; i++)
    if (text[i] == '\0')
      text[i] = 0xff;
  return (const char *)text;
}

/* From a row of: id, lamport, coder, made_at, command, about, reason, schema_number, chain,
 * changes. */
static HistoryLine *
line_new (Query *row)
{
  HistoryLine *line = g_new0 (HistoryLine, 1);
  ChangeRecord *record = &line->record;
  const guint8 *texts[5];
  gsize sizes[5], size = 0;
  for (int i = 0; i < 5; i++)
    {
      texts[i] = query_blob (row, i + 2, &sizes[i]);
      size += sizes[i] + 1;
    }
  const guint8 *changes = query_blob (row, 9, &record->changes_size);
  guint8 *at = line->bytes = g_malloc (size + record->changes_size + 1);
  record->id = query_uuid (row, 0);
  record->lamport = query_int (row, 1);
  record->coder = hold_text (&at, texts[0], sizes[0]);
  record->made_at = hold_text (&at, texts[1], sizes[1]);
  record->command = hold_text (&at, texts[2], sizes[2]);
  record->about = hold_text (&at, texts[3], sizes[3]);
  record->reason = hold_text (&at, texts[4], sizes[4]);
  record->schema = query_int (row, 7);
  record->changes = hold (&at, changes, record->changes_size);
  record->undoes = g_array_new (FALSE, FALSE, sizeof (Uuid));
  record->parents = g_array_new (FALSE, FALSE, sizeof (Uuid));
  memcpy (line->chain, query_key (row, 8), sizeof line->chain);
  return line;
}

/* `query` yields lines in their order. */
static gboolean
load_lines (History *history, Query *query, GError **error)
{
  while (query_step (query, error))
    {
      HistoryLine *line = line_new (query);
      g_ptr_array_add (history->lines, line);
      g_hash_table_insert (history->index, &line->record.id,
                           GUINT_TO_POINTER (history->lines->len));
    }
  return !query_failed (query);
}

/* `query` yields pairs of a change and another, both ascending. */
static gboolean
load_pairs (History *history, Query *query, gboolean parents, GError **error)
{
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0), other = query_uuid (query, 1);
      const gint place = history_find (history, &id);
      if (place < 0)
        continue;
      const ChangeRecord *record = history_record (history, (guint)place);
      GArray *others = parents ? record->parents : record->undoes;
      g_array_append_val (others, other);
    }
  return !query_failed (query);
}

static History *
load (EspStudy *study, Query *lines, GError **error)
{
  g_autoptr (History) history = g_new0 (History, 1);
  history->lines = g_ptr_array_new_with_free_func (line_free);
  history->index = g_hash_table_new (uuid_hash, uuid_equal_func);
  g_autoptr (Query) parents = store_query (
      study, "SELECT change_id, parent_id FROM history_parent ORDER BY change_id, parent_id");
  g_autoptr (Query) undone = store_query (
      study, "SELECT change_id, undone_id FROM history_undone ORDER BY change_id, undone_id");
  if (!load_lines (history, lines, error) || !load_pairs (history, parents, TRUE, error)
      || !load_pairs (history, undone, FALSE, error))
    return NULL;
  return g_steal_pointer (&history);
}

History *
history_load (EspStudy *study, GError **error)
{
  g_autoptr (Query) lines = store_query (
      study, "SELECT id, lamport, coder, made_at, command, about, reason, schema_number, chain,"
             " changes FROM history_change ORDER BY lamport, id");
  return load (study, lines, error);
}

History *
history_load_links (EspStudy *study, gint64 first, GError **error)
{
  g_autoptr (Query) lines
      = store_query (study, "SELECT id, lamport, '', '', '', '', '', schema_number, chain,"
                            " CASE WHEN lamport >= :first THEN changes ELSE x'' END"
                            " FROM history_change ORDER BY lamport, id");
  query_bind_int (lines, ":first", first);
  return load (study, lines, error);
}

/* ---- proving */

#define TEXT_BYTES_MAX ((gsize)1024 * 1024)

static gboolean
is_time (const char *text)
{
  static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (strlen (text) != sizeof shape - 1)
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  return time != NULL;
}

static gboolean
is_words (const char *text)
{
  return strlen (text) <= TEXT_BYTES_MAX && g_utf8_validate (text, -1, NULL);
}

/* Those named are in the history and come before; the highest clock among them. */
static gboolean
are_earlier (const History *history, const ChangeRecord *record, const GArray *ids, gint64 *highest)
{
  *highest = 0;
  for (guint i = 0; i < ids->len; i++)
    {
      const gint place = history_find (history, &g_array_index (ids, Uuid, i));
      if (place < 0)
        return FALSE;
      const ChangeRecord *other = history_record (history, (guint)place);
      if (other->lamport >= record->lamport)
        return FALSE;
      *highest = MAX (*highest, other->lamport);
    }
  return TRUE;
}

const char *
history_fault (const History *history, const ChangeRecord *record, gint64 schema)
{
  gint64 highest, undone;
  if (uuid_is_nil (&record->id) || history_find (history, &record->id) < 0)
    return "has no identity";
  if (!are_earlier (history, record, record->parents, &highest) || record->lamport != highest + 1)
    return "does not follow what it says it follows";
  if (!are_earlier (history, record, record->undoes, &undone))
    return "undoes what did not come before it";
  if (!coder_is_name (record->coder))
    return "is by nobody";
  if (!is_time (record->made_at))
    return "has no time";
  if (*record->command == '\0' || strlen (record->command) > 64 || !is_words (record->command)
      || !is_words (record->about) || !is_words (record->reason))
    return "does not say what was done";
  return record->schema < 1 || record->schema > schema ? "is of another schema" : NULL;
}

static gboolean
are_ascending (const GArray *ids)
{
  for (guint i = 1; i < ids->len; i++)
    if (memcmp (&g_array_index (ids, Uuid, i - 1), &g_array_index (ids, Uuid, i), sizeof (Uuid))
        >= 0)
      return FALSE;
  return TRUE;
}

/* Whether a line stands where it belongs, once. An index that was tampered with may give lines and
 * links in another order, or twice. */
static gboolean
is_in_order (const History *history, guint place)
{
  const ChangeRecord *record = history_record (history, place);
  return history_find (history, &record->id) == (gint)place
         && (place == 0 || history_compare (history_record (history, place - 1), record) < 0)
         && are_ascending (record->parents) && are_ascending (record->undoes);
}

gboolean
history_prove (EspStudy *study, const History *history, guint8 seal[32], GError **error)
{
  guint8 before[32] = { 0 };
  for (guint i = 0; i < history->lines->len; i++)
    {
      const HistoryLine *line = history->lines->pdata[i];
      const ChangeRecord *record = &line->record;
      const char *fault = history_fault (history, record, study->schema->number);
      guint8 chain[32];
      history_chain (before, record, chain);
      if (fault == NULL && !is_in_order (history, i))
        fault = "stands in the wrong place, or twice";
      if (fault == NULL && memcmp (chain, line->chain, 32) != 0)
        fault = "was altered after it was made, or one before it is missing";
      if (fault != NULL)
        return fail (error, ESP_ERROR_DAMAGED,
                     "the history of '%s' does not hold: the line '%s' by %s of %s %s", study->path,
                     record->command, record->coder, record->made_at, fault);
      memcpy (before, chain, 32);
    }
  if (seal != NULL)
    memcpy (seal, before, 32);
  return TRUE;
}
