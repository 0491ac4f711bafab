/* The table of commands: finding one, and the help that lists them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#define COMMAND(name) extern const Command command_##name;
#include "cli/commands.def"
#undef COMMAND

const Command *const *
command_all (void)
{
#define COMMAND(name) &command_##name,
  static const Command *const all[] = {
#include "cli/commands.def"
    NULL
  };
#undef COMMAND
  return all;
}

/* The last word of a verb's name: "set" of "chart set". */
static const char *
command_last_word (const Command *command)
{
  const char *space = strrchr (command->name, ' ');
  return space != NULL ? space + 1 : command->name;
}

static const Command *
command_among (const Command *const *commands, const char *word)
{
  for (gsize i = 0; word != NULL && commands[i] != NULL; i++)
    if (strcmp (command_last_word (commands[i]), word) == 0)
      return commands[i];
  return NULL;
}

static void
command_want_verb (const Command *command, const char *word, GError **error)
{
  g_autoptr (GString) verbs = g_string_new (NULL);
  for (gsize i = 0; command->verbs[i] != NULL; i++)
    g_string_append_printf (verbs, "%s%s", i > 0 ? ", " : "",
                            command_last_word (command->verbs[i]));
  if (word == NULL || word[0] == '-')
    g_set_error (error, ESP_ERROR, ESP_ERROR_USAGE, "'%s' needs one of: %s", command->name,
                 verbs->str);
  else
    g_set_error (error, ESP_ERROR, ESP_ERROR_USAGE, "'%s' cannot '%s'; it can: %s", command->name,
                 word, verbs->str);
}

const Command *
command_find (char *const *words, gboolean verb_needed, guint *used, GError **error)
{
  const Command *command = command_among (command_all (), words[0]);
  if (command == NULL)
    {
      g_set_error (error, ESP_ERROR, ESP_ERROR_USAGE,
                   "there is no command '%s'; 'espalier help' lists them", words[0]);
      return NULL;
    }
  *used = 1;
  if (command->verbs == NULL)
    return command;
  const Command *verb = command_among (command->verbs, words[1]);
  if (verb != NULL)
    {
      *used = 2;
      return verb;
    }
  if (!verb_needed)
    return command;
  if (command->standard == NULL)
    command_want_verb (command, words[1], error);
  return command->standard;
}

char *
command_usage (const Command *command)
{
  if (command->run == NULL)
    return g_strdup_printf ("espalier %s VERB …", command->name);
  return g_strdup_printf ("espalier %s [OPTION…]%s%s", command->name,
                          command->usage[0] != '\0' ? " " : "", command->usage);
}

void
command_print_overview (void)
{
  printf ("espalier: an engine for qualitative framework analysis\n\n"
          "usage: espalier [-s STUDY] [--coder NAME] [--json] [--quiet] COMMAND …\n");
  const char *stage = "";
  for (const Command *const *c = command_all (); *c != NULL; c++)
    {
      if (strcmp (stage, (*c)->stage) != 0)
        printf ("\n%s\n", (*c)->stage);
      stage = (*c)->stage;
      printf ("  %-11s %s\n", (*c)->name, (*c)->about);
    }
  printf ("\n'espalier help COMMAND' tells more about a command; so does its man page, "
          "espalier-COMMAND(1).\n");
}

void
command_print_verbs (const Command *command)
{
  printf ("espalier %s: %s\n\n", command->name, command->about);
  for (const Command *const *verb = command->verbs; *verb != NULL; verb++)
    printf ("  espalier %s%s%s\n      %s\n", (*verb)->name, (*verb)->usage[0] != '\0' ? " " : "",
            (*verb)->usage, (*verb)->about);
  printf ("\n'espalier help %s' tells more about the first of them, and so on. Example:\n  %s\n",
          command->verbs[0]->name, command->example);
}
