/* Reading a line of the history.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "store/private.h"

/* From a row of: id, coder, made_at, command, about, reason, undoes_id, changes. */
EspChange *history_read_row (EspStudy *study, Query *row);

#endif
