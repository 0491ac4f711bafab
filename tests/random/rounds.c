/* Copies of a study, worked on at random and joined in every order: they must all become the same
 * study, and nothing of what anybody wrote may be lost in silence.
 *
 * rounds [--rounds N] [--undo-steps N] [--seed N] [--verbose]; speaks TAP. Round n of seed s is the
 * first round of seed s + n, so a failure comes again with --rounds 1. What failed leaves its
 * files. SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging/conflict.h"
#include "random/image.h"
#include "random/operations.h"
#include "random/oracle.h"
#include "random/undos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_SEATS 3
#define FAILURES_MAX 5
/* Every so many rounds esp_check goes over a study. */
#define CHECK_EVERY 10
/* Fewer rounds than this need not have done every kind of operation. */
#define ROUNDS_FOR_ALL 200

typedef struct
{
  char *folder;
  GBytes *base;
  gboolean verbose;
  guint64 seed;                                      /* of the round */
  guint steps, conflicts[2][CONFLICT_DECISIONS + 1]; /* open and settled, by kind */
  OracleCount count;
  OperationCount *operations;
} Rounds;

/* One study after all merges. */
typedef struct
{
  char *path, *archive, *seal, *conflicts, *digest;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->path);
  g_free (outcome->archive);
  g_free (outcome->seal);
  g_free (outcome->conflicts);
  g_free (outcome->digest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* ---- work */

static void
seats_close (Seat *seats)
{
  for (guint i = 0; i < N_SEATS; i++)
    seat_close (&seats[i]);
}

/* Some begin with a copy that the program made, some with one that somebody copied; some have a
 * clock that is wrong. */
static gboolean
seats_begin (Rounds *rounds, Seat *seats, GError **error)
{
  static const char *const people[N_SEATS][3]
      = { { "Anna", "Dora", "Ben" }, { "Ben", "Dora", "Anna" }, { "Cleo", "Dora", "Emil" } };
  static const gint64 clocks[] = { 0, 0, 0, -3600 * 1000, 40 * 3600 * 1000 };
  const char *const names[N_SEATS] = { "one", "two", "three" };
  for (guint i = 0; i < N_SEATS; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_ref (rounds->base);
      if (i > 0 && chance_once_in (4))
        {
          g_autofree char *copy = g_strdup_printf ("%s/copy-%u.espalier", rounds->folder, i);
          if (!esp_study_clone (seats[0].study, copy, people[i][0], error))
            return FALSE;
          g_bytes_unref (bytes);
          bytes = seat_bytes (copy, error);
          remove (copy);
        }
      if (bytes == NULL || !seat_open (&seats[i], rounds->folder, names[i], bytes, error))
        return FALSE;
      memcpy (seats[i].people, people[i], sizeof people[i]);
      seats[i].ahead_ms = clocks[chance_below (G_N_ELEMENTS (clocks))];
    }
  return TRUE;
}

/* Half way somebody takes what somebody else did, and settles something, if there is something to
 * settle. */
static guint
pick_step (guint n_done, guint steps, guint *stage)
{
  if (n_done < steps / 2 || *stage >= 2)
    return operation_pick ();
  return operation_named ((*stage)++ == 0 ? "merge" : "resolve");
}

static gboolean
work (Rounds *rounds, Seat *seats, GError **error)
{
  const guint steps = 10 + chance_below (21), tries = 3 * steps;
  guint stage = 0;
  Seat *seat = NULL;
  for (guint i = 0, n_done = 0; i < tries && n_done < steps; i++)
    {
      if (stage != 1)
        seat = &seats[chance_below (N_SEATS)];
      Turn turn = { .seat = seat,
                    .study = seat->study,
                    .coder = seat->people[chance_once_in (2) ? 0 : chance_below (3)],
                    .folder = rounds->folder,
                    .seats = seats,
                    .n_seats = N_SEATS };
      const guint which = pick_step (n_done, steps, &stage);
      gboolean done = FALSE;
      const gboolean good = operation_run (which, &turn, rounds->operations, &done, error);
      turn_clear (&turn);
      if (rounds->verbose)
        printf ("# step %u: %s at seat %u: %s\n", i, operation_nth (which)->name,
                (guint)(seat - seats) + 1,
                done   ? "done"
                : good ? "refused"
                       : "wrong");
      if (!good)
        return FALSE;
      n_done += done;
      rounds->steps += done;
    }
  return TRUE;
}

/* ---- what came of it */

static char *
conflicts_text (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) conflicts = esp_conflicts (study, error);
  if (conflicts == NULL)
    return NULL;
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const EspConflict *one = conflicts->pdata[i];
      g_string_append_printf (text, "%s %s %s", one->id, one->kind, one->subject);
      for (guint k = 0; k < one->sides->len; k++)
        {
          const EspConflictSide *side = one->sides->pdata[k];
          g_string_append_printf (text, "|%s %s %d", side->change, side->value, side->holds);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static gboolean
outcome_read (Rounds *rounds, const Seat *seat, Outcome *outcome, GError **error)
{
  g_autoptr (EspSeal) seal = esp_log_verify (seat->study, error);
  if (seal == NULL)
    return FALSE;
  outcome->path = g_strdup (seat->path);
  outcome->seal = g_strdup_printf ("%u changes, %s", seal->changes, seal->seal);
  outcome->conflicts = conflicts_text (seat->study, error);
  outcome->archive
      = outcome->conflicts != NULL ? seat_archive (seat->study, rounds->folder, error) : NULL;
  outcome->digest = outcome->archive != NULL ? image_digest (seat->path, error) : NULL;
  return outcome->digest != NULL;
}

static gboolean
outcome_same (const Outcome *one, const Outcome *other, GError **error)
{
  const char *what = !g_str_equal (one->seal, other->seal)             ? "history"
                     : !g_str_equal (one->archive, other->archive)     ? "archive"
                     : !g_str_equal (one->conflicts, other->conflicts) ? "conflicts"
                     : !g_str_equal (one->digest, other->digest)       ? "tables"
                                                                       : NULL;
  return what == NULL
         || image_fault (error, "the %s of %s and %s are not the same", what, one->path,
                         other->path);
}

/* Merges copies into a copy of a seat's study, one after the other. */
static gboolean
join (Rounds *rounds, const Seat *seat, const char *name, const char *const *copies,
      Outcome *outcome, GError **error)
{
  Seat joined = { .ahead_ms = seat->ahead_ms };
  memcpy (joined.people, seat->people, sizeof joined.people);
  g_autoptr (GBytes) bytes = seat_bytes (seat->path, error);
  gboolean good = bytes != NULL && seat_open (&joined, rounds->folder, name, bytes, error);
  for (; good && *copies != NULL; copies++)
    {
      g_autoptr (EspMerge) merge = seat_merge (&joined, *copies, error);
      good = merge != NULL;
    }
  good = good && outcome_read (rounds, &joined, outcome, error);
  if (!good)
    g_prefix_error (error, "%s: ", joined.path);
  seat_close (&joined);
  return good;
}

/* Merging what is there already says so and changes nothing. */
static gboolean
merge_again (Rounds *rounds, const Outcome *outcome, const char *copy, GError **error)
{
  Seat seat = { .people = { "Anna" }, .path = g_strdup (outcome->path) };
  g_auto (Outcome) again = { 0 };
  seat.study = esp_study_open (seat.path, TRUE, error);
  g_autoptr (EspMerge) merge = seat.study != NULL ? seat_merge (&seat, copy, error) : NULL;
  gboolean good = merge != NULL && outcome_read (rounds, &seat, &again, error)
                  && outcome_same (outcome, &again, error);
  if (good && (merge->changes > 0 || merge->people->len > 0 || merge->conflicts->len > 0))
    good = image_fault (error, "merging %s again brings %u changes", copy, merge->changes);
  seat_close (&seat);
  return good;
}

/* ---- the oracle's question */

/* Conflicts of values that a person is told of, and those that were settled. */
static GPtrArray *
conflicts_for_oracle (Rounds *rounds, EspStudy *study, const char *told, GError **error)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (oracle_conflict_free);
  g_autoptr (Register) reg = register_new (study, error);
  g_autoptr (GPtrArray) found = reg != NULL ? conflict_list (study, reg, TRUE, error) : NULL;
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const Conflict *one = found->pdata[i];
      rounds->conflicts[one->settled][one->kind]++;
      if (one->kind != CONFLICT_VALUE)
        continue;
      OracleConflict *conflict = g_new0 (OracleConflict, 1);
      g_autofree char *digits = hex_encode (one->row.bytes, sizeof one->row.bytes);
      conflict->id = hex_encode (one->hash, sizeof one->hash);
      conflict->key = g_strconcat (one->table, ":", digits, NULL);
      conflict->column = g_strdup (one->column);
      conflict->open = strstr (told, conflict->id) != NULL;
      g_ptr_array_add (all, conflict);
    }
  if (found == NULL)
    g_clear_pointer (&all, g_ptr_array_unref);
  return all;
}

static gboolean
ask_oracle (Rounds *rounds, const Outcome *outcome, GError **error)
{
  g_autoptr (EspStudy) study = esp_study_open (outcome->path, FALSE, error);
  g_autoptr (GPtrArray) conflicts
      = study != NULL ? conflicts_for_oracle (rounds, study, outcome->conflicts, error) : NULL;
  return conflicts != NULL && oracle_judge (outcome->path, conflicts, &rounds->count, error);
}

/* ---- a round */

/* All orders in which each seat can take the two others. */
static gboolean
join_all (Rounds *rounds, const Seat *seats, Outcome *first, GError **error)
{
  for (guint i = 0; i < N_SEATS; i++)
    for (guint order = 0; order < 2; order++)
      {
        g_auto (Outcome) outcome = { 0 };
        const char *const copies[] = { seats[(i + 1 + order) % N_SEATS].path,
                                       seats[(i + 2 - order) % N_SEATS].path, NULL };
        g_autofree char *name = g_strdup_printf ("joined-%u-%u", i + 1, order + 1);
        Outcome *here = first->path == NULL ? first : &outcome;
        if (!join (rounds, &seats[i], name, copies, here, error)
            || !outcome_same (first, here, error))
          return FALSE;
      }
  return TRUE;
}

/* One merges another; the third merges that; the first merges the third. */
static gboolean
join_chain (Rounds *rounds, const Seat *seats, const Outcome *first, GError **error)
{
  const guint a = chance_below (N_SEATS), b = (a + 1 + chance_below (2)) % N_SEATS;
  const Seat *third = &seats[N_SEATS - a - b];
  g_auto (Outcome) two = { 0 }, three = { 0 }, back = { 0 };
  return join (rounds, &seats[a], "chain-1", (const char *const[]){ seats[b].path, NULL }, &two,
               error)
         && join (rounds, third, "chain-2", (const char *const[]){ two.path, NULL }, &three, error)
         && join (rounds, &seats[a], "chain-3", (const char *const[]){ three.path, NULL }, &back,
                  error)
         && outcome_same (first, &three, error) && outcome_same (first, &back, error)
         && merge_again (rounds, first, back.path, error);
}

static gboolean
check_outcome (const Outcome *outcome, GError **error)
{
  g_autoptr (EspStudy) study = esp_study_open (outcome->path, FALSE, error);
  return study != NULL && seat_check (study, error);
}

static gboolean
round_run (Rounds *rounds, guint64 seed, guint64 number, GError **error)
{
  Seat seats[N_SEATS] = { 0 };
  g_auto (Outcome) first = { 0 };
  chance_begin (seed);
  const gboolean good = seats_begin (rounds, seats, error) && work (rounds, seats, error)
                        && join_all (rounds, seats, &first, error)
                        && ask_oracle (rounds, &first, error)
                        && merge_again (rounds, &first, seats[chance_below (N_SEATS)].path, error)
                        && join_chain (rounds, seats, &first, error)
                        && (number % CHECK_EVERY != 0 || check_outcome (&first, error));
  seats_close (seats);
  return good;
}

/* A failed round keeps its files; the next one gets another folder. */
static void
tell_failure (Rounds *rounds, guint64 seed, const GError *error)
{
  printf ("# round of seed %" G_GUINT64_FORMAT " (again: --rounds 1 --seed %" G_GUINT64_FORMAT
          "), files in %s:\n#   %s\n",
          seed, seed, rounds->folder, error->message);
  fflush (stdout);
  g_free (rounds->folder);
  rounds->folder = scratch_new ();
}

static guint
rounds_run (Rounds *rounds, guint64 seed, guint64 n)
{
  guint failures = 0;
  const gint64 begun = g_get_monotonic_time ();
  guint64 i = 0;
  for (; i < n && failures < FAILURES_MAX; i++)
    {
      g_autoptr (GError) error = NULL;
      if (!round_run (rounds, seed + i, i, &error))
        {
          failures++;
          tell_failure (rounds, seed + i, error);
        }
    }
  printf ("# %.1f ms a round; %u changes, %u writes, %u of them unseen, %u of these not in the"
          " study, %u circles opened\n",
          (double)(g_get_monotonic_time () - begun) / 1000 / (double)MAX (i, 1),
          rounds->count.changes, rounds->count.writes, rounds->count.unseen, rounds->count.lost,
          rounds->count.mended);
  for (guint kind = 0; kind <= CONFLICT_DECISIONS; kind++)
    {
      static const char *const kinds[] = { "values", "versions", "twins", "removed", "decisions" };
      printf ("# conflicts, %-9s %6u open %6u settled\n", kinds[kind],
              rounds->conflicts[FALSE][kind], rounds->conflicts[TRUE][kind]);
    }
  printf ("%sok 1 - %" G_GUINT64_FORMAT " rounds of three copies, %u steps, joined in every order:"
          " the same study, nothing lost (seed %" G_GUINT64_FORMAT ")\n",
          failures > 0 ? "not " : "", i, rounds->steps, seed);
  fflush (stdout);
  return failures;
}

/* A kind of operation that is never done proves nothing. */
static guint
tell_operations (const Rounds *rounds, guint64 n)
{
  guint never = 0;
  for (guint i = 0; i < operations_count (); i++)
    {
      const OperationCount *count = &rounds->operations[i];
      never += count->done == 0;
      printf ("# %-18s %7u done %7u refused%s%s\n", operation_nth (i)->name, count->done,
              count->refused, count->last != NULL ? ", as: " : "",
              count->last != NULL ? count->last : "");
    }
  const gboolean bad = never > 0 && n >= ROUNDS_FOR_ALL;
  printf ("%sok 3 - %s kind of operation was done\n", bad ? "not " : "",
          never == 0 ? "every" : "not every");
  return bad;
}

static guint64
number_after (int argc, char **argv, const char *option, guint64 otherwise)
{
  for (int i = 1; i + 1 < argc; i++)
    if (g_str_equal (argv[i], option))
      return g_ascii_strtoull (argv[i + 1], NULL, 10);
  return otherwise;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Rounds rounds = { .folder = scratch_new () };
  const guint64 seed = number_after (argc, argv, "--seed", (guint64)g_get_real_time ()),
                n = number_after (argc, argv, "--rounds", 25),
                steps = number_after (argc, argv, "--undo-steps", 500);
  for (int i = 1; i < argc; i++)
    rounds.verbose = rounds.verbose || g_str_equal (argv[i], "--verbose");
  chance_begin (0);
  rounds.base = rounds.folder != NULL ? seat_base (rounds.folder, &error) : NULL;
  if (rounds.base == NULL)
    {
      printf ("Bail out! there is no study to begin with: %s\n",
              error != NULL ? error->message : "no folder for it");
      return 1;
    }
  rounds.operations = g_new0 (OperationCount, operations_count ());
  printf ("1..3\n# seed %" G_GUINT64_FORMAT "\n", seed);
  guint broken = rounds_run (&rounds, seed, n);
  const guint undone = undos_run (rounds.folder, rounds.base, seed, steps, rounds.operations);
  broken += undone;
  broken += tell_operations (&rounds, n);
  for (guint i = 0; i < operations_count (); i++)
    g_free (rounds.operations[i].last);
  g_free (rounds.operations);
  g_bytes_unref (rounds.base);
  if (undone == 0)
    scratch_remove (rounds.folder);
  g_free (rounds.folder);
  return broken > 0;
}
