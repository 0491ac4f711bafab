/* What a command is, and the table of all of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adding one: a file cmd_NAME.c with one `const Command command_NAME`, a line in commands.def, its
 * name in src/local.mk, and a page docs/man/espalier-NAME.1. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "espalier.h"

/* What a person calls: the arguments, the options, the study. See cli/call.h. */
typedef struct _Call Call;

typedef enum
{
  STUDY_NONE = 1, /* works without a study */
  STUDY_NEW = 2,  /* makes one */
  STUDY_READ = 4,
  STUDY_WRITE = 8,    /* runs inside a change, which call_commit stores */
  STUDY_MERGE = 16,   /* is written, but not as a change of its own */
  STUDY_EXAMINE = 32, /* is read as it is, also when its tables are missing or altered */
} StudyNeed;

typedef struct _Command Command;
struct _Command
{
  const char *name;    /* as called: "code", "chart set" */
  const char *stage;   /* heading in the help; NULL for a verb of another command */
  const char *about;   /* one line, lower case */
  const char *usage;   /* the arguments: "DOCUMENT THEME" */
  const char *example; /* ends the help */
  guint needs; /* a StudyNeed; two where the options say which: run then narrows call->needs */
  gboolean names; /* it writes names: after it, new ones that are nearly another are asked about */
  const Command *const *verbs; /* "chart" has "chart show" ...; NULL-terminated; run is NULL then */
  const Command *standard; /* the verb that is meant when none is named; NULL: one must be named */
  gboolean (*run) (Call *call, GError **error);
};

/* Every command, NULL-terminated, in the order of commands.def. */
const Command *const *command_all (void);

/* The command that the words name ("chart", "set"); *used gets how many words it took. NULL with an
 * error for a name that is none, and for a command that wants a verb when `verb_needed`. */
const Command *command_find (char *const *words, gboolean verb_needed, guint *used, GError **error);

/* "espalier chart set [OPTION…] CASE THEME ..." on one line. */
char *command_usage (const Command *command);

/* Prints all commands by stage, or the verbs of one. */
void command_print_overview (void);
void command_print_verbs (const Command *command);

#endif
