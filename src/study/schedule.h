/* Schedules: what was asked of whom. They tell "not asked" from "nothing said".
 *
 * A question on a theme asks about that theme and all below it, and so about what is above it too.
 * What a case was asked is what the schedules used with it ask together: those given for its
 * documents, or those whose attribute fits it (in all their versions), or those used with everyone.
 * Nothing is known of a case that no schedule fits, of a theme of the kind "other", and of an
 * emergent theme that no question covers, as it was not there when the questions were written.
 * Nor is anything known in a framework that no question asks about: that of a later analysis.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_SCHEDULE_H
#define STUDY_SCHEDULE_H

#include "base/uuid.h"
#include "espalier.h"

typedef struct
{
  Uuid id;
  char *name, *version;
  char *attribute;  /* whom it was used with: cases whose attribute ...; '' for everyone */
  char *value;      /* ... has this value */
  GPtrArray *paths; /* char *: of the themes that its questions ask about, each once */
} Schedule;

typedef struct
{
  GPtrArray *all; /* Schedule, in the order of the definition */
} Schedules;

Schedules *schedules_load (EspStudy *study, GError **error);
void schedules_free (Schedules *schedules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Schedules, schedules_free)

/* By name, or by name and version ("Carers 2"); of several versions the last. NULL when there is
 * none. */
const Schedule *schedules_find (const Schedules *schedules, const char *name);

typedef enum
{
  ASKED_NOT_KNOWN,
  ASKED_YES,
  ASKED_NO,
} Asked;

/* What each schedule asks about in one framework: `themes` is EspTheme, depth first, as
 * esp_framework gives it. Both are borrowed. */
typedef struct _ScheduleMap ScheduleMap;
ScheduleMap *schedule_map_new (const Schedules *schedules, const GPtrArray *themes);
void schedule_map_free (ScheduleMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScheduleMap, schedule_map_free)

/* Fills asked[0 ... themes->len - 1] with Asked, for a case of these attributes (name -> value).
 * `given`: the schedules that its documents name; a nil UUID among them, or n_given 0, means those
 * that follow from the attributes. FALSE when no schedule is known for it. */
gboolean schedule_map_case (const ScheduleMap *map, GHashTable *attributes, const Uuid *given,
                            gsize n_given, guint8 *asked);

/* EspUnknownPath: paths that questions ask about and no theme of these has, each once; none where
 * no path at all is known, as the questions are then about another framework. */
GPtrArray *schedule_unknown_paths (const Schedules *schedules, const GPtrArray *themes);

#endif
