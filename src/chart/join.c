/* Joining what was made twice: a theme or a case with another one, with the codings and summaries
 * that stand on it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/join.h"

#include "base/error.h"
#include "indexing/coding.h"
#include "store/store.h"

#define DEPTH_MAX 1000

/* ---- codings */

/* What a coding is told apart by, with the other theme or coder. */
typedef struct
{
  Uuid version, theme, coder;
  gint64 start_cp, end_cp;
} CodingKey;

static Uuid
coding_identity (const CodingKey *key)
{
  char coder[UUID_TEXT_SIZE], version[UUID_TEXT_SIZE], theme[UUID_TEXT_SIZE], span[48];
  uuid_to_text (&key->coder, coder);
  uuid_to_text (&key->version, version);
  uuid_to_text (&key->theme, theme);
  g_snprintf (span, sizeof span, "%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, key->start_cp,
              key->end_cp);
  return uuid_derived ("coding", coder, version, span, theme, NULL);
}

static gboolean
read_key (EspStudy *study, const Uuid *coding, CodingKey *key, gboolean *there, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT version_id, theme_id, coder_id, start_cp, end_cp FROM coding"
                            " WHERE id = :id");
  query_bind_uuid (query, ":id", coding);
  *there = query_step (query, error);
  if (*there)
    *key = (CodingKey){ .version = query_uuid (query, 0),
                        .theme = query_uuid (query, 1),
                        .coder = query_uuid (query, 2),
                        .start_cp = query_int (query, 3),
                        .end_cp = query_int (query, 4) };
  return !query_failed (query);
}

/* A coding by hand wins over a proposal of the same words. */
static gboolean
make_again (EspStudy *study, const Uuid *from, const Uuid *id, const CodingKey *key, GError **error)
{
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO coding (id, version_id, theme_id, coder_id, start_cp, end_cp, origin, made_at,"
      " accepted_by_id, accepted_at) SELECT :id, version_id, :theme, :coder, start_cp, end_cp,"
      " origin, made_at, CASE accepted_by_id WHEN coder_id THEN :coder ELSE accepted_by_id END,"
      " accepted_at FROM coding WHERE id = :from"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, origin = excluded.origin,"
      " accepted_by_id = excluded.accepted_by_id, accepted_at = excluded.accepted_at"
      " WHERE gone = 1 OR (origin = 'proposed' AND excluded.origin <> 'proposed')");
  query_bind_uuid (insert, ":id", id);
  query_bind_uuid (insert, ":theme", &key->theme);
  query_bind_uuid (insert, ":coder", &key->coder);
  query_bind_uuid (insert, ":from", from);
  return query_run (insert, error);
}

gboolean
coding_move (EspStudy *study, const Uuid *coding, const Uuid *theme, const Uuid *coder,
             GError **error)
{
  CodingKey key;
  gboolean there;
  if (!read_key (study, coding, &key, &there, error) || !there)
    return there;
  key.theme = theme != NULL ? *theme : key.theme;
  key.coder = coder != NULL ? *coder : key.coder;
  const Uuid id = coding_identity (&key);
  return uuid_equal (&id, coding)
         || (make_again (study, coding, &id, &key, error) && coding_remove (study, coding, error));
}

static gboolean
move_codings (EspStudy *study, const Uuid *kept, const Uuid *other, GError **error)
{
  g_autoptr (GArray) codings = g_array_new (FALSE, FALSE, sizeof (Uuid));
  g_autoptr (Query) query = store_query (
      study, "SELECT id FROM coding WHERE theme_id = :other AND gone = 0 ORDER BY id");
  query_bind_uuid (query, ":other", other);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      g_array_append_val (codings, id);
    }
  if (query_failed (query))
    return FALSE;
  for (guint i = 0; i < codings->len; i++)
    if (!coding_move (study, &g_array_index (codings, Uuid, i), kept, NULL, error))
      return FALSE;
  return TRUE;
}

/* ---- summaries */

typedef struct
{
  Uuid old, fresh, replaces; /* replaces: of the old one */
} Again;

static Uuid
identity_at (const char *kind, const Uuid *old, const Uuid *theme, const Uuid *case_id)
{
  char old_text[UUID_TEXT_SIZE], theme_text[UUID_TEXT_SIZE], case_text[UUID_TEXT_SIZE];
  uuid_to_text (old, old_text);
  uuid_to_text (theme, theme_text);
  uuid_to_text (case_id, case_text);
  return uuid_derived (kind, old_text, theme_text, case_text, NULL);
}

/* `query` yields the identities of rows; each is made again by `copy` and taken away. */
static gboolean
move_attached (EspStudy *study, const char *table, Query *rows, Query *copy, const Again *again,
               GError **error)
{
  query_bind_uuid (rows, ":summary", &again->old);
  while (query_step (rows, error))
    {
      const Uuid old = query_uuid (rows, 0);
      const Uuid fresh = identity_at (table, &old, &again->fresh, &UUID_NIL);
      query_bind_uuid (copy, ":old", &old);
      query_bind_uuid (copy, ":id", &fresh);
      query_bind_uuid (copy, ":summary", &again->fresh);
      if (!query_run (copy, error) || !store_gone (study, table, &old, error))
        return FALSE;
    }
  return !query_failed (rows);
}

static gboolean
move_evidence (EspStudy *study, const Again *again, GError **error)
{
  g_autoptr (Query) evidence = store_query (
      study, "SELECT id FROM evidence WHERE summary_id = :summary AND gone = 0 ORDER BY id");
  g_autoptr (Query) copy_evidence = store_query (
      study,
      "INSERT INTO evidence (id, summary_id, version_id, start_cp, end_cp, quote_prose, sort_key)"
      " SELECT :id, :summary, version_id, start_cp, end_cp, quote_prose, sort_key FROM evidence"
      " WHERE id = :old ON CONFLICT (id) DO UPDATE SET gone = 0 WHERE gone = 1");
  g_autoptr (Query) checks = store_query (
      study, "SELECT id FROM summary_check WHERE summary_id = :summary AND gone = 0 ORDER BY id");
  g_autoptr (Query) copy_checks = store_query (
      study, "INSERT INTO summary_check (id, summary_id, coder_id, verdict, note_prose, made_at)"
             " SELECT :id, :summary, coder_id, verdict, note_prose, made_at FROM summary_check"
             " WHERE id = :old ON CONFLICT (id) DO UPDATE SET gone = 0 WHERE gone = 1");
  return move_attached (study, "evidence", evidence, copy_evidence, again, error)
         && move_attached (study, "summary_check", checks, copy_checks, again, error);
}

static gboolean
make_summary_again (EspStudy *study, const Again *again, const Uuid *theme, const Uuid *case_id,
                    GError **error)
{
  g_autoptr (Query) copy = store_query (
      study,
      "INSERT INTO summary (id, theme_id, case_id, content, work, text_prose, basis, coder_id,"
      " made_at) SELECT :id, :theme, :case, content, work, text_prose, basis, coder_id, made_at"
      " FROM summary WHERE id = :old ON CONFLICT (id) DO UPDATE SET gone = 0 WHERE gone = 1");
  query_bind_uuid (copy, ":id", &again->fresh);
  query_bind_uuid (copy, ":theme", theme);
  query_bind_uuid (copy, ":case", case_id);
  query_bind_uuid (copy, ":old", &again->old);
  return query_run (copy, error) && move_evidence (study, again, error)
         && store_gone (study, "summary", &again->old, error);
}

/* The line of versions is the same as it was. */
static gboolean
replace_again (EspStudy *study, const Again *again, const Uuid *theme, const Uuid *case_id,
               GError **error)
{
  const Uuid replaces = identity_at ("summary", &again->replaces, theme, case_id);
  g_autoptr (Query) update = store_query (
      study, "UPDATE summary SET replaces_id = :replaces WHERE id = :id AND replaces_id IS NOT"
             " :replaces AND EXISTS (SELECT 1 FROM summary r WHERE r.id = :replaces)");
  query_bind_uuid (update, ":replaces", &replaces);
  query_bind_uuid (update, ":id", &again->fresh);
  return uuid_is_nil (&again->replaces) || query_run (update, error);
}

gboolean
summaries_move (EspStudy *study, const Uuid *of_theme, const Uuid *of_case, const Uuid *theme,
                const Uuid *case_id, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Again));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, 2 * sizeof (Uuid));
  g_autoptr (Query) query = store_query (
      study, "SELECT id, replaces_id, theme_id, case_id FROM summary WHERE gone = 0"
             " AND (:theme IS NULL OR theme_id = :theme) AND (:case IS NULL OR case_id = :case)"
             " ORDER BY id");
  query_bind_uuid (query, ":theme", of_theme);
  query_bind_uuid (query, ":case", of_case);
  while (query_step (query, error))
    {
      Again again = { .old = query_uuid (query, 0), .replaces = query_uuid (query, 1) };
      const Uuid place[2] = { uuid_is_nil (theme) ? query_uuid (query, 2) : *theme,
                              uuid_is_nil (case_id) ? query_uuid (query, 3) : *case_id };
      again.fresh = identity_at ("summary", &again.old, &place[0], &place[1]);
      g_array_append_val (all, again);
      g_array_append_vals (places, place, 1);
    }
  if (query_failed (query))
    return FALSE;
  const Uuid *place = (const Uuid *)(gpointer)places->data;
  for (guint i = 0; i < all->len; i++)
    if (!make_summary_again (study, &g_array_index (all, Again, i), &place[2 * i],
                             &place[2 * i + 1], error))
      return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!replace_again (study, &g_array_index (all, Again, i), &place[2 * i], &place[2 * i + 1],
                        error))
      return FALSE;
  return TRUE;
}

/* ---- the rest */

static gboolean
is_below (EspStudy *study, const Uuid *theme, const Uuid *above, gboolean *below, GError **error)
{
  Uuid at = *theme;
  *below = FALSE;
  for (guint depth = 0; depth < DEPTH_MAX && !uuid_is_nil (&at) && !*below; depth++)
    {
      g_autoptr (Query) query = store_query (study, "SELECT parent_id FROM theme WHERE id = :id");
      query_bind_uuid (query, ":id", &at);
      at = query_step (query, error) ? query_uuid (query, 0) : UUID_NIL;
      if (query_failed (query))
        return FALSE;
      *below = uuid_equal (&at, above);
    }
  return TRUE;
}

/* `query` changes rows of :other to :kept. */
static gboolean
move_rows (Query *query, const Uuid *kept, const Uuid *other, GError **error)
{
  query_bind_uuid (query, ":kept", kept);
  query_bind_uuid (query, ":other", other);
  return query_run (query, error);
}

/* Wordings that were replaced go along. */
static gboolean
move_texts (EspStudy *study, const Uuid *kept, const Uuid *other, GError **error)
{
  g_autoptr (Query) same = store_query (
      study,
      "UPDATE theme_text SET gone = 1 WHERE theme_id = :other AND gone = 0 AND EXISTS"
      " (SELECT 1 FROM theme_text k JOIN prose a ON a.hash = k.text_prose"
      "  JOIN prose b ON b.hash = theme_text.text_prose WHERE k.theme_id = :kept AND k.gone = 0"
      "  AND k.kind = theme_text.kind AND a.body = b.body)"
      " AND NOT EXISTS (SELECT 1 FROM theme_text n WHERE n.replaces_id = theme_text.id"
      "  AND n.gone = 0)");
  g_autoptr (Query) texts
      = store_query (study, "UPDATE theme_text SET theme_id = :kept WHERE theme_id = :other");
  return move_rows (same, kept, other, error) && move_rows (texts, kept, other, error);
}

gboolean
theme_join (EspStudy *study, const Uuid *kept, const Uuid *other, GError **error)
{
  gboolean below;
  if (!store_in_change (study, error) || !is_below (study, kept, other, &below, error))
    return FALSE;
  if (below || uuid_equal (kept, other))
    return fail (error, ESP_ERROR_INPUT, "a theme cannot be joined with one that it is below");
  g_autoptr (Query) children = store_query (
      study, "UPDATE theme SET parent_id = :kept WHERE parent_id = :other AND gone = 0");
  return move_rows (children, kept, other, error) && move_codings (study, kept, other, error)
         && summaries_move (study, other, &UUID_NIL, kept, &UUID_NIL, error)
         && move_texts (study, kept, other, error) && store_gone (study, "theme", other, error);
}
