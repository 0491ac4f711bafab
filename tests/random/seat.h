/* A seat: one person's or one team's copy of a study, and who works there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RANDOM_SEAT_H
#define RANDOM_SEAT_H

#include "espalier.h"

typedef struct
{
  char *path; /* of the study file */
  EspStudy *study;
  const char *people[3];
  gint64 ahead_ms; /* of its clock */
} Seat;

/* A folder for files that live shortly, in memory where the system has one; to be removed with
 * scratch_remove, and freed. */
char *scratch_new (void);
void scratch_remove (const char *folder);

/* Makes the study that every round begins with; the bytes of its file. */
GBytes *seat_base (const char *folder, GError **error);

/* A seat in a folder, with these bytes for its study. */
gboolean seat_open (Seat *seat, const char *folder, const char *name, GBytes *bytes,
                    GError **error);
void seat_close (Seat *seat);
/* The bytes of a study file that nobody writes to. */
GBytes *seat_bytes (const char *path, GError **error);

/* The archive of a study as a text, to be freed. */
char *seat_archive (EspStudy *study, const char *folder, GError **error);
/* What esp_check finds wrong is an error. */
gboolean seat_check (EspStudy *study, GError **error);
/* Merges a copy. */
EspMerge *seat_merge (Seat *seat, const char *copy, GError **error);

#endif
