/* The versions of one document's text, and the ways between them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/version.h"

#include "base/error.h"
#include "store/store.h"
#include "study/in_force.h"

#include <string.h>

typedef struct
{
  Uuid id, replaces;
  guint8 text_hash[32];
  char *written; /* how it differs from what it replaces */
  char *made_at;
  Difference *difference; /* read at need */
} Version;

typedef struct
{
  Version *version; /* whose difference is followed */
  gboolean backward;
} Step;

struct _VersionTree
{
  char *document;       /* its name, for messages */
  GHashTable *versions; /* Uuid -> Version */
  GHashTable *ways;     /* two Uuid -> Way */
};

/* A way from one version to another. */
typedef struct
{
  Uuid ends[2];
  gboolean exists;
  GArray *steps;
} Way;

static void
version_free (gpointer version)
{
  Version *one = version;
  difference_free (one->difference);
  g_free (one->written);
  g_free (one->made_at);
  g_free (one);
}

static guint
way_hash (gconstpointer key)
{
  const Uuid *ends = key;
  return uuid_hash (&ends[0]) ^ (31 * uuid_hash (&ends[1]));
}

static gboolean
way_equal (gconstpointer a, gconstpointer b)
{
  const Uuid *one = a, *other = b;
  return uuid_equal (&one[0], &other[0]) && uuid_equal (&one[1], &other[1]);
}

static void
way_free (gpointer way)
{
  g_array_unref (((Way *)way)->steps);
  g_free (way);
}

void
version_tree_free (VersionTree *tree)
{
  if (tree == NULL)
    return;
  g_hash_table_unref (tree->ways);
  g_hash_table_unref (tree->versions);
  g_free (tree->document);
  g_free (tree);
}

VersionTree *
version_tree_load (EspStudy *study, const Uuid *document, GError **error)
{
  g_autoptr (VersionTree) tree = g_new0 (VersionTree, 1);
  tree->versions = g_hash_table_new_full (uuid_hash, uuid_equal_func, NULL, version_free);
  tree->ways = g_hash_table_new_full (way_hash, way_equal, NULL, way_free);
  tree->document = g_strdup ("");
  g_autoptr (Query) query = store_query (
      study, "SELECT v.id, v.replaces_id, v.text_hash, v.difference, d.name, v.made_at FROM"
             " document_version v JOIN document d ON d.id = v.document_id WHERE d.id = :document");
  query_bind_uuid (query, ":document", document);
  while (query_step (query, error))
    {
      Version *version = g_new0 (Version, 1);
      version->id = query_uuid (query, 0);
      version->replaces = query_uuid (query, 1);
      memcpy (version->text_hash, query_key (query, 2), sizeof version->text_hash);
      version->written = g_strdup (query_text (query, 3));
      version->made_at = g_strdup (query_text (query, 5));
      if (*tree->document == '\0')
        {
          g_free (tree->document);
          tree->document = g_strdup (query_text (query, 4));
        }
      g_hash_table_insert (tree->versions, &version->id, version);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&tree);
}

/* A version and all that it comes from, itself first: Version. A circle is followed once. */
static GPtrArray *
line_of (const VersionTree *tree, const Uuid *id)
{
  GPtrArray *line = g_ptr_array_new ();
  const guint most = g_hash_table_size (tree->versions);
  for (Version *at = g_hash_table_lookup (tree->versions, id); at != NULL && line->len < most;
       at = g_hash_table_lookup (tree->versions, &at->replaces))
    g_ptr_array_add (line, at);
  return line;
}

guint
version_tree_number (const VersionTree *tree, const Uuid *version)
{
  g_autoptr (GPtrArray) line = line_of (tree, version);
  return line->len;
}

gboolean
version_tree_leads (const VersionTree *tree, const Uuid *from, const Uuid *to)
{
  g_autoptr (GPtrArray) line = line_of (tree, to);
  const Version *version = g_hash_table_lookup (tree->versions, from);
  return version != NULL && g_ptr_array_find (line, version, NULL);
}

/* ---- ways */

static guint
text_hash_hash (gconstpointer key)
{
  guint value;
  memcpy (&value, key, sizeof value);
  return value;
}

static gboolean
text_hash_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 32) == 0;
}

/* The versions on the way, both ends included: up to the one that both come from, and down. NULL
 * where there is none. */
static GPtrArray *
stations (const VersionTree *tree, const Uuid *from, const Uuid *to)
{
  g_autoptr (GPtrArray) up = line_of (tree, from), down = line_of (tree, to);
  g_autoptr (GHashTable) above = g_hash_table_new (NULL, NULL);
  guint common = 0;
  for (guint i = 0; i < down->len; i++)
    g_hash_table_insert (above, down->pdata[i], GUINT_TO_POINTER (i + 1));
  while (common < up->len && !g_hash_table_contains (above, up->pdata[common]))
    common++;
  if (common == up->len)
    return NULL;
  const guint turning = GPOINTER_TO_UINT (g_hash_table_lookup (above, up->pdata[common])) - 1;
  g_ptr_array_set_size (up, (gint)common + 1);
  for (guint i = turning; i > 0; i--)
    g_ptr_array_add (up, down->pdata[i - 1]);
  return g_steal_pointer (&up);
}

static Way *
way_make (const VersionTree *tree, const Uuid *from, const Uuid *to)
{
  Way *way = g_new0 (Way, 1);
  way->ends[0] = *from;
  way->ends[1] = *to;
  way->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autoptr (GPtrArray) along = stations (tree, from, to);
  g_autoptr (GHashTable) last = g_hash_table_new (text_hash_hash, text_hash_equal);
  way->exists = along != NULL;
  for (guint i = 0; along != NULL && i < along->len; i++)
    g_hash_table_insert (last, ((Version *)along->pdata[i])->text_hash, GUINT_TO_POINTER (i));
  for (guint i = 0; along != NULL && i + 1 < along->len;)
    {
      Version *at = along->pdata[i], *next = along->pdata[i + 1];
      const guint same = GPOINTER_TO_UINT (g_hash_table_lookup (last, at->text_hash));
      if (same > i)
        {
          i = same;
          continue;
        }
      const gboolean backward = uuid_equal (&at->replaces, &next->id);
      const Step step = { backward ? at : next, backward };
      g_array_append_val (way->steps, step);
      i++;
    }
  return way;
}

static const Way *
way_between (VersionTree *tree, const Uuid *from, const Uuid *to)
{
  const Uuid ends[2] = { *from, *to };
  Way *way = g_hash_table_lookup (tree->ways, ends);
  if (way == NULL)
    {
      way = way_make (tree, from, to);
      g_hash_table_insert (tree->ways, way->ends, way);
    }
  return way;
}

gboolean
version_tree_map (VersionTree *tree, const Uuid *from, const Uuid *to, Span *span,
                  EspCarried *carried, GError **error)
{
  const Way *way = way_between (tree, from, to);
  for (guint i = 0; i < way->steps->len; i++)
    {
      const Step *step = &g_array_index (way->steps, Step, i);
      if (step->version->difference == NULL
          && (step->version->difference = difference_read (step->version->written, error)) == NULL)
        {
          g_prefix_error (error, "the texts of '%s' do not hold together: ", tree->document);
          return FALSE;
        }
      *span = difference_map (step->version->difference, step->backward, *span, carried);
    }
  if (!way->exists)
    {
      *span = (Span){ 0, 0 };
      *carried = ESP_CARRIED_WITHOUT_WORDS;
    }
  return TRUE;
}

gboolean
version_tree_since (VersionTree *tree, const Uuid *version, const Span *span, const char **since,
                    GError **error)
{
  g_autoptr (GPtrArray) line = line_of (tree, version);
  *since = "";
  for (guint i = 0; i < (span != NULL ? line->len : MIN (line->len, 1)); i++)
    {
      const Version *earlier = line->pdata[i];
      EspCarried carried = ESP_CARRIED_AS_IT_WAS;
      Span at = span != NULL ? *span : (Span){ 0, 0 };
      if (!version_tree_map (tree, version, &earlier->id, &at, &carried, error))
        return FALSE;
      if (carried != ESP_CARRIED_AS_IT_WAS)
        break;
      *since = earlier->made_at;
    }
  return TRUE;
}

/* ---- in force */

GHashTable *
versions_in_force (EspStudy *study, GError **error)
{
  g_autoptr (GHashTable) in_force
      = g_hash_table_new_full (uuid_hash, uuid_equal_func, g_free, g_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT o.id, f.id FROM document d JOIN document_version f ON f.id"
             " = " TEXT_IN_FORCE ("d.id") " JOIN document_version o ON o.document_id = d.id"
                                          " WHERE d.id IN (SELECT document_id FROM "
                                          "document_version WHERE replaces_id IS NOT"
                                          " NULL)");
  while (query_step (query, error))
    {
      const Uuid any = query_uuid (query, 0), one = query_uuid (query, 1);
      g_hash_table_insert (in_force, g_memdup2 (&any, sizeof any), g_memdup2 (&one, sizeof one));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&in_force);
}
