/* Finding the style of a transcript: the one in which most names come back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/style.h"

#include "base/near.h"
#include "turns/stretch.h"

/* ---- names */

static const StyleName asked_names[] = {
  [STYLE_FOUND] = { "auto", "found out by counting" },
  [STYLE_ALONE] = { "alone", "the name, and a time perhaps, on a line of its own, the text below" },
  [STYLE_INLINE] = { "inline", "Name: text, in bold type or not, with a time beside it or not" },
  [STYLE_HEADING] = { "heading", "the name as a heading, the text below" },
  [STYLE_ROW] = { "table", "rows of a table: the name, perhaps a time, the text" },
  [STYLE_BRACKET] = { "bracket", "[Name] text, (Name) text or <Name> text" },
  [STYLE_PARENTHESES] = { "parentheses", "(Name) on a line of its own, the text below" },
  [STYLE_NONE] = { "none", "nobody is named" },
  { NULL, NULL },
};

const StyleName *
style_names (void)
{
  return asked_names;
}

gboolean
style_from_name (const char *name, Style *style)
{
  for (guint i = 0; asked_names[i].name != NULL; i++)
    if (g_ascii_strcasecmp (asked_names[i].name, name) == 0)
      {
        *style = (Style)i;
        return TRUE;
      }
  return FALSE;
}

/* ---- one style */

static guint
style_forms (Style style)
{
  static const guint forms[STYLE_NONE + 1] = {
    [STYLE_INLINE] = 1u << FORM_COLON | 1u << FORM_BOLD_COLON | 1u << FORM_BOLD | 1u << FORM_DASH
                     | 1u << FORM_ALONE_COLON,
    [STYLE_ALONE] = 1u << FORM_ALONE | 1u << FORM_ALONE_COLON,
    [STYLE_HEADING] = 1u << FORM_HEADING,
    [STYLE_ROW] = 1u << FORM_ROW,
    [STYLE_BRACKET] = 1u << FORM_BRACKET,
    [STYLE_PARENTHESES] = 1u << FORM_PARENTHESES,
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

/* The study knows the name, or the document's header says whom it stands for: where a colon, a time
 * or a cell sets it apart, for the letters may stand for other things too. */
static gboolean
is_told (Style style, const Speaker *speaker)
{
  if (speaker->known)
    return TRUE;
  const guint apart = speaker->count[FORM_COLON] + speaker->count[FORM_BOLD_COLON]
                      + speaker->count[FORM_ALONE_COLON] + speaker->count[FORM_ROW];
  return speaker->keyed && apart > 0 && style != STYLE_HEADING;
}

gboolean
style_takes (Style style, const Speaker *speaker)
{
  return is_told (style, speaker)
         || (style_occurrences (style, speaker) >= 2 && !speaker->field && !speaker->saying
             && !speaker->sound);
}

guint
style_recurring (Style style, const Speakers *speakers)
{
  GHashTableIter iter;
  gpointer value;
  guint count = 0;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count += style_takes (style, value) && style_occurrences (style, value) >= 2;
  return count;
}

gboolean
style_is_told (Style style, const Speakers *speakers)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_told (style, value) && style_occurrences (style, value) > 0)
      return TRUE;
  return FALSE;
}

/* ---- slips */

#define OFTEN 3u   /* occurrences of a name that others may be slips of */
#define SELDOM 10u /* it comes as many times as often as a slip of it */
#define MOST_OFTEN 200u

void
style_mark_slips (Style style, const Speakers *speakers)
{
  g_autoptr (GPtrArray) often = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer folded, value;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value) && often->len < MOST_OFTEN)
    if (style_occurrences (style, value) >= OFTEN && style_takes (style, value))
      g_ptr_array_add (often, value);
  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, &folded, &value))
    {
      Speaker *speaker = value;
      const guint count = style_occurrences (style, speaker);
      if (count == 0 || speaker->field || speaker->saying || speaker->sound
          || speaker_is_no_slip (folded))
        continue;
      for (guint i = 0; i < often->len && !speaker->slip; i++)
        {
          const Speaker *meant = often->pdata[i];
          speaker->slip = meant != speaker
                          && style_occurrences (style, meant) >= MAX (OFTEN, SELDOM * (count - 1))
                          && near_label_slip (speaker->name, meant->name);
        }
    }
}

/* ---- how well it fits */

typedef struct
{
  guint good;           /* occurrences of names that come back or are known */
  guint bad;            /* occurrences of others */
  guint known;          /* occurrences of known ones */
  guint speakers;       /* distinct good names */
  guint most;           /* occurrences of the most frequent one */
  guint lower;          /* good occurrences that open with a small letter */
  guint asking;         /* the most occurrences of one who asks */
  guint timed;          /* names that stand with a time on a line of their own */
  gboolean timed_again; /* one of them comes back */
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
          fit.known += is_told (style, speaker) ? count : 0;
          fit.asking = MAX (fit.asking, speaker->asks ? count : 0);
          fit.lower += speaker->lower ? count : 0;
          fit.speakers++;
          fit.most = MAX (fit.most, count);
        }
      else
        fit.bad += count - (style == STYLE_INLINE ? speaker->count[FORM_DASH] : 0);
      fit.timed += speaker->named ? speaker->timed : 0;
      fit.timed_again = fit.timed_again || (speaker->named && speaker->timed > 1);
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
  gboolean loose = style != STYLE_INLINE && style != STYLE_HEADING;

  if (style != STYLE_ALONE && style != STYLE_HEADING && fit->good < fit->bad)
    return FALSE;
  if (fit->known > 0 && 2 * fit->known >= fit->good
      && (fit->known > 1 || opens_known (style, lines)))
    return TRUE;
  /* A name and a time on a line of their own: no other words look like it. */
  if (style == STYLE_ALONE && fit->timed_again && fit->timed >= 3
      && (guint64)fit->timed * 5 >= lines->blocks)
    return TRUE;
  /* Who asks is named, and who answers is not. */
  if (style == STYLE_INLINE && fit->speakers == 1 && fit->asking >= 3)
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
      if (line->speaker != NULL && !lines_is_title (lines, i))
        {
          line->speaker->count[line->form]++;
          line->speaker->timed
              += line->form == FORM_ALONE_COLON && line->time_ms >= 0 && !line->colon;
        }
    }
}

Style
style_find (const Lines *lines, const Speakers *speakers, gboolean *lower_is_usual)
{
  Style chosen = STYLE_NONE;
  Fit best = { 0 };

  count_forms (lines);
  for (Style style = STYLE_FOUND + 1; style < STYLE_NONE; style++)
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

void
style_count (const Lines *lines, const Speakers *speakers, Style style, gboolean *lower_is_usual)
{
  count_forms (lines);
  const Fit fit = fit_count (style, speakers);
  *lower_is_usual = 10 * fit.lower > fit.good;
}

/* A heading that asks, and directly below it words in quotation marks. */
static gboolean
is_quoted_answer (const Lines *lines, guint heading)
{
  const char *text = lines->source->text;
  const Line *asked = lines_get (lines, heading), *below = lines_get (lines, heading + 1);
  const char *words = stretch_skip_marks (text + below->start, text + below->end);

  return lines_para (lines, heading + 1)->kind == PARA_TEXT
         && stretch_ends_sentence (text + asked->start, text + asked->end)
         && g_utf8_strchr ("\"“„«「", -1, g_utf8_get_char (words)) != NULL;
}

/* Whether headings ask and quoted words answer: nobody is named, but the headings tell the turns.
 */
static gboolean
has_quoted_answers (const Lines *lines)
{
  guint headings = 0, answers = 0;

  for (guint i = 0; i + 1 < lines_count (lines); i++)
    if (lines_para (lines, i)->kind == PARA_HEADING)
      {
        headings++;
        answers += is_quoted_answer (lines, i);
      }
  return answers >= 2 && 2 * answers >= headings;
}

const char *
style_label (Style style, const Lines *lines)
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
    case STYLE_BRACKET:
      return "[Name] text";
    case STYLE_PARENTHESES:
      return "(Name) above the text";
    case STYLE_FOUND:
    case STYLE_NONE:
    default:
      return has_quoted_answers (lines) ? "question as heading, quoted answer" : "";
    }
}
