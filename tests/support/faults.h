/* Files in which one piece is wrong: refused, and told by file and line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include "support/temporary_study.h"

typedef struct
{
  const char *piece, *instead; /* of a file that is good */
  guint line;
  const char *words;
} Fault;

typedef gboolean (*FaultyLoad) (EspStudy *study, const char *file, GError **error);

static inline char *
with_fault (const char *whole, const Fault *fault)
{
  const char *at = strstr (whole, fault->piece);
  cr_assert_not_null (at, "%s", fault->piece);
  g_autofree char *before = g_strndup (whole, (gsize)(at - whole));
  return g_strconcat (before, fault->instead, at + strlen (fault->piece), NULL);
}

/* Each fault by itself is refused, and leaves nothing in the history. */
static inline void
expect_faults (const char *source, const Fault *faults, gsize n_faults, FaultyLoad load)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *path = source_path (source);
  g_autofree char *whole = NULL;
  cr_assert (g_file_get_contents (path, &whole, NULL, NULL));
  for (gsize i = 0; i < n_faults; i++)
    {
      g_autofree char *faulty = with_fault (whole, &faults[i]);
      g_autofree char *file = temporary_file (&temporary, "faulty.xml", faulty, -1);
      g_autoptr (GError) error = NULL;
      change_begin (temporary.study);
      const gboolean loaded = load (temporary.study, file, &error);
      esp_change_abandon (temporary.study);
      cr_assert_not (loaded, "%s", faults[i].instead);
      g_autofree char *place = g_strdup_printf ("faulty.xml:%u: ", faults[i].line);
      cr_expect_not_null (strstr (error->message, place), "not at line %u: %s", faults[i].line,
                          error->message);
      cr_expect_not_null (strstr (error->message, faults[i].words), "not '%s': %s", faults[i].words,
                          error->message);
    }
  cr_expect_eq (history_length (temporary.study), 0);
}

#endif
