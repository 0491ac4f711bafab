/* The history as people read it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HISTORY_LOG_H
#define HISTORY_LOG_H

#include "store/store.h"

/* EspChange, newest first: those that fit the person, the commands and the times of the filter and,
 * when `rows` (a set of Uuid) is not NULL, write one of these rows. */
GPtrArray *history_log (EspStudy *study, const EspLogFilter *filter, GHashTable *rows,
                        GError **error);

/* The reason that a person gave for what they did at that time; '' for none. */
char *history_reason (EspStudy *study, const char *coder, const char *made_at);

/* The time of the newest change, '' for none. */
char *history_last_at (EspStudy *study, GError **error);

#endif
