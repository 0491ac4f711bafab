/* One call of a command: its options and arguments, the study opened as it needs, its change, what
 * it says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command's run begins with call_begin and, when it writes, ends with call_commit and call_say:
 *
 *   g_autofree char *to = NULL;
 *   const GOptionEntry options[] = { ..., G_OPTION_ENTRY_NULL };
 *   if (!call_begin (call, options, 1, 1, error)) return FALSE; */
#ifndef CLI_CALL_H
#define CLI_CALL_H

#include "cli/command.h"
#include "cli/table.h"

/* Exit statuses. */
enum
{
  STATUS_FAILED = 1,
  STATUS_USAGE = 2,
  STATUS_IN_PART = 3, /* some of what was asked is done, the rest refused */
};

struct _Call
{
  const Command *command;
  guint needs; /* the command's; where it reads or writes as its options say, what this call does */
  char *
      *arguments; /* after call_begin: what is neither the command nor an option; NULL-terminated */
  guint n_arguments;
  char *study_path; /* -s */
  char *analysis;   /* NULL: the only or first one */
  char *coder;      /* who makes the change; set by call_begin for commands that write */
  char *reason;     /* NULL: none */
  gboolean json, quiet, dry_run, help, version;
  EspStudy *study;     /* open as the command needs */
  GPtrArray *known;    /* char *: who had changed the study before; NULL unless it is written */
  EspNames *names;     /* that the study had before; NULL unless the command writes names */
  GPtrArray *slips;    /* EspSlip: what call_commit found; NULL for none */
  int status;          /* with which the program ends when run returns TRUE */
  gboolean input_read; /* standard input is used up */
  gboolean answered;   /* the JSON answer is printed */
};

/* `words` are the command line without the program's name, in UTF-8. */
Call *call_new (char **words);
void call_free (Call *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* Reads the options that stand before the command; call->arguments then begins with the command. */
gboolean call_read_global (Call *call, GError **error);

/* Takes the command with its first `used` words. */
void call_take_command (Call *call, const Command *command, guint used);

/* Reads the options: the command's `own` (G_OPTION_ENTRY_NULL at the end; NULL: none) and those of
 * every command; checks the number of arguments (`most` -1: any); opens the study; begins the
 * change. FALSE without an error: --help was asked for and answered. */
gboolean call_begin (Call *call, const GOptionEntry *own, int least, int most, GError **error);

/* The two halves of call_begin, for a command that finds its study among the arguments. */
gboolean call_read (Call *call, const GOptionEntry *own, int least, int most, GError **error);
gboolean call_open (Call *call, GError **error);

/* The name of who works: --coder, $ESPALIER_CODER, or the only coder of the study. */
gboolean call_find_coder (Call *call, GError **error);

/* Stores the change, or abandons it in a dry run. */
gboolean call_commit (Call *call, const char *about, GError **error);

/* Asks about each new name that is nearly another, when all else is said. */
void call_ask_slips (const Call *call);

/* Says on standard error what a person must look at; not when quiet. */
void call_warn (const Call *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Warns of what the schedules ask about and the framework has not. */
gboolean call_warn_of_schedules (Call *call, GError **error);

/* One line after success; with --json an object, unless a table was the answer. */
void call_say (Call *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* What to say of a file after it is written, asked before: "replaced" or "wrote". */
const char *call_verb_for (const char *to);

/* Prints a table, or `none` when it has no rows. */
void call_table (Call *call, const Table *table, const char *none);

/* Prints a JSON answer, which is taken. */
void call_json (Call *call, json_t *answer);

/* Sets an error of wrong usage; returns FALSE. */
gboolean call_wrong_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

#endif
