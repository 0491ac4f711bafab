/* Whether the tables of a file are those of a schema, and no others.
 *
 * What SQLite keeps as the text of each table is compared with the schema's own text, so that a
 * view in a table's place, a trigger, a computed column or an added rule is seen before anything is
 * read through it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

#include <string.h>

/* The tables that SQLite makes for the full-text index. */
static const char *const shadows[] = {
  "CREATE TABLE'search_words_config'(k PRIMARY KEY,v)WITHOUT ROWID",
  "CREATE TABLE'search_words_data'(id INTEGER PRIMARY KEY,block BLOB)",
  "CREATE TABLE'search_words_docsize'(id INTEGER PRIMARY KEY,sz BLOB)",
  "CREATE TABLE'search_words_idx'(segid,term,pgno,PRIMARY KEY(segid,term))WITHOUT ROWID",
};

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (c & 0x80) != 0;
}

/* Past a comment and white space. */
static const char *
skip_space (const char *at)
{
  for (;;)
    if (g_ascii_isspace (*at))
      at++;
    else if (at[0] == '-' && at[1] == '-')
      at += strcspn (at, "\n");
    else
      return at;
}

/* Appends the definition that begins at `at`, up to its end or a semicolon, as what it says:
 * without comments, with white space between words only. Where it ends. */
static const char *
append_definition (GString *all, const char *at)
{
  char last = '\0';
  for (at = skip_space (at); *at != '\0' && *at != ';';)
    {
      const char *from = at;
      if (is_word (*at))
        {
          while (is_word (*at))
            at++;
          if (is_word (last))
            g_string_append_c (all, ' ');
        }
      else if (*at == '\'')
        {
          at += 1 + strcspn (at + 1, "'");
          at += *at == '\'';
        }
      else
        at++;
      g_string_append_len (all, from, at - from);
      last = at[-1];
      at = skip_space (at);
    }
  return at;
}

/* The name of what a definition makes; to be freed. */
static char *
defined_name (const char *definition)
{
  static const char *const kinds[] = { "CREATE VIRTUAL TABLE", "CREATE TABLE", "CREATE INDEX" };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (definition, kinds[i]))
      {
        const char *name = definition + strlen (kinds[i]);
        name += strspn (name, " '");
        return g_strndup (name, strcspn (name, " '("));
      }
  return NULL;
}

static void
expect (GHashTable *expected, char *definition_taken)
{
  char *name = defined_name (definition_taken);
  if (name != NULL)
    g_hash_table_insert (expected, name, definition_taken);
  else
    g_free (definition_taken);
}

/* Name -> definition, of all that the schema makes. */
static GHashTable *
expected_definitions (const char *schema)
{
  GHashTable *expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (shadows); i++)
    expect (expected, g_strdup (shadows[i]));
  while (*schema != '\0')
    {
      GString *definition = g_string_new (NULL);
      schema = append_definition (definition, schema);
      schema += *schema == ';';
      expect (expected, g_string_free (definition, FALSE));
    }
  return expected;
}

/* Takes what the file has out of `expected`; what is wrong with it, or NULL. */
static char *
compare_one (GHashTable *expected, const char *type, const char *name, const char *sql)
{
  g_autoptr (GString) definition = g_string_new (NULL);
  append_definition (definition, sql);
  const char *should = g_hash_table_lookup (expected, name);
  if (should == NULL)
    return g_strdup_printf ("it has a %s that no Espalier made ('%s')", type, name);
  if (!g_str_equal (should, definition->str))
    return g_strdup_printf ("its '%s' was altered", name);
  g_hash_table_remove (expected, name);
  return NULL;
}

static char *
compare_all (EspStudy *study, GHashTable *expected)
{
  char *fault = NULL;
  GHashTableIter left;
  gpointer name;
  g_autoptr (Query) made = store_query_built (
      study, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
  while (fault == NULL && query_step (made, NULL))
    fault
        = compare_one (expected, query_text (made, 0), query_text (made, 1), query_text (made, 2));
  if (fault == NULL && query_failed (made))
    return g_strdup ("its tables cannot be read");
  g_hash_table_iter_init (&left, expected);
  if (fault == NULL && g_hash_table_iter_next (&left, &name, NULL))
    return g_strdup_printf ("its '%s' is missing", (const char *)name);
  return fault;
}

char *
store_structure_fault (EspStudy *study)
{
  g_autoptr (Query) encoding = store_query_built (study, "PRAGMA encoding");
  if (!query_step (encoding, NULL) || !g_str_equal (query_text (encoding, 0), "UTF-8"))
    return g_strdup ("its words are kept in another encoding");
  g_autoptr (GHashTable) expected = expected_definitions (study->schema->sql);
  return compare_all (study, expected);
}

gboolean
store_structure_holds (EspStudy *study)
{
  g_autofree char *fault = store_structure_fault (study);
  return fault == NULL;
}
