/* Finding the style of a transcript: the one in which most names come back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/style.h"

/* ---- one style */

static guint
style_forms (Style style)
{
  static const guint forms[STYLE_COUNT] = {
    [STYLE_INLINE]
    = 1u << FORM_COLON | 1u << FORM_BOLD_COLON | 1u << FORM_BOLD | 1u << FORM_ALONE_COLON,
    [STYLE_ALONE] = 1u << FORM_ALONE | 1u << FORM_ALONE_COLON,
    [STYLE_HEADING] = 1u << FORM_HEADING,
    [STYLE_ROW] = 1u << FORM_ROW,
  };

  return forms[style];
}

gboolean
style_has_form (Style style, Form form)
{
  return (style_forms (style) & 1u << form) != 0;
}

guint
style_occurrences (Style style, const Speaker *speaker)
{
  guint sum = 0;

  for (Form form = 0; form < FORM_COUNT; form++)
    sum += style_has_form (style, form) ? speaker->count[form] : 0;
  return sum;
}

gboolean
style_takes (Style style, const Speaker *speaker)
{
  return speaker->known
         || (style_occurrences (style, speaker) >= 2 && !speaker->field && !speaker->saying);
}

/* ---- how well it fits */

typedef struct
{
  guint good;     /* occurrences of names that come back or are known */
  guint bad;      /* occurrences of others */
  guint known;    /* occurrences of known ones */
  guint speakers; /* distinct good names */
  guint most;     /* occurrences of the most frequent one */
  guint lower;    /* good occurrences that open with a small letter */
} Fit;

static Fit
fit_count (Style style, const Speakers *speakers)
{
  Fit fit = { 0 };
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Speaker *speaker = value;
      guint count = style_occurrences (style, speaker);
      if (count > 0 && style_takes (style, speaker))
        {
          fit.good += count;
          fit.known += speaker->known ? count : 0;
          fit.lower += speaker->lower ? count : 0;
          fit.speakers++;
          fit.most = MAX (fit.most, count);
        }
      else
        fit.bad += count;
    }
  return fit;
}

/* Whether the first words of the document, after its header and its headings, open with a known
 * name in this style. */
static gboolean
opens_known (Style style, const Lines *lines)
{
  for (guint i = lines->front; i < lines_count (lines); i++)
    {
      const Line *line = lines_get (lines, i);
      if (line->speaker != NULL && style_has_form (style, line->form) && line->speaker->known)
        return TRUE;
      if (lines_para (lines, i)->kind == PARA_TEXT)
        return FALSE;
    }
  return FALSE;
}

/* A style fits when its names outnumber what merely looks like one, and either are known or come
 * back with another between; names alone on a line look like any short line, so more is asked of
 * them. */
static gboolean
style_fits (Style style, const Lines *lines, const Fit *fit)
{
  gboolean loose = style == STYLE_ALONE || style == STYLE_ROW;

  if (style != STYLE_ALONE && style != STYLE_HEADING && fit->good < fit->bad)
    return FALSE;
  if (fit->known > 0 && 2 * fit->known >= fit->good
      && (fit->known > 1 || opens_known (style, lines)))
    return TRUE;
  if (fit->speakers < 2 || (guint64)fit->good * 10 < lines->blocks)
    return FALSE;
  return !loose
         || (fit->most >= 3 && fit->good >= 2 * fit->speakers
             && (guint64)fit->good * 5 >= lines->blocks);
}

/* ---- of a document */

static void
count_forms (const Lines *lines)
{
  for (guint i = lines->front; i < lines_count (lines); i++)
    {
      const Line *line = lines_get (lines, i);
      if (line->speaker != NULL)
        line->speaker->count[line->form]++;
    }
}

Style
style_find (const Lines *lines, const Speakers *speakers, gboolean *lower_is_usual)
{
  Style chosen = STYLE_COUNT;
  Fit best = { 0 };

  count_forms (lines);
  for (Style style = 0; style < STYLE_COUNT; style++)
    {
      Fit fit = fit_count (style, speakers);
      if (style_fits (style, lines, &fit) && fit.good > best.good)
        {
          best = fit;
          chosen = style;
        }
    }
  *lower_is_usual = 10 * best.lower > best.good;
  return chosen;
}

const char *
style_name (Style style, const Lines *lines)
{
  guint bold = 0, plain = 0;

  for (guint i = lines->front; i < lines_count (lines); i++)
    {
      Form form = lines_get (lines, i)->form;
      bold += form == FORM_BOLD || form == FORM_BOLD_COLON;
      plain += form == FORM_COLON;
    }
  switch (style)
    {
    case STYLE_INLINE:
      return bold > plain ? "bold name" : "Name: text";
    case STYLE_ALONE:
      return "label alone on a line";
    case STYLE_HEADING:
      return "Markdown heading";
    case STYLE_ROW:
      return "name in a table";
    case STYLE_COUNT:
    default:
      return "";
    }
}
