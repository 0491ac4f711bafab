/* Saying which lines look as if somebody began to speak.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/misfit.h"

#define LOOKS_LIKE_CP 50

/* The words of the first such line, cut. */
static char *
misfit_first (const Intake *intake)
{
  const GArray *paras = intake->source->paras;
  for (guint i = 0; i < paras->len; i++)
    {
      const Para *para = &g_array_index (paras, Para, i);
      if (para->line < intake->layout->first_unfit)
        continue;
      g_autofree char *words
          = g_strndup (intake->source->text + para->start, para->end - para->start);
      return text_excerpt (words, LOOKS_LIKE_CP);
    }
  return g_strdup ("");
}

/* A text in which nobody was found to speak, though lines look like labels: with slips, or a
 * quarter of it. */
static void
misfit_no_speakers (Intake *intake)
{
  const Layout *layout = intake->layout;
  if (layout->slips < 2 && (layout->unfit < 3 || layout->confidence > 75))
    return;
  g_autofree char *line = misfit_first (intake);
  source_find (intake->source, ESP_GRADE_WARNING, layout->first_unfit,
               g_strdup_printf ("nobody was found to speak, but %u lines look like a speaker's; "
                                "the first is '%s'",
                                layout->unfit, line),
               "read as a text without speakers; if it is a transcript, mend its labels ('Name: "
               "text' throughout), undo this import and import it again");
}

/* In a transcript that has speakers, somebody who spoke once may have been taken for words of the
 * one before. */
void
misfit_note (Intake *intake, const char *document, gboolean spoken)
{
  const Layout *layout = intake->layout;
  if (layout->unfit == 0)
    return;
  if (*layout->style == '\0')
    {
      if (spoken)
        misfit_no_speakers (intake);
      return;
    }
  g_autofree char *line = misfit_first (intake), *typed = text_typed (document);
  g_autofree char *done = g_strdup_printf (
      "counted as words of %s; if somebody else speaks, begin every paragraph of the file with a "
      "label, and: espalier revise %s FILE; or give the name in <speakers> of the definition",
      layout->unfit_of != NULL ? layout->unfit_of : "nobody", typed);
  source_find (
      intake->source, ESP_GRADE_WARNING, layout->first_unfit,
      layout->unfit == 1
          ? g_strdup_printf ("1 line looks as if somebody began to speak: '%s'", line)
          : g_strdup_printf (
              "%u lines look as if somebody began to speak, here and on; the first is '%s'",
              layout->unfit, line),
      done);
}
