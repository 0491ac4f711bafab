/* A new study in a folder of its own, for one test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TEMPORARY_STUDY_H
#define TESTS_TEMPORARY_STUDY_H

#include "espalier.h"
#include "store/row.h"
#include "support/written_words.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

typedef struct
{
  char *folder;
  EspStudy *study;
} TemporaryStudy;

static inline char *
source_path (const char *path)
{
  const char *folder = g_getenv ("srcdir");
  return g_build_filename (folder ? folder : ".", path, NULL);
}

static inline void
temporary_study_open (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  temporary->folder = g_dir_make_tmp ("espalier-XXXXXX", &error);
  cr_assert_not_null (temporary->folder);
  g_autofree char *path = g_build_filename (temporary->folder, "a.espalier", NULL);
  temporary->study = esp_study_create (path, &error);
  cr_assert_not_null (temporary->study, "%s", error ? error->message : "");
}

static inline void
temporary_study_close (TemporaryStudy *temporary)
{
  esp_study_close (temporary->study);
  GDir *folder = g_dir_open (temporary->folder, 0, NULL);
  for (const char *name = g_dir_read_name (folder); name; name = g_dir_read_name (folder))
    {
      g_autofree char *path = g_build_filename (temporary->folder, name, NULL);
      g_remove (path);
    }
  g_dir_close (folder);
  g_rmdir (temporary->folder);
  g_free (temporary->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TemporaryStudy, temporary_study_close)

static inline void
change_begin (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  cr_assert (esp_change_begin (study, "test", "Anna", NULL, &error), "%s",
             error ? error->message : "");
}

static inline void
change_commit (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  cr_assert (esp_change_commit (study, "test", &error), "%s", error ? error->message : "");
}

/* EspChange, newest first: of `coder`, NULL for everyone; at most `limit`, 0 for all. */
static inline GPtrArray *
log_lines (EspStudy *study, const char *coder, guint limit)
{
  const EspLogFilter filter = { .coder = coder, .limit = limit };
  GPtrArray *log = esp_log (study, &filter, NULL);
  cr_assert_not_null (log);
  return log;
}

/* Undoes a change, NULL for the last of `coder`, in the change that is open. */
static inline gboolean
undo_in_change (EspStudy *study, const char *id, const char *coder, GError **error)
{
  g_autoptr (GPtrArray) undone = esp_undo (study, id, coder, FALSE, error);
  return undone != NULL;
}

/* Number of lines in the history. */
static inline guint
history_length (EspStudy *study)
{
  g_autoptr (GPtrArray) log = log_lines (study, NULL, 0);
  return log->len;
}

static inline void
definition_load_path (EspStudy *study, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = source_path (path);
  change_begin (study);
  cr_assert (esp_definition_load (study, file, &error), "%s", error ? error->message : "");
  change_commit (study);
}

static inline void
framework_import_path (EspStudy *study, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = source_path (path);
  change_begin (study);
  cr_assert (esp_framework_import (study, NULL, file, &error), "%s", error ? error->message : "");
  change_commit (study);
}

/* ---- a study that a test writes itself: two sites, two roles, five cases */

/* Writes a file into the folder of the study; its path, to be freed. */
static inline char *
temporary_file (const TemporaryStudy *temporary, const char *name, const char *bytes, gssize size)
{
  char *path = g_build_filename (temporary->folder, name, NULL);
  cr_assert (g_file_set_contents (path, bytes, size, NULL));
  return path;
}

/* Imports one file in the change that is open. */
static inline EspImportReport *
import_in_change (EspStudy *study, const char *path, gboolean keep_originals)
{
  g_autoptr (GError) error = NULL;
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { .keep_originals = keep_originals };
  EspImportReport *report = esp_import (study, paths, &options, &error);
  cr_assert_not_null (report, "%s", error ? error->message : "");
  return report;
}

static inline EspImportReport *
import_file (const TemporaryStudy *temporary, const char *name, const char *bytes, gssize size)
{
  g_autofree char *path = temporary_file (temporary, name, bytes, size);
  change_begin (temporary->study);
  EspImportReport *report = import_in_change (temporary->study, path, FALSE);
  change_commit (temporary->study);
  return report;
}

/* Imports what must be imported. */
static inline void
import_words (const TemporaryStudy *temporary, const char *name, const char *words)
{
  g_autoptr (EspImportReport) report = import_file (temporary, name, words, -1);
  const EspImportedFile *file = report->files->pdata[0];
  cr_assert_eq (report->imported, 1, "%s: %s", name,
                file->findings->len > 0 ? ((const EspFinding *)file->findings->pdata[0])->what
                                        : "");
}

static inline void
written_study_open (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  temporary_study_open (temporary);
  g_autofree char *definition = temporary_file (temporary, "study.xml", written_definition, -1);
  g_autofree char *framework = temporary_file (temporary, "framework.xml", written_framework, -1);
  change_begin (temporary->study);
  cr_assert (esp_definition_load (temporary->study, definition, &error), "%s",
             error ? error->message : "");
  cr_assert (esp_framework_import (temporary->study, NULL, framework, &error), "%s",
             error ? error->message : "");
  change_commit (temporary->study);
  for (gsize i = 0; i < G_N_ELEMENTS (written_documents); i++)
    import_words (temporary, written_documents[i].name, written_documents[i].words);
}

/* ---- looking at a study from outside */

/* The whole study but its history, as one text. */
static inline char *
archive_of (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (esp_study_path (study), ".xml", NULL);
  char *text = NULL;
  cr_assert (esp_archive_write (study, path, &error), "%s", error ? error->message : "");
  cr_assert (g_file_get_contents (path, &text, NULL, NULL));
  g_remove (path);
  return text;
}

static inline char *
archive_text (const TemporaryStudy *temporary)
{
  return archive_of (temporary->study);
}

static inline gboolean
add_live_row (const char *table, const Field *fields, guint n_fields, gpointer data, GError **error)
{
  (void)error;
  GString *text = data;
  const gsize before = text->len;
  g_string_append (text, table);
  for (guint i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].name, "gone") && fields[i].value != NULL)
        {
          g_string_truncate (text, before);
          return TRUE;
        }
      if (fields[i].value != NULL)
        g_string_append_printf (text, "|%s=%s", fields[i].name, fields[i].value);
    }
  g_string_append_c (text, '\n');
  return TRUE;
}

/* Every row of content that is not gone, coders apart: what must be as it was after an undo. */
static inline char *
live_text (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  for (const char *const *table = store_content_tables (); *table != NULL; table++)
    if (!g_str_equal (*table, "coder"))
      cr_assert (store_each_row (study, *table, add_live_row, text, &error), "%s",
                 error ? error->message : "");
  return g_string_free (text, FALSE);
}

/* What check finds wrong; '' for nothing. */
static inline char *
check_text (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = esp_check (study, &error);
  cr_assert_not_null (items, "%s", error ? error->message : "");
  GString *wrong = g_string_new (NULL);
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      if (!item->whole)
        g_string_append_printf (wrong, "%s: %s\n", item->name, item->detail);
    }
  return g_string_free (wrong, FALSE);
}

static inline void
expect_whole (EspStudy *study)
{
  g_autofree char *wrong = check_text (study);
  cr_expect_str_empty (wrong, "%s", wrong);
}

static inline void
expect_failure (gboolean done, GError **error, EspError code, const char *part)
{
  cr_expect_not (done, "this should have failed: %s", part);
  cr_assert_not_null (*error, "an error without a message: %s", part);
  cr_expect_eq ((*error)->code, (gint)code, "code %d: %s", (*error)->code, (*error)->message);
  cr_expect_not_null (strstr ((*error)->message, part), "'%s' is not in: %s", part,
                      (*error)->message);
  g_clear_error (error);
}

/* ---- one command each, as Anna unless said */

static inline void
change_begin_as (EspStudy *study, const char *coder, const char *command)
{
  g_autoptr (GError) error = NULL;
  cr_assert (esp_change_begin (study, command, coder, NULL, &error), "%s",
             error ? error->message : "");
}

/* Codes a quote; the coding's id, to be freed. */
static inline char *
code_quote (EspStudy *study, const char *coder, const char *document, const char *theme,
            const char *quote)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspCoding) coding = NULL;
  const EspPlace place = { .quote = quote };
  change_begin_as (study, coder, "code");
  cr_assert (esp_code (study, NULL, document, theme, &place, &coding, &error), "%s",
             error ? error->message : "");
  change_commit (study);
  return g_strdup (coding->id);
}

static inline void
chart_quote (EspStudy *study, const char *coder, const char *label, const char *theme,
             const char *text, const char *quote)
{
  g_autoptr (GError) error = NULL;
  const EspPlace place = { .quote = quote };
  const EspChartEntry entry = { .text = text, .evidence = &place, .n_evidence = 1 };
  change_begin_as (study, coder, "chart set");
  cr_assert (esp_chart_set (study, NULL, label, theme, &entry, FALSE, &error), "%s",
             error ? error->message : "");
  change_commit (study);
}

/* Microseconds that this process has worked: what a time limit is measured by, as a machine may be
 * busy with other things. */
static inline gint64
cpu_time (void)
{
  return (gint64)((double)clock () * G_USEC_PER_SEC / CLOCKS_PER_SEC);
}

/* ---- chance: the seed is printed when a test fails, and taken from ESPALIER_SEED */

static inline GRand *
chance_new (guint32 *seed)
{
  const char *given = g_getenv ("ESPALIER_SEED");
  *seed = given != NULL ? (guint32)g_ascii_strtoull (given, NULL, 10) : g_random_int ();
  return g_rand_new_with_seed (*seed);
}

static inline guint
chance_below (GRand *chance, guint n)
{
  return (guint)g_rand_int_range (chance, 0, (gint32)n);
}

#endif
