/* The history of a damaged study: which of the lines found prove themselves.
 *
 * A line is proven when some other line's chain value, the line, and links to earlier lines give
 * the chain value that the line was stored with. Which of the links found are parents, and which
 * are what an undo took back, is not told by the pages; the chain tells it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "upkeep/recover.h"

#include <string.h>

#define NEAR 8                         /* lines before that are tried as the one before */
#define TRIALS_MAX ((guint)200 * 1000) /* of chain values, in all; and for each line */
#define TRIAL_BYTES 1024               /* of a line's words: more of them count as more trials */
#define TRIALS_OF_LINE 20
#define LINKS_MAX 500     /* of one change: a person does not undo more at a time */
#define LINKS_TRIED_MAX 8 /* links of which all choices are tried */

typedef struct
{
  HistoryLine line;
  gboolean has_chain; /* else only what it says is known, and it cannot be proven */
  gboolean is_proven;
  guint8 changes_hash[32];
  guint weight; /* trials that one of it counts as */
} FoundLine;

typedef struct
{
  Uuid id;
  guint mentions; /* how often the pages name it, its own record apart */
  GArray *linked; /* Uuid: changes that a pair names with it */
} FoundId;

struct _FoundHistory
{
  GPtrArray *lines; /* FoundLine; when proving, in order */
  GHashTable *ids;  /* Uuid -> FoundId */
  GHashTable *best; /* Uuid -> FoundLine: the proven one of an id, or any */
  History *kept;
  guint64 trials, trials_max;
};

static void
found_line_free (gpointer line)
{
  FoundLine *one = line;
  g_array_unref (one->line.record.parents);
  g_array_unref (one->line.record.undoes);
  g_free (one->line.bytes);
  g_free (one);
}

static void
found_id_free (gpointer id)
{
  g_array_unref (((FoundId *)id)->linked);
  g_free (id);
}

FoundHistory *
found_history_new (void)
{
  FoundHistory *found = g_new0 (FoundHistory, 1);
  found->lines = g_ptr_array_new_with_free_func (found_line_free);
  found->ids = g_hash_table_new_full (uuid_hash, uuid_equal_func, NULL, found_id_free);
  found->best = g_hash_table_new (uuid_hash, uuid_equal_func);
  return found;
}

void
found_history_free (FoundHistory *found)
{
  if (found == NULL)
    return;
  history_free (found->kept);
  g_hash_table_unref (found->best);
  g_hash_table_unref (found->ids);
  g_ptr_array_unref (found->lines);
  g_free (found);
}

/* ---- taking what is found */

static FoundId *
mention (FoundHistory *found, const ChangesetValue *value)
{
  const Uuid id = changeset_uuid (value);
  if (uuid_is_nil (&id))
    return NULL;
  FoundId *one = g_hash_table_lookup (found->ids, &id);
  if (one == NULL)
    {
      one = g_new0 (FoundId, 1);
      one->id = id;
      one->linked = g_array_new (FALSE, FALSE, sizeof (Uuid));
      g_hash_table_insert (found->ids, &one->id, one);
    }
  one->mentions++;
  return one;
}

/* A pair stands in the file twice. The list is short but for the one of a file made to be slow. */
static void
link_to (FoundId *one, const Uuid *other)
{
  for (guint i = 0; i < one->linked->len; i++)
    if (uuid_equal (&g_array_index (one->linked, Uuid, i), other))
      return;
  if (one->linked->len < LINKS_MAX)
    g_array_append_val (one->linked, *other);
}

static void
add_pair (FoundHistory *found, const ChangesetValue *values)
{
  FoundId *a = mention (found, &values[0]), *b = mention (found, &values[1]);
  if (a == NULL || b == NULL || a == b)
    return;
  link_to (a, &b->id);
  link_to (b, &a->id);
}

/* Copies a value behind what is held already, with a NUL. */
static const char *
hold (guint8 **at, const ChangesetValue *value)
{
  guint8 *held = *at;
  if (value->size_bytes > 0)
    memcpy (held, value->bytes, value->size_bytes);
  held[value->size_bytes] = '\0';
  *at += value->size_bytes + 1;
  return (const char *)held;
}

static gboolean
is_text (const ChangesetValue *value)
{
  return value->type != SQLITE_TEXT
         || g_utf8_validate_len ((const char *)value->bytes, value->size_bytes, NULL);
}

/* A record of id, lamport, coder, made_at, command, about, reason, schema, changes, chain. */
static void
add_change (FoundHistory *found, const FoundRecord *from)
{
  const ChangesetValue *values = from->values;
  gsize size = 0;
  for (guint i = 0; i < from->n_columns; i++)
    {
      if (!is_text (&values[i]))
        return;
      size += values[i].size_bytes + 1;
    }
  FoundLine *one = g_new0 (FoundLine, 1);
  ChangeRecord *record = &one->line.record;
  guint8 *at = one->line.bytes = g_malloc (size);
  record->id = changeset_uuid (&values[0]);
  record->lamport = values[1].number;
  record->coder = hold (&at, &values[2]);
  record->made_at = hold (&at, &values[3]);
  record->command = hold (&at, &values[4]);
  record->about = hold (&at, &values[5]);
  record->reason = hold (&at, &values[6]);
  record->schema = values[7].number;
  record->changes = hold (&at, &values[8]);
  record->changes_size = values[8].size_bytes;
  record->parents = g_array_new (FALSE, FALSE, sizeof (Uuid));
  record->undoes = g_array_new (FALSE, FALSE, sizeof (Uuid));
  one->has_chain = from->whole && values[9].type == SQLITE_BLOB;
  if (one->has_chain)
    memcpy (one->line.chain, values[9].bytes, 32);
  one->weight = 1 + (guint)((size - record->changes_size) / TRIAL_BYTES);
  sha256 (one->changes_hash, record->changes, record->changes_size, NULL, 0);
  g_ptr_array_add (found->lines, one);
}

void
found_history_add (FoundHistory *found, const FoundRecord *record)
{
  switch (record->kind)
    {
    case FOUND_CHANGE:
      add_change (found, record);
      return;
    case FOUND_PAIR:
      if (record->whole)
        add_pair (found, record->values);
      return;
    case FOUND_HEAD:
      mention (found, &record->values[0]);
      return;
    case FOUND_ORDER:
      mention (found, &record->values[1]);
      return;
    default:
      return;
    }
}

/* ---- proving one line */

static const FoundLine *
line_of (FoundHistory *found, const Uuid *id)
{
  return g_hash_table_lookup (found->best, id);
}

/* Changes that pairs name with this one and that are earlier, as far as is known. */
static GArray *
earlier_links (FoundHistory *found, const ChangeRecord *record)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (Uuid));
  const FoundId *id = g_hash_table_lookup (found->ids, &record->id);
  for (guint i = 0; id != NULL && i < id->linked->len; i++)
    {
      const Uuid *other = &g_array_index (id->linked, Uuid, i);
      const FoundLine *line = line_of (found, other);
      if (line == NULL || line->line.record.lamport < record->lamport)
        g_array_append_val (links, *other);
    }
  g_array_sort (links, uuid_compare);
  return links;
}

static gboolean
try_chain (FoundHistory *found, FoundLine *line, const guint8 before[32])
{
  guint8 chain[32];
  found->trials += line->weight;
  history_chain_of (before, &line->line.record, line->changes_hash, chain);
  return memcmp (chain, line->line.chain, 32) == 0;
}

/* The links whose bit is set. */
static void
choose (GArray *chosen, const GArray *links, guint bits)
{
  g_array_set_size (chosen, 0);
  for (guint i = 0; i < MIN (links->len, LINKS_TRIED_MAX); i++)
    if ((bits >> i & 1) != 0)
      g_array_append_val (chosen, g_array_index (links, Uuid, i));
}

/* Those that have the clock before that of the line: among them are parents. */
static void
choose_newest (FoundHistory *found, const FoundLine *line, const GArray *links, GArray *chosen)
{
  g_array_set_size (chosen, 0);
  for (guint i = 0; i < links->len; i++)
    {
      const FoundLine *other = line_of (found, &g_array_index (links, Uuid, i));
      if (other != NULL && other->line.record.lamport == line->line.record.lamport - 1)
        g_array_append_val (chosen, g_array_index (links, Uuid, i));
    }
}

/* Links that are not among others; both ascending. */
static void
choose_rest (GArray *chosen, const GArray *links, const GArray *others)
{
  g_array_set_size (chosen, 0);
  for (guint i = 0, j = 0; i < links->len; i++)
    if (j < others->len
        && uuid_equal (&g_array_index (links, Uuid, i), &g_array_index (others, Uuid, j)))
      j++;
    else
      g_array_append_val (chosen, g_array_index (links, Uuid, i));
}

/* With the parents that are chosen: it undid nothing, the other links, all links, or some. */
static gboolean
try_undoes (FoundHistory *found, FoundLine *line, const guint8 before[32], const GArray *links,
            gboolean thorough)
{
  GArray *undoes = line->line.record.undoes;
  g_array_set_size (undoes, 0);
  if (try_chain (found, line, before))
    return TRUE;
  choose_rest (undoes, links, line->line.record.parents);
  if (undoes->len > 0 && try_chain (found, line, before))
    return TRUE;
  g_array_set_size (undoes, 0);
  if (links->len > 0)
    g_array_append_vals (undoes, links->data, links->len);
  if (undoes->len > 0 && try_chain (found, line, before))
    return TRUE;
  for (guint bits = 1; thorough && links->len <= 4 && bits + 1 < 1u << links->len; bits++)
    {
      choose (undoes, links, bits);
      if (try_chain (found, line, before))
        return TRUE;
    }
  return FALSE;
}

static gboolean
try_links (FoundHistory *found, FoundLine *line, const guint8 before[32], const GArray *links,
           gboolean thorough)
{
  GArray *parents = line->line.record.parents;
  /* Looking at many links takes as long as many values. */
  found->trials += links->len;
  choose_newest (found, line, links, parents);
  if (try_undoes (found, line, before, links, thorough))
    return TRUE;
  const guint n = thorough ? MIN (links->len, LINKS_TRIED_MAX) : 0;
  for (guint bits = (1u << n) - 1; bits > 0 && found->trials < found->trials_max; bits--)
    {
      choose (parents, links, bits);
      if (try_undoes (found, line, before, links, TRUE))
        return TRUE;
    }
  return FALSE;
}

/* With the links that the pairs name; or else with one that no pair names any more. */
static gboolean
try_before (FoundHistory *found, FoundLine *line, const guint8 before[32], const Uuid *guess,
            gboolean thorough)
{
  g_autoptr (GArray) links = earlier_links (found, &line->line.record);
  if (try_links (found, line, before, links, thorough))
    return TRUE;
  for (guint i = 0; i < links->len; i++)
    if (guess == NULL || uuid_equal (&g_array_index (links, Uuid, i), guess))
      return FALSE;
  if (guess == NULL)
    return FALSE;
  g_array_append_val (links, *guess);
  g_array_sort (links, uuid_compare);
  return try_links (found, line, before, links, thorough);
}

/* ---- proving all */

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return history_compare (&(*(const FoundLine *const *)a)->line.record,
                          &(*(const FoundLine *const *)b)->line.record);
}

static gboolean
prove_near (FoundHistory *found, guint at)
{
  static const guint8 zeros[32];
  FoundLine *line = found->lines->pdata[at];
  for (guint i = 1; i <= NEAR && i <= at && found->trials < found->trials_max; i++)
    {
      const FoundLine *before = found->lines->pdata[at - i];
      if (before->has_chain
          && try_before (found, line, before->line.chain, &before->line.record.id, i <= 2))
        return TRUE;
    }
  return at < NEAR && try_before (found, line, zeros, NULL, FALSE);
}

/* Its clock or that of the line before was altered: any line may be the one before. */
static gboolean
prove_far (FoundHistory *found, guint at)
{
  FoundLine *line = found->lines->pdata[at];
  for (guint i = 0; i < found->lines->len && found->trials < found->trials_max; i++)
    {
      const FoundLine *before = found->lines->pdata[i];
      if (before->has_chain && i != at && try_before (found, line, before->line.chain, NULL, FALSE))
        return TRUE;
    }
  return FALSE;
}

static void
prove_all (FoundHistory *found, gboolean (*prove) (FoundHistory *, guint))
{
  for (guint i = 0; i < found->lines->len && found->trials < found->trials_max; i++)
    {
      FoundLine *line = found->lines->pdata[i];
      if (!line->has_chain || line->is_proven)
        continue;
      line->is_proven = prove (found, i);
      if (line->is_proven)
        g_hash_table_replace (found->best, &line->line.record.id, line);
    }
}

/* In order, so that what a line follows is there before it. */
static void
keep (FoundHistory *found, gint64 schema)
{
  History *kept = found->kept = g_new0 (History, 1);
  kept->lines = g_ptr_array_new ();
  kept->index = g_hash_table_new (uuid_hash, uuid_equal_func);
  for (guint i = 0; i < found->lines->len; i++)
    {
      FoundLine *line = found->lines->pdata[i];
      const ChangeRecord *record = &line->line.record;
      if (!line->is_proven || history_find (kept, &record->id) >= 0)
        continue;
      g_ptr_array_add (kept->lines, &line->line);
      g_hash_table_insert (kept->index, (gpointer)&record->id, GUINT_TO_POINTER (kept->lines->len));
      if (history_fault (kept, record, schema) == NULL)
        continue;
      g_hash_table_remove (kept->index, &record->id);
      g_ptr_array_set_size (kept->lines, (gint)kept->lines->len - 1);
    }
}

History *
found_history_prove (FoundHistory *found, gint64 schema)
{
  g_ptr_array_sort (found->lines, compare_lines);
  for (guint i = 0; i < found->lines->len; i++)
    {
      FoundLine *line = found->lines->pdata[i];
      if (line_of (found, &line->line.record.id) == NULL || line->has_chain)
        g_hash_table_replace (found->best, &line->line.record.id, line);
    }
  /* Only as many as the file has room for. */
  found->trials_max = TRIALS_MAX + (guint64)TRIALS_OF_LINE * found->lines->len;
  prove_all (found, prove_near);
  prove_all (found, prove_far);
  keep (found, schema);
  return found->kept;
}

/* ---- what is lost */

static void
say_lost (GPtrArray *lost, const FoundLine *line)
{
  const ChangeRecord *record = &line->line.record;
  g_ptr_array_add (lost, g_strdup_printf ("a change: '%s' by %s of %s%s%s%s",
                                          *record->command != '\0' ? record->command : "?",
                                          *record->coder != '\0' ? record->coder : "?",
                                          *record->made_at != '\0' ? record->made_at : "?",
                                          *record->about != '\0' ? " (" : "", record->about,
                                          *record->about != '\0' ? ")" : ""));
}

guint
found_history_lost (FoundHistory *found, const History *kept, guint limit, GPtrArray *lost)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (uuid_hash, uuid_equal_func);
  guint known = 0, misread = 0, unknown = 0;
  for (guint i = 0; i < found->lines->len; i++)
    {
      const FoundLine *line = found->lines->pdata[i];
      const Uuid *id = &line->line.record.id;
      if (history_find (kept, id) >= 0 || !g_hash_table_add (seen, (gpointer)id))
        continue;
      misread += !g_hash_table_contains (found->ids, id);
      if (known++ < limit)
        say_lost (lost, line);
    }
  GHashTableIter ids;
  gpointer id, one;
  g_hash_table_iter_init (&ids, found->ids);
  while (g_hash_table_iter_next (&ids, &id, &one))
    unknown += history_find (kept, id) < 0
               && !g_hash_table_contains (seen, id)
               /* Named just once, it may be another one misread. */
               && ((const FoundId *)one)->mentions > 1;
  /* A line whose own id was altered is one of those that are only named. */
  unknown -= MIN (unknown, misread);
  if (known > limit)
    g_ptr_array_add (lost, g_strdup_printf ("%u more changes", known - limit));
  if (unknown > 0)
    g_ptr_array_add (
        lost, unknown == 1 ? g_strdup ("a change of which nothing can be read")
                           : g_strdup_printf ("%u changes of which nothing can be read", unknown));
  return known + unknown;
}
