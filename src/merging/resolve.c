/* Settling a conflict: what is kept is written where the study has something else, and that it was
 * settled, how and by whom.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/resolve.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define DIGITS_MIN 4
#define EXCERPT_CP 60

/* ---- which conflict */

static Conflict *
find_conflict (const GPtrArray *open, const char *id, GError **error)
{
  const gsize digits = strlen (id);
  g_autofree char *low = g_ascii_strdown (id, -1);
  Conflict *found = NULL;
  if (digits < DIGITS_MIN || strspn (low, "0123456789abcdef") != digits)
    {
      fail (error, ESP_ERROR_USAGE, "'%s' is no conflict; 'espalier conflicts' shows them", id);
      return NULL;
    }
  for (guint i = 0; i < open->len; i++)
    {
      Conflict *one = open->pdata[i];
      if (!g_str_has_prefix (one->told->id, low))
        continue;
      if (found != NULL)
        {
          fail (error, ESP_ERROR_AMBIGUOUS, "several conflicts begin with '%s'; give more of it",
                id);
          return NULL;
        }
      found = one;
    }
  if (found == NULL)
    fail (error, ESP_ERROR_NOT_FOUND,
          "there is no open conflict '%s'; 'espalier conflicts' shows them", id);
  return found;
}

/* ---- saying that it was settled */

/* The words of a summary, a definition or a note are never told: what is written here stays in the
 * history when they are purged. */
static gboolean
is_prose (EspStudy *study, const Conflict *conflict)
{
  return register_shape (study, conflict->table, conflict->column, NULL) == REGISTER_PROSE;
}

/* The same words in every copy for the same choice. */
static char *
kept_words (EspStudy *study, const Conflict *conflict, guint keep, const char *other)
{
  if (other != NULL)
    return g_strdup ("another");
  if (keep == 0)
    return g_strdup ("both");
  const EspConflictSide *side = conflict->told->sides->pdata[keep - 1];
  g_autofree char *words = text_excerpt (side->value, EXCERPT_CP);
  if (conflict->kind == CONFLICT_REMOVED)
    return g_strdup (keep == 1 ? "removed" : "brought back");
  if (conflict->kind == CONFLICT_DECISIONS)
    return g_strdup_printf ("%s, as %s settled it", side->value, side->coder);
  if (conflict->kind != CONFLICT_VALUE || is_prose (study, conflict))
    return g_strdup_printf ("that of %s of %s", side->coder, side->made_at);
  return g_strdup_printf ("that of %s (\"%s\")", side->coder, words);
}

/* The same for the person who settles it, and for the line of the history. */
static char *
told_words (EspStudy *study, const Conflict *conflict, guint keep, const char *other)
{
  if (other == NULL && keep == 0 && conflict->kind == CONFLICT_DECISIONS)
    return g_strdup ("as it is now");
  if (other != NULL || keep == 0 || conflict->kind == CONFLICT_REMOVED)
    return kept_words (study, conflict, keep, other);
  const EspConflictSide *side = conflict->told->sides->pdata[keep - 1];
  if (conflict->kind == CONFLICT_DECISIONS)
    return g_strdup_printf ("as %s settled it", side->coder);
  if (conflict->kind != CONFLICT_VALUE || is_prose (study, conflict))
    return g_strdup_printf ("that of %s", side->coder);
  g_autofree char *words = text_excerpt (side->value, EXCERPT_CP);
  return g_strdup_printf ("that of %s (%s)", side->coder, words);
}

static gboolean
write_resolution (EspStudy *study, const Conflict *conflict, const char *kept, GError **error)
{
  const Uuid id = uuid_random ();
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO resolution (id, conflict, kind, about, kept, coder_id, made_at)"
             " VALUES (:id, :conflict, :kind, :about, :kept, :coder, :now)");
  query_bind_uuid (insert, ":id", &id);
  query_bind_blob (insert, ":conflict", conflict->hash, sizeof conflict->hash);
  query_bind_text (insert, ":kind", conflict->told->kind);
  query_bind_text (insert, ":about", conflict->told->subject);
  query_bind_text (insert, ":kept", kept);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

static gboolean
settle (EspStudy *study, Register *reg, const Conflict *conflict, guint keep, const char *other,
        GError **error)
{
  switch (conflict->kind)
    {
    case CONFLICT_VALUE:
      return settle_value (study, conflict, keep, other, error);
    case CONFLICT_VERSIONS:
      return settle_versions (study, conflict, keep, other, error);
    case CONFLICT_TWINS:
      return settle_twins (study, conflict, keep, other, error);
    case CONFLICT_REMOVED:
      return settle_removed (study, reg, conflict, keep, other, error);
    default:
      return settle_decisions (study, conflict, keep, other, error);
    }
}

gboolean
esp_resolve (EspStudy *study, const char *id, guint keep, const char *other, EspConflict **settled,
             GError **error)
{
  if (!store_in_change (study, error))
    return FALSE;
  if (other != NULL && !g_utf8_validate (other, -1, NULL))
    return fail (error, ESP_ERROR_INPUT, "the text is not UTF-8");
  g_autoptr (Register) reg = register_new (study, error);
  g_autoptr (GPtrArray) open = reg != NULL ? conflict_list (study, reg, FALSE, error) : NULL;
  Conflict *conflict = open != NULL ? find_conflict (open, id, error) : NULL;
  if (conflict == NULL)
    return FALSE;
  if (other == NULL && keep > conflict->told->sides->len)
    return fail (error, ESP_ERROR_USAGE, "the conflict has %u sides; there is no side %u",
                 conflict->told->sides->len, keep);
  g_autofree char *kept = kept_words (study, conflict, keep, other);
  if (!settle (study, reg, conflict, keep, other, error)
      || !write_resolution (study, conflict, kept, error))
    return FALSE;
  g_free (conflict->told->kept);
  conflict->told->kept = told_words (study, conflict, keep, other);
  if (settled != NULL)
    *settled = g_steal_pointer (&conflict->told);
  return TRUE;
}
