/* Saying which lines look as if somebody began to speak.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/misfit.h"

#define LOOKS_LIKE_CP 50

/* A text in which nobody was found to speak, though lines look like labels: with slips, or a
 * quarter of it. */
static void
misfit_no_speakers (Intake *intake)
{
  const Layout *layout = intake->layout;
  if (layout->slips < 2 && (layout->unfit < 3 || layout->confidence > 75))
    return;
  g_autofree char *line = NULL;
  for (guint i = 0; i < intake->source->paras->len && line == NULL; i++)
    {
      const Para *para = &g_array_index (intake->source->paras, Para, i);
      g_autofree char *words
          = para->line >= layout->first_unfit
                ? g_strndup (intake->source->text + para->start, para->end - para->start)
                : NULL;
      line = words != NULL ? text_excerpt (words, LOOKS_LIKE_CP) : NULL;
    }
  source_find (intake->source, ESP_GRADE_WARNING, layout->first_unfit,
               g_strdup_printf ("nobody was found to speak, but %u lines look like a speaker's; "
                                "the first is '%s'",
                                layout->unfit, line != NULL ? line : ""),
               "read as a text without speakers; if it is a transcript, mend its labels ('Name: "
               "text' throughout), undo this import and import it again");
}

/* In a transcript that has speakers, somebody who spoke once may have been taken for words of the
 * one before. */
void
misfit_note (Intake *intake, gboolean spoken)
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
  source_find (intake->source, ESP_GRADE_WARNING, layout->first_unfit,
               layout->unfit == 1
                   ? g_strdup ("1 line looks as if somebody began to speak")
                   : g_strdup_printf ("%u lines look as if somebody began to speak, here and on",
                                      layout->unfit),
               "read as words of the one before; a name that the study definition has is always "
               "found");
}
