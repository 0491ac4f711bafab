/* Naming things in the researcher's words: rows, what is said of them, what was said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/conflict.h"

#include "base/text.h"
#include "store/row.h"

#include <string.h>

#define DEPTH_MAX 1000
/* What is called at more length is a file made to fill the memory: names stand in every conflict.
 */
#define TITLE_BYTES_MAX 1000
#define SUBJECT_CP_MAX 2000

/* What a row is called: words, and a theme that follows them. */
static const struct
{
  const char *table, *sql;
} names[] = {
  { "study", "SELECT 'the study', NULL FROM study WHERE id = :id" },
  { "coder", "SELECT 'the coder ' || name, NULL FROM coder WHERE id = :id" },
  { "analysis", "SELECT 'the analysis ' || name, NULL FROM analysis WHERE id = :id" },
  { "attribute", "SELECT 'the attribute ' || name, NULL FROM attribute WHERE id = :id" },
  { "attribute_value", "SELECT 'the value ' || v.name || ' of the attribute ' || a.name, NULL FROM"
                       " attribute_value v JOIN attribute a ON a.id = v.attribute_id"
                       " WHERE v.id = :id" },
  { "label_scheme", "SELECT 'the label scheme ' || name, NULL FROM label_scheme WHERE id = :id" },
  { "label_example", "SELECT 'the example ' || e.label || ' of the label scheme ' || s.name, NULL"
                     " FROM label_example e JOIN label_scheme s ON s.id = e.scheme_id"
                     " WHERE e.id = :id" },
  { "label_part", "SELECT 'the part ' || p.name || ' of the label scheme ' || s.name, NULL FROM"
                  " label_part p JOIN label_scheme s ON s.id = p.scheme_id WHERE p.id = :id" },
  { "label_value", "SELECT 'the code ' || v.code || ' of the part ' || p.name, NULL FROM"
                   " label_value v JOIN label_part p ON p.id = v.part_id WHERE v.id = :id" },
  { "label_derived",
    "SELECT 'what follows from the code ' || v.code || ' for the attribute ' || a.name, NULL"
    " FROM label_derived d JOIN label_value v ON v.id = d.label_value_id"
    " JOIN attribute a ON a.id = d.attribute_id WHERE d.id = :id" },
  { "speaker_name", "SELECT 'the speaker ' || name, NULL FROM speaker_name WHERE id = :id" },
  { "study_case", "SELECT 'the case ' || label, NULL FROM study_case WHERE id = :id" },
  { "case_attribute", "SELECT a.name || ' for ' || c.label, NULL FROM case_attribute x"
                      " JOIN attribute a ON a.id = x.attribute_id"
                      " JOIN study_case c ON c.id = x.case_id WHERE x.id = :id" },
  { "group_kind", "SELECT 'the kind of group ' || name, NULL FROM group_kind WHERE id = :id" },
  { "study_group", "SELECT 'the group ' || name, NULL FROM study_group WHERE id = :id" },
  { "group_member", "SELECT m.case_label || ' in the group ' || g.name, NULL FROM group_member m"
                    " JOIN study_group g ON g.id = m.group_id WHERE m.id = :id" },
  { "schedule", "SELECT 'the schedule ' || name || ', version ' || version, NULL FROM schedule"
                " WHERE id = :id" },
  { "question", "SELECT 'question ' || q.number || ' of the schedule ' || s.name, NULL FROM"
                " question q JOIN schedule s ON s.id = q.schedule_id WHERE q.id = :id" },
  { "question_theme",
    "SELECT 'the theme ' || t.theme_path || ' of question ' || q.number, NULL FROM"
    " question_theme t JOIN question q ON q.id = t.question_id WHERE t.id = :id" },
  { "document_rule", "SELECT 'what is said of ' || file, NULL FROM document_rule"
                     " WHERE id = :id" },
  { "document", "SELECT 'the document ' || name, NULL FROM document WHERE id = :id" },
  { "document_version", "SELECT 'the text of the document ' || d.name, NULL FROM"
                        " document_version v JOIN document d ON d.id = v.document_id"
                        " WHERE v.id = :id" },
  { "speaker", "SELECT 'the speaker ' || s.name || ' in ' || d.name, NULL FROM speaker s"
               " JOIN document_version v ON v.id = s.version_id"
               " JOIN document d ON d.id = v.document_id WHERE s.id = :id" },
  { "session", "SELECT 'the session of ' || d.name, NULL FROM session s"
               " JOIN document d ON d.id = s.document_id WHERE s.id = :id" },
  { "framework_revision", "SELECT 'the framework of the analysis ' || a.name || ' as revised on '"
                          " || substr (r.made_at, 1, 10), NULL FROM framework_revision r"
                          " JOIN analysis a ON a.id = r.analysis_id WHERE r.id = :id" },
  { "theme", "SELECT '', id FROM theme WHERE id = :id" },
  { "theme_text", "SELECT CASE kind WHEN 'definition' THEN 'the definition of ' WHEN 'example' THEN"
                  " 'an example for ' WHEN 'include' THEN 'what belongs under ' ELSE 'what does "
                  "not belong under '"
                  " END, theme_id FROM theme_text WHERE id = :id" },
  { "coding", "SELECT p.name || '''s coding of ' || d.name || ' (' || x.start_cp || '-' || x.end_cp"
              " || ') with ', x.theme_id FROM coding x JOIN coder p ON p.id = x.coder_id"
              " JOIN document_version v ON v.id = x.version_id"
              " JOIN document d ON d.id = v.document_id WHERE x.id = :id" },
  { "summary", "SELECT 'the summary of ' || c.label || ' on ', s.theme_id FROM summary s"
               " JOIN study_case c ON c.id = s.case_id WHERE s.id = :id" },
  { "evidence",
    "SELECT 'the evidence ' || d.name || ' (' || e.start_cp || '-' || e.end_cp || ') for the "
    "summary"
    " of ' || c.label || ' on ', s.theme_id FROM evidence e JOIN summary s ON s.id = e.summary_id"
    " JOIN study_case c ON c.id = s.case_id JOIN document_version v ON v.id = e.version_id"
    " JOIN document d ON d.id = v.document_id WHERE e.id = :id" },
  { "summary_check", "SELECT p.name || '''s check of the summary of ' || c.label || ' on ',"
                     " s.theme_id FROM summary_check k JOIN coder p ON p.id = k.coder_id"
                     " JOIN summary s ON s.id = k.summary_id"
                     " JOIN study_case c ON c.id = s.case_id WHERE k.id = :id" },
  { "group_rule", "SELECT 'the rule for ' || k.name || ' ' || r.name, NULL FROM group_rule r"
                  " JOIN group_kind k ON k.id = r.kind_id WHERE r.id = :id" },
  { "group_rule_member", "SELECT m.part || ' in the rule for ' || k.name || ' ' || r.name, NULL"
                         " FROM group_rule_member m JOIN group_rule r ON r.id = m.rule_id"
                         " JOIN group_kind k ON k.id = r.kind_id WHERE m.id = :id" },
  { "sheet_column", "SELECT 'what is said of the column ' || c.name || ' of ' ||"
                    " r.file, NULL FROM sheet_column c JOIN document_rule r ON r.id = c.rule_id"
                    " WHERE c.id = :id" },
  { "not_speech", "SELECT 'the pattern ' || pattern || ' of lines that nobody says', NULL FROM"
                  " not_speech WHERE id = :id" },
  { "memo", "SELECT coalesce (nullif (m.author, ''), p.name) || '''s memo on ' ||"
            " coalesce (d.name, c.label || CASE WHEN m.theme_id IS NULL THEN '' ELSE ', ' END,"
            "  g.name, CASE WHEN m.theme_id IS NULL THEN 'the study' ELSE '' END), m.theme_id"
            " FROM memo m JOIN coder p ON p.id = m.coder_id"
            " LEFT JOIN document_version v ON v.id = m.version_id"
            " LEFT JOIN document d ON d.id = v.document_id"
            " LEFT JOIN study_case c ON c.id = m.case_id"
            " LEFT JOIN study_group g ON g.id = m.group_id WHERE m.id = :id" },
  { "carried_review", "SELECT 'that ' || p.name || ' looked at what was carried over in ' ||"
                      " d.name, NULL FROM carried_review r JOIN coder p ON p.id = r.coder_id"
                      " JOIN document_version v ON v.id = r.version_id"
                      " JOIN document d ON d.id = v.document_id WHERE r.id = :id" },
  { "resolution", "SELECT 'what was settled about ' || about, NULL FROM resolution"
                  " WHERE id = :id" },
};

/* ---- rows */

/* "Recovery / Meaning", of themes that are gone too. */
static char *
theme_title (EspStudy *study, const Uuid *id)
{
  g_autoptr (GString) title = g_string_new (NULL);
  Uuid at = *id;
  for (guint depth = 0; depth < DEPTH_MAX && !uuid_is_nil (&at); depth++)
    {
      g_autoptr (Query) query
          = store_query (study, "SELECT name, parent_id FROM theme WHERE id = :id");
      query_bind_uuid (query, ":id", &at);
      if (!query_step (query, NULL))
        break;
      if (depth > 0)
        g_string_prepend (title, " / ");
      if (title->len > TITLE_BYTES_MAX)
        {
          g_string_prepend (title, "...");
          break;
        }
      g_string_prepend (title, query_text (query, 0));
      at = query_uuid (query, 1);
    }
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static char *
element_words (const char *table)
{
  return g_strdelimit (g_strdup (store_table_element (table)), "-", ' ');
}

char *
subject_of (EspStudy *study, const char *table, const Uuid *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!g_str_equal (names[i].table, table))
        continue;
      g_autoptr (Query) query = store_query_kept (study, names[i].sql);
      query_bind_uuid (query, ":id", id);
      if (!query_step (query, NULL))
        break;
      const Uuid theme = query_uuid (query, 1);
      g_autofree char *title
          = query_is_null (query, 1) ? g_strdup ("") : theme_title (study, &theme);
      g_autofree char *whole = g_strconcat (query_text (query, 0), title, NULL);
      return g_utf8_strlen (whole, -1) > SUBJECT_CP_MAX ? text_excerpt (whole, SUBJECT_CP_MAX)
                                                        : g_steal_pointer (&whole);
    }
  g_autofree char *element = element_words (table);
  return g_strdup_printf ("a %s", element);
}

/* ---- columns */

/* Columns that are called otherwise than they are named. */
static const struct
{
  const char *table, *column, *words; /* table NULL: any */
} column_words[] = {
  { NULL, "sort_key", "place among its likes" },
  { NULL, "is_key", "place beside every case in a matrix" },
  { NULL, "short_name", "short name" },
  { NULL, "note_prose", "note" },
  { NULL, "accepted_by_id", "verdict" },
  { "theme", "revision_id", "revision" },
  { "analysis", "framework_source_prose", "source of the framework" },
  { "analysis", "framework_note_prose", "note on the framework" },
  { "group_kind", "from_attribute_id", "attribute" },
};

static char *
column_name (const char *table, const char *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (column_words); i++)
    if ((column_words[i].table == NULL || g_str_equal (column_words[i].table, table))
        && g_str_equal (column_words[i].column, column))
      return g_strdup (column_words[i].words);
  g_autofree char *name = g_strdup (column);
  static const char *const suffixes[] = { "_id", "_prose", "_hash" };
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      *strrchr (name, '_') = '\0';
  return g_strdelimit (g_steal_pointer (&name), "_", ' ');
}

char *
subject_of_column (EspStudy *study, const char *table, const Uuid *id, const char *column)
{
  g_autofree char *thing = subject_of (study, table, id), *name = column_name (table, column);
  if (g_str_equal (column, "gone"))
    return g_strdup_printf ("whether %s stays", thing);
  return g_strdup_printf ("the %s of %s", name, thing);
}

static char *
prose_words (EspStudy *study, const char *key)
{
  guint8 bytes[32];
  char *words
      = strlen (key) == 64 && hex_decode (key, bytes, 32) ? store_prose (study, bytes, NULL) : NULL;
  return words != NULL ? words : g_strdup ("words that are missing");
}

char *
subject_value (EspStudy *study, const char *table, const char *column, const char *value)
{
  const char *to = NULL;
  Uuid id;
  const RegisterShape shape = register_shape (study, table, column, &to);
  if (shape == REGISTER_GONE)
    return g_strdup (g_strcmp0 (value, "0") == 0 ? "kept" : "removed");
  if (g_str_equal (table, "study_group") && g_str_equal (column, "verdict"))
    return g_strdup (value == NULL || *value == '\0' ? "confirmed" : value);
  if (value == NULL)
    return g_strdup (g_str_equal (column, "parent_id") ? "none: a section" : "none");
  if (shape == REGISTER_REFERENCE && uuid_from_text (value, &id))
    return subject_of (study, to, &id);
  if (shape == REGISTER_PROSE)
    return prose_words (study, value);
  return shape == REGISTER_HASH ? g_strndup (value, 8) : g_strdup (value);
}

/* ---- versions */

char *
subject_words (EspStudy *study, const char *table, const Uuid *id)
{
  g_autoptr (Query) query
      = g_str_equal (table, "summary")
            ? store_query (study, "SELECT text_prose, content, work = 'draft' FROM summary"
                                  " WHERE id = :id")
        : g_str_equal (table, "theme_text")
            ? store_query (study, "SELECT text_prose, '', 0 FROM theme_text WHERE id = :id")
        : g_str_equal (table, "memo")
            ? store_query (study, "SELECT text_prose, '', 0 FROM memo WHERE id = :id")
            : store_query (
                study,
                "SELECT NULL, 'as in ' || v.original_name || '; what that changed: ''espalier"
                " show ' || d.name || ' --changes ' || lower (substr (hex (v.id), 1, 8)) ||"
                " '''', 0 FROM document_version v JOIN document d ON d.id ="
                " v.document_id WHERE v.id = :id");
  query_bind_uuid (query, ":id", id);
  if (!query_step (query, NULL))
    return g_strdup ("");
  g_autofree char *words = NULL;
  if (query_is_null (query, 0))
    words = g_strdup (query_text (query, 1));
  else
    words = store_prose (study, query_hash (query, 0), NULL);
  return g_strdup_printf ("%s%s", query_int (query, 2) != 0 ? "(draft) " : "",
                          words != NULL ? words : "words that are missing");
}

/* ---- counts and lists */

static char *
count_words (guint n, const char *table)
{
  g_autofree char *noun = element_words (table);
  const gsize size = strlen (noun);
  if (g_str_equal (noun, "evidence"))
    return g_strdup_printf ("%u %s of evidence", n, n == 1 ? "piece" : "pieces");
  if (n == 1)
    return g_strdup_printf ("1 %s", noun);
  if (noun[size - 1] == 'y')
    return g_strdup_printf ("%u %.*sies", n, (int)size - 1, noun);
  return g_strdup_printf ("%u %s%s", n, noun, noun[size - 1] == 's' ? "" : "s");
}

char *
subject_list (const GPtrArray *names_listed)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < names_listed->len; i++)
    g_string_append_printf (list, "%s%s",
                            i == 0                       ? ""
                            : i + 1 == names_listed->len ? " and "
                                                         : ", ",
                            (const char *)names_listed->pdata[i]);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
subject_counts (const GPtrArray *tables)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func (g_free);
  for (const char *const *table = store_content_tables (); *table != NULL; table++)
    {
      guint n = 0;
      for (guint i = 0; i < tables->len; i++)
        n += g_str_equal (tables->pdata[i], *table);
      if (n > 0)
        g_ptr_array_add (counts, count_words (n, *table));
    }
  return subject_list (counts);
}
