/* The program espalier: finds the command, runs it, and ends with its status.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/command.h"
#include "cli/wording.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* The command line in UTF-8, without the program's name: as it is when it is UTF-8 or names a file,
 * else from the locale. */
static char **
main_words (char **argv, GError **error)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  gboolean readable = TRUE;
  for (guint i = 1; argv[0] != NULL && argv[i] != NULL && readable; i++)
    {
      g_autofree char *converted = NULL;
      const char *word = argv[i];
      if (!g_utf8_validate (word, -1, NULL) && !g_file_test (word, G_FILE_TEST_EXISTS))
        {
          word = converted = g_locale_to_utf8 (argv[i], -1, NULL, NULL, NULL);
          readable
              = word != NULL
                || call_wrong_usage (
                    error, "argument %u is neither UTF-8 nor in the encoding of your locale", i);
        }
      if (readable)
        g_strv_builder_add (builder, word);
    }
  char **words = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return words;
}

static gboolean
main_run (Call *call, GError **error)
{
  guint used = 0;
  if (!call_read_global (call, error))
    return FALSE;
  if (call->version)
    {
      printf ("espalier %s\n", esp_version ());
      return TRUE;
    }
  if (call->n_arguments == 0 && call->help)
    {
      command_print_overview ();
      return TRUE;
    }
  if (call->n_arguments == 0)
    return call_wrong_usage (error, "say what to do; 'espalier help' lists the commands");

  /* "espalier chart --help" is about all that chart can do. */
  const char *second = call->arguments[1];
  gboolean wants_help
      = call->help || g_strcmp0 (second, "--help") == 0 || g_strcmp0 (second, "-h") == 0;
  const Command *command = command_find (call->arguments, !wants_help, &used, error);
  if (command == NULL)
    return FALSE;
  call_take_command (call, command, used);
  if (command->run == NULL)
    {
      command_print_verbs (command);
      return TRUE;
    }
  if (!command->run (call, error))
    return FALSE;
  call_ask_slips (call);
  return TRUE;
}

static int
main_fail (const Call *call, const GError *error)
{
  g_autofree char *message = wording_message (error->message);
  fflush (stdout);
  fprintf (stderr, "espalier: %s\n", message);
  gboolean is_usage
      = error->domain == G_OPTION_ERROR || esp_error_exit_status (error) == STATUS_USAGE;
  if (!is_usage)
    return STATUS_FAILED;
  if (call != NULL && call->command != NULL)
    {
      g_autofree char *usage = command_usage (call->command);
      fprintf (stderr, "usage: %s\nsee 'espalier help %s'\n", usage, call->command->name);
    }
  return STATUS_USAGE;
}

/* A full disk behind standard output shows only when the last of it is written. */
static int
main_finish (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  fprintf (stderr, "espalier: cannot write the output\n");
  return status == 0 ? STATUS_FAILED : status;
}

int
main (int argc G_GNUC_UNUSED, char **argv)
{
  g_autoptr (GError) error = NULL;
  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_DFL);
  g_set_prgname ("espalier");
  g_auto (GStrv) words = main_words (argv, &error);
  if (error != NULL)
    return main_fail (NULL, error);
  g_autoptr (Call) call = call_new (words);
  gboolean done = main_run (call, &error);
  return main_finish (!done && error != NULL ? main_fail (call, error) : call->status);
}
