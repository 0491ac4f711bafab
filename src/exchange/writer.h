/* What a writer of one format is. Writers are pure functions of a finished matrix, comparison or
 * search: they see base/, the helpers of this folder and nothing of the study.
 *
 * Adding one: a file write_NAME.c with one `const struct Writer writer_NAME`, a line in
 * writers.def, its name in src/local.mk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_WRITER_H
#define EXCHANGE_WRITER_H

#include "base/markup.h"

/* What is written goes to the output; its failures are kept there and told when it is closed. */
typedef struct Writer
{
  const char *name;   /* "html" */
  const char *suffix; /* ".html", as a person gives it */
  const char *about;  /* "web page, for reading and printing": for help */
  /* What tells a file of each kind that was written before and may be replaced: near its start. */
  const char *matrix_mark, *comparison_mark, *search_mark;
  void (*write_matrix) (const EspMatrix *matrix, Output *output); /* NULL: not in this format */
  void (*write_comparison) (const EspComparison *comparison,
                            Output *output); /* NULL: not in this format */
  void (*write_search) (const EspSearchResult *result,
                        Output *output); /* NULL: not in this format */
} Writer;

/* All writers, NULL-terminated, in the order of writers.def. */
const Writer *const *writers_all (void);

#endif
