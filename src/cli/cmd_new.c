/* espalier new: makes a study, and loads what defines it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/wording.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *title, *definition, *framework, *archive;
} NewOptions;

static void
new_clear (NewOptions *options)
{
  g_free (options->title);
  g_free (options->definition);
  g_free (options->framework);
  g_free (options->archive);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NewOptions, new_clear)

/* All of the first change. */
static gboolean
new_fill (Call *call, const NewOptions *options, const char *title, GError **error)
{
  if (!esp_change_begin (call->study, call->command->name, call->coder, call->reason, error))
    return FALSE;
  if (!esp_study_set_title (call->study, title, error))
    return FALSE;
  if (options->definition != NULL && !esp_definition_load (call->study, options->definition, error))
    return FALSE;
  if (options->framework != NULL
      && !esp_framework_import (call->study, call->analysis, options->framework, error))
    return FALSE;
  g_autoptr (EspArchiveReport) added
      = options->archive != NULL ? esp_archive_import (call->study, options->archive, error) : NULL;
  if (options->archive != NULL && added == NULL)
    return FALSE;
  g_autofree char *name = g_path_get_basename (esp_study_path (call->study));
  return esp_change_commit (call->study, name, error);
}

static gboolean
new_say (Call *call, const char *path, GError **error)
{
  g_autofree char *title = esp_study_title (call->study, error);
  g_autoptr (GPtrArray) analyses = title != NULL ? esp_analyses (call->study, error) : NULL;
  if (analyses == NULL)
    return FALSE;
  g_autofree char *themes = NULL;
  if (analyses->len > 0)
    {
      g_autoptr (GPtrArray) framework = esp_framework (call->study, call->analysis, error);
      if (framework == NULL)
        return FALSE;
      themes = wording_count (framework->len, "theme");
      if (!call_warn_of_schedules (call, error))
        return FALSE;
    }
  call_say (call, "made '%s': %s%s%s", path, title, themes != NULL ? ", " : "",
            themes != NULL ? themes : "");
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_auto (NewOptions) given = { 0 };
  const GOptionEntry options[] = {
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &given.title, "What the study is called", "TEXT" },
    { "study", 0, 0, G_OPTION_ARG_FILENAME, &given.definition,
      "Its definition: labels, attributes, groups, schedules (XML)", "FILE" },
    { "framework", 0, 0, G_OPTION_ARG_FILENAME, &given.framework,
      "The framework to begin with (XML)", "FILE" },
    { "archive", 0, 0, G_OPTION_ARG_FILENAME, &given.archive,
      "A study that was exported as an archive (XML)", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error))
    return FALSE;
  const char *suffix = g_str_has_suffix (call->arguments[0], ".espalier") ? "" : ".espalier";
  g_autofree char *path = g_strconcat (call->arguments[0], suffix, NULL);
  g_autofree char *name = g_path_get_basename (path);
  name[strlen (name) - strlen (".espalier")] = '\0';

  call->study = esp_study_create (path, error);
  if (call->study == NULL)
    return FALSE;
  if (!new_fill (call, &given, given.title != NULL ? given.title : name, error))
    {
      /* It was made a moment ago and holds nothing: nothing is what a failed command leaves. */
      g_clear_pointer (&call->study, esp_study_close);
      g_unlink (path);
      return FALSE;
    }
  return new_say (call, path, error);
}

const Command command_new = {
  .name = "new",
  .stage = "study",
  .about = "make a study, with its definition and its framework",
  .usage = "STUDY",
  .example = "espalier new care.espalier --study corpora/recovery-care/study.xml "
             "--framework frameworks/care-planning.xml --coder C1",
  .needs = STUDY_NEW,
  .run = run,
};
