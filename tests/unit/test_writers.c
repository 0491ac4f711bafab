/* Writers: a matrix made by hand of awkward words goes out whole in every format, and no file is
 * lost when writing fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"
#include "base/schemas.h"
#include "base/xml.h"
#include "exchange/page.h"
#include "exchange/words.h"
#include "exchange/writer.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define AWKWARD_CELLS 6
#define LONG_CELL 40000

/* The words of the cells of the first theme, one for each case. */
static const char *const awkward[AWKWARD_CELLS] = {
  "</script><script>alert(1)</script> & <b>\"bold\"</b> 'so' ]]> -->",
  "=1+1",
  "emoji 👩‍👩‍👧 and שלום עולם and e\xCC\x81, in a sentence "
  "that is longer than one line of a terminal and has to go on in the next",
  "first line\nsecond, with a \"quote\"\n\nthird",
  "bell \a escape \x1b[31m not a character \xEF\xBF\xBF end",
  NULL, /* LONG_CELL letters */
};

/* ---- a matrix made by hand */

static GPtrArray *
strings_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static void
theme_clear (gpointer data)
{
  EspTheme *theme = data;
  g_free (theme->id);
  g_free (theme->number);
  g_free (theme->name);
  g_free (theme->path);
  g_free (theme->title);
  g_free (theme->origin);
  g_free (theme->definition);
  g_ptr_array_unref (theme->include);
  g_ptr_array_unref (theme->exclude);
  g_ptr_array_unref (theme->examples);
  g_free (theme);
}

static EspTheme *
theme_make (const char *number, const char *title, const char *path, guint depth)
{
  EspTheme *theme = g_new0 (EspTheme, 1);
  const char *slash = strrchr (title, '/');
  theme->id = g_uuid_string_random ();
  theme->number = g_strdup (number);
  theme->name = g_strdup (slash != NULL ? slash + 2 : title);
  theme->path = g_strdup (path);
  theme->title = g_strdup (title);
  theme->origin = g_strdup (depth == 0 ? "a priori" : "emergent");
  theme->definition = g_strdup (depth == 0 ? "" : "What it <means> & \"more\"");
  theme->depth = depth;
  theme->include = strings_new ();
  theme->exclude = strings_new ();
  theme->examples = strings_new ();
  g_ptr_array_add (theme->include, g_strdup ("hope <and> fear"));
  return theme;
}

static void
evidence_clear (gpointer data)
{
  EspEvidence *evidence = data;
  g_free (evidence->document);
  g_free (evidence->where);
  g_free (evidence->speaker);
  g_free (evidence->words);
  g_free (evidence);
}

static EspEvidence *
evidence_make (const char *words, EspPart part, EspQuoteMatch match)
{
  EspEvidence *evidence = g_new0 (EspEvidence, 1);
  evidence->document = g_strdup ("A & B");
  evidence->where = g_strdup ("turn 14");
  evidence->speaker = g_strdup ("");
  evidence->words = g_strdup (words);
  evidence->start_cp = 3;
  evidence->end_cp = 9;
  evidence->part = part;
  evidence->own = part == ESP_PART_CASE;
  evidence->match = match;
  return evidence;
}

static void
summary_clear (gpointer data)
{
  EspSummary *summary = data;
  g_free (summary->id);
  g_free (summary->text);
  g_free (summary->coder);
  g_free (summary->made_at);
  g_ptr_array_unref (summary->evidence);
  g_free (summary);
}

static EspSummary *
summary_make (const char *text, const char *coder)
{
  EspSummary *summary = g_new0 (EspSummary, 1);
  summary->id = g_uuid_string_random ();
  summary->content = ESP_CONTENT_SUMMARISED;
  summary->work = ESP_WORK_CHARTED;
  summary->text = g_strdup (text);
  summary->coder = g_strdup (coder);
  summary->made_at = g_strdup ("2026-01-02T03:04:05Z");
  summary->version = 1;
  summary->evidence = g_ptr_array_new_with_free_func (evidence_clear);
  return summary;
}

static void
case_clear (gpointer data)
{
  EspCase *one = data;
  g_free (one->label);
  g_free (one->kind);
  g_hash_table_unref (one->attributes);
  g_ptr_array_unref (one->groups);
  g_free (one);
}

static EspCase *
case_make (guint number)
{
  EspCase *one = g_new0 (EspCase, 1);
  one->label = g_strdup_printf ("B-SM-%03u", number);
  one->kind = g_strdup ("participant");
  one->attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (one->attributes, (gpointer)(guintptr) "site",
                       (gpointer)(guintptr) "Burgundy & \"Bresse\"");
  one->groups = strings_new ();
  g_ptr_array_add (one->groups, g_strdup ("triad: <T>"));
  one->documents = 1;
  return one;
}

static void
attribute_clear (gpointer data)
{
  EspAttribute *attribute = data;
  g_free (attribute->name);
  g_free (attribute->title);
  g_free (attribute->type);
  g_ptr_array_unref (attribute->values);
  g_free (attribute);
}

static EspAttribute *
attribute_make (const char *name, const char *title)
{
  EspAttribute *attribute = g_new0 (EspAttribute, 1);
  attribute->name = g_strdup (name);
  attribute->title = g_strdup (title);
  attribute->type = g_strdup ("ordered");
  attribute->is_key = TRUE;
  attribute->values = strings_new ();
  return attribute;
}

static EspMatrix matrix;

/* Cases by three themes: awkward words; a draft beside an independent summary, with evidence of
 * three kinds; nothing charted. */
static void
matrix_fill_row (guint row)
{
  EspCell *cells = &matrix.cells[row * matrix.themes->len];
  for (guint i = 0; i < matrix.themes->len; i++)
    cells[i].summaries = g_ptr_array_new_with_free_func (summary_clear);

  g_autofree char *letters = g_strnfill (LONG_CELL, 'w');
  g_ptr_array_add (cells[0].summaries,
                   summary_make (awkward[row] != NULL ? awkward[row] : letters, "Anna"));
  cells[0].content = ESP_CONTENT_SUMMARISED;
  cells[0].work = ESP_WORK_CHARTED;
  cells[0].asked = TRUE;

  EspSummary *draft = summary_make ("hers", "Anna");
  draft->work = ESP_WORK_DRAFT;
  draft->stale = draft->recoded = TRUE;
  g_ptr_array_add (draft->evidence,
                   evidence_make ("his <own> words", ESP_PART_CASE, ESP_QUOTE_EXACT));
  g_ptr_array_add (draft->evidence,
                   evidence_make ("and … [more]", ESP_PART_CASE, ESP_QUOTE_EDITED));
  g_ptr_array_add (draft->evidence,
                   evidence_make ("a question", ESP_PART_INTERVIEWER, ESP_QUOTE_SPAN));
  g_ptr_array_add (draft->evidence, evidence_make ("nowhere", ESP_PART_CASE, ESP_QUOTE_NOT_FOUND));
  EspSummary *silent = summary_make ("", "Ben");
  silent->content = ESP_CONTENT_NOTHING_SAID;
  g_ptr_array_add (cells[1].summaries, draft);
  g_ptr_array_add (cells[1].summaries, silent);
  cells[1].content = ESP_CONTENT_NOTHING_SAID;
  cells[1].work = ESP_WORK_CHARTED;
  cells[1].asked = TRUE;
  cells[1].codings = 3;
  cells[1].uncharted = 2;

  cells[2].own_codings = row == 1 ? 2 : 0;
  cells[2].content = row == 0 ? ESP_CONTENT_NOT_ASKED : ESP_CONTENT_NONE;
}

static void
matrix_make (void)
{
  static guint section_of[] = { 0, 0, 1 };
  static char study[] = "A <study> & more", analysis[] = "main", title[] = "All",
              made_at[] = "2026-01-02T03:04:05Z", framework[] = "Care & <so>";
  matrix = (EspMatrix){ .study = study, .analysis = analysis, .title = title, .made_at = made_at };
  matrix.framework = framework;
  matrix.section_of = section_of;
  matrix.attributes = g_ptr_array_new_with_free_func (attribute_clear);
  g_ptr_array_add (matrix.attributes, attribute_make ("site", "Site & place"));
  g_ptr_array_add (matrix.attributes, attribute_make ("age", "Age"));
  matrix.sections = g_ptr_array_new_with_free_func (theme_clear);
  g_ptr_array_add (matrix.sections, theme_make ("3", "Recovery", "recovery", 0));
  g_ptr_array_add (matrix.sections, theme_make ("", "Risk", "risk", 0));
  matrix.themes = g_ptr_array_new_with_free_func (theme_clear);
  g_ptr_array_add (matrix.themes, theme_make ("3.1", "Recovery / Meaning", "recovery/meaning", 1));
  g_ptr_array_add (matrix.themes,
                   theme_make ("3.2", "Recovery / <Barriers>", "recovery/barriers", 1));
  g_ptr_array_add (matrix.themes, theme_make ("", "Risk / Other", "risk/other", 1));
  matrix.cases = g_ptr_array_new_with_free_func (case_clear);
  matrix.cells = g_new0 (EspCell, AWKWARD_CELLS * 3);
  for (guint row = 0; row < AWKWARD_CELLS; row++)
    {
      g_ptr_array_add (matrix.cases, case_make (row + 1));
      matrix_fill_row (row);
    }
}

static void
matrix_unmake (void)
{
  for (guint i = 0; i < AWKWARD_CELLS * 3; i++)
    g_ptr_array_unref (matrix.cells[i].summaries);
  g_free (matrix.cells);
  g_ptr_array_unref (matrix.attributes);
  g_ptr_array_unref (matrix.sections);
  g_ptr_array_unref (matrix.themes);
  g_ptr_array_unref (matrix.cases);
}

static EspComparison comparison;

/* Two groups; the last case is in neither. Within: the first group alone. */
static void
comparison_make (gboolean within)
{
  static char title[] = "Across <sites>", by[] = "site", none[] = "";
  guint groups = within ? 1 : 2;
  comparison = (EspComparison){ .matrix = &matrix, .title = title, .by = within ? none : by };
  comparison.groups = strings_new ();
  comparison.left_out = strings_new ();
  for (guint group = 0; group < groups; group++)
    g_ptr_array_add (comparison.groups, g_strdup (group == 0 ? "North & <South>" : "West"));
  if (!within)
    g_ptr_array_add (comparison.left_out, g_strdup ("B-SM-006"));
  comparison.cells = g_new0 (EspGroupCell, 3 * groups);
  for (guint i = 0; i < 3 * groups; i++)
    {
      guint first = i % groups == 0 ? 0 : 3;
      EspGroupCell *cell = &comparison.cells[i];
      cell->rows = g_ptr_array_new ();
      for (guint row = first; row < MIN (first + 3, AWKWARD_CELLS - 1); row++)
        g_ptr_array_add (cell->rows, GUINT_TO_POINTER (row));
      cell->cases = cell->rows->len;
      cell->asked = i / groups == 2 ? 0 : cell->rows->len;
      cell->mentioned = MIN (1, cell->asked);
    }
}

static void
comparison_unmake (void)
{
  for (guint i = 0; i < 3 * comparison.groups->len; i++)
    g_ptr_array_unref (comparison.cells[i].rows);
  g_free (comparison.cells);
  g_ptr_array_unref (comparison.groups);
  g_ptr_array_unref (comparison.left_out);
}

/* ---- a folder for the files */

static char *folder;

static void
folder_make (void)
{
  matrix_make ();
  folder = g_dir_make_tmp ("espalier-XXXXXX", NULL);
  cr_assert_not_null (folder);
}

static void
folder_unmake (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
  matrix_unmake ();
}

TestSuite (writers, .init = folder_make, .fini = folder_unmake);

static guint
folder_files (void)
{
  guint files = 0;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    files++;
  return files;
}

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
contents (const char *path)
{
  char *bytes = NULL;
  cr_assert (g_file_get_contents (path, &bytes, NULL, NULL), "no file '%s'", path);
  return bytes;
}

static char *
matrix_as (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder (name);
  cr_assert (esp_matrix_write (&matrix, path, NULL, &error), "%s", error ? error->message : "");
  return contents (path);
}

static char *
comparison_as (const char *name, gboolean within)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder (name);
  comparison_make (within);
  gboolean written = esp_comparison_write (&comparison, path, NULL, &error);
  comparison_unmake ();
  cr_assert (written, "%s", error ? error->message : "");
  return contents (path);
}

static guint
occurrences (const char *text, const char *of)
{
  guint n = 0;
  for (const char *at = strstr (text, of); at != NULL; at = strstr (at + strlen (of), of))
    n++;
  return n;
}

/* ---- XML */

static void
expect_valid (const char *bytes, const char *schema)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XmlDoc) doc
      = xml_load_memory (bytes, strlen (bytes), "written", schema, "what was written", &error);
  cr_expect_not_null (doc, "%s", error ? error->message : "");
}

Test (writers, matrix_xml_keeps_to_its_schema)
{
  g_autofree char *bytes = matrix_as ("a.xml");
  expect_valid (bytes, schema_matrix_rng);
}

Test (writers, comparison_xml_keeps_to_its_schema)
{
  g_autofree char *across = comparison_as ("a.xml", FALSE);
  g_autofree char *within = comparison_as ("w.xml", TRUE);
  expect_valid (across, schema_comparison_rng);
  expect_valid (within, schema_comparison_rng);
}

Test (writers, matrix_xml_gives_every_word_back)
{
  g_autofree char *bytes = matrix_as ("a.xml");
  g_autoptr (XmlDoc) doc
      = xml_load_memory (bytes, strlen (bytes), "written", NULL, "a matrix", NULL);
  const XmlNode *cell = xml_child (xml_child (xml_root (doc), "cells"), "cell");
  guint cells = 0;
  for (; cell != NULL; cell = xml_next (cell, "cell"), cells++)
    {
      guint row = cells / 3;
      if (cells % 3 != 0 || row == 4 || awkward[row] == NULL)
        continue;
      g_autofree char *text = xml_text_exact (xml_child (xml_child (cell, "summary"), "text"));
      cr_expect_str_eq (text, awkward[row]);
    }
  cr_expect_eq (cells, AWKWARD_CELLS * 3);
}

Test (writers, what_xml_cannot_hold_becomes_a_replacement_character)
{
  g_autofree char *bytes = matrix_as ("a.xml");
  cr_expect_not_null (strstr (bytes, "bell \uFFFD escape \uFFFD[31m not a character \uFFFD end"));
}

Test (writers, within_xml_names_no_case_of_another_group)
{
  g_autofree char *within = comparison_as ("w.xml", TRUE);
  cr_expect_not_null (strstr (within, "B-SM-003"));
  cr_expect_null (strstr (within, "B-SM-004"));
}

/* ---- HTML */

Test (writers, words_never_become_markup)
{
  g_autofree char *page = matrix_as ("a.html");
  cr_expect_eq (occurrences (page, "<script"), 1);
  cr_expect_eq (occurrences (page, "</script"), 1);
  cr_expect_null (strstr (page, "<b>"));
  cr_expect_not_null (strstr (page, "&lt;/script&gt;&lt;script&gt;alert(1)"));
}

Test (writers, page_loads_nothing_from_elsewhere)
{
  g_autofree char *page = matrix_as ("a.html");
  cr_expect_null (strstr (page, " src="));
  cr_expect_null (strstr (page, "http://"));
  cr_expect_null (strstr (page, "https://"));
  cr_expect_null (strstr (page, " on"
                                "click="));
  cr_expect_not_null (strstr (page, "default-src 'none'"));
}

static void
expect_allowed (const char *page, const char *source)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  g_checksum_update (checksum, (const guchar *)source, -1);
  g_checksum_get_digest (checksum, digest, &size);
  g_autofree char *base64 = g_base64_encode (digest, size);
  cr_expect_not_null (strstr (page, base64));
}

/* The browser takes the checksum of exactly the bytes between the tags. */
Test (writers, policy_allows_the_style_and_the_script_that_are_there)
{
  g_autofree char *page = matrix_as ("a.html");
  g_autofree char *style = g_strconcat ("<style>", page_css, "</style>", NULL);
  g_autofree char *script = g_strconcat ("<script>", page_js, "</script>", NULL);
  cr_expect_not_null (strstr (page, style));
  cr_expect_not_null (strstr (page, script));
  expect_allowed (page, page_css);
  expect_allowed (page, page_js);
}

/* What a cell with nothing in it, a draft, a quote says of itself is said in words. */
static const char *const states[] = {
  ">not asked<",
  ">not started<",
  ">nothing said<",
  ">draft by Anna; codings have changed since this was written<",
  ">2 codings not yet charted<",
  ">edited<",
  ">not found in the text<",
  ">interviewer's words, as context<",
  ">A &amp; B, turn 14",
  ">emergent<",
  ">by Anna<",
  ">by Ben<",
  ">Anna, Ben<",
  ">Care &amp; &lt;so&gt;<",
};

Test (writers, states_are_printed_as_words)
{
  g_autofree char *page = matrix_as ("a.html");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    cr_expect_not_null (strstr (page, states[i]), "%s", states[i]);
}

Test (writers, sections_are_tables_with_captions_and_scopes)
{
  g_autofree char *page = matrix_as ("a.html");
  cr_expect_eq (occurrences (page, "<table"), 2);
  cr_expect_eq (occurrences (page, "<caption"), 2);
  cr_expect_eq (occurrences (page, "scope=\"row\""), AWKWARD_CELLS * 2);
  cr_expect_eq (occurrences (page, "scope=\"col\""), 3 * 2 + 3);
  cr_expect_not_null (strstr (page, "href=\"#section-2\""));
}

Test (writers, long_cells_are_not_cut)
{
  static const char *const names[] = { "a.html", "a.xml", "a.csv" };
  g_autofree char *letters = g_strnfill (LONG_CELL, 'w');
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *bytes = matrix_as (names[i]);
      cr_expect_not_null (strstr (bytes, letters), "%s", names[i]);
    }
}

Test (writers, across_page_counts_those_asked_and_lists_those_left_out)
{
  g_autofree char *page = comparison_as ("a.html", FALSE);
  cr_expect_not_null (strstr (page, ">mentioned by 1 of 3 asked<"));
  cr_expect_not_null (strstr (page, ">nobody here was asked<"));
  cr_expect_not_null (strstr (page, ">not asked: B-SM-001<"));
  cr_expect_not_null (strstr (page, ">coded, not yet charted: B-SM-002 (2 codings)<"));
  cr_expect_not_null (strstr (page, ">not started: B-SM-003<"));
  cr_expect_not_null (strstr (page, "</strong> B-SM-006<"));
  cr_expect_not_null (strstr (page, ">[B-SM-004]<"));
}

Test (writers, within_page_goes_theme_by_theme)
{
  g_autofree char *page = comparison_as ("w.html", TRUE);
  cr_expect_eq (occurrences (page, "<h3"), 3);
  cr_expect_not_null (strstr (page, ">3.2 &lt;Barriers&gt;<"));
  cr_expect_not_null (strstr (page, "3 cases, 3 themes"));
  cr_expect_null (strstr (page, "B-SM-004"));
}

/* ---- CSV */

Test (writers, matrix_csv_gives_every_word_back)
{
  g_autofree char *bytes = matrix_as ("a.csv");
  cr_assert (g_str_has_prefix (bytes, "\xEF\xBB\xBF"));
  g_autoptr (GPtrArray) records = csv_read (bytes + 3, NULL);
  cr_assert_eq (records->len, AWKWARD_CELLS + 1);
  for (guint row = 0; row < AWKWARD_CELLS; row++)
    {
      const CsvRecord *record = g_ptr_array_index (records, row + 1);
      cr_assert_eq (record->fields->len, 6);
      cr_expect_str_eq (g_ptr_array_index (record->fields, 1), "Burgundy & \"Bresse\"");
      cr_expect_str_eq (g_ptr_array_index (record->fields, 2), "");
      if (awkward[row] != NULL && awkward[row][0] != '=')
        cr_expect_str_eq (g_ptr_array_index (record->fields, 3), awkward[row]);
      cr_expect_str_eq (g_ptr_array_index (record->fields, 4),
                        "Anna: hers\n[draft by Anna; codings have changed since this was "
                        "written]\n\nBen: nothing said");
      cr_expect_str_eq (g_ptr_array_index (record->fields, 5),
                        row == 0 ? "not asked" : "not started");
    }
}

Test (writers, matrix_csv_has_no_formula_and_ends_its_lines_with_crlf)
{
  g_autofree char *bytes = matrix_as ("a.csv");
  cr_expect_not_null (strstr (bytes, ",'=1+1,"));
  cr_expect_null (strstr (bytes, ",=1+1"));
  cr_expect_eq (occurrences (bytes, "\r\n"), AWKWARD_CELLS + 1);
  cr_expect_not_null (strstr (
      bytes, "case,site,age,3.1 Recovery / Meaning,3.2 Recovery / <Barriers>,Risk / Other\r\n"));
}

/* ---- text */

Test (writers, comparison_text_stays_within_80_columns_and_sends_no_control_characters)
{
  g_autofree char *text = comparison_as ("a.txt", FALSE);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    cr_expect_leq (g_utf8_strlen (*line, -1), 80, "%s", *line);
  cr_expect_null (strchr (text, '\x1b'));
  cr_expect_not_null (strstr (text, "\n    second, with a \"quote\"\n    third\n"));
  cr_expect_not_null (strstr (text, "\n    [A & B, turn 14; interviewer's words, as context]\n"));
  cr_expect_not_null (strstr (text, "West: mentioned by 1 of 2 asked"));
}

/* ---- choosing a writer */

Test (writers, unknown_suffix_is_answered_with_those_there_are)
{
  g_autoptr (GError) error = NULL;
  cr_assert_not (esp_matrix_write (&matrix, "a.docx", NULL, &error));
  cr_expect_str_eq (error->message,
                    "cannot write a matrix as '.docx'; choose one of .html, .xml, .csv");
  cr_expect_eq (esp_error_exit_status (error), 2);
  g_clear_error (&error);
  comparison_make (FALSE);
  cr_assert_not (esp_comparison_write (&comparison, "folder.d/a", NULL, &error));
  comparison_unmake ();
  cr_expect_str_eq (
      error->message,
      "the name 'folder.d/a' does not say the format; end it with one of .html, .xml, .txt");
  g_clear_error (&error);
  cr_assert_not (esp_matrix_write (&matrix, "-", NULL, &error));
  cr_expect_not_null (strstr (error->message, "standard output needs a format"));
}

Test (writers, suffixes_may_be_capitals_and_a_format_overrules_them)
{
  g_autofree char *page = matrix_as ("A.HTML");
  cr_expect (g_str_has_prefix (page, "<!DOCTYPE html>"));
  g_autofree char *path = in_folder ("a.dat");
  cr_assert (esp_matrix_write (&matrix, path, ".xml", NULL));
  g_autofree char *bytes = contents (path);
  cr_expect (g_str_has_prefix (bytes, "<?xml"));
}

Test (writers, same_matrix_gives_the_same_bytes)
{
  static const char *const names[] = { "a.html", "a.xml", "a.csv" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *first = matrix_as (names[i]);
      g_autofree char *second = matrix_as (names[i]);
      cr_expect_str_eq (first, second);
    }
}

/* ---- files */

Test (writers, written_file_is_its_owners_only_and_alone)
{
  g_autofree char *bytes G_GNUC_UNUSED = matrix_as ("a.csv");
  g_autofree char *path = in_folder ("a.csv");
  struct stat found;
  cr_assert_eq (g_stat (path, &found), 0);
  cr_expect_eq (found.st_mode & 0777, 0600);
  cr_expect_eq (folder_files (), 1);
}

static void
expect_refused (const char *path, const char *because)
{
  g_autoptr (GError) error = NULL;
  cr_assert_not (esp_matrix_write (&matrix, path, "csv", &error));
  cr_expect_not_null (strstr (error->message, because), "%s", error->message);
  cr_expect_not_null (strstr (error->message, path), "%s", error->message);
}

Test (writers, links_folders_and_devices_are_refused_in_words)
{
  g_autofree char *target = in_folder ("target.csv");
  g_autofree char *link = in_folder ("link.csv");
  g_autofree char *nowhere = in_folder ("no/such/a.csv");
  cr_assert (g_file_set_contents (target, "old", -1, NULL));
  cr_assert_eq (symlink (target, link), 0);
  expect_refused (link, "it is a link to another file");
  expect_refused (folder, "it is a folder");
  expect_refused ("/dev/null", "it is not an ordinary file");
  expect_refused (nowhere, "there is no such folder");
  g_autofree char *bytes = contents (target);
  cr_expect_str_eq (bytes, "old");
}

/* The work of another program or person, and our own of another kind. */
static const struct
{
  const char *name, *bytes;
  gsize size;
} foreign[] = {
  { "a.html", "<p>my notes</p>", 15 },
  { "a.xml", "<archive xmlns=\"urn:espalier:archive:1\"/>", 41 },
  { "a.csv", "\xEF\xBB\xBFname,case", 12 },
  { "study.xml", "SQLite format 3\0 urn:espalier:matrix:1", 39 },
};

Test (writers, what_is_not_ours_is_never_replaced)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = in_folder (foreign[i].name);
      cr_assert (g_file_set_contents (path, foreign[i].bytes, (gssize)foreign[i].size, NULL));
      cr_assert_not (esp_matrix_write (&matrix, path, NULL, &error), "%s", foreign[i].name);
      cr_expect_eq (error->code, ESP_ERROR_EXISTS);
      cr_expect_not_null (strstr (error->message, "is there and is no matrix that Espalier wrote"));
      g_autofree char *bytes = contents (path);
      cr_expect (memcmp (bytes, foreign[i].bytes, foreign[i].size) == 0);
    }
}

Test (writers, what_is_ours_or_empty_is_replaced)
{
  static const char *const names[] = { "a.html", "a.xml", "a.csv" };
  static const char *const compared[] = { "c.html", "c.xml", "c.txt" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = in_folder (names[i]);
      cr_assert (g_file_set_contents (path, "", 0, NULL));
      g_autofree char *first = matrix_as (names[i]);
      g_autofree char *second = matrix_as (names[i]);
      g_autofree char *one = comparison_as (compared[i], FALSE);
      g_autofree char *two = comparison_as (compared[i], TRUE);
      cr_expect_str_eq (first, second);
      cr_expect_str_neq (one, two);
    }
}

Test (writers, failed_writing_leaves_the_old_file_as_it_was)
{
  static const char earlier[] = "<meta name=\"generator\" content=\"Espalier matrix 0\">";
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder ("a.html");
  cr_assert (g_file_set_contents (path, earlier, -1, NULL));
  struct rlimit old, small;
  cr_assert_eq (getrlimit (RLIMIT_FSIZE, &old), 0);
  small = old;
  small.rlim_cur = 20000; /* less than the page, more than a message of the test's own */
  signal (SIGXFSZ, SIG_IGN);
  cr_assert_eq (setrlimit (RLIMIT_FSIZE, &small), 0);
  gboolean written = esp_matrix_write (&matrix, path, NULL, &error);
  setrlimit (RLIMIT_FSIZE, &old);
  cr_assert_not (written);
  cr_expect_not_null (strstr (error->message, "larger than a file may be"), "%s", error->message);
  cr_expect_eq (error->code, ESP_ERROR_STORAGE);
  g_autofree char *bytes = contents (path);
  cr_expect_str_eq (bytes, earlier);
  cr_expect_eq (folder_files (), 1);
}

static gboolean
write_to_standard_output (int fd, GError **error)
{
  int kept = dup (STDOUT_FILENO);
  cr_assert_geq (dup2 (fd, STDOUT_FILENO), 0);
  gboolean written = esp_matrix_write (&matrix, "-", "csv", error);
  dup2 (kept, STDOUT_FILENO);
  close (kept);
  close (fd);
  return written;
}

Test (writers, full_disk_behind_standard_output_is_told)
{
  g_autoptr (GError) error = NULL;
  int full = g_open ("/dev/full", O_WRONLY, 0);
  if (full < 0)
    cr_skip_test ("there is no /dev/full here, so a full disk was NOT tried");
  cr_assert_not (write_to_standard_output (full, &error));
  cr_expect_str_eq (error->message, "cannot write to standard output: the disk is full");
}

Test (writers, standard_output_gets_the_same_bytes_as_a_file)
{
  g_autofree char *expected = matrix_as ("a.csv");
  g_autofree char *path = in_folder ("out");
  cr_assert (write_to_standard_output (g_creat (path, 0600), NULL));
  g_autofree char *bytes = contents (path);
  cr_expect_str_eq (bytes, expected);
}

Test (writers, abandoned_output_leaves_nothing)
{
  g_autofree char *path = in_folder ("a.html");
  Output *output = output_open (path, "page", "none", NULL);
  output_text (output, "begun");
  output_abandon (output);
  cr_expect_eq (folder_files (), 0);
}

/* ---- markup by itself */

static char *
markup_as (gboolean html, void (*write) (Markup *markup))
{
  g_autofree char *path = in_folder ("markup");
  Output *output = output_open (path, "page", "<p", NULL);
  Markup *markup = markup_new (output, html);
  write (markup);
  markup_free (markup);
  cr_assert (output_close (output, NULL));
  return contents (path);
}

static void
write_sample (Markup *markup)
{
  markup_open (markup, "p");
  markup_attr (markup, "hidden", "");
  markup_attr (markup, "a", "\"<\n\t&");
  markup_attr (markup, "b", NULL);
  markup_attr_some (markup, "c", "");
  markup_open (markup, "br");
  markup_close (markup);
  markup_open (markup, "q");
  markup_close (markup);
  markup_leaf (markup, "i", "1 < 2 \xC3( > 0");
  markup_close (markup);
}

Test (writers, markup_indents_and_escapes)
{
  g_autofree char *xml = markup_as (FALSE, write_sample);
  g_autofree char *html = markup_as (TRUE, write_sample);
  cr_expect_str_eq (xml, "<p hidden=\"\" a=\"&quot;&lt;&#10;&#9;&amp;\">\n  <br/>\n  <q/>\n"
                         "  <i>1 &lt; 2 \uFFFD( &gt; 0</i>\n</p>\n");
  cr_expect_str_eq (html, "<p hidden a=\"&quot;&lt;&#10;&#9;&amp;\">\n  <br>\n  <q></q>\n"
                          "  <i>1 &lt; 2 \uFFFD( &gt; 0</i>\n</p>\n");
}

static void
write_mixed (Markup *markup)
{
  markup_open (markup, "p");
  markup_text (markup, "one");
  markup_leaf (markup, "b", "two");
  markup_text (markup, "three");
  markup_close (markup);
}

Test (writers, markup_adds_no_space_beside_text)
{
  g_autofree char *xml = markup_as (FALSE, write_mixed);
  cr_expect_str_eq (xml, "<p>one<b>two</b>three</p>\n");
}
