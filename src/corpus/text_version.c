/* The texts that a document has had, and the one of them that a person means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/text_version.h"

#include "base/error.h"
#include "base/text.h"
#include "corpus/document.h"
#include "corpus/version.h"
#include "history/log.h"
#include "store/store.h"

#include <string.h>

/* A number has no more digits, and the beginning of an id no fewer than one more. */
#define NUMBER_DIGITS 3

void
esp_text_version_free (EspTextVersion *version)
{
  if (version == NULL)
    return;
  g_free (version->id);
  g_free (version->coder);
  g_free (version->made_at);
  g_free (version->reason);
  g_free (version->original_name);
  g_free (version->reader);
  g_free (version);
}

/* One document, its texts, and the one of them that is in force. */
static VersionTree *
open_tree (EspStudy *study, const char *document, DocRef *ref, GError **error)
{
  g_autoptr (GArray) found = documents_find (study, document, error);
  if (found == NULL || !documents_only_one (study, found, document, error))
    return NULL;
  *ref = g_array_index (found, DocRef, 0);
  return version_tree_load (study, &ref->document_id, error);
}

/* ---- listing */

static char *
body_of (EspStudy *study, const Uuid *version)
{
  g_autoptr (Query) query = store_query (study, "SELECT t.body FROM document_version v JOIN"
                                                " text_body t ON t.hash = v.text_hash WHERE v.id ="
                                                " :version");
  query_bind_uuid (query, ":version", version);
  return query_step (query, NULL) ? g_strdup (query_text (query, 0)) : NULL;
}

static void
count_words (EspStudy *study, EspTextVersion *version, const Uuid *replaces, const char *body,
             const char *difference)
{
  g_autofree char *before = uuid_is_nil (replaces) ? NULL : body_of (study, replaces);
  version->words = body != NULL ? text_count_words (body) : 0;
  g_autoptr (Difference) read
      = before != NULL && body != NULL ? difference_read (difference, NULL) : NULL;
  if (read == NULL)
    return;
  const DifferenceWords words = difference_words (read, before, body);
  version->words_removed = words.removed;
  version->words_inserted = words.inserted;
}

static EspTextVersion *
read_version (EspStudy *study, const VersionTree *tree, const Uuid *in_force, Query *row)
{
  EspTextVersion *version = g_new0 (EspTextVersion, 1);
  const Uuid id = query_uuid (row, 0), replaces = query_uuid (row, 1);
  version->id = uuid_dup_text (&id);
  version->number = version_tree_number (tree, &id);
  version->in_force = uuid_equal (&id, in_force);
  version->beside = !version_tree_leads (tree, &id, in_force);
  version->coder = g_strdup (query_text (row, 2));
  version->made_at = g_strdup (query_text (row, 3));
  version->reason = history_reason (study, version->coder, version->made_at);
  version->original_name = g_strdup (query_text (row, 4));
  version->reader = g_strdup (query_text (row, 5));
  count_words (study, version, &replaces, query_is_null (row, 6) ? NULL : query_text (row, 6),
               query_text (row, 7));
  return version;
}

static int
compare_versions (gconstpointer a, gconstpointer b)
{
  const EspTextVersion *one = *(const EspTextVersion *const *)a,
                       *other = *(const EspTextVersion *const *)b;
  if (one->number != other->number)
    return one->number < other->number ? -1 : 1;
  const int by_time = strcmp (one->made_at, other->made_at);
  return by_time != 0 ? by_time : strcmp (one->id, other->id);
}

GPtrArray *
esp_text_versions (EspStudy *study, const char *document, GError **error)
{
  DocRef ref;
  g_autoptr (VersionTree) tree = open_tree (study, document, &ref, error);
  if (tree == NULL)
    return NULL;
  g_autoptr (GPtrArray) versions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_text_version_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT v.id, v.replaces_id, p.name, v.made_at, v.original_name,"
                            " v.reader, t.body, v.difference FROM document_version v JOIN coder p"
                            " ON p.id = v.coder_id LEFT JOIN text_body t ON t.hash = v.text_hash"
                            " WHERE v.document_id = :document AND v.gone = 0");
  query_bind_uuid (query, ":document", &ref.document_id);
  while (query_step (query, error))
    g_ptr_array_add (versions, read_version (study, tree, &ref.version_id, query));
  if (query_failed (query))
    return NULL;
  g_ptr_array_sort (versions, compare_versions);
  return g_steal_pointer (&versions);
}

/* ---- finding */

/* What a person can mean by it. */
static gboolean
is_meant (const VersionTree *tree, const Uuid *id, const char *version)
{
  char text[UUID_TEXT_SIZE];
  uuid_to_text (id, text);
  if (strlen (version) > NUMBER_DIGITS)
    return g_ascii_strncasecmp (text, version, strlen (version)) == 0;
  guint64 number;
  return g_ascii_string_to_unsigned (version, 10, 1, G_MAXUINT16, &number, NULL)
         && version_tree_number (tree, id) == number;
}

static Query *
texts_of (EspStudy *study, const Uuid *document)
{
  Query *query
      = store_query (study, "SELECT v.id, v.replaces_id, p.name FROM document_version v JOIN coder"
                            " p ON p.id = v.coder_id WHERE v.document_id = :document AND v.gone = 0"
                            " ORDER BY v.made_at, v.id");
  query_bind_uuid (query, ":document", document);
  return query;
}

/* "3ac6be09 (Lou)" */
static void
append_choice (GString *choices, const Uuid *id, const char *coder)
{
  char text[UUID_TEXT_SIZE];
  uuid_to_text (id, text);
  g_string_append_printf (choices, "%s%.8s (%s)", choices->len > 0 ? ", " : "", text, coder);
}

gboolean
text_version_find (EspStudy *study, const char *document, const char *version, TextVersion *found,
                   GError **error)
{
  DocRef ref;
  g_autoptr (VersionTree) tree = open_tree (study, document, &ref, error);
  if (tree == NULL)
    return FALSE;
  guint n = 0;
  g_autoptr (GString) choices = g_string_new (NULL);
  g_autoptr (Query) query = texts_of (study, &ref.document_id);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      const gboolean in_force = uuid_equal (&id, &ref.version_id);
      if (version != NULL ? !is_meant (tree, &id, version) : !in_force)
        continue;
      *found = (TextVersion){ ref.document_id, id, query_uuid (query, 1),
                              version_tree_number (tree, &id), in_force };
      append_choice (choices, &id, query_text (query, 2));
      n++;
    }
  if (n == 1 || query_failed (query))
    return !query_failed (query);
  g_autofree char *name = document_name (study, &ref.document_id);
  if (n > 1 && strlen (version) > NUMBER_DIGITS)
    return fail (error, ESP_ERROR_AMBIGUOUS, "%u texts of '%s' begin with '%s'; give more of it", n,
                 name, version);
  if (n > 1)
    return fail (error, ESP_ERROR_AMBIGUOUS,
                 "%u texts of '%s' are version %s, made side by side; give the id of one: %s", n,
                 name, version, choices->str);
  return fail (error, ESP_ERROR_NOT_FOUND,
               "'%s' has no version '%s'; 'espalier show %s --versions' lists those it has", name,
               version, name);
}

char *
text_version_said (EspStudy *study, const Uuid *document, const Uuid *version, GError **error)
{
  g_autoptr (VersionTree) tree = version_tree_load (study, document, error);
  if (tree == NULL)
    return NULL;
  const guint number = version_tree_number (tree, version);
  guint n = 0;
  char text[UUID_TEXT_SIZE];
  g_autofree char *coder = NULL;
  uuid_to_text (version, text);
  g_autoptr (Query) query = texts_of (study, document);
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      n += version_tree_number (tree, &id) == number;
      if (coder == NULL && uuid_equal (&id, version))
        coder = g_strdup (query_text (query, 2));
    }
  if (query_failed (query))
    return NULL;
  return n > 1 && coder != NULL ? g_strdup_printf ("%u (%s, %.8s)", number, coder, text)
                                : g_strdup_printf ("%u", number);
}
