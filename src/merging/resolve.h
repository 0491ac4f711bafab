/* Settling conflicts: one way for each kind. All inside a change; `keep` from 1 on, 0 for all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MERGING_RESOLVE_H
#define MERGING_RESOLVE_H

#include "merging/conflict.h"

gboolean settle_value (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
                       GError **error);
gboolean settle_versions (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
                          GError **error);
gboolean settle_twins (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
                       GError **error);
gboolean settle_removed (EspStudy *study, Register *reg, const Conflict *conflict, guint keep,
                         const char *other, GError **error);
gboolean settle_decisions (EspStudy *study, const Conflict *conflict, guint keep, const char *other,
                           GError **error);

/* Puts all that stands on a row on another one, inside a change, and takes the row away. Where the
 * other has the like, that stays. */
gboolean row_join (EspStudy *study, const char *table, const Uuid *kept, const Uuid *other,
                   GError **error);

#endif
