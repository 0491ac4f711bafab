/* espalier export: what leaves the study as a file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <string.h>

static gboolean
run_matrix (Call *call, GError **error)
{
  g_autofree char *section = NULL, *to = NULL, *format = NULL;
  g_auto (GStrv) where = NULL;
  const GOptionEntry options[] = {
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &to,
      "Where to write it: .html, .xml or .csv; - is standard output", "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &format, "html, xml or csv, for --to -", "FORMAT" },
    { "section", 0, 0, G_OPTION_ARG_FILENAME, &section, "Only this section of the framework",
      "THEME" },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where,
      "Only cases that have this; may be given again", "NAME=VALUE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  if (to == NULL)
    return call_wrong_usage (
        error, "say where to write the matrix: --to FILE, with .html, .xml or .csv at its end");
  if (strcmp (to, "-") == 0 && format == NULL)
    return call_wrong_usage (error, "--to - needs --format html, xml or csv");
  const char *verb = call_verb_for (to);
  g_autoptr (EspMatrix) matrix
      = esp_matrix (call->study, call->analysis, section, (const char *const *)where, error);
  if (matrix == NULL || !esp_matrix_write (matrix, to, format, error))
    return FALSE;
  g_autofree char *cases = wording_count (matrix->cases->len, "case");
  g_autofree char *themes = wording_count (matrix->themes->len, "theme");
  if (strcmp (to, "-") != 0)
    call_say (call, "%s '%s': %s, %s by %s", verb, to, matrix->title, cases, themes);
  return TRUE;
}

static gboolean
run_archive (Call *call, GError **error)
{
  g_autofree char *to = NULL;
  const GOptionEntry options[] = {
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &to, "Where to write it (.xml)", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  if (to == NULL)
    return call_wrong_usage (error, "say where to write the archive: --to FILE.xml");
  const char *verb = call_verb_for (to);
  if (!esp_archive_write (call->study, to, error))
    return FALSE;
  if (strcmp (to, "-") != 0)
    call_say (call, "%s '%s': the whole study but its history; it holds the participants' words",
              verb, to);
  return TRUE;
}

static const Command export_matrix = {
  .name = "export matrix",
  .about = "write the framework matrix: cases by themes",
  .usage = "--to FILE",
  .example = "espalier export matrix --section recovery --to recovery.html",
  .needs = STUDY_READ,
  .run = run_matrix,
};

static const Command export_framework = {
  .name = "export framework",
  .about = "write the framework as XML",
  .usage = "--to FILE",
  .example = "espalier export framework --to framework.xml",
  .needs = STUDY_READ,
  .run = framework_run_export,
};

static const Command export_archive = {
  .name = "export archive",
  .about = "write the whole study as XML, to be imported again",
  .usage = "--to FILE",
  .example = "espalier export archive --to care.xml",
  .needs = STUDY_READ,
  .run = run_archive,
};

static const Command *const verbs[] = { &export_matrix, &export_framework, &export_archive, NULL };

const Command command_export = {
  .name = "export",
  .stage = "exchange",
  .about = "write the matrix, the framework or the whole study to a file",
  .example = "espalier export matrix --section recovery --to recovery.html",
  .verbs = verbs,
};
