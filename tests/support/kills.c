/* Kills the program at random moments of its commands, as a power cut would, and looks at what is
 * left: the study opens for reading, everything in it checks, and either all of the command is
 * there or nothing of it, to the byte of its archive and to the last line of its history. A file
 * that the command makes is there, and whole, or not at all.
 *
 * kills PROGRAM COUNT SEED, in a folder with the studies that the commands start from (see
 * kills.t); speaks TAP.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "espalier.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STUDY "killed.espalier"
#define JOURNAL STUDY "-journal"
#define MADE "made.espalier"

/* What is left when the deed is done. */
typedef enum
{
  ALTERS,  /* a study with new times and identities in it */
  SETTLES, /* a study that is the same each time, and so is its history */
  REPEATS, /* a study that is the same each time, with a new line in its history */
  MAKES,   /* another study, MADE, that holds the same each time; the first one stays as it was */
} Outcome;

typedef struct
{
  const char *name;
  const char *from; /* the study it is done to */
  Outcome outcome;
  const char *words[12]; /* one with '@' before it names a file that holds the word */
} Deed;

static const Deed deeds[] = {
  { "import", "empty.espalier", ALTERS, { "import", "corpora/recovery-care/documents" } },
  { "code", "worked.espalier", ALTERS, { "code", "B-SM-001", "recovery/meaning", "--turn", "6" } },
  { "autocode", "worked.espalier", ALTERS, { "autocode", "corpora/recovery-care/rules.csv" } },
  { "chart set",
    "worked.espalier",
    ALTERS,
    { "chart", "set", "B-SM-001", "recovery/meaning", "--text", "Ordinary things.", "--evidence",
      "hope is part of it" } },
  { "search --code",
    "worked.espalier",
    ALTERS,
    { "search", "hope", "--code", "recovery/meaning", "--unit", "sentence" } },
  { "revise", "worked.espalier", ALTERS, { "revise", "D-SP-003", "corrected.md" } },
  { "undo", "imported.espalier", REPEATS, { "undo" } },
  { "undo --with-later", "busy.espalier", REPEATS, { "undo", "@imported.id", "--with-later" } },
  { "merge", "worked.espalier", SETTLES, { "merge", "busy.espalier" } },
  { "merge of both sides", "apart.espalier", SETTLES, { "merge", "busy.espalier" } },
  { "resolve", "torn.espalier", ALTERS, { "resolve", "@conflict.id", "--keep", "1" } },
  { "clone", "busy.espalier", MAKES, { "clone", MADE, "--coder", "C1" } },
  { "backup", "busy.espalier", MAKES, { "backup", MADE } },
  { "backup --compact", "torn.espalier", MAKES, { "backup", "--compact", MADE } },
};

/* What a study holds. */
typedef struct
{
  guint changes, merges, documents, codings, summaries;
  char *archive, *seal;
} Holding;

typedef struct
{
  const char *program;
  GRand *random;
  Holding before, after; /* of the study, or of what is made */
  guint64 microseconds;  /* that the deed takes when it is left alone */
} Trial;

static void
stop (const char *what, const GError *error)
{
  printf ("Bail out! %s: %s\n", what, error != NULL ? error->message : "failed");
  exit (1);
}

static void
copy_study (const char *from)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;
  g_unlink (JOURNAL);
  if (!g_file_get_contents (from, &bytes, &size, &error)
      || !g_file_set_contents_full (STUDY, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600,
                                    &error))
    stop (from, error);
}

static void
holding_clear (Holding *holding)
{
  g_free (holding->archive);
  g_free (holding->seal);
  *holding = (Holding){ 0 };
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Holding, holding_clear)

static char *
archive_of (EspStudy *study, GError **error)
{
  char *bytes = NULL;
  if (esp_archive_write (study, "archive.xml", error))
    g_file_get_contents ("archive.xml", &bytes, NULL, error);
  return bytes;
}

static gboolean
hold (EspStudy *study, Holding *holding, GError **error)
{
  g_autoptr (GPtrArray) changes = esp_log (study, NULL, error);
  g_autoptr (GPtrArray) merges = changes != NULL ? esp_merges (study, error) : NULL;
  g_autoptr (GPtrArray) documents = merges != NULL ? esp_documents (study, NULL, error) : NULL;
  g_autoptr (GPtrArray) codings
      = documents != NULL ? esp_codings (study, &(EspCodingFilter){ .origin = "any" }, error)
                          : NULL;
  g_autoptr (EspMatrix) matrix
      = codings != NULL ? esp_matrix (study, NULL, NULL, NULL, error) : NULL;
  g_autoptr (EspSeal) seal = matrix != NULL ? esp_log_verify (study, error) : NULL;
  holding_clear (holding);
  if (seal == NULL || (holding->archive = archive_of (study, error)) == NULL)
    return FALSE;
  holding->changes = changes->len;
  holding->merges = merges->len;
  holding->documents = documents->len;
  holding->codings = codings->len;
  holding->seal = g_strdup (seal->seal);
  for (guint i = 0; i < matrix->cases->len * matrix->themes->len; i++)
    holding->summaries += matrix->cells[i].summaries->len;
  return TRUE;
}

static gboolean
same_numbers (const Holding *one, const Holding *other)
{
  return one->changes == other->changes && one->merges == other->merges
         && one->documents == other->documents && one->codings == other->codings
         && one->summaries == other->summaries;
}

static gboolean
same_content (const Holding *one, const Holding *other)
{
  return same_numbers (one, other) && g_str_equal (one->archive, other->archive);
}

static gboolean
same_wholly (const Holding *one, const Holding *other)
{
  return same_content (one, other) && g_str_equal (one->seal, other->seal);
}

static gboolean
everything_checks (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) items = esp_check (study, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const EspCheckItem *item = g_ptr_array_index (items, i);
      if (!item->whole)
        {
          g_set_error (error, ESP_ERROR, ESP_ERROR_DAMAGED, "%s: %s", item->name, item->detail);
          return FALSE;
        }
    }
  return items != NULL;
}

/* Opens a study, and everything in it is whole. */
static gboolean
hold_file (const char *path, Holding *holding, GError **error)
{
  g_autoptr (EspStudy) study = esp_study_open (path, FALSE, error);
  return study != NULL && everything_checks (study, error) && hold (study, holding, error);
}

/* ---- one deed */

static const char *
word_of (const char *word)
{
  g_autoptr (GError) error = NULL;
  char *said = NULL;
  if (word == NULL || *word != '@')
    return word;
  if (!g_file_get_contents (word + 1, &said, NULL, &error))
    stop (word, error);
  return g_strstrip (said);
}

static pid_t
begin (const Trial *trial, const Deed *deed)
{
  pid_t child = fork ();
  if (child < 0)
    stop ("fork", NULL);
  if (child > 0)
    return child;
  const char *arguments[G_N_ELEMENTS (deed->words) + 5]
      = { trial->program, "-s", STUDY, "--quiet" };
  for (guint i = 0; i < G_N_ELEMENTS (deed->words); i++)
    arguments[i + 4] = word_of (deed->words[i]);
  int nowhere = open ("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0 || dup2 (nowhere, STDOUT_FILENO) < 0)
    _exit (127);
  execv (trial->program, (char *const *)arguments);
  _exit (127);
}

/* Of a copy that was begun a file may be left, under a name that says so. */
static void
clear_made (void)
{
  g_autoptr (GDir) folder = g_dir_open (".", 0, NULL);
  for (const char *name; folder != NULL && (name = g_dir_read_name (folder)) != NULL;)
    if (g_str_has_prefix (name, MADE))
      g_unlink (name);
}

static void
prepare (const Deed *deed)
{
  copy_study (deed->from);
  clear_made ();
}

/* What the deed does when nobody kills it, and how long it takes. */
static void
leave_alone (Trial *trial, const Deed *deed)
{
  g_autoptr (GError) error = NULL;
  int status;
  prepare (deed);
  if (!hold_file (STUDY, &trial->before, &error))
    stop (deed->from, error);
  const gint64 begun = g_get_monotonic_time ();
  waitpid (begin (trial, deed), &status, 0);
  trial->microseconds = (guint64)(g_get_monotonic_time () - begun);
  if (status != 0)
    stop (deed->name, NULL);
  if (!hold_file (deed->outcome == MAKES ? MADE : STUDY, &trial->after, &error)
      || (deed->outcome != MAKES && same_numbers (&trial->before, &trial->after)))
    stop (deed->name, error);
}

/* Half of the kills come at any time of the whole run; the others in the short while in which the
 * file itself is written. */
static gboolean
kill_sometime (const Trial *trial, const Deed *deed)
{
  int status;
  pid_t child = begin (trial, deed);
  if (deed->outcome == MAKES || g_rand_boolean (trial->random))
    g_usleep ((gulong)g_rand_double_range (trial->random, 0, 1.1 * (double)trial->microseconds));
  else
    {
      gint64 end = g_get_monotonic_time () + 2 * (gint64)trial->microseconds;
      while (g_access (JOURNAL, F_OK) != 0 && waitpid (child, &status, WNOHANG) == 0
             && g_get_monotonic_time () < end)
        g_usleep (50);
      g_usleep ((gulong)g_rand_double_range (trial->random, 0, 0.2 * (double)trial->microseconds));
    }
  kill (child, SIGKILL);
  waitpid (child, &status, 0);
  return g_access (JOURNAL, F_OK) == 0;
}

/* Whether all of the deed is there. */
static gboolean
is_done (const Trial *trial, const Deed *deed, const Holding *now)
{
  switch (deed->outcome)
    {
    case ALTERS:
      return same_numbers (now, &trial->after);
    case SETTLES:
      return same_wholly (now, &trial->after);
    default:
      return same_content (now, &trial->after);
    }
}

/* Whether what is there is whole; *done: all of the deed is there. */
static gboolean
is_whole (const Trial *trial, const Deed *deed, gboolean *done, GError **error)
{
  g_auto (Holding) now = { 0 }, made = { 0 };
  if (!hold_file (STUDY, &now, error))
    return FALSE;
  if (deed->outcome == MAKES && g_access (MADE, F_OK) == 0)
    {
      if (!hold_file (MADE, &made, error))
        return FALSE;
      *done = is_done (trial, deed, &made) && same_wholly (&now, &trial->before);
      if (*done)
        return TRUE;
    }
  else if (same_wholly (&now, &trial->before))
    return TRUE;
  else if ((*done = deed->outcome != MAKES && is_done (trial, deed, &now)))
    return TRUE;
  g_set_error (error, ESP_ERROR, ESP_ERROR_DAMAGED,
               "part of the command is there: %u changes, %u documents, %u codings", now.changes,
               now.documents, now.codings);
  return FALSE;
}

/* The next person can work on. */
static gboolean
goes_on (GError **error)
{
  g_autoptr (EspStudy) study = esp_study_open (STUDY, TRUE, error);
  return study != NULL && esp_change_begin (study, "test", "C1", NULL, error)
         && esp_analysis_add (study, "second", error) && esp_change_commit (study, "second", error);
}

static guint
try_deed (Trial *trial, const Deed *deed, guint number, guint kills)
{
  guint broken = 0, all = 0, journals = 0;
  leave_alone (trial, deed);
  for (guint i = 0; i < kills; i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean done = FALSE;
      prepare (deed);
      journals += kill_sometime (trial, deed);
      if (!is_whole (trial, deed, &done, &error) || !goes_on (&error))
        {
          broken++;
          printf ("# kill %u of '%s': %s\n", i + 1, deed->name,
                  error != NULL ? error->message : "not whole");
        }
      all += done;
    }
  holding_clear (&trial->before);
  holding_clear (&trial->after);
  printf ("%sok %u - %u kills of '%s' left all of it %u times, nothing of it %u times, and %u "
          "journals to clear up\n",
          broken > 0 ? "not " : "", number, kills, deed->name, all, kills - all - broken, journals);
  fflush (stdout);
  return broken;
}

int
main (int argc, char **argv)
{
  if (argc != 4)
    return 2;
  guint64 count = g_ascii_strtoull (argv[2], NULL, 10), seed = g_ascii_strtoull (argv[3], NULL, 10);
  Trial trial = { .program = argv[1], .random = g_rand_new_with_seed ((guint32)seed) };
  guint n = G_N_ELEMENTS (deeds), broken = 0;
  printf ("1..%u\n# seed %" G_GUINT64_FORMAT "\n", n, seed);
  for (guint i = 0; i < n; i++)
    broken += try_deed (&trial, &deeds[i], i + 1, (guint)(count * (i + 1) / n - count * i / n));
  g_rand_free (trial.random);
  return broken > 0;
}
