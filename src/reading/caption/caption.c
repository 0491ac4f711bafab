/* How the words of cues become paragraphs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/caption.h"

#include "base/error.h"
#include "base/html.h"
#include "base/text.h"
#include "reading/caption/stretch.h"

#include <string.h>

/* ---- what most cues do */

void
caption_habits_clear (CaptionHabits *self)
{
  g_clear_pointer (&self->names, g_hash_table_unref);
}

void
caption_habits_add (CaptionHabits *self, const char *payload, gsize size)
{
  const char *from = payload, *end = payload + size;
  Stretch first, line;
  gboolean all;

  if (!stretch_next_line (&from, end, &first))
    return;
  self->cues++;
  if (self->names == NULL)
    self->names = caption_names_new ();
  caption_names_add (self->names, first.at, first.end);
  guint lines = 1;
  for (; stretch_next_line (&from, end, &line); lines++)
    caption_names_add (self->names, line.at, line.end);
  if (lines > 1 && stretch_is_named (&first))
    self->named++;
  if (roll_screen_repeats (&self->shown, payload, size, &all) > 0 && !all)
    self->rolling++;
  roll_screen_read (&self->shown, payload, size);
}

/* ---- references */

/* Bytes of the reference at p, which is at '&'; 0 for none. */
static gsize
caption_reference (const char *p, const char *end, GString *out)
{
  const gsize before = out->len;
  const gsize size = html_reference (p, end, FALSE, out);

  /* Older players want the semicolon, and "R&D" has none. */
  if (size == 0 || p[size - 1] != ';')
    {
      g_string_truncate (out, before);
      return 0;
    }
  for (gsize i = before; i < out->len; i++)
    if (out->str[i] == '\r')
      out->str[i] = '\n';
  return size;
}

void
caption_decode (const char *text, gsize size, GString *out)
{
  const char *end = text + size;

  while (text < end)
    {
      const char *mark = memchr (text, '&', (gsize)(end - text));
      mark = mark != NULL ? mark : end;
      g_string_append_len (out, text, mark - text);
      const gsize taken = mark < end ? caption_reference (mark, end, out) : 0;
      if (taken == 0 && mark < end)
        g_string_append_c (out, '&');
      text = mark + MAX (taken, mark < end ? 1 : 0);
    }
}

/* ---- times */

static const char *
skip_gap (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  return p;
}

/* 1 to 9 digits. */
static gboolean
times_number (const char **p, const char *end, gint64 *value, guint *digits)
{
  const char *at = *p;

  for (*value = 0; at < end && g_ascii_isdigit (*at) && at - *p < 10; at++)
    *value = 10 * *value + (*at - '0');
  *digits = (guint)(at - *p);
  *p = at;
  return *digits > 0 && *digits < 10;
}

/* [h:]m:s[,mmm]; white space may stand after a colon or a comma. */
static gboolean
times_one (const char **from, const char *end, gint64 *ms)
{
  const char *p = *from;
  gint64 parts[3], fraction = 0;
  guint count = 0, digits;

  const gboolean negative = p < end && *p == '-';
  p += negative;
  for (;;)
    {
      if (!times_number (&p, end, &parts[count++], &digits))
        return FALSE;
      if (count == 3 || p == end || *p != ':')
        break;
      p = skip_gap (p + 1, end);
    }
  if (count < 2)
    return FALSE;
  const char *behind = p < end && (*p == ',' || *p == '.' || *p == ':') ? skip_gap (p + 1, end) : p;
  const gboolean has_fraction = behind > p && times_number (&behind, end, &fraction, &digits);
  if (has_fraction)
    p = behind;
  else if (count < 3)
    return FALSE;
  for (; has_fraction && digits < 3; digits++)
    fraction *= 10;
  for (; has_fraction && digits > 3; digits--)
    fraction /= 10;
  const gint64 hour = count == 3 ? parts[0] : 0;
  *ms = 1000 * (3600 * hour + 60 * parts[count - 2] + parts[count - 1]) + fraction;
  *ms = negative ? 0 : *ms;
  *from = p;
  return TRUE;
}

gboolean
caption_times (const char *line, const char *end, gint64 *start_ms, gint64 *end_ms,
               const char **rest)
{
  static const char *const arrows[]
      = { "-->", "->", "\xE2\x80\x93>", "\xE2\x80\x94>", "\xE2\x86\x92" };
  const char *p = skip_gap (line, end);

  if (!times_one (&p, end, start_ms))
    return FALSE;
  p = skip_gap (p, end);
  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      const gsize size = strlen (arrows[i]);
      if ((gsize)(end - p) < size || memcmp (p, arrows[i], size) != 0)
        continue;
      p = skip_gap (p + size, end);
      if (!times_one (&p, end, end_ms))
        return FALSE;
      *rest = skip_gap (p, end);
      return TRUE;
    }
  return FALSE;
}

/* ---- cues on their way into the source */

Captions *
captions_new (Source *source, const CaptionHabits *habits)
{
  Captions *self = g_new0 (Captions, 1);

  self->source = source;
  self->text = g_string_new (NULL);
  self->run = g_string_new (NULL);
  self->para = g_string_new (NULL);
  self->shown = g_string_new (NULL);
  self->shows = g_string_new (NULL);
  self->names = habits->names;
  self->above_ms = -1;
  self->is_named = habits->named >= 2 && 2 * (guint64)habits->named >= habits->cues;
  self->is_rolling = habits->rolling >= 3 && 4 * (guint64)habits->rolling >= habits->cues;
  return self;
}

void
captions_free (Captions *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_string_free (self->run, TRUE);
  g_string_free (self->para, TRUE);
  g_string_free (self->shown, TRUE);
  g_string_free (self->shows, TRUE);
  g_free (self);
}

/* A sign of the scripts of China and Japan, which put no space between words. */
static gboolean
is_unspaced (gunichar c)
{
  if ((c >= 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF65))
    return TRUE;
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether nothing is written between the last sign of one stretch and the first one of the next. */
static gboolean
joins_unspaced (const GString *text, const char *next)
{
  const char *last = g_utf8_prev_char (text->str + text->len);

  return is_unspaced (g_utf8_get_char (last)) && is_unspaced (g_utf8_get_char (next));
}

static gboolean
ends_sentence (const GString *text)
{
  const char *p = text->str + text->len;

  while (p > text->str && strchr ("\"')", p[-1]) != NULL)
    p--;
  return p > text->str
         && g_utf8_strchr (".?!\u2026\u3002\uff01\uff1f", -1,
                           g_utf8_get_char (g_utf8_find_prev_char (text->str, p)))
                != NULL;
}

/* '(applause)', '[music]', and nothing else. */
static gboolean
is_stage (const char *p, gsize size)
{
  return size > 1 && ((p[0] == '(' && p[size - 1] == ')') || (p[0] == '[' && p[size - 1] == ']'));
}

#define PAUSE_MS 2000      /* from here on a silence is the end of a paragraph */
#define LONG_BYTES 600     /* a paragraph ends with the next sentence */
#define LONGEST_BYTES 1500 /* it ends with the cue */

/* Whether the open paragraph goes on where the cue above ended: the same speaker as far as the
 * format says, nobody's name or dash before it, no pause, and not too long for a paragraph. */
static gboolean
captions_flows (const Captions *self)
{
  const char *words = self->para->str;
  const gsize size = self->para->len, above = self->text->len - self->flow_start;

  if (self->above_ms < 0 || self->time_ms < 0 || self->time_ms - self->above_ms >= PAUSE_MS
      || self->speaker != self->above_speaker || self->mark > 0)
    return FALSE;
  if (is_stage (words, size) || caption_names_open_line (words, words + size))
    return FALSE;
  return above + size < LONGEST_BYTES && (above < LONG_BYTES || !ends_sentence (self->text));
}

/* What stands before the open paragraph. */
static void
captions_part (Captions *self, ParaKind kind)
{
  const gboolean flows = kind == PARA_TEXT && captions_flows (self);

  if (self->text->len > 0 && !flows)
    g_string_append (self->text, "\n\n");
  else if (flows && !joins_unspaced (self->text, self->para->str))
    g_string_append_c (self->text, ' ');
  if (!flows)
    self->flow_start = self->text->len;
}

static void
captions_write (Captions *self, ParaKind kind)
{
  if (self->para->len == 0)
    return;
  captions_part (self, kind);
  Para para = { .kind = kind, .line = self->line, .start = self->text->len };
  para.end = para.start + self->para->len;
  if (kind == PARA_TEXT)
    {
      para.mark = self->mark;
      para.speaker = self->speaker;
      para.has_time = self->time_ms >= 0;
      para.time_ms = MAX (self->time_ms, 0);
    }
  /* The next one flows on from the last paragraph of a cue only, which captions_end says. */
  self->above_ms = -1;
  self->above_speaker = self->speaker;
  self->is_staged = kind == PARA_TEXT && is_stage (self->para->str, self->para->len);
  g_string_append_len (self->text, self->para->str, (gssize)self->para->len);
  g_array_append_val (self->source->paras, para);
  g_string_truncate (self->para, 0);
  self->mark = 0;
}

static void
captions_append_line (Captions *self, const Stretch *line)
{
  if (self->para->len > 0 && !joins_unspaced (self->para, line->at))
    g_string_append_c (self->para, ' ');
  g_string_append_len (self->para, line->at, line->end - line->at);
}

/* How many lines at the beginning of the run the cue before showed already. */
static guint
captions_repeats (Captions *self)
{
  RollScreen screen;
  gboolean all;
  guint count = 0;

  if (!self->is_rolling || text_is_blank (self->run->str, self->run->str + self->run->len))
    return 0;
  if (self->shows->len == 0)
    {
      roll_screen_read (&screen, self->shown->str, self->shown->len);
      count = roll_screen_repeats (&screen, self->run->str, self->run->len, &all);
    }
  g_string_append_len (self->shows, self->run->str, (gssize)self->run->len);
  g_string_append_c (self->shows, '\n');
  self->repeats += count;
  return count;
}

/* A line that is not itself words of the paragraph: a dash alone, the name of who speaks. */
static gboolean
captions_take_line (Captions *self, const Stretch *line)
{
  if (stretch_is_bare_dash (line))
    {
      captions_write (self, PARA_TEXT);
      self->may_name = TRUE;
      return TRUE;
    }
  if (!self->may_name || !stretch_is_named (line))
    return FALSE;
  captions_write (self, PARA_TEXT);
  if (self->is_named)
    self->speaker = caption_speaker (self->source, line->at + 1, (gsize)(line->end - line->at) - 2);
  else
    {
      captions_append_line (self, line);
      captions_write (self, PARA_TEXT);
    }
  return TRUE;
}

/* A line of words; where somebody known begins to speak in it, a paragraph of its own. */
static void
captions_append_said (Captions *self, Stretch line)
{
  const gboolean may_part = self->names != NULL && self->speaker == 0;

  if (may_part && self->mark == 0 && caption_names_open (self->names, line.at, line.end))
    captions_write (self, PARA_TEXT);
  for (const char *next;
       may_part && (next = caption_names_inside (self->names, line.at, line.end)) != NULL;
       line.at = next)
    {
      Stretch before = { line.at, next };
      stretch_trim (&before);
      captions_append_line (self, &before);
      captions_write (self, PARA_TEXT);
    }
  captions_append_line (self, &line);
}

/* Whether lines that open with a dash and no space are dialogue: there are two of them. */
static gboolean
run_has_dialogue (const GString *run)
{
  const char *from = run->str;
  guint dashes = 0;
  gboolean tight;

  for (Stretch line; dashes < 2 && stretch_next_line (&from, run->str + run->len, &line);)
    dashes += stretch_dash (&line, &tight) > 0;
  return dashes > 1;
}

/* The words since the speaker changed are complete. */
static void
captions_flush (Captions *self)
{
  const char *from = self->run->str, *end = from + self->run->len;
  const gboolean dialogue = run_has_dialogue (self->run);
  guint repeats = captions_repeats (self);
  Stretch line;

  while (stretch_next_line (&from, end, &line))
    {
      gboolean tight = FALSE;
      if (repeats > 0)
        {
          repeats--;
          continue;
        }
      if (captions_take_line (self, &line))
        continue;
      self->may_name = FALSE;
      const gsize dash = stretch_dash (&line, &tight);
      if (dash > 0 && (dialogue || !tight))
        {
          captions_write (self, PARA_TEXT);
          self->mark = dash;
        }
      captions_append_said (self, line);
    }
  g_string_truncate (self->run, 0);
}

void
captions_begin (Captions *self, guint line, gint64 start_ms, gint64 end_ms)
{
  self->line = line;
  self->time_ms = start_ms;
  self->end_ms = end_ms;
  self->paras_above = self->source->paras->len;
  self->speaker = self->voice = 0;
  self->may_name = TRUE;
  if (self->shows->len > 0)
    {
      g_string_assign (self->shown, self->shows->str);
      g_string_truncate (self->shows, 0);
    }
  if (start_ms < 0)
    return;
  if (start_ms < self->last_ms)
    {
      self->above_ms = -1;
      if (self->backwards++ == 0)
        self->backwards_line = line;
    }
  self->last_ms = start_ms;
}

void
captions_voice (Captions *self, guint voice)
{
  if (voice == self->voice)
    return;
  captions_flush (self);
  captions_write (self, PARA_TEXT);
  self->speaker = self->voice = voice;
}

void
captions_words (Captions *self, const char *words, gsize size)
{
  g_string_append_len (self->run, words, (gssize)size);
}

void
captions_text (Captions *self, const char *text, gsize size)
{
  caption_decode (text, size, self->run);
}

void
captions_end (Captions *self)
{
  captions_flush (self);
  captions_write (self, PARA_TEXT);
  if (self->source->paras->len > self->paras_above && !self->is_staged)
    self->above_ms = self->end_ms;
}

void
captions_note (Captions *self, guint line, const char *words, gsize size)
{
  const char *from = words;

  self->line = line;
  for (Stretch one; stretch_next_line (&from, words + size, &one);)
    captions_append_line (self, &one);
  captions_write (self, PARA_NOTE);
}

gboolean
captions_html (Captions *self, const char *tag, const char *end)
{
  static const char *const names[]
      = { "a", "b", "big",   "center", "del",    "div",    "em",  "font", "i", "ins",
          "p", "s", "small", "span",   "strike", "strong", "sub", "sup",  "u", "br" };
  const char *name = tag + 1 + (tag + 1 < end && tag[1] == '/');
  const char *stop = name;

  while (stop < end && g_ascii_isalpha (*stop))
    stop++;
  const gboolean closed = end > stop && end[-1] == '>';
  for (gsize i = 0; closed && i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == (gsize)(stop - name)
        && g_ascii_strncasecmp (names[i], name, (gsize)(stop - name)) == 0
        && (g_ascii_isspace (*stop) || *stop == '>' || *stop == '/' || *stop == '='))
      {
        if (i == G_N_ELEMENTS (names) - 1)
          captions_words (self, "\n", 1);
        return TRUE;
      }
  if (self->odd++ == 0)
    self->odd_line = self->line;
  return FALSE;
}

/* ---- the end */

static const char *
plural (guint count, const char *one, const char *more)
{
  return count == 1 ? one : more;
}

gboolean
captions_finish (Captions *self, GError **error)
{
  Source *source = self->source;

  if (source->paras->len == 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it is a file of captions without any words; get a complete copy of it");
  if (self->backwards > 0)
    source_find (source, ESP_GRADE_WARNING, self->backwards_line,
                 g_strdup_printf ("has %u %s before the one above", self->backwards,
                                  plural (self->backwards, "cue that begins", "cues that begin")),
                 "kept in the order of the file");
  if (self->repeats > 0)
    source_find (source, ESP_GRADE_NOTE, 0,
                 g_strdup_printf ("repeats %u %s of the cue above, as captions that roll do",
                                  self->repeats, plural (self->repeats, "line", "lines")),
                 "each line is read once");
  if (self->odd > 0)
    source_find (source, ESP_GRADE_NOTE, self->odd_line,
                 g_strdup_printf ("has '<' %u %s where no tag of captions begins", self->odd,
                                  plural (self->odd, "time", "times")),
                 "kept as words");
  g_free (source->text);
  source->size = self->text->len;
  source->text = g_string_free (self->text, FALSE);
  self->text = g_string_new (NULL);
  return TRUE;
}

guint
caption_speaker (Source *source, const char *name, gsize size)
{
  g_autoptr (GString) folded = g_string_new (NULL);

  for (const char *p = name; p < name + size; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      if (!g_unichar_isspace (c))
        g_string_append_unichar (folded, c);
      else if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
        g_string_append_c (folded, ' ');
    }
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);
  return folded->len > 0 ? source_speaker (source, folded->str) : 0;
}
