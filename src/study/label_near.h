/* Labels that somebody may have meant who wrote nearly one: 'EP 01', 'ep02', 'EPO4' for EP01, EP02,
 * EP04. Nothing is taken for a label here that no scheme reads: it is for asking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_LABEL_NEAR_H
#define STUDY_LABEL_NEAR_H

#include "study/label.h"

/* The label schemes of a study, read loosely. */
typedef struct _LabelNear LabelNear;
LabelNear *label_near_load (EspStudy *study, GError **error);
void label_near_free (LabelNear *near);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabelNear, label_near_free)

/* The labels (char *, canonical) that `text` is nearly, or that stand in it with a slip: another
 * case, other signs between the parts, more or fewer zeros, a letter for a digit; or, when that
 * makes none, all of it but for one letter, or two that changed places. Empty: it is a label, or
 * like none. */
GPtrArray *label_near_find (const LabelNear *near, const char *text);

#endif
