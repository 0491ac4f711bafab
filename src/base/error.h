/* Making errors of the one domain, with the message in the researcher's words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "espalier.h"

/* Sets an error and returns FALSE, so that `return fail (error, ...)` reads well. */
gboolean fail (GError **error, EspError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* A finding for a report; free with finding_free. `done` may be NULL. */
EspFinding *finding_new (EspGrade grade, guint line, char *what_taken, const char *done);
void finding_free (gpointer finding);

#endif
