/* Joining what was made twice: a theme or a case with another one, with the codings and summaries
 * that stand on it. They are made again there, under an identity that follows from the old one and
 * the new place, so that two people who join the same things make the same rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHART_JOIN_H
#define CHART_JOIN_H

#include "base/uuid.h"
#include "espalier.h"

/* Makes a coding again with another theme or coder (NULL: the same), and takes it away: a coding is
 * what its coder, words and theme are. One that is there already stays, and is live then. */
gboolean coding_move (EspStudy *study, const Uuid *coding, const Uuid *theme, const Uuid *coder,
                      GError **error);

/* Makes the summaries of a theme or of a case (nil: of any) again, all versions that are live, with
 * another theme or case (nil: the same), their evidence and checks, and takes the old ones away. */
gboolean summaries_move (EspStudy *study, const Uuid *of_theme, const Uuid *of_case,
                         const Uuid *theme, const Uuid *case_id, GError **error);

/* Puts all that stands on `other` under `kept`, inside a change: the themes below it, its codings
 * and summaries, and its texts but for those that the kept one has word for word; then `other` is
 * taken away. A theme is not joined with one above it. */
gboolean theme_join (EspStudy *study, const Uuid *kept, const Uuid *other, GError **error);

#endif
