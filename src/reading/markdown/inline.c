/* Marks inside a paragraph of Markdown, after CommonMark 0.30 (6): characters first, then which
 * runs of '*', '_' and '~' belong together. What would take words away is no mark: a tag that pages
 * do not have ('<laughs>'), or one of a letter that opens a line and is not closed ('<I>'), an
 * address that is none ('[pause](softly)').
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/markdown/inline.h"

#include "base/html.h"
#include "base/text.h"
#include "reading/markdown/emphasis.h"
#include "reading/markdown/link.h"

#include <stdlib.h>
#include <string.h>

#define TICKS_MAX 80
#define TAG_MAX 2000 /* bytes */

typedef struct
{
  gsize at;        /* in the words */
  gsize from;      /* behind it, in the text */
  guint size;      /* 1, or 2 with the '!' of a picture */
  int last_run;    /* that stands before it */
  gboolean is_off; /* a link stands inside it */
} Bracket;

typedef struct
{
  MarkdownInline *into;
  MarkdownEmphasis *emphasis;
  const char *text, *end, *at;
  GHashTable *addresses;
  Source *source;
  GArray *brackets;
  gboolean ticks_known;
  gsize ticks[TICKS_MAX + 1]; /* where the last run of so many begins, + 1; 0: there is none */
  const char *no_comment_end; /* before this none ends */
  guint off;                  /* of the brackets, the first so many are no links, pictures apart */
} Reading;

/* ---- words */

static void
add (Reading *self, const char *words, gsize size)
{
  g_string_append_len (self->into->words, words, (gssize)size);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* A line end: blanks around it say nothing, and a backslash before it only breaks the line. */
static void
read_line_end (Reading *self)
{
  GString *words = self->into->words;

  while (words->len > 0 && is_blank (words->str[words->len - 1]))
    g_string_truncate (words, words->len - 1);
  g_string_append_c (words, '\n');
  self->at++;
  while (self->at < self->end && is_blank (*self->at))
    self->at++;
}

static void
read_backslash (Reading *self)
{
  const char *next = self->at + 1;

  if (next < self->end && g_ascii_ispunct (*next))
    {
      add (self, next, 1);
      self->at += 2;
      return;
    }
  if (next == self->end || *next != '\n')
    add (self, self->at, 1);
  self->at++;
}

/* "&amp;"; a control character that is written so is a blank. */
static void
read_reference (Reading *self)
{
  GString *words = self->into->words;
  const gsize before = words->len;
  const gsize taken = html_reference (self->at, self->end, FALSE, words);

  if (taken == 0 || self->at[taken - 1] != ';')
    {
      g_string_truncate (words, before);
      add (self, self->at++, 1);
      return;
    }
  for (gsize i = before; i < words->len; i++)
    if (g_ascii_iscntrl (words->str[i]))
      words->str[i] = ' ';
  self->at += taken;
}

/* ---- code */

static gsize
run_size (const char *at, const char *end)
{
  gsize size = 1;

  while (at + size < end && at[size] == *at)
    size++;
  return size;
}

static void
ticks_learn (Reading *self)
{
  for (const char *at = self->at; at < self->end;)
    {
      at = memchr (at, '`', (gsize)(self->end - at));
      if (at == NULL)
        break;
      const gsize size = run_size (at, self->end);
      if (size <= TICKS_MAX)
        self->ticks[size] = (gsize)(at - self->text) + 1;
      at += size;
    }
  self->ticks_known = TRUE;
}

/* The words between two runs of as many backticks: nothing in them is a mark. */
static void
read_ticks (Reading *self)
{
  const gsize size = run_size (self->at, self->end);
  const char *from = self->at + size, *close = from;

  if (!self->ticks_known)
    ticks_learn (self);
  if (size > TICKS_MAX || self->ticks[size] <= (gsize)(from - self->text))
    {
      add (self, self->at, size);
      self->at = from;
      return;
    }
  while ((close = memchr (close, '`', (gsize)(self->end - close))) != NULL
         && run_size (close, self->end) != size)
    close += run_size (close, self->end);
  self->at = close + size;
  if (close - from > 2 && *from == ' ' && close[-1] == ' ' && !text_is_blank (from, close))
    {
      from++;
      close--;
    }
  add (self, from, (gsize)(close - from));
}

/* ---- emphasis */

static void
read_run (Reading *self)
{
  const gsize size = run_size (self->at, self->end);
  const char *behind = self->at + size;
  const gunichar before
      = self->at > self->text ? g_utf8_get_char (g_utf8_prev_char (self->at)) : ' ';
  const gunichar after = behind < self->end ? g_utf8_get_char (behind) : ' ';

  markdown_emphasis_add (self->emphasis, self->into->words->len, *self->at, size, before, after);
  add (self, self->at, size);
  self->at = behind;
}

/* ---- links */

static void
read_bracket (Reading *self, guint size)
{
  const Bracket bracket = { .at = self->into->words->len,
                            .from = (gsize)(self->at - self->text) + size,
                            .size = size,
                            .last_run = self->emphasis->last };

  add (self, self->at, size);
  self->at += size;
  g_array_append_val (self->brackets, bracket);
}

static void
read_bracket_end (Reading *self)
{
  const guint count = self->brackets->len;
  const Bracket *open = count > 0 ? &g_array_index (self->brackets, Bracket, count - 1) : NULL;
  const char *behind = NULL;

  if (open != NULL && !open->is_off)
    {
      behind = markdown_link_behind_address (self->at + 1, self->end);
      behind = behind != NULL ? behind
                              : markdown_link_behind_label (self->text + open->from, self->at,
                                                            self->end, self->addresses);
    }
  if (behind == NULL)
    {
      g_array_set_size (self->brackets, count > 0 ? count - 1 : 0);
      self->off = MIN (self->off, self->brackets->len);
      add (self, self->at++, 1);
      return;
    }
  markdown_emphasis_settle (self->emphasis, open->last_run);
  markdown_emphasis_cut (self->emphasis, open->at, open->size);
  const gboolean is_picture = open->size == 2;
  g_array_set_size (self->brackets, count - 1);
  self->off = MIN (self->off, count - 1);
  for (; !is_picture && self->off < count - 1; self->off++)
    {
      Bracket *around = &g_array_index (self->brackets, Bracket, self->off);
      around->is_off = around->is_off || around->size == 1;
    }
  self->into->links++;
  self->at = behind;
}

/* ---- what stands between '<' and '>' */

static gboolean
read_comment (Reading *self)
{
  if (self->end - self->at < 7 || strncmp (self->at, "<!--", 4) != 0
      || (self->no_comment_end != NULL && self->at < self->no_comment_end))
    return FALSE;
  const char *line_end = memchr (self->at, '\n', (gsize)(self->end - self->at));
  const char *stop = line_end != NULL ? line_end : self->end;
  const char *close = memmem (self->at + 4, (gsize)(stop - self->at - 4), "-->", 3);
  if (close == NULL)
    {
      self->no_comment_end = stop;
      return FALSE;
    }
  g_autofree char *note = g_strndup (self->at + 4, (gsize)(close - self->at - 4));
  if (*g_strstrip (note) != '\0')
    {
      const guint place = source_comment (self->source, NULL, NULL, note);
      SourceComment *comment = &g_array_index (self->source->comments, SourceComment, place);
      comment->start = comment->end = self->into->words->len;
    }
  self->at = close + 3;
  return TRUE;
}

/* "<https://...>" and "<ann@example.org>": the address is what is shown. */
static gboolean
read_autolink (Reading *self, const char *close)
{
  const char *from = self->at + 1;
  const gsize size = (gsize)(close - from);
  gsize scheme = 0;

  for (gsize i = 0; i < size; i++)
    if (g_ascii_isspace (from[i]) || from[i] == '<')
      return FALSE;
  while (scheme < size && (g_ascii_isalnum (from[scheme]) || strchr ("+.-", from[scheme]) != NULL))
    scheme++;
  const gboolean is_address
      = scheme > 1 && scheme + 2 < size && from[scheme] == ':' && from[scheme + 1] == '/';
  const char *sign = memchr (from, '@', size);
  if (!is_address
      && (sign == NULL || sign == from || memchr (sign, '.', size - (gsize)(sign - from)) == NULL))
    return FALSE;
  add (self, from, size);
  self->at = close + 1;
  return TRUE;
}

/* What people write into Markdown of the elements of pages, sorted. */
static const char *const elements[] = {
  "a",       "abbr",       "b",      "bdo",   "big",   "blockquote", "br",     "caption", "center",
  "cite",    "code",       "col",    "dd",    "del",   "details",    "div",    "dl",      "dt",
  "em",      "figcaption", "figure", "font",  "h1",    "h2",         "h3",     "h4",      "h5",
  "h6",      "hr",         "i",      "img",   "ins",   "kbd",        "li",     "mark",    "ol",
  "p",       "pre",        "q",      "s",     "small", "span",       "strike", "strong",  "sub",
  "summary", "sup",        "table",  "tbody", "td",    "tfoot",      "th",     "thead",   "time",
  "tr",      "tt",         "u",      "ul",    "var",
};

static int
compare_names (const void *name, const void *element)
{
  return strcmp (name, *(const char *const *)element);
}

static gboolean
opens_line (const Reading *self)
{
  return self->at == self->text || self->at[-1] == '\n';
}

/* Whether a tag of one letter is ended near by: else '<I>' is who speaks. */
static gboolean
is_closed (const Reading *self, char letter, const char *from)
{
  const char end_tag[] = { '<', '/', letter, '>' };

  return memmem (from, (gsize)MIN (self->end - from, TAG_MAX), end_tag, sizeof end_tag) != NULL;
}

/* A tag of those that pages have; another is words. */
static gboolean
read_tag (Reading *self, const char *close)
{
  const char *from = self->at + 1 + (self->at[1] == '/');
  gsize size = 0;

  while (from + size < close && g_ascii_isalnum (from[size]))
    size++;
  if (size == 0 || !(is_blank (from[size]) || from[size] == '>' || from[size] == '/'))
    return FALSE;
  g_autofree char *name = g_ascii_strdown (from, (gssize)size);
  if (bsearch (name, elements, G_N_ELEMENTS (elements), sizeof *elements, compare_names) == NULL
      || (size == 1 && g_ascii_isupper (*from) && close == from + 1 && opens_line (self)
          && !is_closed (self, *from, close)))
    return FALSE;
  if (strcmp (name, "br") == 0)
    {
      const gsize at = self->into->words->len;
      g_array_append_val (self->into->breaks, at);
      add (self, "\n", 1);
    }
  self->at = close + 1;
  return TRUE;
}

static void
read_pointed (Reading *self)
{
  const char *line_end = memchr (self->at, '\n', (gsize)MIN (self->end - self->at, TAG_MAX));
  const char *stop = line_end != NULL ? line_end : MIN (self->end, self->at + TAG_MAX);

  if (read_comment (self))
    return;
  const char *close = memchr (self->at, '>', (gsize)(stop - self->at));
  if (close != NULL && (read_autolink (self, close) || read_tag (self, close)))
    return;
  add (self, self->at++, 1);
}

/* ---- all of it */

static gboolean
is_special (char c)
{
  switch (c)
    {
    case '\n':
    case '\\':
    case '&':
    case '`':
    case '*':
    case '_':
    case '~':
    case '[':
    case ']':
    case '<':
    case '!':
      return TRUE;
    default:
      return FALSE;
    }
}

static void
read_one (Reading *self)
{
  const char next = self->at + 1 < self->end ? self->at[1] : '\0';

  switch (*self->at)
    {
    case '\n':
      read_line_end (self);
      break;
    case '\\':
      read_backslash (self);
      break;
    case '&':
      read_reference (self);
      break;
    case '`':
      read_ticks (self);
      break;
    case '*':
    case '_':
    case '~':
      read_run (self);
      break;
    case '[':
      read_bracket (self, 1);
      break;
    case ']':
      read_bracket_end (self);
      break;
    case '<':
      read_pointed (self);
      break;
    default: /* '!' */
      if (next == '[')
        read_bracket (self, 2);
      else
        add (self, self->at++, 1);
    }
}

/* Where a byte of the words is after what goes has gone: asked with growing bytes only. */
typedef struct
{
  gsize at, kept;
} Kept;

static gsize
kept_at (const Reading *self, Kept *so_far, gsize at)
{
  for (; so_far->at < at; so_far->at++)
    so_far->kept += !markdown_emphasis_goes (self->emphasis, so_far->at);
  return so_far->kept;
}

/* Takes out what goes, and puts the places of breaks and comments right. */
static void
reading_finish (Reading *self, guint comments)
{
  GString *words = self->into->words;
  GArray *breaks = self->into->breaks;
  Kept so_far = { 0 };

  self->into->bold_end = kept_at (self, &so_far, markdown_emphasis_bold_end (self->emphasis));
  so_far = (Kept){ 0 };
  for (guint i = 0; i < breaks->len; i++)
    g_array_index (breaks, gsize, i) = kept_at (self, &so_far, g_array_index (breaks, gsize, i));
  so_far = (Kept){ 0 };
  for (; comments < self->source->comments->len; comments++)
    {
      SourceComment *one = &g_array_index (self->source->comments, SourceComment, comments);
      one->start = one->end = kept_at (self, &so_far, one->start);
    }
  gsize kept = 0;
  for (gsize i = 0; i < words->len; i++)
    if (!markdown_emphasis_goes (self->emphasis, i))
      words->str[kept++] = words->str[i];
  g_string_truncate (words, kept);
}

void
markdown_inline_read (MarkdownInline *self, const char *text, gsize size, GHashTable *addresses,
                      Source *source)
{
  Reading reading = { .into = self,
                      .text = text,
                      .at = text,
                      .end = text + size,
                      .addresses = addresses,
                      .source = source };
  const guint comments = source->comments->len;

  g_autoptr (MarkdownEmphasis) emphasis = reading.emphasis = markdown_emphasis_new ();
  reading.brackets = g_array_new (FALSE, FALSE, sizeof (Bracket));
  g_string_truncate (self->words, 0);
  g_array_set_size (self->breaks, 0);
  while (reading.at < reading.end)
    {
      const char *plain = reading.at;
      while (reading.at < reading.end && !is_special (*reading.at))
        reading.at++;
      add (&reading, plain, (gsize)(reading.at - plain));
      if (reading.at < reading.end)
        read_one (&reading);
    }
  markdown_emphasis_settle (emphasis, -1);
  reading_finish (&reading, comments);
  g_array_unref (reading.brackets);
}

MarkdownInline *
markdown_inline_new (void)
{
  MarkdownInline *self = g_new0 (MarkdownInline, 1);

  self->words = g_string_new (NULL);
  self->breaks = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

void
markdown_inline_free (MarkdownInline *self)
{
  if (self == NULL)
    return;
  g_string_free (self->words, TRUE);
  g_array_unref (self->breaks);
  g_free (self);
}
