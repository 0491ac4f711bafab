/* Frameworks: importing, numbering, finding themes, and writing one that imports to the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "framework/theme.h"
#include "study/analysis.h"
#include "support/faults.h"
#include "support/undoing.h"

#include <string.h>

static const struct
{
  const char *number, *path, *title, *origin;
  guint depth;
  gboolean is_other;
} small_themes[] = {
  { "1", "help", "What helps", "a priori", 0, FALSE },
  { "1.2", "help/meaning", "What helps / Meaning", "a priori", 1, FALSE },
  { "1.1", "help/friends", "What helps / Friends", "a priori", 1, FALSE },
  { "1.1a", "help/friends/old-friends", "What helps / Friends / Old friends", "a priori", 2,
    FALSE },
  { "1.1a.i", "help/friends/old-friends/from-school",
    "What helps / Friends / Old friends / From school", "a priori", 3, FALSE },
  { "1.1a.ii", "help/friends/old-friends/from-work",
    "What helps / Friends / Old friends / From work", "emergent", 3, FALSE },
  { "1.4", "help/family", "What helps / Family", "a priori", 1, FALSE },
  { "1.5", "help/other", "What helps / Other", "a priori", 1, TRUE },
  { "2", "hindrance", "Hindrance", "a priori", 0, FALSE },
  { "2.1", "hindrance/meaning", "Hindrance / Meaning", "a priori", 1, FALSE },
  { "2z", "hindrance/the-rest", "Hindrance / The rest", "a priori", 1, TRUE },
  { "9", "setting", "Setting", "a priori", 0, FALSE },
  { "9.1", "setting/home", "Setting / Home", "a priori", 1, FALSE },
  { "9.2", "setting/work", "Setting / Work", "a priori", 1, FALSE },
  { "9.3", "setting/other", "Setting / Other", "a priori", 1, TRUE },
};

Test (framework, is_imported_in_order_with_an_other_in_each_section)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  g_autoptr (GPtrArray) themes = esp_framework (temporary.study, NULL, NULL);
  cr_assert_eq (themes->len, G_N_ELEMENTS (small_themes));
  for (guint i = 0; i < themes->len; i++)
    {
      const EspTheme *theme = g_ptr_array_index (themes, i);
      cr_expect_str_eq (theme->number, small_themes[i].number);
      cr_expect_str_eq (theme->path, small_themes[i].path);
      cr_expect_str_eq (theme->title, small_themes[i].title);
      cr_expect_str_eq (theme->origin, small_themes[i].origin);
      cr_expect_eq (theme->depth, small_themes[i].depth);
      cr_expect_eq (theme->is_other, small_themes[i].is_other);
    }
  const EspTheme *help = g_ptr_array_index (themes, 0);
  cr_expect_str_eq (help->definition, "What people say helps them.");
  cr_expect_eq (help->children, 4);
  cr_assert_eq (help->include->len, 2);
  cr_expect_str_eq (g_ptr_array_index (help->include, 1), "Weather.");
  cr_expect_str_eq (g_ptr_array_index (help->exclude, 0), "Money.");
  cr_expect_str_eq (g_ptr_array_index (help->examples, 0), "\"My dog <and> I.\"");
  cr_expect_eq (((const EspTheme *)g_ptr_array_index (themes, 3))->parent, 2);
  g_autoptr (GPtrArray) analyses = esp_analyses (temporary.study, NULL);
  cr_assert_eq (analyses->len, 1);
  cr_expect_str_eq (g_ptr_array_index (analyses, 0), "main");
}

/* ---- round trip */

static void
expect_same_texts (const GPtrArray *a, const GPtrArray *b, const char *path)
{
  cr_assert_eq (a->len, b->len, "%s", path);
  for (guint i = 0; i < a->len; i++)
    cr_expect_str_eq (g_ptr_array_index (a, i), g_ptr_array_index (b, i));
}

static void
expect_same_theme (const EspTheme *a, const EspTheme *b)
{
  cr_expect_str_eq (a->id, b->id);
  cr_expect_str_eq (a->number, b->number);
  cr_expect_str_eq (a->name, b->name);
  cr_expect_str_eq (a->path, b->path);
  cr_expect_str_eq (a->origin, b->origin);
  cr_expect_str_eq (a->definition, b->definition);
  cr_expect_eq (a->is_other, b->is_other);
  cr_expect_eq (a->parent, b->parent);
  expect_same_texts (a->include, b->include, a->path);
  expect_same_texts (a->exclude, b->exclude, a->path);
  expect_same_texts (a->examples, b->examples, a->path);
}

static const char *const frameworks[]
    = { "frameworks/care-planning.xml", "frameworks/care-coordination.xml",
        "frameworks/involvement.xml", "tests/fixtures/framework/small.xml" };

Test (framework, imports_to_the_same_after_it_was_exported)
{
  for (gsize i = 0; i < G_N_ELEMENTS (frameworks); i++)
    {
      g_auto (TemporaryStudy) first = { 0 }, second = { 0 };
      temporary_study_open (&first);
      temporary_study_open (&second);
      framework_import_path (first.study, frameworks[i]);
      g_autofree char *once = g_build_filename (first.folder, "once.xml", NULL);
      g_autofree char *twice = g_build_filename (second.folder, "twice.xml", NULL);
      g_autoptr (GError) error = NULL;
      cr_assert (esp_framework_export (first.study, NULL, once, &error), "%s",
                 error ? error->message : "");
      change_begin (second.study);
      cr_assert (esp_framework_import (second.study, NULL, once, &error), "%s",
                 error ? error->message : "");
      change_commit (second.study);
      cr_assert (esp_framework_export (second.study, NULL, twice, NULL));
      g_autofree char *once_text = NULL, *twice_text = NULL;
      cr_assert (g_file_get_contents (once, &once_text, NULL, NULL));
      cr_assert (g_file_get_contents (twice, &twice_text, NULL, NULL));
      cr_expect_str_eq (once_text, twice_text);
      g_autoptr (GPtrArray) a = esp_framework (first.study, NULL, NULL);
      g_autoptr (GPtrArray) b = esp_framework (second.study, NULL, NULL);
      cr_assert_eq (a->len, b->len);
      for (guint j = 0; j < a->len; j++)
        expect_same_theme (g_ptr_array_index (a, j), g_ptr_array_index (b, j));
    }
}

Test (framework, has_no_two_themes_of_one_number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (frameworks); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      framework_import_path (temporary.study, frameworks[i]);
      g_autoptr (GPtrArray) themes = esp_framework (temporary.study, NULL, NULL);
      g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint j = 0; j < themes->len; j++)
        {
          const EspTheme *theme = g_ptr_array_index (themes, j);
          cr_expect (g_hash_table_add (numbers, theme->number), "%s: %s", frameworks[i],
                     theme->number);
        }
    }
}

Test (framework, is_not_imported_over_another)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  g_autofree char *file = source_path ("frameworks/care-planning.xml");
  g_autoptr (GError) error = NULL;
  change_begin (temporary.study);
  cr_assert_not (esp_framework_import (temporary.study, "main", file, &error));
  cr_expect (g_error_matches (error, ESP_ERROR, ESP_ERROR_EXISTS));
  cr_expect_str_eq (error->message, "the analysis 'main' has a framework already");
  g_clear_error (&error);
  cr_assert (esp_analysis_add (temporary.study, "second", NULL));
  cr_assert_not (esp_analysis_add (temporary.study, "Second", NULL));
  cr_assert (esp_framework_import (temporary.study, "second", file, &error), "%s",
             error ? error->message : "");
  change_commit (temporary.study);
  g_autoptr (GPtrArray) small = esp_framework (temporary.study, NULL, NULL);
  g_autoptr (GPtrArray) large = esp_framework (temporary.study, "second", NULL);
  cr_expect_eq (small->len, G_N_ELEMENTS (small_themes));
  cr_expect_gt (large->len, 20);
  cr_assert_null (esp_framework (temporary.study, "third", &error));
  cr_expect_str_eq (error->message, "there is no analysis 'third'; the study has: main, second");
}

Test (framework, can_be_imported_again_after_an_undo)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  undo_last (temporary.study, "Anna");
  g_autoptr (GPtrArray) analyses = esp_analyses (temporary.study, NULL);
  cr_expect_eq (analyses->len, 0);
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  g_autoptr (GPtrArray) themes = esp_framework (temporary.study, NULL, NULL);
  cr_expect_eq (themes->len, G_N_ELEMENTS (small_themes));
  cr_expect_str_eq (((const EspTheme *)g_ptr_array_index (themes, 0))->definition,
                    "What people say helps them.");
}

/* ---- finding a theme */

static const struct
{
  const char *text;
  const char *path; /* NULL: an error */
  EspError code;
  const char *words;
} searches[] = {
  { "1.1a.ii", "help/friends/old-friends/from-work", 0, NULL },
  { "2Z", "hindrance/the-rest", 0, NULL },
  { "help", "help", 0, NULL },
  { "What  helps", "help", 0, NULL },
  { "help/meaning", "help/meaning", 0, NULL },
  { "What helps / Meaning", "help/meaning", 0, NULL },
  { "HELP/Meaning", "help/meaning", 0, NULL },
  { "old-friends", "help/friends/old-friends", 0, NULL },
  { "Old friends", "help/friends/old-friends", 0, NULL },
  { "friends/old friends", "help/friends/old-friends", 0, NULL },
  { "friends", "help/friends", 0, NULL },
  { "meaning", NULL, ESP_ERROR_AMBIGUOUS,
    "'meaning' is the name of several themes: 1.2 help/meaning, 2.1 hindrance/meaning" },
  { "other", NULL, ESP_ERROR_AMBIGUOUS, "1.5 help/other, 9.3 setting/other" },
  { "hindrence", NULL, ESP_ERROR_NOT_FOUND, "near it are: hindrance" },
  { "help/familly", NULL, ESP_ERROR_NOT_FOUND, "near it are: help/family" },
  { "zzzzzz", NULL, ESP_ERROR_NOT_FOUND, "there is no theme 'zzzzzz'" },
  { "", NULL, ESP_ERROR_NOT_FOUND, "there is no theme ''" },
  { "/", NULL, ESP_ERROR_NOT_FOUND, "there is no theme '/'" },
};

Test (themes, are_found_by_number_path_or_name)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  Uuid analysis;
  cr_assert (analysis_find (temporary.study, NULL, &analysis, NULL));
  g_autoptr (ThemeTree) tree = theme_tree_load (temporary.study, &analysis, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GError) error = NULL;
      const ThemeEntry *entry = theme_tree_find (tree, searches[i].text, &error);
      cr_expect_eq (entry != NULL, searches[i].path != NULL, "'%s': %s", searches[i].text,
                    error ? error->message : entry->theme->path);
      if (entry)
        cr_expect_str_eq (entry->theme->path, searches[i].path);
      else
        cr_expect (error->code == (int)searches[i].code
                       && strstr (error->message, searches[i].words),
                   "%s", error->message);
    }
  cr_expect_eq (theme_tree_end (tree, 2), 6);
  cr_expect_eq (theme_tree_end (tree, 11), 15);
  cr_expect_eq (theme_tree_by_id (tree, &theme_tree_entry (tree, 4)->id),
                theme_tree_entry (tree, 4));
}

/* ---- faults: small.xml with one piece replaced */

static const Fault faults[] = {
  { "<theme name=\"Family\"/>", "<theme name=\"FRIENDS\"/>", 21,
    "the short name 'friends', which another theme beside it has" },
  { "<theme name=\"Hindrance\">", "<theme name=\"Hindrance\" short=\"help\">", 23,
    "the short name 'help'" },
  { "number=\"9\"", "number=\"2Z\"", 27,
    "the number '2Z' of the theme 'Setting' is another theme's too" },
  { "<theme name=\"Work\"/>", "<theme name=\"Other\"/>", 27, "mark it kind=\"other\"" },
  { "<theme name=\"From school\"/>", "<theme name=\"From school\" kind=\"other\"/>", 17,
    "directly below a section" },
  { "<theme name=\"Hindrance\">\n    <theme name=\"Meaning\"/>",
    "<theme name=\"Hindrance\">\n    <theme name=\"Meaning\" kind=\"other\"/>", 25,
    "two themes of the kind \"other\"" },
  { "<theme name=\"Work\"/>", "<theme name=\"!!!\"/>", 29, "needs a short name" },
  { "name=\"Work\"", "nam=\"Work\"", 29, "" },
};

static gboolean
import_framework (EspStudy *study, const char *file, GError **error)
{
  return esp_framework_import (study, NULL, file, error);
}

Test (framework, refuses_what_does_not_hold_together_with_file_and_line)
{
  expect_faults ("tests/fixtures/framework/small.xml", faults, G_N_ELEMENTS (faults),
                 import_framework);
}

Test (framework, deeper_than_can_be_read_is_refused)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *file = g_build_filename (temporary.folder, "deep.xml", NULL);
  g_autoptr (GString) deep
      = g_string_new ("<framework xmlns=\"urn:espalier:framework:1\" name=\"Deep\">");
  for (guint i = 0; i < 33; i++)
    g_string_append (deep, "\n<theme name=\"down\">");
  for (guint i = 0; i < 33; i++)
    g_string_append (deep, "</theme>");
  g_string_append (deep, "</framework>\n");
  cr_assert (g_file_set_contents (file, deep->str, -1, NULL));
  g_autoptr (GError) error = NULL;
  change_begin (temporary.study);
  cr_assert_not (esp_framework_import (temporary.study, NULL, file, &error));
  esp_change_abandon (temporary.study);
  cr_expect_not_null (
      strstr (error->message, "deep.xml:34: the theme 'down' lies deeper than 32 levels"), "%s",
      error->message);
}
