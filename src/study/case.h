/* Cases: the rows of a matrix, with their attributes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_CASE_H
#define STUDY_CASE_H

#include "base/uuid.h"
#include "espalier.h"
#include "study/attribute.h"
#include "study/label.h"

/* The case of a label that was read: made with its attributes when it is new, brought back when it
 * was gone. Attributes that a person gave stay. `is_new` may be NULL. Inside a change. */
gboolean case_ensure (EspStudy *study, const LabelSchemes *schemes, const Label *label, Uuid *id,
                      gboolean *is_new, GError **error);

/* A case that no scheme reads, such as a speaker of a focus group whom nobody could name. */
gboolean case_ensure_unidentified (EspStudy *study, const char *label_text, Uuid *id,
                                   gboolean *is_new, GError **error);

/* The case that a person means: by its label, with other dashes, spaces or case, or with a slip
 * that a scheme reads. `label` (may be NULL) gets the label as it stands in the study, to be freed.
 * An unknown one is an error that lists those like it. */
gboolean case_find (EspStudy *study, const char *text, Uuid *id, char **label, GError **error);

/* The case that a person names: one that is there, or a new one. Where the study has label schemes,
 * one of them must read the label of a new one. `label` gets it as it stands in the study, to be
 * freed. Inside a change. */
gboolean case_named (EspStudy *study, const char *text, Uuid *id, char **label, gboolean *is_new,
                     GError **error);

/* After label schemes changed: brings what follows from the labels of the cases there up to date.
 * Inside a change. */
gboolean cases_read_again (EspStudy *study, const LabelSchemes *schemes, GError **error);

/* Gives a case a value, as a person says it; `label` is the case's own, `normal` as
 * attribute_normal has it. Inside a change. */
gboolean case_give (EspStudy *study, const Uuid *case_id, const char *label,
                    const Attribute *attribute, const char *normal, GError **error);

void case_free (gpointer one); /* an EspCase */

#endif
