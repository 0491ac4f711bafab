/* Kills the program at random moments of its commands, as a power cut would, and looks at what is
 * left: the study opens for reading, everything in it checks, and either all of the command is
 * there or nothing of it, to the byte of its archive.
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

typedef struct
{
  const char *name;
  const char *from; /* the study it is done to */
  const char *words[12];
} Deed;

static const Deed deeds[] = {
  { "import", "empty.espalier", { "import", "--quiet", "corpora/recovery-care/documents" } },
  { "code",
    "worked.espalier",
    { "code", "--quiet", "B-SM-001", "recovery/meaning", "--turn", "6" } },
  { "autocode", "worked.espalier", { "autocode", "--quiet", "corpora/recovery-care/rules.csv" } },
  { "chart set",
    "worked.espalier",
    { "chart", "set", "--quiet", "B-SM-001", "recovery/meaning", "--text", "Ordinary things.",
      "--evidence", "hope is part of it" } },
  { "undo", "imported.espalier", { "undo", "--quiet" } },
};

/* What a study holds, in numbers. */
typedef struct
{
  guint changes, documents, cases, codings, summaries;
} Holding;

typedef struct
{
  const char *program;
  GRand *random;
  Holding before, after;
  char *archive;        /* of the study before the deed */
  guint64 microseconds; /* that the deed takes when it is left alone */
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

static gboolean
hold (EspStudy *study, Holding *holding, GError **error)
{
  g_autoptr (GPtrArray) changes = esp_log (study, NULL, 0, error);
  g_autoptr (GPtrArray) documents = changes != NULL ? esp_documents (study, NULL, error) : NULL;
  g_autoptr (GPtrArray) cases = documents != NULL ? esp_cases (study, NULL, error) : NULL;
  g_autoptr (GPtrArray) codings
      = cases != NULL ? esp_codings (study, &(EspCodingFilter){ .origin = "any" }, error) : NULL;
  g_autoptr (EspMatrix) matrix
      = codings != NULL ? esp_matrix (study, NULL, NULL, NULL, error) : NULL;
  if (matrix == NULL)
    return FALSE;
  *holding = (Holding){ changes->len, documents->len, cases->len, codings->len, 0 };
  for (guint i = 0; i < matrix->cases->len * matrix->themes->len; i++)
    holding->summaries += matrix->cells[i].summaries->len;
  return TRUE;
}

static gboolean
holds_same (const Holding *one, const Holding *other)
{
  return memcmp (one, other, sizeof *one) == 0;
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

static char *
archive_of (EspStudy *study, GError **error)
{
  char *bytes = NULL;
  if (esp_archive_write (study, "archive.xml", error))
    g_file_get_contents ("archive.xml", &bytes, NULL, error);
  return bytes;
}

/* ---- one deed */

static pid_t
begin (const Trial *trial, const Deed *deed)
{
  pid_t child = fork ();
  if (child < 0)
    stop ("fork", NULL);
  if (child > 0)
    return child;
  const char *arguments[G_N_ELEMENTS (deed->words) + 4] = { trial->program, "-s", STUDY };
  memcpy (arguments + 3, deed->words, sizeof deed->words);
  int nowhere = open ("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0 || dup2 (nowhere, STDOUT_FILENO) < 0)
    _exit (127);
  execv (trial->program, (char *const *)arguments);
  _exit (127);
}

/* What the deed does when nobody kills it, and how long it takes. */
static void
leave_alone (Trial *trial, const Deed *deed)
{
  g_autoptr (GError) error = NULL;
  int status;
  copy_study (deed->from);
  g_autoptr (EspStudy) study = esp_study_open (STUDY, FALSE, &error);
  if (study == NULL || !hold (study, &trial->before, &error)
      || (trial->archive = archive_of (study, &error)) == NULL)
    stop (deed->from, error);
  g_clear_pointer (&study, esp_study_close);
  gint64 begun = g_get_monotonic_time ();
  waitpid (begin (trial, deed), &status, 0);
  trial->microseconds = (guint64)(g_get_monotonic_time () - begun);
  if (status != 0)
    stop (deed->name, NULL);
  study = esp_study_open (STUDY, FALSE, &error);
  if (study == NULL || !hold (study, &trial->after, &error)
      || holds_same (&trial->before, &trial->after))
    stop (deed->name, error);
}

/* Half of the kills come at any time of the whole run; the others in the short while in which the
 * file itself is written. */
static gboolean
kill_sometime (const Trial *trial, const Deed *deed)
{
  int status;
  pid_t child = begin (trial, deed);
  if (g_rand_boolean (trial->random))
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

/* Whether the study is whole; *done: all of the deed is there. */
static gboolean
is_whole (const Trial *trial, gboolean *done, GError **error)
{
  Holding now;
  g_autoptr (EspStudy) study = esp_study_open (STUDY, FALSE, error);
  if (study == NULL || !everything_checks (study, error) || !hold (study, &now, error))
    return FALSE;
  *done = holds_same (&now, &trial->after);
  g_autofree char *archive = archive_of (study, error);
  if (archive == NULL)
    return FALSE;
  if (*done || g_str_equal (archive, trial->archive))
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
      copy_study (deed->from);
      journals += kill_sometime (trial, deed);
      if (!is_whole (trial, &done, &error) || !goes_on (&error))
        {
          broken++;
          printf ("# kill %u of '%s': %s\n", i + 1, deed->name,
                  error != NULL ? error->message : "not whole");
        }
      all += done;
    }
  g_clear_pointer (&trial->archive, g_free);
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
