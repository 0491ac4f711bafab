/* Telling apart what is nobody's speech.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/aside.h"

#include "turns/printed.h"
#include "turns/stretch.h"

#include <string.h>

#define STAGE_MAX_CP 80
#define PROGRAM_MAX 120 /* bytes of a line that a program wrote */
#define FOOTER_LINES 5  /* at the end, where programs sign */
#define CLOCKS_MIN 3    /* fewer times alone on their lines may be answers */
#define PROMPTS_MIN 2   /* fewer lines with '1.a' are no guide */

/* ---- one line */

static const char *
line_words (const Lines *lines, const Line *line, const char **end)
{
  const char *text = lines->source->text;
  const char *p = text + line->start;

  *end = text + line->end;
  while (p < *end && *p == '>')
    p = stretch_skip_space (p + 1, *end);
  const char *bare = stretch_skip_marks (p, *end);
  *end = stretch_trim_marks (bare, *end);
  return bare;
}

/* '(The participant reads ...)' and nothing else on its line. */
static gboolean
is_stage_direction (const Lines *lines, guint i)
{
  const char *end;
  const char *p = line_words (lines, lines_get (lines, i), &end);

  if (end - p < 4 || end - p > 4 * STAGE_MAX_CP || (*p != '(' && *p != '['))
    return FALSE;
  char closing = *p == '(' ? ')' : ']';
  if (memchr (p, closing, (gsize)(end - p)) != end - 1
      || memchr (p + 1, *p, (gsize)(end - p - 1)) != NULL
      || g_utf8_strlen (p, end - p) > STAGE_MAX_CP)
    return FALSE;
  /* In the midst of a paragraph whose lines were wrapped, it is what somebody said. */
  return !lines_adjacent (lines, i) || !lines_wraps (lines, i - 1);
}

static gboolean
has_prefix (const char *p, const char *end, const char *prefix)
{
  gsize size = strlen (prefix);

  return (gsize)(end - p) >= size && g_ascii_strncasecmp (p, prefix, size) == 0;
}

static gboolean
has_suffix (const char *p, const char *end, const char *suffix)
{
  gsize size = strlen (suffix);

  return (gsize)(end - p) > size && g_ascii_strncasecmp (end - size, suffix, size) == 0;
}

/* What programs write around the words. */
static gboolean
is_of_program (const Lines *lines, guint i)
{
  static const char *const suffixes[] = { " started transcription", " stopped transcription",
                                          " started recording", " stopped recording" };
  static const char *const prefixes[]
      = { "transcribed by ",      "transcribed with ",    "end of transcript",
          "end of interview",     "end of the interview", "end of recording",
          "end of transcription", "end of audio",         "end of focus group" };
  const char *end;
  const char *p = line_words (lines, lines_get (lines, i), &end);

  if (end - p > PROGRAM_MAX)
    return FALSE;
  for (gsize n = 0; n < G_N_ELEMENTS (suffixes); n++)
    if (has_suffix (p, end, suffixes[n]))
      return TRUE;
  for (gsize n = 0; i + FOOTER_LINES >= lines_count (lines) && n < G_N_ELEMENTS (prefixes); n++)
    if (has_prefix (p, end, prefixes[n]))
      return TRUE;
  return FALSE;
}

/* 'Notetaker: she hesitates' between pasted captions. */
static gboolean
is_by_notetaker (const Line *line)
{
  static const char *const names[]
      = { "notetaker", "note taker", "note-taker", "transcriber", "transcriptionist" };

  if (line->speaker == NULL || !line->colon || line->speaker->known)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (line->speaker->name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* ---- the guide's questions */

typedef enum
{
  PROMPT_NONE,
  PROMPT_NUMBER, /* 1 Was it ...? */
  PROMPT_LETTER, /* 1.a Was it ...? */
} Prompt;

static Prompt
line_prompt (const Lines *lines, const Line *line)
{
  const char *end;
  const char *p = line_words (lines, line, &end);
  const char *at = p;
  gboolean letter = FALSE;

  while (at < end && g_ascii_isdigit (*at) && at - p < 2)
    at++;
  if (at == p)
    return PROMPT_NONE;
  if (at < end && *at == '.')
    at++;
  if (at + 1 < end && g_ascii_islower (*at) && !g_ascii_isalnum (at[1]))
    {
      letter = TRUE;
      at++;
    }
  if (at < end && (*at == '.' || *at == ')'))
    at++;
  /* '2 a day': a letter by itself is a word. */
  const char *words = stretch_skip_space (at, end);
  if (words == at || words == end || !g_unichar_isupper (g_utf8_get_char (words)))
    return PROMPT_NONE;
  if (letter)
    return PROMPT_LETTER;
  return end[-1] == '?' || end[-1] == ':' ? PROMPT_NUMBER : PROMPT_NONE;
}

/* '2 Anything else': a number, then a capital. */
static gboolean
line_is_counted (const char *p, const char *end)
{
  const char *words = printed_number (p, end, NULL);

  return words > p && g_unichar_isupper (g_utf8_get_char (words));
}

static void
mark_prompts (Lines *lines)
{
  guint letters = 0;

  for (guint i = 0; i < lines_count (lines) && letters < PROMPTS_MIN; i++)
    letters += lines_para (lines, i)->kind == PARA_TEXT
               && line_prompt (lines, lines_get (lines, i)) == PROMPT_LETTER;
  for (guint i = 0, last = 0; i < lines_count (lines) && letters >= PROMPTS_MIN; i++)
    {
      Line *line = lines_get (lines, i);
      const char *text = lines->source->text;
      guint number = 0;
      if (line->aside != ASIDE_NONE || lines_para (lines, i)->kind != PARA_TEXT)
        continue;
      /* A guide that counts goes on: '2 Anything else' after '1.b ...', which could be a name. */
      printed_number (text + line->start, text + line->end, &number);
      const gboolean next = last > 0 && number == last + 1 && !lines_wraps (lines, i - 1)
                            && line_is_counted (text + line->start, text + line->end);
      const gboolean named = line->speaker != NULL && !(next && line->form == FORM_ALONE);
      if (named || (line_prompt (lines, line) == PROMPT_NONE && !next))
        continue;
      line->aside = ASIDE_PROMPT;
      last = (guint)g_ascii_strtoull (text + line->start, NULL, 10);
    }
}

/* ---- all lines */

static Unspoken
line_unspoken (const Lines *lines, const Line *line, const LayoutNames *names)
{
  if (names == NULL || names->unspoken == NULL)
    return SPOKEN;
  g_autofree char *words = g_strndup (lines->source->text + line->start, line->end - line->start);
  return names->unspoken (words, names->data);
}

static Aside
line_aside (const Lines *lines, guint i, const LayoutNames *names, gboolean captions)
{
  const Line *line = lines_get (lines, i);

  if (line->aside != ASIDE_NONE || lines_para (lines, i)->kind == PARA_NOTE)
    return line->aside;
  const Unspoken told = line_unspoken (lines, line, names);
  if (told != SPOKEN)
    return told == UNSPOKEN_QUESTION ? ASIDE_PROMPT : ASIDE_NOTE;
  if (lines_para (lines, i)->kind != PARA_TEXT || lines_para (lines, i)->speaker > 0)
    return ASIDE_NONE;
  if (is_of_program (lines, i) || (captions && is_by_notetaker (line)))
    return ASIDE_NOTE;
  return is_stage_direction (lines, i) ? ASIDE_STAGE : ASIDE_NONE;
}

/* Whether the line opens with a name and no words of that person: a time may stand beside it. */
static gboolean
is_name (const Line *line)
{
  return line->speaker != NULL && line->speaker->named && line->words == line->words_end;
}

/* Times on lines of their own: in brackets, or several. */
static void
mark_clocks (Lines *lines)
{
  guint clocks = 0;

  for (guint i = 0; i < lines_count (lines); i++)
    clocks += lines_get (lines, i)->clock;
  for (guint i = 0; i < lines_count (lines) && clocks > 0; i++)
    {
      Line *line = lines_get (lines, i);
      const gboolean bare = g_ascii_isdigit (lines->source->text[line->start]);
      /* Between lines that follow one another '14:30' is said. */
      const Line *next = i + 1 < lines_count (lines) ? lines_get (lines, i + 1) : NULL;
      const gboolean inside = next != NULL && lines_adjacent (lines, i)
                              && lines_adjacent (lines, i + 1)
                              && (next->speaker == NULL || !next->speaker->named)
                              && !is_name (lines_get (lines, i - 1));
      if (!line->clock || (bare && (clocks < CLOCKS_MIN || inside)))
        continue;
      line->aside = ASIDE_TIME;
      line->time_ms = line->stamp_ms;
    }
}

void
aside_mark (Lines *lines, const LayoutNames *names)
{
  gboolean captions = FALSE;

  for (guint i = 0; i < lines_count (lines) && !captions; i++)
    captions = lines_get (lines, i)->aside == ASIDE_TIME;
  for (guint i = 0; i < lines_count (lines); i++)
    lines_get (lines, i)->aside = line_aside (lines, i, names, captions);
  printed_mark (lines);
  mark_clocks (lines);
  mark_prompts (lines);
  for (guint i = 0; i < lines_count (lines); i++)
    {
      Line *line = lines_get (lines, i);
      if (line->aside != ASIDE_NONE && line->aside != ASIDE_STAGE)
        line->speaker = NULL;
    }
}
