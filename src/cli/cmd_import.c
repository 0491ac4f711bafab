/* espalier import: transcripts and other texts, from files and folders; or an archive.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/import_report.h"
#include "cli/sheet_options.h"
#include "cli/terminal.h"
#include "cli/wording.h"

static void
import_progress (guint done, guint total, const char *path, gpointer data G_GNUC_UNUSED)
{
  terminal_progress (done, total, path);
}

static gboolean
import_is_archive (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  return g_str_has_suffix (lower, ".xml");
}

/* "31 documents, 378 codings, 196 summaries, by C1, C2 (857 parts in all)", in words. */
static char *
import_archive_words (const EspArchiveReport *report)
{
  const struct
  {
    guint n;
    const char *noun;
  } counts[] = { { report->documents, "document" },
                 { report->codings, "coding" },
                 { report->summaries, "summary" },
                 { report->checks, "check" } };
  g_autoptr (GString) words = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i].n > 0)
      {
        g_autofree char *counted = wording_count (counts[i].n, counts[i].noun);
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", counted);
      }
  for (guint i = 0; i < report->coders->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : " by ",
                            (const char *)report->coders->pdata[i]);
  g_autofree char *parts = wording_count (report->added, "part");
  g_string_append_printf (words, words->len > 0 ? " (%s in all)" : "%s", parts);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* When nothing that was named is there, there is nothing to report on. */
static gboolean
import_finds (const Call *call, GError **error)
{
  for (guint i = 0; i < call->n_arguments; i++)
    if (g_file_test (call->arguments[i], G_FILE_TEST_EXISTS))
      return TRUE;
  g_set_error (error, ESP_ERROR, ESP_ERROR_INPUT,
               "cannot read '%s': there is no such file or folder", call->arguments[0]);
  return FALSE;
}

/* Splits what was named into archives, read at once, and the rest: char *, NULL at the end.
 * `archives` gets an EspArchiveReport for each argument, NULL for what is none. */
static gboolean
import_archives (Call *call, GPtrArray *others, GPtrArray *archives, guint *added, GError **error)
{
  for (guint i = 0; i < call->n_arguments; i++)
    {
      EspArchiveReport *report = NULL;
      if (!import_is_archive (call->arguments[i]))
        g_ptr_array_add (others, call->arguments[i]);
      else if ((report = esp_archive_import (call->study, call->arguments[i], error)) == NULL)
        return FALSE;
      *added += report != NULL ? report->added : 0;
      g_ptr_array_add (archives, report);
    }
  g_ptr_array_add (others, NULL);
  return TRUE;
}

static void
import_say_archives (Call *call, const GPtrArray *archives)
{
  for (guint i = 0; i < archives->len; i++)
    if (archives->pdata[i] != NULL)
      {
        g_autofree char *words = import_archive_words (archives->pdata[i]);
        call_say (call, "added from '%s': %s", call->arguments[i], words);
      }
}

static void
archive_report_clear (gpointer report)
{
  esp_archive_report_free (report);
}

static gboolean
import_commit (Call *call, const EspImportReport *report, guint added, GError **error)
{
  g_autofree char *files
      = report != NULL ? wording_count (report->imported, import_report_noun (report)) : NULL;
  g_autofree char *from = g_path_get_basename (call->arguments[0]);
  g_autofree char *about = report != NULL
                               ? g_strdup_printf ("%s from '%s'", files, from)
                               : g_strdup_printf ("%u parts of the archive '%s'", added, from);
  return call_commit (call, about, error);
}

/* Nothing new, and something refused: that is a failure. */
static gboolean
import_fail (const EspImportReport *report, GError **error)
{
  g_autofree char *files = wording_count (report->refused, import_report_noun (report));
  g_set_error (error, ESP_ERROR, ESP_ERROR_INPUT, "nothing was imported: %s refused", files);
  return FALSE;
}

/* Imports files and folders; FALSE also when nothing but refusals came of it, after the report has
 * told why. */
static gboolean
import_files (Call *call, const GPtrArray *paths, EspImportOptions *options, guint added,
              gboolean notes, EspImportReport **report, char **cases, GError **error)
{
  options->progress = call->quiet ? NULL : import_progress;
  *report = esp_import (call->study, (const char *const *)paths->pdata, options, error);
  terminal_progress_end ();
  *cases = *report != NULL ? import_report_cases (call, *report, error) : NULL;
  if (*cases == NULL)
    return FALSE;
  if ((*report)->imported + (*report)->skipped + added > 0 || (*report)->refused == 0)
    return TRUE;
  import_report_print (call, *report, *cases, notes);
  return import_fail (*report, error);
}

static gboolean
run (Call *call, GError **error)
{
  EspImportOptions wanted = { 0 };
  g_autofree char *encoding = NULL;
  g_auto (SheetOptions) sheets = { 0 };
  gboolean notes = FALSE;
  guint added = 0;
  const GOptionEntry options[] = {
    { "recurse", 'r', 0, G_OPTION_ARG_NONE, &wanted.recurse, "Also folders inside folders", NULL },
    { "keep-originals", 0, 0, G_OPTION_ARG_NONE, &wanted.keep_originals,
      "Keep the bytes of the files in the study; without it, only their checksums", NULL },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
      "What plain texts are in, such as windows-1252; without it, that is found out", "NAME" },
    SHEET_OPTION_ENTRIES (sheets),
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &notes, "Show notes too, not only what needs a look",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, -1, error)
      || (encoding != NULL && !esp_encoding_check (encoding, error)) || !import_finds (call, error))
    return FALSE;
  wanted.encoding = encoding;
  SHEET_OPTIONS_SAY (sheets, wanted);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (EspImportReport) report = NULL;
  g_autoptr (GPtrArray) archives = g_ptr_array_new_with_free_func (archive_report_clear);
  g_autofree char *cases = NULL;
  if (!import_archives (call, others, archives, &added, error)
      || (others->len > 1
          && !import_files (call, others, &wanted, added, notes, &report, &cases, error))
      || !import_commit (call, report, added, error))
    return FALSE;
  if (report != NULL)
    import_report_print (call, report, cases, notes);
  import_say_archives (call, archives);
  call->status = report != NULL && report->refused > 0 ? STATUS_IN_PART : 0;
  return TRUE;
}

const Command command_import = {
  .name = "import",
  .stage = "corpus",
  .about = "bring in transcripts and other texts, or an archive (.xml)",
  .usage = "FILE or FOLDER …",
  .example = "espalier import corpora/recovery-care/documents",
  .needs = STUDY_WRITE,
  .names = TRUE,
  .run = run,
};
