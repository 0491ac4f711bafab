/* espalier framework: the themes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <stdio.h>

static void
framework_columns (Table *table)
{
  table_column (table, "number", "number");
  table_column (table, NULL, "theme");
  table_column (table, "name", NULL);
  table_column (table, "title", NULL);
  table_column (table, "path", "path");
  table_column (table, "origin", NULL);
  table_column (table, "is_other", NULL);
  table_column (table, "depth", NULL);
  table_column (table, "codings", "codings");
  table_column (table, "definition", NULL);
  table_column (table, "include", NULL);
  table_column (table, "exclude", NULL);
  table_column (table, "examples", NULL);
  table_column (table, "id", NULL);
}

static void
framework_add (Table *table, const EspTheme *theme)
{
  /* No-break spaces survive the folding of white space in a cell. */
  g_autoptr (GString) name = g_string_new (NULL);
  for (guint i = 0; i < theme->depth; i++)
    g_string_append (name, "\u00A0\u00A0");
  g_string_append (name, theme->name);
  table_text (table, theme->number);
  table_text (table, name->str);
  table_text (table, theme->name);
  table_text (table, theme->title);
  table_text (table, theme->path);
  table_text (table, theme->origin);
  table_flag (table, theme->is_other);
  table_uint (table, theme->depth);
  table_uint (table, theme->codings);
  table_text (table, theme->definition);
  table_list (table, theme->include);
  table_list (table, theme->exclude);
  table_list (table, theme->examples);
  table_id (table, theme->id);
}

#define INDENT 4
#define NARROWEST 30u /* words are never wrapped to less */

/* A paragraph of a theme's meaning: "include: ...", wrapped to the width of the terminal; 0: there
 * is none. */
static void
print_meaning (const char *what, const char *text, guint width)
{
  g_autofree char *clean = wording_line (text);
  g_autofree char *words = g_strconcat (what, clean, NULL);
  g_autoptr (GPtrArray) lines = wording_wrap (words, width > INDENT + NARROWEST ? width - INDENT
                                                     : width > 0                ? NARROWEST
                                                                                : 0);
  for (guint i = 0; i < lines->len; i++)
    {
      printf ("%*s", INDENT, "");
      terminal_print (STYLE_PLAIN, lines->pdata[i]);
      putchar ('\n');
    }
}

static void
print_meanings (const char *what, const GPtrArray *texts, guint width)
{
  for (guint i = 0; i < texts->len; i++)
    print_meaning (what, texts->pdata[i], width);
}

/* The framework as a codebook: one theme after the other, with all that says what belongs there. */
static void
print_codebook (const GPtrArray *themes)
{
  guint width = terminal_width (); /* before the pager stands in between */
  TerminalPager *pager = terminal_page_begin ();
  for (guint i = 0; i < themes->len; i++)
    {
      const EspTheme *theme = themes->pdata[i];
      g_autofree char *name = wording_theme (theme->number, theme->title);
      g_autofree char *heading = g_strdup_printf ("%s (%s)", name, theme->path);
      fputs (i > 0 ? "\n" : "", stdout);
      terminal_print (STYLE_HEADING, heading);
      putchar ('\n');
      if (*theme->definition != '\0')
        print_meaning ("", theme->definition, width);
      print_meanings ("include: ", theme->include, width);
      print_meanings ("exclude: ", theme->exclude, width);
      print_meanings ("example: ", theme->examples, width);
    }
  terminal_page_end (pager);
}

static gboolean
run_show (Call *call, GError **error)
{
  gboolean definitions = FALSE;
  const GOptionEntry options[] = {
    { "definitions", 'd', 0, G_OPTION_ARG_NONE, &definitions,
      "As a codebook: with definitions, what to include and exclude, and examples", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) themes = esp_framework (call->study, call->analysis, error);
  if (themes == NULL)
    return FALSE;
  if (definitions && !call->json && themes->len > 0)
    {
      print_codebook (themes);
      return TRUE;
    }
  g_autoptr (Table) table = table_new (call->json);
  framework_columns (table);
  for (guint i = 0; i < themes->len; i++)
    framework_add (table, themes->pdata[i]);
  call_table (call, table, "no themes yet; 'espalier framework import' brings them in");
  return TRUE;
}

static gboolean
run_import (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 1, 1, error)
      || !esp_framework_import (call->study, call->analysis, call->arguments[0], error))
    return FALSE;
  g_autoptr (GPtrArray) themes = esp_framework (call->study, call->analysis, error);
  g_autofree char *name = g_path_get_basename (call->arguments[0]);
  if (themes == NULL || !call_warn_of_schedules (call, error) || !call_commit (call, name, error))
    return FALSE;
  g_autofree char *counted = wording_count (themes->len, "theme");
  call_say (call, "imported %s from '%s'", counted, call->arguments[0]);
  return TRUE;
}

gboolean
framework_run_export (Call *call, GError **error)
{
  g_autofree char *to = NULL;
  const GOptionEntry options[] = {
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &to, "Where to write it (.xml)", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 0, error))
    return FALSE;
  if (to == NULL)
    return call_wrong_usage (error, "say where to write it: --to FILE.xml");
  const char *verb = call_verb_for (to);
  if (!esp_framework_export (call->study, call->analysis, to, error))
    return FALSE;
  call_say (call, "%s '%s'", verb, to);
  return TRUE;
}

static const Command framework_show = {
  .name = "framework show",
  .about = "list the themes",
  .usage = "",
  .example = "espalier framework show --definitions",
  .needs = STUDY_READ,
  .run = run_show,
};

static const Command framework_import = {
  .name = "framework import",
  .about = "bring a framework (XML) into an analysis that has none",
  .usage = "FILE",
  .example = "espalier framework import frameworks/involvement.xml --analysis involvement",
  .needs = STUDY_WRITE,
  .run = run_import,
};

static const Command framework_export = {
  .name = "framework export",
  .about = "write the framework as XML",
  .usage = "--to FILE",
  .example = "espalier framework export --to framework.xml",
  .needs = STUDY_READ,
  .run = framework_run_export,
};

static const Command *const verbs[]
    = { &framework_show, &framework_import, &framework_export, NULL };

const Command command_framework = {
  .name = "framework",
  .stage = "framework",
  .about = "show, import or export the themes",
  .example = "espalier framework show --definitions",
  .verbs = verbs,
  .standard = &framework_show,
};
