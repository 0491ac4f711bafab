/* Reading rules for coding by pattern, from csv and from XML.
 *
 * Words are alternatives parted by '|', found whole, in any case (where the writing has spaces
 * between words; Chinese and Japanese are found anywhere); between the words of one alternative any
 * white space may stand; an asterisk at the end of a word stands for any ending. Between slashes
 * stands a PCRE2 pattern instead.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/rules.h"

#include "base/csv.h"
#include "base/decode.h"
#include "base/element.h"
#include "base/error.h"
#include "base/file.h"
#include "base/schemas.h"
#include "base/text.h"
#include "base/xml.h"
#include "indexing/coding.h"
#include "store/tokenizer.h"

#include <string.h>

/* More is no file of rules. */
#define RULES_SIZE_MAX ((goffset)64 * 1024 * 1024)

static void
coding_rule_free (gpointer rule)
{
  CodingRule *one = rule;
  g_free (one->written);
  pattern_free (one->pattern);
  g_free (one);
}

/* ---- words to a pattern */

static void
append_word (GString *pattern, const char *word)
{
  gboolean any_ending = g_str_has_suffix (word, "*");
  g_autofree char *bare = g_strndup (word, strlen (word) - any_ending);
  g_string_append (pattern, "\\Q");
  /* \E would end the quoting: none is left in. */
  g_auto (GStrv) parts = g_strsplit (bare, "\\E", -1);
  g_autofree char *quoted = g_strjoinv ("\\E\\\\E\\Q", parts);
  g_string_append (pattern, quoted);
  g_string_append (pattern, any_ending ? "\\E[\\p{L}\\p{M}\\p{N}]*" : "\\E");
}

#define LETTERS "[\\p{L}\\p{N}]"
/* Letters that are words of their own (store/tokenizer.h). */
#define ALONE "[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Bopomofo}\\x{30fc}]"

static char *
pattern_of_words (const char *words)
{
  GString *apart = tokenizer_apart (words, strlen (words), NULL);
  const gboolean has_alone = apart != NULL;
  if (has_alone)
    g_string_free (apart, TRUE);
  GString *pattern
      = g_string_new (has_alone ? "(?:(?=" ALONE ")|(?<!" LETTERS "))(?:" : "(?<!" LETTERS ")(?:");
  g_auto (GStrv) alternatives = g_strsplit (words, "|", -1);
  gsize n = 0;
  for (char **alternative = alternatives; *alternative != NULL; alternative++)
    {
      if (*g_strstrip (*alternative) == '\0')
        continue;
      g_string_append (pattern, n++ > 0 ? "|" : "");
      g_auto (GStrv) parts = g_strsplit_set (*alternative, " \t\n", -1);
      const char *separator = "";
      for (char **word = parts; *word != NULL; word++)
        if (**word != '\0')
          {
            g_string_append (pattern, separator);
            append_word (pattern, *word);
            separator = "\\s+";
          }
    }
  g_string_append (pattern, has_alone ? ")(?:(?<=" ALONE ")|(?!" LETTERS "))" : ")(?!" LETTERS ")");
  return g_string_free (pattern, n == 0);
}

/* ---- one rule */

static CodingRule *
rule_new (const ThemeTree *tree, const char *theme, const char *words, const char *pattern,
          GError **error)
{
  g_autofree char *made = pattern == NULL ? pattern_of_words (words) : NULL;
  if (pattern == NULL && made == NULL)
    {
      fail (error, ESP_ERROR_INPUT, "the rule for '%s' has no words", theme);
      return NULL;
    }
  const ThemeEntry *entry = coding_theme (tree, theme, error);
  Pattern *compiled = entry != NULL
                          ? pattern_new (pattern != NULL ? pattern : made, PATTERN_CASELESS, error)
                          : NULL;
  if (compiled == NULL)
    return NULL;
  CodingRule *rule = g_new0 (CodingRule, 1);
  rule->theme = entry;
  rule->pattern = compiled;
  rule->written = pattern != NULL ? g_strdup_printf ("/%s/", pattern) : g_strdup (words);
  return rule;
}

static gboolean
add_rule (GPtrArray *rules, CodingRule *rule, const char *file, guint line, GError **error)
{
  if (rule == NULL)
    {
      g_prefix_error (error, "%s:%u: ", file, line);
      return FALSE;
    }
  g_ptr_array_add (rules, rule);
  return TRUE;
}

/* ---- csv */

static gboolean
is_header (const CsvRecord *record)
{
  g_autofree char *first = text_fold_name (record->fields->pdata[0]);
  return g_str_equal (first, "theme");
}

static gboolean
read_record (GPtrArray *rules, const ThemeTree *tree, const CsvRecord *record, const char *file,
             GError **error)
{
  if (record->fields->len == 1 && strchr (record->fields->pdata[0], ';') != NULL)
    return fail (error, ESP_ERROR_INPUT,
                 "%s:%u: this line has 1 column: a sheet parted by semicolons? save it with commas",
                 file, record->line);
  if (record->fields->len != 2)
    return fail (error, ESP_ERROR_INPUT,
                 "%s:%u: a rule has two columns, theme and words, and this line has %u", file,
                 record->line, record->fields->len);
  const char *theme = g_strstrip (record->fields->pdata[0]);
  char *words = g_strstrip (record->fields->pdata[1]);
  gsize size = strlen (words);
  gboolean is_pattern = size > 2 && words[0] == '/' && words[size - 1] == '/';
  g_autofree char *pattern = is_pattern ? g_strndup (words + 1, size - 2) : NULL;
  return add_rule (rules, rule_new (tree, theme, words, pattern, error), file, record->line, error);
}

static gboolean
read_csv (GPtrArray *rules, const ThemeTree *tree, const char *file, const char *bytes, gsize size,
          GError **error)
{
  g_autofree char *text = decode_strict (bytes, size, error);
  g_autoptr (GPtrArray) records = text != NULL ? csv_read (text, error) : NULL;
  if (records == NULL)
    {
      g_prefix_error (error, "cannot read '%s': ", file);
      return FALSE;
    }
  for (guint i = 0; i < records->len; i++)
    {
      const CsvRecord *record = records->pdata[i];
      if ((i > 0 || !is_header (record)) && !read_record (rules, tree, record, file, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- XML */

static gboolean
read_xml (GPtrArray *rules, const ThemeTree *tree, const char *file, GError **error)
{
  g_autoptr (XmlDoc) doc = xml_load (file, schema_rules_rng, "a file of rules", error);
  if (doc == NULL)
    return FALSE;
  for (const XmlNode *node = xml_child (xml_root (doc), "rule"); node != NULL;
       node = xml_next (node, "rule"))
    {
      g_autofree char *theme = element_token (node, "theme");
      const XmlNode *words = xml_child (node, "words"), *pattern = xml_child (node, "pattern");
      g_autofree char *words_text = words != NULL ? xml_text (words) : NULL;
      g_autofree char *pattern_text = pattern != NULL ? xml_text_exact (pattern) : NULL;
      if (!add_rule (rules, rule_new (tree, theme, words_text, pattern_text, error), file,
                     xml_line (node), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_xml (const char *bytes)
{
  if (g_str_has_prefix (bytes, "\xef\xbb\xbf"))
    bytes += 3;
  while (g_ascii_isspace (*bytes))
    bytes++;
  return *bytes == '<';
}

GPtrArray *
rules_load (const char *file, const ThemeTree *tree, GError **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (coding_rule_free);
  g_autofree char *bytes = NULL;
  gsize size;
  if (!file_read (file, RULES_SIZE_MAX, &bytes, &size, error))
    {
      g_prefix_error (error, "cannot read '%s': ", file);
      return NULL;
    }
  if (!(is_xml (bytes) ? read_xml (rules, tree, file, error)
                       : read_csv (rules, tree, file, bytes, size, error)))
    return NULL;
  if (rules->len == 0)
    {
      fail (error, ESP_ERROR_INPUT, "'%s' has no rules", file);
      return NULL;
    }
  return g_steal_pointer (&rules);
}
