/* Conflicts: what people did without seeing each other, found and named.
 *
 * A conflict has an identity: SHA-256 over its kind, what it is about and its sides (the changes
 * that wrote a value; else rows). So it is the same in every copy of the study, and another one
 * when there is a new side. A row of `resolution` with that identity settles it, where the study
 * does not show itself that it is settled: for values, and where all sides stay.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/conflict.h"

#include <string.h>

/* ---- made and freed */

static void
side_free (gpointer side)
{
  EspConflictSide *one = side;
  g_free (one->coder);
  g_free (one->made_at);
  g_free (one->command);
  g_free (one->change);
  g_free (one->value);
  g_free (one);
}

void
esp_conflict_free (EspConflict *conflict)
{
  if (conflict == NULL)
    return;
  g_free (conflict->id);
  g_free (conflict->kind);
  g_free (conflict->subject);
  g_free (conflict->kept);
  g_ptr_array_unref (conflict->sides);
  g_free (conflict);
}

static void
conflict_free (gpointer conflict)
{
  Conflict *one = conflict;
  esp_conflict_free (one->told);
  g_array_unref (one->sides);
  g_clear_pointer (&one->standing, g_array_unref);
  g_free (one);
}

static void
conflict_side_clear (gpointer side)
{
  g_free (((ConflictSide *)side)->value);
}

Conflict *
conflict_new (Finding *finding, ConflictKind kind, const char *kind_told, const char *table,
              char *subject)
{
  Conflict *conflict = g_new0 (Conflict, 1);
  conflict->kind = kind;
  conflict->table = table;
  conflict->sides = g_array_new (FALSE, FALSE, sizeof (ConflictSide));
  g_array_set_clear_func (conflict->sides, conflict_side_clear);
  conflict->told = g_new0 (EspConflict, 1);
  conflict->told->kind = g_strdup (kind_told);
  conflict->told->kept = g_strdup ("");
  conflict->told->is_text
      = kind == CONFLICT_VERSIONS && g_str_equal (table, "document_version");
  conflict->told->is_settlement = kind == CONFLICT_DECISIONS;
  conflict->told->subject = subject;
  conflict->told->sides = g_ptr_array_new_with_free_func (side_free);
  g_ptr_array_add (finding->found, conflict);
  return conflict;
}

void
conflict_add_side (Conflict *conflict, const RegisterLine *line, char *words, gboolean holds,
                   const Uuid *row, char *value)
{
  const ConflictSide side = { .row = row != NULL ? *row : UUID_NIL, .value = value };
  EspConflictSide *told = g_new0 (EspConflictSide, 1);
  told->coder = g_strdup (line->coder);
  told->made_at = g_strdup (line->made_at);
  told->command = g_strdup (line->command);
  told->change = line->line != REGISTER_NO_LINE ? uuid_dup_text (&line->id) : g_strdup ("");
  told->value = words;
  told->holds = holds;
  g_array_append_val (conflict->sides, side);
  g_ptr_array_add (conflict->told->sides, told);
}

int
candidate_compare (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a, *other = b;
  if (one->line.line != other->line.line)
    return one->line.line < other->line.line ? -1 : 1;
  return memcmp (one->id.bytes, other->id.bytes, sizeof one->id.bytes);
}

/* ---- identity */

static void
add_text (GChecksum *sum, const char *text)
{
  g_checksum_update (sum, (const guchar *)text, (gssize)strlen (text) + 1);
}

/* What the sides are told apart by, ascending. */
static GArray *
side_ids (const Conflict *conflict)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (Uuid));
  const guint n = conflict->standing != NULL ? conflict->standing->len : conflict->sides->len;
  for (guint i = 0; i < n; i++)
    {
      Uuid id = UUID_NIL;
      if (conflict->standing != NULL)
        id = g_array_index (conflict->standing, Standing, i).id;
      else if (conflict->kind != CONFLICT_VALUE)
        id = g_array_index (conflict->sides, ConflictSide, i).row;
      else
        uuid_from_text (((const EspConflictSide *)conflict->told->sides->pdata[i])->change, &id);
      g_array_append_val (ids, id);
    }
  g_array_sort (ids, uuid_compare);
  return ids;
}

static void
identify (Conflict *conflict)
{
  gsize size = sizeof conflict->hash;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GArray) ids = side_ids (conflict);
  add_text (sum, conflict->kind == CONFLICT_DECISIONS ? "decisions" : conflict->told->kind);
  add_text (sum, conflict->table);
  add_text (sum, conflict->column != NULL ? conflict->column : "");
  g_checksum_update (sum, conflict->row.bytes, sizeof conflict->row.bytes);
  for (guint i = 0; i < ids->len; i++)
    g_checksum_update (sum, g_array_index (ids, Uuid, i).bytes, sizeof (Uuid));
  g_checksum_get_digest (sum, conflict->hash, &size);
  conflict->told->id = hex_encode (conflict->hash, sizeof conflict->hash);
}

/* ---- values */

static gboolean
find_values (Finding *finding, GError **error)
{
  g_autoptr (GPtrArray) all = register_conflicts (finding->reg, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const RegisterConflict *one = all->pdata[i];
      Conflict *conflict
          = conflict_new (finding, CONFLICT_VALUE, "value", one->table,
                          subject_of_column (finding->study, one->table, &one->id, one->column));
      conflict->column = one->column;
      conflict->row = one->id;
      for (guint k = 0; k < one->sides->len; k++)
        {
          const RegisterSide *side = &g_array_index (one->sides, RegisterSide, k);
          char *words = g_str_equal (one->column, "accepted_by_id")
                            ? g_strdup (side->rejects ? "rejected" : "accepted")
                            : subject_value (finding->study, one->table, one->column, side->value);
          conflict_add_side (conflict, &side->line, words, side->holds, NULL,
                             g_strdup (side->value));
          g_array_index (conflict->sides, ConflictSide, k).rejects = side->rejects;
        }
    }
  return all != NULL;
}

/* ---- all of them */

/* Identity in hexadecimal digits -> what was kept, of live resolutions: "both" wins over others. */
static GHashTable *
load_resolutions (EspStudy *study, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT conflict, kept FROM resolution WHERE gone = 0"
                            " ORDER BY kept = 'both', id");
  while (query_step (query, error))
    g_hash_table_replace (kept, hex_encode (query_key (query, 0), 32),
                          g_strdup (query_text (query, 1)));
  return query_failed (query) ? NULL : g_steal_pointer (&kept);
}

static gboolean
is_settled (const Conflict *conflict, GHashTable *resolutions)
{
  const char *kept = g_hash_table_lookup (resolutions, conflict->told->id);
  return kept != NULL && (conflict->kind == CONFLICT_VALUE || g_str_equal (kept, "both"));
}

static int
kind_rank (const Conflict *conflict)
{
  static const char *const kinds[] = { "value", "versions", "twins", "removed" };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (conflict->told->kind, kinds[i]))
      return (int)i;
  return G_N_ELEMENTS (kinds);
}

static int
compare_conflicts (gconstpointer a, gconstpointer b)
{
  const Conflict *one = *(const Conflict *const *)a, *other = *(const Conflict *const *)b;
  const int by_kind = kind_rank (one) - kind_rank (other);
  const int by_subject = strcmp (one->told->subject, other->told->subject);
  if (by_kind != 0)
    return by_kind;
  return by_subject != 0 ? by_subject : strcmp (one->told->id, other->told->id);
}

GPtrArray *
conflict_list (EspStudy *study, Register *reg, gboolean with_settled, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (conflict_free);
  Finding finding = { study, reg, found };
  if (!find_values (&finding, error) || !find_versions (&finding, error)
      || !find_twins (&finding, error) || !find_removed (&finding, error)
      || !find_decisions (&finding, error))
    return NULL;
  if (found->len == 0)
    return g_steal_pointer (&found);
  g_autoptr (GHashTable) resolutions = load_resolutions (study, error);
  if (resolutions == NULL)
    return NULL;
  for (guint i = found->len; i > 0; i--)
    {
      Conflict *one = found->pdata[i - 1];
      identify (one);
      one->settled = is_settled (one, resolutions);
      if (one->settled && !with_settled)
        g_ptr_array_remove_index (found, i - 1);
    }
  g_ptr_array_sort (found, compare_conflicts);
  return g_steal_pointer (&found);
}

GPtrArray *
esp_conflicts (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_conflict_free);
  g_autoptr (Register) reg = NULL;
  g_autoptr (GPtrArray) found = NULL;
  if (!store_read_begin (study, error))
    return NULL;
  if ((reg = register_new (study, error)) != NULL)
    found = conflict_list (study, reg, FALSE, error);
  store_read_end (study);
  for (guint i = 0; found != NULL && i < found->len; i++)
    g_ptr_array_add (told, g_steal_pointer (&((Conflict *)found->pdata[i])->told));
  return found != NULL ? g_steal_pointer (&told) : NULL;
}
