/* The cases of a study by their labels, as a person writes them: for sheets, and for what is done
 * by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_ROSTER_H
#define STUDY_ROSTER_H

#include "base/uuid.h"
#include "espalier.h"
#include "study/label.h"

typedef struct _Roster Roster;
Roster *roster_load (EspStudy *study, GError **error);
void roster_free (Roster *roster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Roster, roster_free)

/* What a written label is. */
typedef enum
{
  ROSTER_NONE,  /* no case, and no label that a scheme reads */
  ROSTER_LABEL, /* a label of the study whose case is not there yet */
  ROSTER_CASE,  /* a case */
} RosterFind;

/* `label` gets it as the study writes it; `corrected` (may be NULL) whether it was written
 * otherwise, beyond case, dashes and spaces; `why` (may be NULL) what is wrong with what looks like
 * a label, NULL for nothing. The strings are to be freed. */
RosterFind roster_find (const Roster *roster, const char *written, char **label,
                        gboolean *corrected, char **why);

/* What there is to say of what is written for a label and is no case's: to be freed. `why` as above.
 * It is not repeated where it looks like a person's name; labels like the first few are named. */
char *roster_trouble (Roster *roster, const char *written, const char *why);

#endif
