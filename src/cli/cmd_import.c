/* espalier import: transcripts and other texts, from files and folders; or an archive.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/import_report.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#define STATUS_IN_PART 3

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

/* Splits what was named into archives, read at once, and the rest: char *, NULL at the end. */
static gboolean
import_archives (Call *call, GPtrArray *others, guint *added, GError **error)
{
  for (guint i = 0; i < call->n_arguments; i++)
    {
      guint more = 0;
      if (!import_is_archive (call->arguments[i]))
        g_ptr_array_add (others, call->arguments[i]);
      else if (!esp_archive_import (call->study, call->arguments[i], &more, error))
        return FALSE;
      *added += more;
    }
  g_ptr_array_add (others, NULL);
  return TRUE;
}

static gboolean
import_commit (Call *call, const EspImportReport *report, guint added, GError **error)
{
  g_autofree char *files = wording_count (report != NULL ? report->imported : 0, "file");
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
  g_autofree char *files = wording_count (report->refused, "file");
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
  gboolean notes = FALSE;
  guint added = 0;
  const GOptionEntry options[] = {
    { "recurse", 'r', 0, G_OPTION_ARG_NONE, &wanted.recurse, "Also folders inside folders", NULL },
    { "keep-originals", 0, 0, G_OPTION_ARG_NONE, &wanted.keep_originals,
      "Keep the bytes of the files in the study; without it, only their checksums", NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &notes, "Show notes too, not only what needs a look",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, -1, error))
    return FALSE;
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (EspImportReport) report = NULL;
  g_autofree char *cases = NULL;
  if (!import_archives (call, others, &added, error)
      || (others->len > 1
          && !import_files (call, others, &wanted, added, notes, &report, &cases, error))
      || !import_commit (call, report, added, error))
    return FALSE;
  if (report != NULL)
    import_report_print (call, report, cases, notes);
  if (others->len < 1 + call->n_arguments)
    call_say (call, "%u parts added from the archive", added);
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
  .run = run,
};
