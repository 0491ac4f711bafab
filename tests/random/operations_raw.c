/* What the study bears and no command does yet: the framework amended, speakers that change parts.
 * Rows are written as the program's own rooms write them; a command takes the place of each when
 * there is one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/operations.h"
#include "store/store.h"

#define MOST_PICKED 400

/* One of the ids that the query gives, at random; nil with an error for none. */
static Uuid
pick_id (Query *query, const char *what, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (Uuid));
  while (ids->len < MOST_PICKED && query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      g_array_append_val (ids, id);
    }
  if (query_failed (query))
    return UUID_NIL;
  if (ids->len == 0)
    {
      operation_nothing (error, what);
      return UUID_NIL;
    }
  /* Mostly one of the first two, so that people meet. */
  return g_array_index (ids, Uuid,
                        chance_below (chance_once_in (3) ? ids->len : MIN (ids->len, 2)));
}

static Uuid
pick_live_theme (Turn *turn, GError **error)
{
  g_autoptr (Query) query
      = store_query (turn->study, "SELECT id FROM theme WHERE gone = 0 ORDER BY id");
  return pick_id (query, "theme", error);
}

static const char *
some_name (void)
{
  static const char *const names[]
      = { "Meaning", "Sense", "Ties", "Kin", "House", "Dogs", "Work", "Home" };
  return names[chance_below (G_N_ELEMENTS (names))];
}

static const char *
some_key (void)
{
  static const char *const keys[] = { "0001", "0002", "0003", "0004", "0005" };
  return keys[chance_below (G_N_ELEMENTS (keys))];
}

/* ---- themes */

static gboolean
run_theme_add (Turn *turn, GError **error)
{
  const Uuid parent = pick_live_theme (turn, error), id = uuid_random ();
  if (uuid_is_nil (&parent))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      turn->study,
      "INSERT INTO theme (id, analysis_id, parent_id, sort_key, name, origin, kind)"
      " SELECT :id, analysis_id, id, :key, :name, 'emergent', 'theme' FROM theme WHERE id ="
      " :parent");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":parent", &parent);
  query_bind_text (insert, ":key", some_key ());
  query_bind_text (insert, ":name", some_name ());
  return query_run (insert, error);
}

static gboolean
run_theme_rename (Turn *turn, GError **error)
{
  const Uuid id = pick_live_theme (turn, error);
  if (uuid_is_nil (&id))
    return FALSE;
  g_autoptr (Query) update
      = store_query (turn->study, "UPDATE theme SET name = :name WHERE id = :id");
  query_bind_uuid (update, ":id", &id);
  query_bind_text (update, ":name", some_name ());
  return query_run (update, error);
}

/* Below another theme, one that is not below it: in this copy. `among`: of the first so many. */
static gboolean
move_theme (Turn *turn, guint among, GError **error)
{
  g_autoptr (Query) themes
      = store_query (turn->study, "SELECT id FROM theme WHERE gone = 0 ORDER BY id LIMIT :among");
  query_bind_int (themes, ":among", among);
  const Uuid id = pick_id (themes, "theme", error);
  if (uuid_is_nil (&id))
    return FALSE;
  g_autoptr (Query) others = store_query (
      turn->study, "WITH RECURSIVE below (id) AS (SELECT :id UNION SELECT t.id FROM theme t JOIN"
                   " below ON t.parent_id = below.id) SELECT id FROM (SELECT id FROM theme WHERE"
                   " gone = 0 AND analysis_id = (SELECT analysis_id FROM theme WHERE id = :id)"
                   " ORDER BY id LIMIT :among) WHERE id NOT IN below ORDER BY id");
  query_bind_uuid (others, ":id", &id);
  query_bind_int (others, ":among", among);
  const Uuid parent = pick_id (others, "theme to move it below", error);
  if (uuid_is_nil (&parent))
    return FALSE;
  g_autoptr (Query) update = store_query (
      turn->study, "UPDATE theme SET parent_id = :parent, sort_key = :key WHERE id = :id");
  query_bind_uuid (update, ":id", &id);
  query_bind_uuid (update, ":parent", &parent);
  query_bind_text (update, ":key", some_key ());
  return query_run (update, error);
}

static gboolean
run_theme_move (Turn *turn, GError **error)
{
  return move_theme (turn, MOST_PICKED, error);
}

/* Several at once and few to choose from, so that several of them come to lie on one circle with
 * what others move. */
static gboolean
run_themes_move (Turn *turn, GError **error)
{
  gboolean moved = FALSE;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) why = NULL;
      moved = move_theme (turn, 4, &why) || moved;
    }
  return moved || operation_nothing (error, "theme to move");
}

/* With whatever stands on it: codings, summaries, themes below. */
static gboolean
run_theme_retire (Turn *turn, GError **error)
{
  const Uuid id = pick_live_theme (turn, error);
  return !uuid_is_nil (&id) && store_gone (turn->study, "theme", &id, error);
}

static gboolean
run_theme_bring_back (Turn *turn, GError **error)
{
  g_autoptr (Query) gone
      = store_query (turn->study, "SELECT id FROM theme WHERE gone = 1 ORDER BY id");
  const Uuid id = pick_id (gone, "theme that is gone", error);
  if (uuid_is_nil (&id))
    return FALSE;
  g_autoptr (Query) update = store_query (turn->study, "UPDATE theme SET gone = 0 WHERE id = :id");
  query_bind_uuid (update, ":id", &id);
  return query_run (update, error);
}

/* A definition, in the place of the one in force if there is one. */
static gboolean
run_theme_define (Turn *turn, GError **error)
{
  static const char *const words[] = { "What it means.", "What it meant.", "Who came." };
  const Uuid theme = pick_live_theme (turn, error), id = uuid_random ();
  guint8 key[32];
  if (uuid_is_nil (&theme)
      || !store_add_prose (turn->study, words[chance_below (G_N_ELEMENTS (words))], key, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      turn->study,
      "INSERT INTO theme_text (id, theme_id, replaces_id, kind, sort_key, text_prose, coder_id,"
      " made_at) SELECT :id, :theme, (SELECT o.id FROM theme_text o WHERE o.theme_id = :theme"
      " AND o.kind = 'definition' AND o.gone = 0 AND NOT EXISTS (SELECT 1 FROM theme_text n WHERE"
      " n.replaces_id = o.id AND n.gone = 0) ORDER BY o.made_at DESC, o.id LIMIT 1),"
      " 'definition', '0001', :prose, :coder, :now");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":theme", &theme);
  query_bind_blob (insert, ":prose", key, sizeof key);
  query_bind_uuid (insert, ":coder", store_coder (turn->study));
  query_bind_text (insert, ":now", store_now (turn->study));
  return query_run (insert, error);
}

/* ---- speakers */

/* Whose words somebody's are. */
static gboolean
run_speaker_part (Turn *turn, GError **error)
{
  g_autoptr (Query) speakers
      = store_query (turn->study, "SELECT id FROM speaker WHERE gone = 0 ORDER BY id");
  const Uuid id = pick_id (speakers, "speaker", error);
  g_autoptr (Query) cases
      = store_query (turn->study, "SELECT id FROM study_case WHERE gone = 0 ORDER BY id");
  const Uuid of_case = uuid_is_nil (&id) ? UUID_NIL : pick_id (cases, "case", error);
  if (uuid_is_nil (&of_case))
    return FALSE;
  const gboolean is_case = chance_once_in (2);
  g_autoptr (Query) update = store_query (
      turn->study, "UPDATE speaker SET part = :part, case_id = :case WHERE id = :id");
  query_bind_uuid (update, ":id", &id);
  query_bind_uuid (update, ":case", is_case ? &of_case : NULL);
  query_bind_text (update, ":part", is_case ? "case" : chance_once_in (2) ? "other" : "unknown");
  return query_run (update, error);
}

const Operation raw_operations[] = {
  { "theme add", 5, FALSE, run_theme_add },
  { "theme rename", 8, FALSE, run_theme_rename },
  { "theme move", 8, FALSE, run_theme_move },
  { "themes move", 10, FALSE, run_themes_move },
  { "theme retire", 3, FALSE, run_theme_retire },
  { "theme bring back", 2, FALSE, run_theme_bring_back },
  { "theme define", 5, FALSE, run_theme_define },
  { "speaker part", 5, FALSE, run_speaker_part },
  { 0 },
};
