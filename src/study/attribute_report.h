/* The report of an import of attributes: making one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_ATTRIBUTE_REPORT_H
#define STUDY_ATTRIBUTE_REPORT_H

#include "espalier.h"

/* Without values yet; `findings` (EspFinding) are shared: what is found later joins them. */
EspAttributeReport *attribute_report_new (const char *sheet, GPtrArray *findings);

#endif
