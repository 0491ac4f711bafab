/* Schedules: what was asked of whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/schedule.h"
#include "base/near.h"
#include "base/text.h"
#include "store/store.h"

#include <string.h>

struct _ScheduleMap
{
  const Schedules *schedules;
  const GPtrArray *themes;
  guint8 *covers;  /* schedules x themes: 1 where a question of the schedule covers the theme */
  gboolean speaks; /* some question asks about some theme of this framework */
};

static void
schedule_free (gpointer data)
{
  Schedule *schedule = data;
  g_free (schedule->name);
  g_free (schedule->version);
  g_free (schedule->attribute);
  g_free (schedule->value);
  g_ptr_array_unref (schedule->paths);
  g_free (schedule);
}

void
schedules_free (Schedules *schedules)
{
  if (!schedules)
    return;
  g_ptr_array_unref (schedules->all);
  g_free (schedules);
}

static gboolean
load_paths (EspStudy *study, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT DISTINCT q.schedule_id, t.theme_path FROM question_theme AS t"
                            " JOIN question AS q ON q.id = t.question_id AND q.gone = 0"
                            " WHERE t.gone = 0 ORDER BY t.theme_path");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      const Schedule *schedule = g_hash_table_lookup (by_id, &id);
      if (schedule)
        g_ptr_array_add (schedule->paths, g_strdup (query_text (query, 1)));
    }
  return !query_failed (query);
}

Schedules *
schedules_load (EspStudy *study, GError **error)
{
  g_autoptr (Schedules) schedules = g_new0 (Schedules, 1);
  schedules->all = g_ptr_array_new_with_free_func (schedule_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (uuid_hash, uuid_equal_func);
  g_autoptr (Query) query
      = store_query (study, "SELECT s.id, s.name, s.version, a.name, s.value FROM schedule AS s"
                            " LEFT JOIN attribute AS a ON a.id = s.attribute_id"
                            " WHERE s.gone = 0 ORDER BY s.sort_key, s.id");
  while (query_step (query, error))
    {
      Schedule *schedule = g_new0 (Schedule, 1);
      schedule->id = query_uuid (query, 0);
      schedule->name = g_strdup (query_text (query, 1));
      schedule->version = g_strdup (query_text (query, 2));
      schedule->attribute = g_strdup (query_text (query, 3));
      schedule->value = g_strdup (query_text (query, 4));
      schedule->paths = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (schedules->all, schedule);
      g_hash_table_insert (by_id, &schedule->id, schedule);
    }
  if (query_failed (query) || !load_paths (study, by_id, error))
    return NULL;
  return g_steal_pointer (&schedules);
}

const Schedule *
schedules_find (const Schedules *schedules, const char *name)
{
  g_autofree char *folded = text_fold_name (name);
  for (guint i = schedules->all->len; i-- > 0;)
    {
      const Schedule *schedule = g_ptr_array_index (schedules->all, i);
      g_autofree char *versioned = g_strdup_printf ("%s %s", schedule->name, schedule->version);
      g_autofree char *own = text_fold_name (schedule->name);
      g_autofree char *with_version = text_fold_name (versioned);
      if (g_str_equal (own, folded) || g_str_equal (with_version, folded))
        return schedule;
    }
  return NULL;
}

/* ---- what they ask of a framework */

static const EspTheme *
theme_at (const GPtrArray *themes, guint i)
{
  return g_ptr_array_index (themes, i);
}

/* Marks a theme, all below it and all above it. */
static void
cover (guint8 *covers, const GPtrArray *themes, guint theme)
{
  const guint depth = theme_at (themes, theme)->depth;
  covers[theme] = 1;
  for (guint i = theme + 1; i < themes->len && theme_at (themes, i)->depth > depth; i++)
    covers[i] = 1;
  for (gint i = theme_at (themes, theme)->parent; i >= 0; i = theme_at (themes, (guint)i)->parent)
    covers[i] = 1;
}

static GHashTable *
themes_by_path (const GPtrArray *themes)
{
  GHashTable *by_path = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < themes->len; i++)
    g_hash_table_insert (by_path, theme_at (themes, i)->path, GUINT_TO_POINTER (i + 1));
  return by_path;
}

ScheduleMap *
schedule_map_new (const Schedules *schedules, const GPtrArray *themes)
{
  ScheduleMap *map = g_new0 (ScheduleMap, 1);
  map->schedules = schedules;
  map->themes = themes;
  map->covers = g_malloc0_n (MAX (1, schedules->all->len), MAX (1, themes->len));
  g_autoptr (GHashTable) by_path = themes_by_path (themes);
  for (guint s = 0; s < schedules->all->len; s++)
    {
      const Schedule *schedule = g_ptr_array_index (schedules->all, s);
      for (guint p = 0; p < schedule->paths->len; p++)
        {
          const gpointer found
              = g_hash_table_lookup (by_path, g_ptr_array_index (schedule->paths, p));
          if (!found)
            continue;
          cover (map->covers + (gsize)s * themes->len, themes, GPOINTER_TO_UINT (found) - 1);
          map->speaks = TRUE;
        }
    }
  return map;
}

void
schedule_map_free (ScheduleMap *map)
{
  if (!map)
    return;
  g_free (map->covers);
  g_free (map);
}

static gboolean
schedule_fits (const Schedule *schedule, GHashTable *attributes)
{
  if (*schedule->attribute == '\0')
    return TRUE;
  const char *value = g_hash_table_lookup (attributes, schedule->attribute);
  return value && g_str_equal (value, schedule->value);
}

static gboolean
schedule_used (const Schedule *schedule, GHashTable *attributes, const Uuid *given, gsize n_given)
{
  if (n_given == 0)
    return schedule_fits (schedule, attributes);
  for (gsize i = 0; i < n_given; i++)
    if (uuid_is_nil (&given[i]) ? schedule_fits (schedule, attributes)
                                : uuid_equal (&given[i], &schedule->id))
      return TRUE;
  return FALSE;
}

gboolean
schedule_map_case (const ScheduleMap *map, GHashTable *attributes, const Uuid *given, gsize n_given,
                   guint8 *asked)
{
  const gsize n = map->themes->len;
  gboolean known = FALSE;
  if (n > 0) /* a framework without themes has no row */
    memset (asked, 0, n);
  for (guint s = 0; s < map->schedules->all->len; s++)
    {
      const Schedule *schedule = g_ptr_array_index (map->schedules->all, s);
      if (!schedule_used (schedule, attributes, given, n_given))
        continue;
      known = map->speaks;
      for (gsize i = 0; i < n; i++)
        asked[i] |= map->covers[(gsize)s * n + i];
    }
  for (guint i = 0; i < n; i++)
    {
      const EspTheme *theme = theme_at (map->themes, i);
      const gboolean is_planned = g_str_equal (theme->origin, "a priori");
      if (!known || theme->is_other || (!asked[i] && !is_planned))
        asked[i] = ASKED_NOT_KNOWN;
      else
        asked[i] = asked[i] ? ASKED_YES : ASKED_NO;
    }
  return known;
}

static void
unknown_path_free (gpointer unknown)
{
  EspUnknownPath *one = unknown;
  g_free (one->path);
  g_free (one->near);
  g_free (one);
}

static EspUnknownPath *
unknown_path_new (const char *path, const GPtrArray *themes)
{
  EspUnknownPath *unknown = g_new0 (EspUnknownPath, 1);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  /* A section is like every path in it. */
  for (guint i = 0; i < themes->len; i++)
    if (theme_at (themes, i)->depth > 0 || strchr (path, '/') == NULL)
      g_ptr_array_add (paths, theme_at (themes, i)->path);
  unknown->path = g_strdup (path);
  unknown->near = near_names (path, paths);
  if (unknown->near == NULL)
    unknown->near = g_strdup ("");
  return unknown;
}

GPtrArray *
schedule_unknown_paths (const Schedules *schedules, const GPtrArray *themes)
{
  GPtrArray *unknown = g_ptr_array_new_with_free_func (unknown_path_free);
  g_autoptr (GHashTable) known = themes_by_path (themes);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean speaks = FALSE;
  for (guint s = 0; s < schedules->all->len; s++)
    {
      const Schedule *schedule = g_ptr_array_index (schedules->all, s);
      for (guint p = 0; p < schedule->paths->len; p++)
        {
          char *path = g_ptr_array_index (schedule->paths, p);
          if (g_hash_table_contains (known, path))
            speaks = TRUE;
          else if (g_hash_table_add (seen, path))
            g_ptr_array_add (unknown, unknown_path_new (path, themes));
        }
    }
  if (!speaks)
    g_ptr_array_set_size (unknown, 0);
  return unknown;
}
