/* The options that say how a sheet (csv, xlsx) is read as documents, for the commands that take one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHEET_OPTIONS_H
#define CLI_SHEET_OPTIONS_H

#include <glib.h>

typedef struct
{
  char *rows, *sheet;
  char **columns, **accept;
} SheetOptions;

static inline void
sheet_options_clear (SheetOptions *options)
{
  g_free (options->rows);
  g_free (options->sheet);
  g_strfreev (options->columns);
  g_strfreev (options->accept);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SheetOptions, sheet_options_clear)

/* Entries of a table of options, which fill in `options` (SheetOptions). */
#define SHEET_OPTION_ENTRIES(options)                                                              \
  { "rows", 0, 0, G_OPTION_ARG_STRING, &(options).rows,                                            \
    "What a row of a sheet (csv, xlsx) is: a turn of a transcript, or a respondent's answers",     \
    "turn|respondent" },                                                                           \
    { "column", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).columns,                               \
      "What a column of it holds: case, document, speaker, words, time, question, attribute or "   \
      "nothing, as in 'ID=case' or 'Q1=question:What helps?'; may be given again",                 \
      "HEADING=USE" },                                                                             \
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &(options).sheet,                                        \
      "The sheet of a workbook; without it, the first that is not hidden", "NAME" },               \
  {                                                                                                \
    "accept", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).accept,                                  \
        "A column of it whose values may look like names, birth dates or NHS numbers; may be "     \
        "given again",                                                                             \
        "COLUMN"                                                                                   \
  }

/* Says what was given in `wanted`, the options of esp_import or esp_revise, which borrow it. */
#define SHEET_OPTIONS_SAY(options, wanted)                                                         \
  ((wanted).rows = (options).rows, (wanted).sheet = (options).sheet,                               \
   (wanted).columns = (const char *const *)(options).columns,                                      \
   (wanted).accept = (const char *const *)(options).accept)

#endif
