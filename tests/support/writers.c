/* Several people write to one study at the same time, as fast as they can, while one makes backups
 * and one reads: what anybody was told is stored is in the history, once, and nothing else; nobody
 * meets an error but "another program is writing" after the time that a program waits; every backup
 * is whole.
 *
 * writers PROGRAM STUDY SECONDS, in a folder of its own; speaks TAP. The study has the document
 * B-SM-001 and the theme recovery/meaning.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "espalier.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_SECONDS 2
#define LATE_SECONDS 60
#define WAIT_TEXT G_STRINGIFY (WAIT_SECONDS)

typedef struct
{
  const char *program, *study;
  const char *name; /* of the person, and of the file in which they keep what they were told */
  gint64 end;
  FILE *told;
  guint done, busy;
  GString *wrong;
} Seat;

typedef struct
{
  const char *name, *what;
  void (*work) (Seat *seat);
  gboolean writes;
} Duty;

static void
note (Seat *seat, const char *doing, GError **error)
{
  g_string_append_printf (seat->wrong, "# %s: %s: %s\n", seat->name, doing,
                          *error != NULL ? (*error)->message : "failed");
  g_clear_error (error);
}

/* An error is wrong unless it is that of somebody who has waited. */
static void
note_unless_busy (Seat *seat, const char *doing, gint64 begun, GError **error)
{
  const gint64 waited = g_get_monotonic_time () - begun;
  if (!g_error_matches (*error, ESP_ERROR, ESP_ERROR_BUSY)
      || waited < (gint64)(WAIT_SECONDS * 0.9 * G_USEC_PER_SEC))
    note (seat, doing, error);
  else
    seat->busy++;
  g_clear_error (error);
}

/* Until the time is over; on a slow machine until at least one thing is done. */
static gboolean
goes_on (const Seat *seat)
{
  const gint64 late = seat->done == 0 ? LATE_SECONDS * G_USEC_PER_SEC : 0;
  return g_get_monotonic_time () < seat->end + late && seat->wrong->len == 0;
}

/* Who waits for a lock looks whether it is free now and then: nobody takes it again at once. */
static void
breathe (void)
{
  g_usleep ((gulong)g_random_int_range (0, 5000));
}

static char *
told_path (const char *name)
{
  return g_strconcat (name, ".told", NULL);
}

/* ---- writing */

/* Each kind of change in turn: a coding, a summary, an undo, and one that changes nothing. */
static gboolean
write_in_change (EspStudy *study, const Seat *seat, guint number, GError **error)
{
  const gsize start = number % 900;
  const EspPlace place = { .start_cp = start, .end_cp = start + 12 + number / 900 };
  const EspChartEntry entry = { .text = "As much as a summary says.", .work = ESP_WORK_DRAFT };
  g_autoptr (EspCoding) coding = NULL;
  g_autoptr (GPtrArray) undone = NULL;
  switch (number % 8)
    {
    case 3:
      return esp_chart_set (study, NULL, "B-SM-001", "recovery/meaning", &entry, FALSE, error);
    case 7:
      undone = esp_undo (study, NULL, seat->name, FALSE, error);
      return undone != NULL;
    default:
      return esp_code (study, NULL, "B-SM-001", "recovery/meaning", &place, &coding, error);
    }
}

static void
write_one (Seat *seat, EspStudy *study, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = g_strdup_printf ("%s %u", seat->name, number);
  const gint64 begun = g_get_monotonic_time ();
  if (!esp_change_begin (study, "code", seat->name, reason, &error)
      || !write_in_change (study, seat, number, &error))
    {
      note_unless_busy (seat, reason, begun, &error);
      esp_change_abandon (study);
      return;
    }
  const gint64 committing = g_get_monotonic_time ();
  if (!esp_change_commit (study, reason, &error))
    return note_unless_busy (seat, reason, committing, &error);
  fprintf (seat->told, "%s\n", reason);
  seat->done++;
  breathe ();
}

/* Keeps the study open. */
static void
write_in_one_sitting (Seat *seat)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspStudy) study = esp_study_open (seat->study, TRUE, &error);
  if (study == NULL)
    return note (seat, "open", &error);
  for (guint i = 0; goes_on (seat); i++)
    write_one (seat, study, i);
}

/* Opens it for each change. */
static void
write_again_and_again (Seat *seat)
{
  for (guint i = 0; goes_on (seat); i++)
    {
      g_autoptr (GError) error = NULL;
      const gint64 begun = g_get_monotonic_time ();
      g_autoptr (EspStudy) study = esp_study_open (seat->study, TRUE, &error);
      if (study == NULL)
        note_unless_busy (seat, "open", begun, &error);
      else
        write_one (seat, study, i);
    }
}

/* Calls the program, as people do. */
static void
write_by_program (Seat *seat)
{
  for (guint i = 0; goes_on (seat); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *reason = g_strdup_printf ("%s %u", seat->name, i), *message = NULL;
      g_autofree char *span = g_strdup_printf ("%u-%u", i % 900, i % 900 + 12 + i / 900);
      const char *arguments[]
          = { seat->program,      "-s",       seat->study, "--quiet", "--coder",
              seat->name,         "--reason", reason,      "code",    "B-SM-001",
              "recovery/meaning", "--span",   span,        NULL };
      int status = 0;
      if (!g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                         &message, &status, &error))
        return note (seat, seat->program, &error);
      if (status == 0)
        {
          fprintf (seat->told, "%s\n", reason);
          seat->done++;
        }
      else if (strstr (message, "is writing to it; try again") != NULL)
        seat->busy++;
      else
        g_string_append_printf (seat->wrong, "# %s: %s", reason, message);
    }
}

/* ---- copying and reading */

static void
expect_whole (Seat *seat, EspStudy *study, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = esp_check (study, &error);
  if (items == NULL)
    return note (seat, what, &error);
  for (guint i = 0; i < items->len; i++)
    {
      const EspCheckItem *item = items->pdata[i];
      if (!item->whole)
        g_string_append_printf (seat->wrong, "# %s: %s: %s\n", what, item->name, item->detail);
    }
}

static void
make_backups (Seat *seat)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EspStudy) study = esp_study_open (seat->study, FALSE, &error);
  while (study != NULL && goes_on (seat))
    {
      const gint64 begun = g_get_monotonic_time ();
      if (!esp_study_backup (study, "backup.espalier", &error))
        {
          note_unless_busy (seat, "backup", begun, &error);
          continue;
        }
      g_autoptr (EspStudy) copy = esp_study_open ("backup.espalier", FALSE, &error);
      if (copy == NULL)
        return note (seat, "the backup", &error);
      expect_whole (seat, copy, "a backup");
      g_unlink ("backup.espalier");
      seat->done++;
    }
  if (study == NULL)
    note (seat, "open", &error);
}

/* What was read of the history does not vanish again. */
static gboolean
read_once (EspStudy *study, guint *length, GError **error)
{
  g_autoptr (EspMatrix) matrix = esp_matrix (study, NULL, NULL, NULL, error);
  g_autoptr (GPtrArray) log = matrix != NULL ? esp_log (study, NULL, error) : NULL;
  if (log == NULL)
    return FALSE;
  if (log->len < *length)
    {
      g_set_error (error, ESP_ERROR, ESP_ERROR_DAMAGED, "of %u lines of the history %u are left",
                   *length, log->len);
      return FALSE;
    }
  *length = log->len;
  return TRUE;
}

static void
read_all_the_time (Seat *seat)
{
  guint length = 0;
  while (goes_on (seat))
    {
      g_autoptr (GError) error = NULL;
      const gint64 begun = g_get_monotonic_time ();
      g_autoptr (EspStudy) study = esp_study_open (seat->study, FALSE, &error);
      if (study == NULL || !read_once (study, &length, &error))
        note_unless_busy (seat, "read", begun, &error);
      else
        seat->done++;
    }
}

static const Duty duties[] = {
  { "C1", "changes by one who keeps the study open", write_in_one_sitting, TRUE },
  { "C2", "changes by one who opens it each time", write_again_and_again, TRUE },
  { "C3", "changes by one who calls the program", write_by_program, TRUE },
  { "backup", "backups, each of them whole", make_backups, FALSE },
  { "reader", "readings of the matrix and the history", read_all_the_time, FALSE },
};

/* ---- together */

static pid_t
begin (const Duty *duty, const Seat *template)
{
  const pid_t child = fork ();
  if (child != 0)
    return child;
  Seat seat = *template;
  g_autofree char *told = told_path (duty->name), *about = g_strconcat (duty->name, ".about", NULL);
  seat.name = duty->name;
  seat.wrong = g_string_new (NULL);
  seat.told = fopen (told, "we");
  if (seat.told == NULL)
    _exit (1);
  duty->work (&seat);
  fclose (seat.told);
  g_autofree char *said = g_strdup_printf ("%u %u\n%s", seat.done, seat.busy, seat.wrong->str);
  g_file_set_contents (about, said, -1, NULL);
  _exit (seat.wrong->len > 0 || seat.done == 0);
}

/* The reasons of a person's lines in the history, oldest first, one on a line: as they were told.
 */
static char *
reasons_of (EspStudy *study, const char *name)
{
  GString *reasons = g_string_new (NULL);
  g_autoptr (GPtrArray) log = esp_log (study, &(EspLogFilter){ .coder = name }, NULL);
  for (guint i = log != NULL ? log->len : 0; i-- > 0;)
    {
      const EspChange *change = log->pdata[i];
      if (g_str_has_prefix (change->reason, name))
        g_string_append_printf (reasons, "%s\n", change->reason);
    }
  return g_string_free (reasons, FALSE);
}

static guint count, broken;

static void
report (gboolean good, const char *claim)
{
  printf ("%sok %u - %s\n", good ? "" : "not ", ++count, claim);
  broken += !good;
}

static void
report_duty (const Duty *duty, int status)
{
  g_autofree char *about = g_strconcat (duty->name, ".about", NULL), *said = NULL;
  guint done = 0, busy = 0;
  if (g_file_get_contents (about, &said, NULL, NULL))
    {
      sscanf (said, "%u %u", &done, &busy);
      fputs (strchr (said, '\n') + 1, stdout);
    }
  g_autofree char *claim = g_strdup_printf (
      "%u %s, and no error (%u times it was told that another writes)", done, duty->what, busy);
  report (status == 0, claim);
}

static void
report_history (EspStudy *study, const Duty *duty)
{
  g_autofree char *path = told_path (duty->name), *told = NULL;
  g_autofree char *kept = reasons_of (study, duty->name);
  g_autofree char *claim = g_strdup_printf (
      "what %s was told is stored is in the history, in order, and nothing else", duty->name);
  report (g_file_get_contents (path, &told, NULL, NULL) && g_str_equal (told, kept), claim);
}

int
main (int argc, char **argv)
{
  if (argc != 4)
    return 2;
  g_setenv ("ESPALIER_WAIT", WAIT_TEXT, TRUE);
  const Seat template
      = { .program = argv[1],
          .study = argv[2],
          .end = g_get_monotonic_time ()
                 + (gint64)(g_ascii_strtod (argv[3], NULL) * (double)G_USEC_PER_SEC) };
  pid_t children[G_N_ELEMENTS (duties)];
  fflush (stdout);
  for (guint i = 0; i < G_N_ELEMENTS (duties); i++)
    children[i] = begin (&duties[i], &template);
  for (guint i = 0; i < G_N_ELEMENTS (duties); i++)
    {
      int status = -1;
      waitpid (children[i], &status, 0);
      report_duty (&duties[i], status);
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (EspStudy) study = esp_study_open (argv[2], FALSE, &error);
  Seat parent = { .name = "afterwards", .wrong = g_string_new (NULL) };
  if (study != NULL)
    expect_whole (&parent, study, "the study");
  for (guint i = 0; study != NULL && i < G_N_ELEMENTS (duties); i++)
    if (duties[i].writes)
      report_history (study, &duties[i]);
  fputs (parent.wrong->str, stdout);
  report (study != NULL && parent.wrong->len == 0, "the study is whole after it");
  g_string_free (parent.wrong, TRUE);
  printf ("1..%u\n", count);
  return broken > 0;
}
