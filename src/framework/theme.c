/* Themes: the tree of a framework in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "framework/theme.h"
#include "base/error.h"
#include "base/near.h"
#include "base/text.h"
#include "store/store.h"

void
theme_free (gpointer data)
{
  EspTheme *theme = data;
  if (!theme)
    return;
  char *const strings[] = { theme->id,    theme->number, theme->name,      theme->path,
                            theme->title, theme->origin, theme->definition };
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_ptr_array_unref (theme->include);
  g_ptr_array_unref (theme->exclude);
  g_ptr_array_unref (theme->examples);
  g_free (theme);
}

static void
entry_free (gpointer data)
{
  ThemeEntry *entry = data;
  theme_free (entry->theme);
  g_free (entry->slug);
  g_free (entry->short_name);
  g_free (entry->given_number);
  g_free (entry);
}

void
theme_tree_free (ThemeTree *tree)
{
  if (!tree)
    return;
  g_free (tree->framework_name);
  g_ptr_array_unref (tree->entries);
  g_hash_table_unref (tree->by_id);
  g_free (tree);
}

/* ---- loading */

static ThemeEntry *
entry_read (Query *query)
{
  ThemeEntry *entry = g_new0 (ThemeEntry, 1);
  EspTheme *theme = g_new0 (EspTheme, 1);
  entry->theme = theme;
  entry->id = query_uuid (query, 0);
  entry->parent = query_uuid (query, 1);
  theme->id = uuid_dup_text (&entry->id);
  theme->name = g_strdup (query_text (query, 2));
  entry->short_name = g_strdup (query_text (query, 3));
  entry->slug = *entry->short_name ? g_strdup (entry->short_name) : text_slug (theme->name);
  entry->given_number = g_strdup (query_text (query, 4));
  theme->origin = g_strdup (query_text (query, 5));
  theme->is_other = g_str_equal (query_text (query, 6), "other");
  theme->parent = -1;
  theme->definition = g_strdup ("");
  theme->include = g_ptr_array_new_with_free_func (g_free);
  theme->exclude = g_ptr_array_new_with_free_func (g_free);
  theme->examples = g_ptr_array_new_with_free_func (g_free);
  return entry;
}

/* All themes in order of siblings, not yet as a tree: the array owns them. */
static GPtrArray *
entries_load (EspStudy *study, const Uuid *analysis, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT id, parent_id, name, short_name, number, origin, kind FROM theme"
             " WHERE analysis_id = :analysis AND gone = 0 ORDER BY sort_key, id");
  query_bind_uuid (query, ":analysis", analysis);
  while (query_step (query, error))
    {
      ThemeEntry *entry = entry_read (query);
      /* The nil id stands for "no parent": a damaged study that has it would have a theme below
       * itself. */
      if (uuid_is_nil (&entry->id))
        entry_free (entry);
      else
        g_ptr_array_add (entries, entry);
    }
  if (query_failed (query))
    return NULL;
  return g_steal_pointer (&entries);
}

/* Children by the id of their parent; under the nil id the sections. What stands on a theme that is
 * gone is shown as a section. */
static GHashTable *
children_of (const ThemeTree *tree, const GPtrArray *loose)
{
  GHashTable *children = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free,
                                                (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < loose->len; i++)
    {
      ThemeEntry *entry = g_ptr_array_index (loose, i);
      if (!g_hash_table_contains (tree->by_id, &entry->parent))
        entry->parent = UUID_NIL;
      GPtrArray *siblings = g_hash_table_lookup (children, &entry->parent);
      if (!siblings)
        {
          siblings = g_ptr_array_new ();
          g_hash_table_insert (children, g_memdup2 (&entry->parent, sizeof entry->parent),
                               siblings);
        }
      g_ptr_array_add (siblings, entry);
    }
  return children;
}

static void
entry_place (const ThemeTree *tree, ThemeEntry *entry, gint parent)
{
  EspTheme *theme = entry->theme;
  theme->parent = parent;
  if (parent < 0)
    {
      theme->path = g_strdup (entry->slug);
      theme->title = g_strdup (theme->name);
      return;
    }
  const ThemeEntry *above = theme_tree_entry (tree, (guint)parent);
  theme->depth = above->theme->depth + 1;
  theme->path = g_strconcat (above->theme->path, "/", entry->slug, NULL);
  theme->title = g_strconcat (above->theme->title, " / ", theme->name, NULL);
  above->theme->children++;
}

typedef struct
{
  ThemeEntry *entry;
  gint parent;
} Pending;

/* The first of the siblings comes off the stack first. */
static void
push_children (GArray *stack, GHashTable *children, const Uuid *parent_id, gint parent)
{
  const GPtrArray *siblings = g_hash_table_lookup (children, parent_id);
  for (guint i = siblings ? siblings->len : 0; i-- > 0;)
    {
      const Pending pending = { g_ptr_array_index (siblings, i), parent };
      g_array_append_val (stack, pending);
    }
}

/* Moves the entries of `loose` into the tree, depth first. A theme that only a ring of parents
 * leads to is not reached: `check` and merging see to that. */
static void
tree_build (ThemeTree *tree, GPtrArray *loose)
{
  for (guint i = 0; i < loose->len; i++)
    {
      ThemeEntry *entry = g_ptr_array_index (loose, i);
      g_hash_table_insert (tree->by_id, &entry->id, entry);
    }
  g_autoptr (GHashTable) children = children_of (tree, loose);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Pending));
  push_children (stack, children, &UUID_NIL, -1);
  while (stack->len > 0)
    {
      const Pending next = g_array_index (stack, Pending, stack->len - 1);
      g_array_set_size (stack, stack->len - 1);
      entry_place (tree, next.entry, next.parent);
      g_ptr_array_add (tree->entries, next.entry);
      push_children (stack, children, &next.entry->id, (gint)tree->entries->len - 1);
    }
}

/* Frees the entries that no section leads to, and leaves those of the tree to it. */
static void
loose_release (ThemeTree *tree, GPtrArray *loose)
{
  g_ptr_array_set_free_func (loose, NULL);
  for (guint i = 0; i < loose->len; i++)
    {
      ThemeEntry *entry = g_ptr_array_index (loose, i);
      if (entry->theme->path)
        continue;
      g_hash_table_remove (tree->by_id, &entry->id);
      entry_free (entry);
    }
}

/* ---- numbers */

static char *
letters (guint n)
{
  GString *word = g_string_new (NULL);
  for (; n > 0; n = (n - 1) / 26)
    g_string_prepend_c (word, (char)('a' + (n - 1) % 26));
  return g_string_free (word, FALSE);
}

static char *
roman (guint n)
{
  static const struct
  {
    guint value;
    const char *sign;
  } signs[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
                { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
                { 5, "v" },    { 4, "iv" },   { 1, "i" } };
  GString *word = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    for (; n >= signs[i].value; n -= signs[i].value)
      g_string_append (word, signs[i].sign);
  return g_string_free (word, FALSE);
}

/* "1d" below "1": the number above and letters. */
static gboolean
is_lettered (const char *above, const char *number)
{
  if (number == NULL || !g_str_has_prefix (number, above))
    return FALSE;
  const char *rest = number + strlen (above);
  const gsize size = strlen (rest);
  return size > 0 && strspn (rest, "abcdefghijklmnopqrstuvwxyz") == size;
}

/* The nth below a theme of that number; `before` is the number of the theme before it, or NULL: one
 * that has letters by its framework is followed by letters. */
static char *
counted_number (const char *above, guint depth, guint n, const char *before)
{
  if (depth == 0)
    return g_strdup_printf ("%u", n);
  if (depth % 3 == 1 && !is_lettered (above, before))
    return g_strdup_printf ("%s.%u", above, n);
  if (depth % 3 == 0 && !is_lettered (above, before))
    {
      g_autofree char *numeral = roman (n);
      return g_strdup_printf ("%s.%s", above, numeral);
    }
  g_autofree char *letter = letters (n);
  const gsize size = strlen (above);
  return g_strdup_printf ("%s%s%s", above, size && g_ascii_isdigit (above[size - 1]) ? "" : ".",
                          letter);
}

static void
tree_number (const ThemeTree *tree)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < tree->entries->len; i++)
    g_hash_table_add (taken, theme_tree_entry (tree, i)->given_number);
  /* The place of the last theme numbered below each theme; the last item is for the sections. */
  g_autofree guint *places = g_new0 (guint, tree->entries->len + 1);
  g_autofree const char **before = g_new0 (const char *, tree->entries->len + 1);
  for (guint i = 0; i < tree->entries->len; i++)
    {
      const ThemeEntry *entry = theme_tree_entry (tree, i);
      EspTheme *theme = entry->theme;
      const gboolean is_section = theme->parent < 0;
      const guint below = is_section ? tree->entries->len : (guint)theme->parent;
      guint *place = &places[below];
      ++*place;
      if (*entry->given_number)
        {
          before[below] = theme->number = g_strdup (entry->given_number);
          continue;
        }
      const char *above
          = is_section ? "" : theme_tree_entry (tree, (guint)theme->parent)->theme->number;
      theme->number = counted_number (above, theme->depth, *place, before[below]);
      while (g_hash_table_contains (taken, theme->number))
        {
          g_free (theme->number);
          theme->number = counted_number (above, theme->depth, ++*place, before[below]);
        }
      g_hash_table_add (taken, theme->number);
      before[below] = theme->number;
    }
}

static gboolean
load_name (ThemeTree *tree, EspStudy *study, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT framework_name FROM analysis WHERE id = :id");
  query_bind_uuid (query, ":id", &tree->analysis);
  tree->framework_name
      = query_step (query, error) ? g_strdup (query_text (query, 0)) : g_strdup ("");
  return !query_failed (query);
}

ThemeTree *
theme_tree_load (EspStudy *study, const Uuid *analysis, GError **error)
{
  GPtrArray *loose = entries_load (study, analysis, error);
  if (!loose)
    return NULL;
  g_autoptr (ThemeTree) tree = g_new0 (ThemeTree, 1);
  tree->analysis = *analysis;
  tree->entries = g_ptr_array_new_with_free_func (entry_free);
  tree->by_id = g_hash_table_new (uuid_hash, uuid_equal_func);
  tree_build (tree, loose);
  loose_release (tree, loose);
  g_ptr_array_unref (loose);
  tree_number (tree);
  if (!load_name (tree, study, error))
    return NULL;
  return g_steal_pointer (&tree);
}

/* ---- definitions and counts */

static void
theme_take_text (EspTheme *theme, const char *kind, char *text)
{
  if (g_str_equal (kind, "include"))
    g_ptr_array_add (theme->include, text);
  else if (g_str_equal (kind, "exclude"))
    g_ptr_array_add (theme->exclude, text);
  else if (g_str_equal (kind, "example"))
    g_ptr_array_add (theme->examples, text);
  else
    {
      g_free (theme->definition);
      theme->definition = text;
    }
}

static gboolean
fill_texts (const ThemeTree *tree, EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT x.theme_id, x.kind, p.body, x.text_prose FROM theme_text AS x"
             " JOIN theme AS t ON t.id = x.theme_id AND t.analysis_id = :analysis"
             " LEFT JOIN prose AS p ON p.hash = x.text_prose"
             " WHERE x.gone = 0 AND NOT EXISTS ("
             "  SELECT 1 FROM theme_text AS n WHERE n.replaces_id = x.id AND n.gone = 0)"
             " ORDER BY x.sort_key, x.made_at, x.id");
  query_bind_uuid (query, ":analysis", &tree->analysis);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      const ThemeEntry *entry = theme_tree_by_id (tree, &id);
      if (!entry)
        continue;
      const char *words = store_words_in (study, query, 2, 3);
      if (query_is_null (query, 2) && *words == '\0')
        return fail (
            error, ESP_ERROR_DAMAGED,
            "the study is damaged: words of the theme '%s' are missing; 'espalier check' says more",
            entry->theme->title);
      theme_take_text (entry->theme, query_text (query, 1), g_strdup (words));
    }
  return !query_failed (query);
}

static gboolean
fill_counts (const ThemeTree *tree, EspStudy *study, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT c.theme_id, count(*) FROM coding AS c"
                            " JOIN theme AS t ON t.id = c.theme_id AND t.analysis_id = :analysis"
                            " WHERE c.gone = 0 AND c.origin <> 'proposed' GROUP BY c.theme_id");
  query_bind_uuid (query, ":analysis", &tree->analysis);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      const ThemeEntry *entry = theme_tree_by_id (tree, &id);
      if (entry)
        entry->theme->codings = (guint)query_int (query, 1);
    }
  return !query_failed (query);
}

gboolean
theme_tree_fill (ThemeTree *tree, EspStudy *study, GError **error)
{
  return fill_texts (tree, study, error) && fill_counts (tree, study, error);
}

GPtrArray *
theme_tree_steal (ThemeTree *tree)
{
  GPtrArray *themes = g_ptr_array_new_with_free_func (theme_free);
  for (guint i = 0; i < tree->entries->len; i++)
    {
      ThemeEntry *entry = g_ptr_array_index (tree->entries, i);
      g_ptr_array_add (themes, g_steal_pointer (&entry->theme));
    }
  return themes;
}

/* ---- looking up */

const ThemeEntry *
theme_tree_entry (const ThemeTree *tree, guint index)
{
  return g_ptr_array_index (tree->entries, index);
}

const ThemeEntry *
theme_tree_by_id (const ThemeTree *tree, const Uuid *id)
{
  return g_hash_table_lookup (tree->by_id, id);
}

guint
theme_tree_end (const ThemeTree *tree, guint index)
{
  const guint depth = theme_tree_entry (tree, index)->theme->depth;
  guint end = index + 1;
  while (end < tree->entries->len && theme_tree_entry (tree, end)->theme->depth > depth)
    end++;
  return end;
}

/* What a person typed, step by step. */
typedef struct
{
  char **names; /* folded */
  char **slugs;
  guint n;
} Steps;

static void
steps_clear (Steps *steps)
{
  g_strfreev (steps->names);
  g_strfreev (steps->slugs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Steps, steps_clear)

static void
steps_read (Steps *steps, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);
  const guint n = g_strv_length (parts);
  steps->names = g_new0 (char *, n + 1);
  steps->slugs = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = text_fold_name (parts[i]);
      if (*name == '\0')
        continue;
      steps->slugs[steps->n] = text_slug (name);
      steps->names[steps->n++] = g_steal_pointer (&name);
    }
}

static gboolean
step_fits (const ThemeEntry *entry, const char *name, const char *slug)
{
  if (*slug && g_str_equal (entry->slug, slug))
    return TRUE;
  g_autofree char *own = text_fold_name (entry->theme->name);
  return g_str_equal (own, name);
}

/* Whether the steps are the end of the theme's path; *whole: and all of it. */
static gboolean
path_fits (const ThemeTree *tree, const ThemeEntry *entry, const Steps *steps, gboolean *whole)
{
  if (steps->n == 0 || steps->n > entry->theme->depth + 1)
    return FALSE;
  *whole = steps->n == entry->theme->depth + 1;
  for (guint i = steps->n; i-- > 0;)
    {
      if (!step_fits (entry, steps->names[i], steps->slugs[i]))
        return FALSE;
      if (i > 0)
        entry = theme_tree_entry (tree, (guint)entry->theme->parent);
    }
  return TRUE;
}

static gboolean
find_number (const ThemeTree *tree, const char *text, guint *index)
{
  g_autofree char *folded = text_fold_name (text);
  for (guint i = 0; i < tree->entries->len; i++)
    {
      g_autofree char *number = text_fold_name (theme_tree_entry (tree, i)->theme->number);
      if (g_str_equal (number, folded))
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
theme_ambiguous (const ThemeTree *tree, const char *text, const GArray *fitting, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < fitting->len; i++)
    {
      const EspTheme *theme = theme_tree_entry (tree, g_array_index (fitting, guint, i))->theme;
      g_string_append_printf (list, "%s%s %s", i ? ", " : "", theme->number, theme->path);
    }
  return fail (error, ESP_ERROR_AMBIGUOUS, "'%s' is the name of several themes: %s", text,
               list->str);
}

/* Themes whose last step is like the last of what was typed, or whose path is like all of it. */
static gboolean
theme_unknown (const ThemeTree *tree, const char *text, GError **error)
{
  if (tree->entries->len == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "there is no theme '%s'; the analysis has no framework yet: import one", text);
  const char *slash = strrchr (text, '/');
  g_autoptr (GPtrArray) paths = g_ptr_array_new (), last = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tree->entries->len; i++)
    {
      const ThemeEntry *entry = theme_tree_entry (tree, i);
      g_ptr_array_add (paths, entry->theme->path);
      g_ptr_array_add (last, g_strdup (entry->slug));
    }
  g_autofree char *near_path = near_names (text, paths);
  if (near_path)
    return fail (error, ESP_ERROR_NOT_FOUND, "there is no theme '%s'; near it are: %s", text,
                 near_path);
  g_autofree char *near_last = near_names (slash ? slash + 1 : text, last);
  if (near_last)
    return fail (error, ESP_ERROR_NOT_FOUND, "there is no theme '%s'; near it are: %s", text,
                 near_last);
  return fail (error, ESP_ERROR_NOT_FOUND,
               "there is no theme '%s'; 'espalier framework show' lists them", text);
}

gboolean
theme_tree_index (const ThemeTree *tree, const char *text, guint *index, GError **error)
{
  if (find_number (tree, text, index))
    return TRUE;
  g_auto (Steps) steps = { 0 };
  steps_read (&steps, text);
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < tree->entries->len; i++)
    {
      gboolean is_whole = FALSE;
      if (path_fits (tree, theme_tree_entry (tree, i), &steps, &is_whole))
        g_array_append_val (is_whole ? whole : ends, i);
    }
  const GArray *fitting = whole->len > 0 ? whole : ends;
  if (fitting->len == 0)
    return theme_unknown (tree, text, error);
  if (fitting->len > 1)
    return theme_ambiguous (tree, text, fitting, error);
  *index = g_array_index (fitting, guint, 0);
  return TRUE;
}

const ThemeEntry *
theme_tree_find (const ThemeTree *tree, const char *text, GError **error)
{
  guint index;
  return theme_tree_index (tree, text, &index, error) ? theme_tree_entry (tree, index) : NULL;
}
