/* One call of a command: its options and arguments, the study opened as it needs, its change, what
 * it says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include "cli/locate.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define STUDY_LOOK (STUDY_READ | STUDY_EXAMINE)
#define STUDY_OPEN (STUDY_LOOK | STUDY_WRITE | STUDY_MERGE)
#define STUDY_ANY (STUDY_NONE | STUDY_NEW | STUDY_OPEN)

/* The options of every command are read into this first, so that those after the command can
 * replace those before it. */
typedef struct
{
  char *study, *analysis, *coder, *reason;
  gboolean json, quiet, dry_run, help, version;
} Given;

Call *
call_new (char **words)
{
  Call *call = g_new0 (Call, 1);
  call->arguments = g_strdupv (words);
  call->n_arguments = g_strv_length (call->arguments);
  return call;
}

void
call_free (Call *call)
{
  esp_study_close (call->study);
  g_clear_pointer (&call->known, g_ptr_array_unref);
  g_clear_pointer (&call->names, esp_names_free);
  g_clear_pointer (&call->slips, g_ptr_array_unref);
  g_strfreev (call->arguments);
  g_free (call->study_path);
  g_free (call->analysis);
  g_free (call->coder);
  g_free (call->reason);
  g_free (call);
}

gboolean
call_wrong_usage (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, ESP_ERROR, ESP_ERROR_USAGE, message);
  return FALSE;
}

static void
call_replace (char **old, char *given)
{
  if (given == NULL)
    return;
  g_free (*old);
  *old = given;
}

static void
call_merge (Call *call, const Given *given)
{
  call_replace (&call->study_path, given->study);
  call_replace (&call->analysis, given->analysis);
  call_replace (&call->coder, given->coder);
  call_replace (&call->reason, given->reason);
  call->json |= given->json;
  call->quiet |= given->quiet;
  call->dry_run |= given->dry_run;
  call->help |= given->help;
  call->version |= given->version;
}

static gboolean
call_is_own (const GOptionEntry *own, const char *name)
{
  for (; own != NULL && own->long_name != NULL; own++)
    if (strcmp (own->long_name, name) == 0)
      return TRUE;
  return FALSE;
}

/* The options that a command with these needs takes besides its own. All text is read as a
 * "filename": GOption would convert other text from the locale, and the words are UTF-8 already. */
static GArray *
call_entries (Given *given, guint needs, const GOptionEntry *own)
{
  const struct
  {
    guint needs;
    GOptionEntry entry;
  } all[] = {
    { STUDY_OPEN,
      { "study", 's', 0, G_OPTION_ARG_FILENAME, &given->study,
        "The study (else $ESPALIER_STUDY, else the only one in this folder)", "STUDY" } },
    { STUDY_LOOK | STUDY_WRITE | STUDY_NEW,
      { "analysis", 0, 0, G_OPTION_ARG_FILENAME, &given->analysis,
        "Which analysis (else the first one)", "NAME" } },
    { STUDY_OPEN | STUDY_NEW,
      { "coder", 0, 0, G_OPTION_ARG_FILENAME, &given->coder,
        "Who you are (else $ESPALIER_CODER, else the study's only coder)", "NAME" } },
    { STUDY_WRITE | STUDY_NEW,
      { "reason", 0, 0, G_OPTION_ARG_FILENAME, &given->reason, "Why, for the history", "TEXT" } },
    { STUDY_WRITE | STUDY_MERGE,
      { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &given->dry_run,
        "Do it all, report it, store nothing", NULL } },
    { STUDY_ANY & ~STUDY_NONE,
      { "json", 0, 0, G_OPTION_ARG_NONE, &given->json, "Answer in JSON, for programs", NULL } },
    { STUDY_ANY & ~STUDY_NONE,
      { "quiet", 'q', 0, G_OPTION_ARG_NONE, &given->quiet, "Say nothing after success", NULL } },
    { STUDY_ANY, { "help", 'h', 0, G_OPTION_ARG_NONE, &given->help, "Show this help", NULL } },
  };
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if ((all[i].needs & needs) != 0 && !call_is_own (own, all[i].entry.long_name))
      {
        GOptionEntry entry = all[i].entry;
        /* Who only reads leaves no name: the option is taken everywhere, and told of where it
         * matters. */
        if ((needs & STUDY_LOOK) != 0 && (needs & STUDY_WRITE) == 0
            && strcmp (entry.long_name, "coder") == 0)
          entry.flags |= G_OPTION_FLAG_HIDDEN;
        g_array_append_val (entries, entry);
      }
  return entries;
}

/* Parses call->arguments, which keep what is no option. */
static gboolean
call_parse (Call *call, GOptionContext *context, GError **error)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  g_strv_builder_add (builder, "espalier");
  for (guint i = 0; i < call->n_arguments; i++)
    g_strv_builder_add (builder, call->arguments[i]);
  char **words = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  gboolean parsed = g_option_context_parse_strv (context, &words, error);
  g_strfreev (call->arguments);
  guint first = words[0] != NULL ? 1 : 0;
  if (words[first] != NULL && strcmp (words[first], "--") == 0)
    first++;
  call->arguments = g_strdupv (words + first);
  call->n_arguments = g_strv_length (call->arguments);
  g_strfreev (words);
  return parsed;
}

gboolean
call_read_global (Call *call, GError **error)
{
  Given given = { 0 };
  const GOptionEntry version[]
      = { { "version", 0, 0, G_OPTION_ARG_NONE, &given.version, "Show the version", NULL },
          G_OPTION_ENTRY_NULL };
  g_autoptr (GArray) entries = call_entries (&given, STUDY_ANY, NULL);
  GOptionContext *context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, version, NULL);
  g_option_context_add_main_entries (context, (GOptionEntry *)(gpointer)entries->data, NULL);
  gboolean parsed = call_parse (call, context, error);
  g_option_context_free (context);
  call_merge (call, &given);
  return parsed;
}

void
call_take_command (Call *call, const Command *command, guint used)
{
  char **rest = g_strdupv (call->arguments + used);
  g_strfreev (call->arguments);
  call->arguments = rest;
  call->n_arguments = g_strv_length (rest);
  call->command = command;
  call->needs = command->needs;
}

static void
call_add_group (GOptionContext *context, const char *name, const char *heading,
                const GOptionEntry *entries)
{
  if (entries == NULL)
    return;
  GOptionGroup *group = g_option_group_new (name, heading, "", NULL, NULL);
  g_option_group_add_entries (group, entries);
  g_option_context_add_group (context, group);
}

static GOptionContext *
call_context (const Call *call, const GOptionEntry *own, const GArray *entries)
{
  const Command *command = call->command;
  GOptionContext *context = g_option_context_new (command->usage);
  g_autofree char *summary
      = g_strdup_printf ("%c%s.", g_ascii_toupper (command->about[0]), command->about + 1);
  g_autofree char *example = g_strdup_printf ("Example:\n  %s", command->example);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, example);
  call_add_group (context, "own", "Options:", own);
  call_add_group (context, "every", "Options that other commands have too:",
                  (const GOptionEntry *)(gpointer)entries->data);
  return context;
}

static void
call_print_help (const Call *call, GOptionContext *context)
{
  g_autofree char *name = g_strdup_printf ("espalier %s", call->command->name);
  g_set_prgname (name);
  g_autofree char *help = g_option_context_get_help (context, FALSE, NULL);
  fputs (help, stdout);
}

static gboolean
call_count_arguments (const Call *call, int least, int most, GError **error)
{
  if ((int)call->n_arguments < least)
    return call_wrong_usage (error, "'%s' needs %s", call->command->name, call->command->usage);
  if (most >= 0 && (int)call->n_arguments > most)
    return call_wrong_usage (error, "'%s' is one argument too many%s", call->arguments[most],
                             most > 0 ? "; words with spaces need quotation marks" : "");
  return TRUE;
}

gboolean
call_find_coder (Call *call, GError **error)
{
  const char *environment = g_getenv ("ESPALIER_CODER");
  if (call->coder == NULL && environment != NULL && environment[0] != '\0')
    call->coder = g_strdup (environment);
  if (call->coder != NULL)
    return call->coder[0] != '\0' || call_wrong_usage (error, "the name of a coder is empty");
  g_autoptr (GPtrArray) coders
      = call->study != NULL ? esp_coders (call->study, error) : g_ptr_array_new ();
  if (coders == NULL)
    return FALSE;
  if (coders->len == 1)
    {
      call->coder = g_strdup (coders->pdata[0]);
      return TRUE;
    }
  g_autoptr (GString) names = g_string_new (coders->len > 0 ? "; this study knows: " : "");
  for (guint i = 0; i < coders->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (const char *)coders->pdata[i]);
  return call_wrong_usage (error, "who are you? give --coder NAME or set ESPALIER_CODER%s",
                           names->str);
}

gboolean
call_open (Call *call, GError **error)
{
  const guint needs = call->needs;
  if (needs == STUDY_NEW)
    return call_find_coder (call, error);
  if (needs == STUDY_NONE)
    return TRUE;
  g_autofree char *path = locate_study (call->study_path, error);
  if (path == NULL)
    return FALSE;
  call->study = needs == STUDY_EXAMINE ? esp_study_examine (path, error)
                                       : esp_study_open (path, needs != STUDY_READ, error);
  if (call->study == NULL)
    return FALSE;
  if (esp_study_copy_before (call->study) != NULL)
    call_warn (call, "'%s' was made by an older Espalier and is up to date now; as it was: '%s'",
               path, esp_study_copy_before (call->study));
  if ((needs & STUDY_LOOK) != 0)
    return TRUE;
  if (needs == STUDY_MERGE)
    return call_find_coder (call, error);
  call->known = esp_coders (call->study, error);
  if (call->command->names && (call->names = esp_names (call->study, error)) == NULL)
    return FALSE;
  return call->known != NULL && call_find_coder (call, error)
         && esp_change_begin (call->study, call->command->name, call->coder, call->reason, error);
}

gboolean
call_read (Call *call, const GOptionEntry *own, int least, int most, GError **error)
{
  Given given = { 0 };
  g_autoptr (GArray) entries = call_entries (&given, call->needs, own);
  GOptionContext *context = call_context (call, own, entries);
  gboolean parsed = call_parse (call, context, error);
  call_merge (call, &given);
  if (parsed && call->help)
    call_print_help (call, context);
  g_option_context_free (context);
  return parsed && !call->help && call_count_arguments (call, least, most, error);
}

gboolean
call_begin (Call *call, const GOptionEntry *own, int least, int most, GError **error)
{
  return call_read (call, own, least, most, error) && call_open (call, error);
}

/* A name with a slip in it makes another person: it is said once, when that happens. */
static void
call_greet (Call *call)
{
  g_autoptr (GPtrArray) now = esp_coders (call->study, NULL);
  if (now == NULL || call->known == NULL || call->known->len == 0
      || g_ptr_array_find_with_equal_func (call->known, call->coder, g_str_equal, NULL)
      || !g_ptr_array_find_with_equal_func (now, call->coder, g_str_equal, NULL))
    return;
  g_ptr_array_add (call->known, NULL);
  g_autofree char *names = g_strjoinv (", ", (char **)call->known->pdata);
  call_warn (call, "new coder '%s' (known: %s)", call->coder, names);
}

gboolean
call_commit (Call *call, const char *about, GError **error)
{
  if (call->names != NULL
      && (call->slips = esp_slips (call->study, call->names, error)) == NULL)
    return FALSE;
  if (call->dry_run)
    esp_change_abandon (call->study);
  else if (!esp_change_commit (call->study, about, error))
    return FALSE;
  else
    call_greet (call);
  return TRUE;
}

void
call_warn (const Call *call, const char *format, ...)
{
  if (call->quiet)
    return;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *clean = wording_message (message);
  fprintf (stderr, "%s\n", clean);
}

gboolean
call_warn_of_schedules (Call *call, GError **error)
{
  g_autoptr (GPtrArray) unknown = esp_schedule_unknown_paths (call->study, call->analysis, error);
  for (guint i = 0; unknown != NULL && i < unknown->len; i++)
    {
      const EspUnknownPath *one = unknown->pdata[i];
      call_warn (call,
                 "warning: the schedules ask about '%s', which the framework does not have%s%s",
                 one->path, one->near[0] != '\0' ? "; near it: " : "", one->near);
    }
  return unknown != NULL;
}

void
call_say (Call *call, const char *format, ...)
{
  if (call->json ? call->answered : call->quiet)
    return;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (call->json)
    {
      call_json (call, json_pack ("{s:o, s:b}", "message", table_json_text (message), "dry_run",
                                  call->dry_run));
      return;
    }
  if (call->dry_run)
    terminal_print (STYLE_PLAIN, "dry run, nothing is stored: ");
  terminal_print (STYLE_PLAIN, message);
  putchar ('\n');
}

const char *
call_verb_for (const char *to)
{
  return g_file_test (to, G_FILE_TEST_EXISTS) ? "replaced" : "wrote";
}

void
call_table (Call *call, const Table *table, const char *none)
{
  if (table_rows (table) == 0 && !call->json)
    {
      if (!call->quiet)
        printf ("%s\n", none);
      return;
    }
  table_print (table, terminal_width ());
  call->answered = call->json;
}

void
call_json (Call *call, json_t *answer)
{
  table_print_json (answer);
  json_decref (answer);
  call->answered = TRUE;
}
