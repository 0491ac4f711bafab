/* The report of an import: each file, what needs a look, and a closing page to act on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_IMPORT_REPORT_H
#define CLI_IMPORT_REPORT_H

#include "cli/call.h"

/* "the study has 26 cases, 26 of them new: 6 sites, 5 roles, 2 countries": asked while the change
 * is open, so that a dry run can tell too. */
char *import_report_cases (Call *call, const EspImportReport *report, GError **error);

/* Prints the report, with that line in it; `notes`: with what is only worth knowing. Quiet leaves
 * out all but warnings and refusals. */
void import_report_print (Call *call, const EspImportReport *report, const char *cases,
                          gboolean notes);

/* What was imported, counted: files, or documents where sheets hold several. */
const char *import_report_noun (const EspImportReport *report);

#endif
