/* How a text divides into turns. Every paragraph is looked at once for the label of a speaker, in
 * any of the common styles; the style in which most labels come back is the document's; then the
 * paragraphs become items. Cost grows with the length of the text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/layout.h"

#include <string.h>

/* ---------------------------------------------------------------- what is looked for */

/* In which form a label stands. */
typedef enum
{
  FORM_NONE,
  FORM_COLON,       /* Name: words */
  FORM_BOLD_COLON,  /* bold name, colon, words */
  FORM_BOLD,        /* bold name, words */
  FORM_ALONE_COLON, /* Name: on a line of its own, or with a time */
  FORM_ALONE,       /* name on a line of its own */
  FORM_HEADING,     /* a heading that is a name */
  FORM_ROW,         /* first cell of two */
} Form;

typedef enum
{
  STYLE_ALONE, /* before STYLE_INLINE, which counts 'Name: 00:01' too: of equals the first is taken
                */
  STYLE_INLINE,
  STYLE_HEADING,
  STYLE_ROW,
  STYLE_COUNT,
} Style;

/* A label as it came up, with all its occurrences. */
typedef struct
{
  char *speaker;            /* as written when first met */
  gboolean known;           /* the study definition knows it */
  gboolean named;           /* looks like a name even when met once */
  gboolean lower;           /* opens with a small letter */
  gboolean field;           /* of a document's header: "Date", "Place" */
  gboolean saying;          /* "he said" */
  guint count[STYLE_COUNT]; /* occurrences in the forms of each style */
} Label;

/* A paragraph, trimmed, with the label it may open with. */
typedef struct
{
  gsize start, end; /* bytes, without white space around */
  gsize words;      /* byte where the words after the label begin; words_end when there are none */
  gsize words_end;  /* end, without the marks that close a wholly bold paragraph */
  gint64 time_ms;
  Label *label; /* NULL: none */
  Form form;
  gboolean colon; /* a label with a colon stands here, be it a speaker's or a field's */
} Line;

typedef struct
{
  const Source *source;
  const LayoutNames *names;
  GHashTable *labels; /* spelling -> Label, shared by spellings that fold to the same */
  GHashTable *folded; /* folded spelling -> Label, owned */
  GArray *lines;      /* Line, one for each Para */
  guint blocks;       /* runs of paragraphs without a blank line between */
  guint header_end;   /* paragraphs before it are the document's header */
} Search;

#define MAX_LABEL_CP 60       /* outside parentheses */
#define MAX_LABEL_FULL_CP 160 /* with them */
#define MAX_LABEL_WORDS 8
#define MAX_HEADER 40  /* paragraphs that a header can have */
#define WRAPPED_CP 200 /* no line that was wrapped is longer */

/* ---------------------------------------------------------------- characters */

static const char *
after (const char *p)
{
  return p + g_utf8_skip[(guchar)*p];
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && g_unichar_isspace (g_utf8_get_char (p)))
    p = after (p);
  return p;
}

static const char *
trim_space (const char *p, const char *end)
{
  while (end > p)
    {
      const char *last = g_utf8_prev_char (end);
      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return end;
}

/* The marks of Markdown that can stand around a label. */
static gboolean
is_mark (char c)
{
  return c == '*' || c == '_' || c == '`' || c == '\\';
}

static const char *
skip_marks (const char *p, const char *end)
{
  while (p < end && is_mark (*p))
    p++;
  return p;
}

/* ---------------------------------------------------------------- times */

/* 14:03, 0:14:03, 00:14:03.622: bytes of it at p, 0 for none. */
static gsize
time_bare (const char *p, const char *end, gint64 *ms)
{
  gint64 parts[3] = { 0 };
  guint count = 0;
  const char *at = p;

  while (count < 3)
    {
      guint digits = 0;
      while (at < end && g_ascii_isdigit (*at) && digits < 3)
        {
          parts[count] = 10 * parts[count] + (*at++ - '0');
          digits++;
        }
      if (digits == 0 || (count > 0 && (digits != 2 || parts[count] > 59)))
        return 0;
      count++;
      if (at == end || *at != ':' || at + 1 == end || !g_ascii_isdigit (at[1]))
        break;
      at++;
    }
  if (count < 2)
    return 0;
  gint64 seconds
      = count == 3 ? 3600 * parts[0] + 60 * parts[1] + parts[2] : 60 * parts[0] + parts[1];
  *ms = 1000 * seconds;
  if (at + 1 < end && (*at == '.' || *at == ',') && g_ascii_isdigit (at[1]))
    for (gint64 unit = 100; ++at < end && g_ascii_isdigit (*at); unit /= 10)
      *ms += unit * (*at - '0');
  return at < end && g_ascii_isdigit (*at) ? 0 : (gsize)(at - p);
}

/* The same in brackets, or '[00:01 --> 00:04]', whose first time counts. */
static gsize
time_bracketed (const char *p, const char *end, gint64 *ms)
{
  if (p >= end || (*p != '[' && *p != '('))
    return 0;
  char closing = *p == '[' ? ']' : ')';
  const char *at = skip_space (p + 1, end);
  gint64 found, second;
  gsize size = time_bare (at, end, &found);

  if (size == 0)
    return 0;
  at = skip_space (at + size, end);
  if (end - at > 3 && memcmp (at, "-->", 3) == 0)
    {
      at = skip_space (at + 3, end);
      at = skip_space (at + time_bare (at, end, &second), end);
    }
  if (at == end || *at != closing)
    return 0;
  *ms = found;
  return (gsize)(at + 1 - p);
}

/* A time before the label; skips it and what separates it from the label. */
static const char *
skip_leading_time (const char *p, const char *end, gint64 *ms)
{
  gsize size = time_bracketed (p, end, ms);

  if (size == 0)
    {
      size = time_bare (p, end, ms);
      if (size == 0 || p + size == end || skip_space (p + size, end) == p + size)
        {
          *ms = -1;
          return p;
        }
    }
  return skip_space (p + size, end);
}

/* A time at the end of a label, bracketed or after white space; the label's new end. */
static const char *
trim_trailing_time (const char *p, const char *end, gint64 *ms)
{
  const char *from = end;
  gint64 found = -1;

  /* No time is longer than '[00:00:00.000 --> 00:00:00.000]'. */
  for (guint i = 0; from > p && i < 32; i++)
    {
      from--;
      gboolean gap = from > p && (g_ascii_isspace (from[-1]) || (guchar)from[-1] >= 0x80);
      if (*from == '[' || *from == '(')
        {
          if (time_bracketed (from, end, &found) != (gsize)(end - from))
            return end;
          *ms = found;
          return trim_space (p, from);
        }
      if (g_ascii_isdigit (*from) && gap && time_bare (from, end, &found) == (gsize)(end - from))
        {
          *ms = found;
          return trim_space (p, from);
        }
    }
  return end;
}

/* ---------------------------------------------------------------- words that are no names */

/* Fields of a document's header. A final number is taken off first, so 'goal 3' is 'goal'. */
static const char *const field_names[] = { "date",
                                           "time",
                                           "place",
                                           "location",
                                           "venue",
                                           "site",
                                           "setting",
                                           "duration",
                                           "length",
                                           "interview",
                                           "interview date",
                                           "transcript",
                                           "title",
                                           "project",
                                           "study",
                                           "file",
                                           "filename",
                                           "recording",
                                           "recorded",
                                           "recorded on",
                                           "note",
                                           "notes",
                                           "summary",
                                           "subject",
                                           "topic",
                                           "topics",
                                           "keywords",
                                           "summary keywords",
                                           "tags",
                                           "reference",
                                           "ref",
                                           "present",
                                           "participants",
                                           "attendees",
                                           "speakers",
                                           "interviewers",
                                           "conducted by",
                                           "transcribed by",
                                           "transcriber",
                                           "transcript by",
                                           "date of interview",
                                           "source",
                                           "version",
                                           "language",
                                           "status",
                                           "page",
                                           "mode",
                                           "others present",
                                           "also present",
                                           "in attendance",
                                           "group",
                                           "session",
                                           "question",
                                           "questions",
                                           "goal",
                                           "step",
                                           "part",
                                           "section",
                                           "chapter",
                                           "figure",
                                           "table",
                                           "item",
                                           "appendix",
                                           "theme",
                                           "example",
                                           "datum",
                                           "ort",
                                           "dauer",
                                           "lieu",
                                           "durée",
                                           "fecha",
                                           "lugar",
                                           "duración",
                                           "url",
                                           "http",
                                           "https",
                                           "ftp",
                                           "file",
                                           "mailto",
                                           "web",
                                           "link",
                                           "links",
                                           "video",
                                           "audio",
                                           "however",
                                           "ps",
                                           "nb",
                                           "monday",
                                           "tuesday",
                                           "wednesday",
                                           "thursday",
                                           "friday",
                                           "saturday",
                                           "sunday",
                                           NULL };

/* Roles that a header names a person for: 'Interviewer: RW'. */
static const char *const role_names[]
    = { "interviewer", "interviewers", "facilitator", "facilitators", "moderator",
        "moderators",  "participant",  "interviewee", "respondent",   "speaker",
        "observer",    "note taker",   NULL };

/* 'He said: ...' is the words of the one who speaks. */
static const char *const sayings[]
    = { "said",    "says",  "say",   "saying", "asked",     "asks",    "ask",      "told",   "like",
        "thought", "think", "wrote", "goes",   "went",      "replied", "answered", "was",    "is",
        "are",     "were",  "this",  "that",   "following", "example", "instance", "things", NULL };

static const char *const particles[]
    = { "of", "the", "and", "de",  "van", "von", "der", "den", "du",  "da",  "di",  "la",
        "le", "el",  "al",  "bin", "y",   "e",   "und", "et",  "for", "des", "dos", NULL };

static gboolean
is_field_name (const char *folded)
{
  g_autofree char *name = g_strdup (folded);
  gsize length = strlen (name);

  while (
      length > 0
      && (g_ascii_isdigit (name[length - 1]) || name[length - 1] == ' ' || name[length - 1] == '.'))
    name[--length] = '\0';
  return g_strv_contains (field_names, name);
}

static gboolean
ends_in_saying (const char *folded)
{
  static const char *const verbs[] = { "說", "说", "道", "曰", "問", "问", NULL };
  const char *last = strrchr (folded, ' ');

  for (guint i = 0; verbs[i] != NULL; i++)
    if (g_str_has_suffix (folded, verbs[i]) && strcmp (folded, verbs[i]) != 0)
      return TRUE;
  return last != NULL && g_strv_contains (sayings, last + 1);
}

/* Whether every word opens with a capital letter, a digit or a letter of a script without case. */
static gboolean
is_title_case (const char *speaker)
{
  g_auto (GStrv) words = g_strsplit (speaker, " ", -1);
  gboolean inside = FALSE;

  for (char **word = words; *word != NULL; word++)
    {
      inside = inside || **word == '(';
      gunichar first = g_utf8_get_char (*word);
      if (!inside && g_unichar_islower (first)
          && !g_strv_contains ((const char *const *)particles, *word))
        return FALSE;
      inside = inside && strchr (*word, ')') == NULL;
    }
  return TRUE;
}

/* ---------------------------------------------------------------- labels */

/* Characters that no name has outside parentheses. */
static gboolean
ends_a_name (gunichar c)
{
  static const char never[] = "?!;\"<>={}“”„«»「」『』。，、？！；…%#*$^~";

  return g_unichar_iscntrl (c) || g_utf8_strchr (never, -1, c) != NULL;
}

/* A full stop is part of a name after an initial or a short title ('J. Smith', 'Hon. Member'), and
 * ends a sentence else. */
static gboolean
stop_is_abbreviation (const char *start, const char *stop)
{
  glong letters = 0;
  const char *p = stop;

  while (p > start)
    {
      p = g_utf8_prev_char (p);
      if (!g_unichar_isalpha (g_utf8_get_char (p)))
        break;
      letters++;
    }
  return letters >= 1 && letters <= 4;
}

/* Whether a stretch of text can be a name at all: short, no sentence, a letter in it. */
static gboolean
label_is_plausible (const char *p, const char *end)
{
  guint outside = 0, total = 0, depth = 0, words = 1;
  gboolean letter = FALSE;
  const char *start = p;

  if (p >= end || (!g_unichar_isalnum (g_utf8_get_char (p)) && *p != '['))
    return FALSE;
  for (; p < end; p = after (p))
    {
      gunichar c = g_utf8_get_char (p);
      letter = letter || g_unichar_isalpha (c);
      if (c == '(')
        depth++;
      else if (c == ')' && depth > 0)
        depth--;
      else if (depth == 0)
        {
          outside++;
          words += g_unichar_isspace (c);
          if (ends_a_name (c) || (c == '.' && !stop_is_abbreviation (start, p)))
            return FALSE;
        }
      if (++total > MAX_LABEL_FULL_CP || outside > MAX_LABEL_CP || words > MAX_LABEL_WORDS)
        return FALSE;
    }
  return letter && depth == 0;
}

/* The label as a speaker's name: marks of Markdown out, spaces folded. */
static char *
label_spelling (const char *p, const char *end)
{
  GString *name = g_string_sized_new ((gsize)(end - p) + 1);
  gboolean gap = FALSE;

  for (; p < end; p = after (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c < 0x80 && is_mark ((char)c) && c != '_')
        continue;
      if (g_unichar_isspace (c))
        {
          gap = name->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (name, ' ');
      gap = FALSE;
      g_string_append_unichar (name, c);
    }
  return g_string_free (name, FALSE);
}

static void
label_free (gpointer data)
{
  Label *label = data;

  g_free (label->speaker);
  g_free (label);
}

static Label *
label_new (const Search *self, const char *spelling, const char *folded)
{
  Label *label = g_new0 (Label, 1);

  label->speaker = g_strdup (spelling);
  label->known = self->names != NULL && self->names->is_speaker != NULL
                 && self->names->is_speaker (spelling, self->names->data);
  label->field = is_field_name (folded);
  label->saying = ends_in_saying (folded);
  label->named = !label->field && !label->saying && is_title_case (spelling);
  label->lower = g_unichar_islower (g_utf8_get_char (spelling));
  return label;
}

/* The label of a stretch of text; NULL when no name can look like it. */
static Label *
search_label (Search *self, const char *p, const char *end)
{
  end = trim_space (p, end);
  if (!label_is_plausible (p, end))
    return NULL;
  g_autofree char *spelling = label_spelling (p, end);
  Label *label = g_hash_table_lookup (self->labels, spelling);
  if (label != NULL)
    return label;
  g_autofree char *folded = text_fold_name (spelling);
  label = g_hash_table_lookup (self->folded, folded);
  if (label == NULL)
    {
      label = label_new (self, spelling, folded);
      g_hash_table_insert (self->folded, g_steal_pointer (&folded), label);
    }
  g_hash_table_insert (self->labels, g_steal_pointer (&spelling), label);
  return label;
}

/* ---------------------------------------------------------------- one paragraph */

/* The colon that ends a label: the first one outside parentheses that is not inside a time or an
 * address. NULL: none. */
static const char *
find_colon (const char *start, const char *end, gboolean *wide)
{
  guint depth = 0, count = 0;

  for (const char *p = start; p < end && count < MAX_LABEL_FULL_CP + 40; p = after (p), count++)
    {
      gunichar c = g_utf8_get_char (p);
      if (c == '(' || c == '[')
        depth++;
      else if ((c == ')' || c == ']') && depth > 0)
        depth--;
      *wide = c == 0xFF1A;
      if (depth > 0 || (c != ':' && !*wide))
        continue;
      const char *next = after (p);
      if (next < end && (*next == ':' || (next + 1 < end && next[0] == '/' && next[1] == '/')))
        return NULL;
      if (p > start && next < end && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (*next))
        continue;
      return p;
    }
  return NULL;
}

/* Opening quotation marks after a wide colon: someone is quoted, nobody begins to speak. */
static gboolean
is_quotation (const char *p, const char *end)
{
  return p < end && g_utf8_strchr ("「『“‘《", -1, g_utf8_get_char (p)) != NULL;
}

/* 'Name: words', with what may stand around the name: marks, times. */
static void
line_read_colon (Line *line, Search *self, const char *p, const char *colon, gboolean wide,
                 const Para *para)
{
  const char *text = self->source->text;
  const char *end = text + line->words_end;
  gint64 ms = line->time_ms;
  const char *label_end = trim_trailing_time (p, trim_space (p, colon), &ms);

  while (label_end > p && is_mark (label_end[-1]))
    label_end--;
  line->label = search_label (self, p, label_end);
  line->colon = line->label != NULL;
  if (line->label == NULL || (wide && is_quotation (after (colon), end)))
    {
      line->label = NULL;
      return;
    }
  const char *words = skip_space (skip_marks (after (colon), end), end);
  gsize size = time_bracketed (words, end, &ms);
  if (size == 0 && time_bare (words, end, &ms) == (gsize)(end - words))
    size = (gsize)(end - words);
  words = skip_space (words + size, end);
  line->time_ms = ms;
  line->words = (gsize)(words - text);
  gsize bold = para->start + para->bold_end;
  gboolean is_bold
      = para->bold_end > 0 && bold + 1 >= (gsize)(colon - text) && bold <= (gsize)(words - text);
  line->form = words == end ? FORM_ALONE_COLON : is_bold ? FORM_BOLD_COLON : FORM_COLON;
}

/* A line that is a name and nothing else, or a name and a time. */
static void
line_read_alone (Line *line, Search *self, const char *p, const char *end)
{
  gint64 ms = line->time_ms;
  const char *label_end;

  if (end - p > 4 * MAX_LABEL_FULL_CP)
    return;
  label_end = trim_trailing_time (p, end, &ms);
  while (label_end > p && is_mark (label_end[-1]))
    label_end--;
  line->label = search_label (self, p, label_end);
  line->form = ms >= 0 ? FORM_ALONE_COLON : FORM_ALONE;
  line->time_ms = ms;
}

/* 'Name' in bold type, then words, no colon. */
static void
line_read_bold (Line *line, Search *self, const char *p, const Para *para)
{
  const char *text = self->source->text;
  const char *bold_end = text + MIN (para->start + para->bold_end, line->words_end);
  const char *label_end = bold_end;

  while (label_end > p && is_mark (label_end[-1]))
    label_end--;
  line->label = p < label_end ? search_label (self, p, label_end) : NULL;
  line->form = FORM_BOLD;
  line->words = (gsize)(skip_space (bold_end, text + line->words_end) - text);
}

/* A row of two cells, the first a name; a cell beside it may hold a time. */
static void
line_read_row (Line *line, Search *self, const char *p)
{
  const char *text = self->source->text;
  const char *end = text + line->end;
  const char *tab = memchr (p, '\t', (gsize)(end - p));
  const char *label_end = tab;

  if (tab == NULL || tab - p > 4 * MAX_LABEL_FULL_CP)
    return;
  const char *words = skip_space (tab, end);
  const char *next = memchr (words, '\t', (gsize)(end - words));
  if (next != NULL)
    {
      gint64 ms;
      if (time_bare (words, next, &ms) != (gsize)(next - words)
          && time_bracketed (words, next, &ms) != (gsize)(next - words))
        return;
      line->time_ms = ms;
      words = skip_space (next, end);
      if (memchr (words, '\t', (gsize)(end - words)) != NULL)
        return;
    }
  label_end = trim_space (p, label_end);
  if (label_end > p && label_end[-1] == ':')
    label_end--;
  line->label = search_label (self, p, label_end);
  line->form = FORM_ROW;
  line->words = (gsize)(words - text);
}

static void
line_read_heading (Line *line, Search *self, const char *p, const Para *para)
{
  const char *end = self->source->text + line->end;
  gboolean wide = FALSE;
  const char *colon = find_colon (p, end, &wide);

  if (colon != NULL)
    line_read_colon (line, self, p, colon, wide, para);
  else
    line_read_alone (line, self, p, end);
  gboolean alone = line->form == FORM_ALONE || line->form == FORM_ALONE_COLON;
  line->form = alone ? FORM_HEADING : FORM_NONE;
}

/* The label that a paragraph may open with. */
static void
line_read_label (Line *line, Search *self, const Para *para)
{
  const char *text = self->source->text;
  const char *end = text + line->end;
  const char *p = text + line->start;
  gboolean wide = FALSE;

  while (p < end && *p == '>')
    p = skip_space (p + 1, end);
  if (end > p && is_mark (end[-1]) && para->bold_end > 0
      && para->start + para->bold_end >= line->end)
    while (end > p && is_mark (end[-1]))
      end--;
  p = skip_leading_time (skip_marks (p, end), end, &line->time_ms);
  p = skip_marks (p, end);
  if (para->kind == PARA_ROW)
    line_read_row (line, self, p);
  else if (para->kind == PARA_HEADING)
    line_read_heading (line, self, p, para);
  else
    {
      const char *colon = find_colon (p, end, &wide);
      line->words_end = line->words = (gsize)(end - text);
      if (colon != NULL)
        line_read_colon (line, self, p, colon, wide, para);
      else if (para->bold_end > 0 && para->start + para->bold_end < line->end)
        line_read_bold (line, self, p, para);
      else
        line_read_alone (line, self, p, end);
    }
}

static gboolean
is_adjacent (const Source *source, guint para)
{
  return para > 0
         && g_array_index (source->paras, Para, para).start
                <= g_array_index (source->paras, Para, para - 1).end + 1;
}

static void
search_lines (Search *self)
{
  const Source *source = self->source;

  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      const char *end = source->text + para->end;
      const char *start = skip_space (source->text + para->start, end);
      Line line = { .start = (gsize)(start - source->text), .time_ms = -1 };
      line.end = (gsize)(trim_space (start, end) - source->text);
      line.words = line.words_end = line.end;
      if (line.start < line.end && para->kind != PARA_NOTE)
        line_read_label (&line, self, para);
      if (line.label == NULL)
        {
          line.form = FORM_NONE;
          line.time_ms = -1;
        }
      g_array_append_val (self->lines, line);
      self->blocks += para->kind != PARA_NOTE && !is_adjacent (source, i);
    }
}

static Line *
search_line (const Search *self, guint i)
{
  return &g_array_index (self->lines, Line, i);
}

/* ---------------------------------------------------------------- the header of the document */

/* What stands after the colon is a name or a fact, no speech: short, and no sentence. */
static gboolean
is_short_value (const Search *self, const Line *line)
{
  const char *text = self->source->text;
  gsize size = line->words_end - line->words;

  return size <= 60 && (size == 0 || strchr (".?!", text[line->words_end - 1]) == NULL);
}

static gboolean
is_header_field (const Line *line)
{
  return line->colon && line->label != NULL && line->label->field && !line->label->known;
}

static gboolean
is_role (const Line *line)
{
  g_autofree char *name = line->label != NULL ? text_fold_name (line->label->speaker) : NULL;

  return name != NULL && g_strv_contains (role_names, name);
}

/* Where the paragraph's run of lines without a blank between ends. */
static guint
block_end (const Search *self, guint i)
{
  for (i++; i < self->lines->len && is_adjacent (self->source, i); i++)
    ;
  return i;
}

/* Whether somebody speaks in the lines: a label that is no field, with a sentence after it. */
static gboolean
has_speech (const Search *self, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      const Line *line = search_line (self, i);
      if (line->label != NULL && line->colon && !is_header_field (line)
          && !is_short_value (self, line))
        return TRUE;
    }
  return FALSE;
}

/* Lines at the start that give date, place and the like. A block of lines that has such a field is
 * header as a whole; where nothing but fields can be told apart (each line a paragraph), it goes to
 * the last field, and on over 'Interviewer: RW'. */
static void
search_header (Search *self)
{
  guint count = self->lines->len;
  guint i = 0;

  while (i < count && i < MAX_HEADER)
    {
      guint end = block_end (self, i);
      gboolean whole = end - i <= MAX_HEADER / 2 && end < count && !has_speech (self, i, end);
      if (!whole)
        end = i + 1;
      gboolean field = FALSE;
      for (guint j = i; j < end; j++)
        field = field || is_header_field (search_line (self, j));
      if (!field && has_speech (self, i, end))
        break;
      if (field)
        self->header_end = end;
      i = end;
    }
  for (i = self->header_end; i > 0 && i + 1 < count; i++)
    {
      const Line *line = search_line (self, i);
      if (!is_role (line) || !line->colon || !is_short_value (self, line)
          || search_line (self, i + 1)->label != line->label)
        break;
      self->header_end = i + 1;
    }
}

/* ---------------------------------------------------------------- the style of the document */

static gboolean
style_has_form (Style style, Form form)
{
  static const guint forms[STYLE_COUNT] = {
    [STYLE_INLINE]
    = 1u << FORM_COLON | 1u << FORM_BOLD_COLON | 1u << FORM_BOLD | 1u << FORM_ALONE_COLON,
    [STYLE_ALONE] = 1u << FORM_ALONE | 1u << FORM_ALONE_COLON,
    [STYLE_HEADING] = 1u << FORM_HEADING,
    [STYLE_ROW] = 1u << FORM_ROW,
  };

  return form != FORM_NONE && (forms[style] & 1u << form) != 0;
}

static gboolean
label_is_good (const Label *label, Style style)
{
  return label->known || (label->count[style] >= 2 && !label->field && !label->saying);
}

typedef struct
{
  guint good;     /* occurrences of labels that come back or are known */
  guint bad;      /* occurrences of others */
  guint known;    /* occurrences of known ones */
  guint speakers; /* distinct good labels */
  guint most;     /* occurrences of the most frequent one */
  guint lower;    /* good occurrences that open with a small letter */
} Fit;

static void
search_count (Search *self)
{
  for (guint i = self->header_end; i < self->lines->len; i++)
    {
      Line *line = search_line (self, i);
      for (Style style = 0; line->label != NULL && style < STYLE_COUNT; style++)
        line->label->count[style] += style_has_form (style, line->form);
    }
}

static Fit
search_fit (const Search *self, Style style)
{
  Fit fit = { 0 };
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Label *label = value;
      guint count = label->count[style];
      if (count > 0 && label_is_good (label, style))
        {
          fit.good += count;
          fit.known += label->known ? count : 0;
          fit.lower += label->lower ? count : 0;
          fit.speakers++;
          fit.most = MAX (fit.most, count);
        }
      else
        fit.bad += count;
    }
  return fit;
}

/* Whether the first words of the document, after its header and its headings, open with a known
 * label in this style. */
static gboolean
opens_known (const Search *self, Style style)
{
  for (guint i = self->header_end; i < self->lines->len; i++)
    {
      const Line *line = search_line (self, i);
      if (line->label != NULL && style_has_form (style, line->form) && line->label->known)
        return TRUE;
      if (g_array_index (self->source->paras, Para, i).kind == PARA_TEXT)
        return FALSE;
    }
  return FALSE;
}

/* A style fits when its labels outnumber what merely looks like one, and either are known or come
 * back with another between; names alone on a line look like any short line, so more is asked of
 * them. */
static gboolean
style_fits (const Search *self, Style style, const Fit *fit)
{
  gboolean loose = style == STYLE_ALONE || style == STYLE_ROW;

  if (style != STYLE_ALONE && style != STYLE_HEADING && fit->good < fit->bad)
    return FALSE;
  if (fit->known > 0 && 2 * fit->known >= fit->good
      && (fit->known > 1 || opens_known (self, style)))
    return TRUE;
  if (fit->speakers < 2 || (guint64)fit->good * 10 < self->blocks)
    return FALSE;
  return !loose
         || (fit->most >= 3 && fit->good >= 2 * fit->speakers
             && (guint64)fit->good * 5 >= self->blocks);
}

/* The style with most labels that fits; STYLE_COUNT: none does. */
static Style
search_style (const Search *self, Fit *best)
{
  Style chosen = STYLE_COUNT;

  *best = (Fit){ 0 };
  for (Style style = 0; style < STYLE_COUNT; style++)
    {
      Fit fit = search_fit (self, style);
      if (style_fits (self, style, &fit) && fit.good > best->good)
        {
          *best = fit;
          chosen = style;
        }
    }
  return chosen;
}

static const char *
style_name (const Search *self, Style style)
{
  guint bold = 0, plain = 0;

  for (guint i = self->header_end; i < self->lines->len; i++)
    {
      Form form = search_line (self, i)->form;
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

/* ---------------------------------------------------------------- items */

typedef struct
{
  const Search *search;
  Style style;
  gboolean lower_is_usual; /* labels open with small letters here */
  GArray *items;           /* LayoutItem */
  gsize at_byte, at_cp;    /* how far the text was counted */
  gboolean open;           /* an item is open: */
  EspItemKind kind;
  gsize start, end; /* bytes; start == end: no words yet */
  gint64 time_ms;
  guint line;
  const char *speaker; /* of the open item, or of the turn that a note interrupted; NULL: none */
  gboolean begun;      /* a turn was met */
  gboolean late;       /* much stands before the first turn: a text of its own, no preamble */
} Builder;

/* Code points up to a byte; asked with growing bytes only, so that the text is walked once. */
static gsize
builder_cp (Builder *self, gsize byte)
{
  const char *text = self->search->source->text;

  for (; self->at_byte < byte; self->at_byte++)
    self->at_cp += ((guchar)text[self->at_byte] & 0xC0) != 0x80;
  return self->at_cp;
}

static void
builder_close (Builder *self)
{
  if (self->open && self->start < self->end)
    {
      LayoutItem item = { .kind = self->kind, .time_ms = self->time_ms, .line = self->line };
      item.start_cp = builder_cp (self, self->start);
      item.end_cp = builder_cp (self, self->end);
      item.speaker
          = g_strdup (self->kind == ESP_ITEM_TURN && self->speaker != NULL ? self->speaker : "");
      g_array_append_val (self->items, item);
    }
  self->open = FALSE;
}

static void
builder_open (Builder *self, EspItemKind kind, gsize start, gsize end, guint line)
{
  builder_close (self);
  self->open = TRUE;
  self->kind = kind;
  self->start = start;
  self->end = end;
  self->line = line;
  self->time_ms = -1;
}

/* A paragraph that belongs to the open item of the same kind, when it stands directly below; else
 * it opens one. */
static void
builder_join (Builder *self, EspItemKind kind, guint i, const Line *line, const Para *para)
{
  const GArray *paras = self->search->source->paras;
  gboolean joins = self->open && self->kind == kind && is_adjacent (self->search->source, i)
                   && para->kind != PARA_ROW
                   && g_array_index (paras, Para, i - 1).kind == para->kind;

  /* A line longer than any that an editor wraps ends its paragraph. */
  if (joins && kind == ESP_ITEM_PARAGRAPH)
    {
      const Line *above = search_line (self->search, i - 1);
      joins = above->end - above->start <= WRAPPED_CP;
    }
  if (joins)
    self->end = line->end;
  else
    builder_open (self, kind, line->start, line->end, para->line);
}

/* Whether the paragraph opens a turn in the document's style. */
static gboolean
builder_is_turn (const Builder *self, const Line *line)
{
  const Label *label = line->label;

  if (label == NULL || self->style == STYLE_COUNT)
    return FALSE;
  if (!style_has_form (self->style, line->form))
    return self->style == STYLE_ALONE && line->form == FORM_COLON && label->count[STYLE_ALONE] > 0
           && label_is_good (label, STYLE_ALONE);
  if (label->known)
    return TRUE;
  if (label->lower && !self->lower_is_usual)
    return FALSE;
  if (label_is_good (label, self->style))
    return TRUE;
  /* Somebody who speaks once: only where a colon tells it, and the label looks like a name. */
  return label->named && line->colon && line->form != FORM_BOLD;
}

static void
builder_turn (Builder *self, const Line *line, const Para *para)
{
  builder_open (self, ESP_ITEM_TURN, line->words, line->words_end, para->line);
  self->speaker = line->label->speaker;
  self->time_ms = line->time_ms;
  self->begun = TRUE;
}

/* A paragraph without a label in a document that has speakers. */
static void
builder_continue (Builder *self, guint i, const Line *line, const Para *para)
{
  if (!self->begun && !self->late)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (self->speaker == NULL)
    builder_join (self, ESP_ITEM_PARAGRAPH, i, line, para);
  else if (!self->open || self->kind != ESP_ITEM_TURN)
    builder_open (self, ESP_ITEM_TURN, line->start, line->end, para->line);
  else
    {
      if (self->start == self->end)
        self->start = line->start;
      self->end = line->end;
    }
}

static void
builder_add (Builder *self, guint i)
{
  const Line *line = search_line (self->search, i);
  const Para *para = &g_array_index (self->search->source->paras, Para, i);

  if (line->start == line->end)
    return;
  if (para->kind == PARA_NOTE)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (i >= self->search->header_end && builder_is_turn (self, line))
    builder_turn (self, line, para);
  else if (para->kind == PARA_HEADING)
    {
      /* Whoever spoke before a heading need not be the one who speaks below it. */
      builder_open (self, ESP_ITEM_HEADING, line->start, line->end, para->line);
      self->speaker = NULL;
    }
  else if (i < self->search->header_end)
    builder_join (self, ESP_ITEM_NOTE, i, line, para);
  else if (self->style == STYLE_COUNT)
    builder_join (self, ESP_ITEM_PARAGRAPH, i, line, para);
  else
    builder_continue (self, i, line, para);
}

/* Whether more than a quarter of the text stands between the header and the first turn. */
static gboolean
builder_is_late (const Builder *self)
{
  const Search *search = self->search;

  for (guint i = search->header_end; i < search->lines->len; i++)
    if (builder_is_turn (self, search_line (search, i)))
      return 4 * (search_line (search, i)->start - search_line (search, search->header_end)->start)
             > search->source->size;
  return FALSE;
}

Layout *
layout_make (const Source *source, const LayoutNames *names)
{
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) folded
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, label_free);
  g_autoptr (GArray) lines = g_array_sized_new (FALSE, FALSE, sizeof (Line), source->paras->len);
  Search search
      = { .source = source, .names = names, .labels = labels, .folded = folded, .lines = lines };
  Layout *layout = g_new0 (Layout, 1);
  Fit fit;

  search_lines (&search);
  search_header (&search);
  search_count (&search);
  Style style = search_style (&search, &fit);
  if (style == STYLE_COUNT)
    search.header_end = 0;

  layout->style = style_name (&search, style);
  layout->items = g_array_new (FALSE, FALSE, sizeof (LayoutItem));
  Builder builder = { .search = &search,
                      .style = style,
                      .items = layout->items,
                      .lower_is_usual = 10 * fit.lower > fit.good };
  builder.late = builder_is_late (&builder);
  for (guint i = 0; i < lines->len; i++)
    builder_add (&builder, i);
  builder_close (&builder);
  return layout;
}

void
layout_free (Layout *layout)
{
  if (layout == NULL)
    return;
  for (guint i = 0; i < layout->items->len; i++)
    g_free (g_array_index (layout->items, LayoutItem, i).speaker);
  g_array_unref (layout->items);
  g_free (layout);
}

void
layout_hash (const Layout *layout, guint8 hash[32])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 32;

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (layout->items, LayoutItem, i);
      g_autofree char *line = g_strdup_printf (
          "%d\t%" G_GSIZE_FORMAT "\t%" G_GSIZE_FORMAT "\t%" G_GINT64_FORMAT "\t%s\n",
          (int)item->kind, item->start_cp, item->end_cp, item->time_ms, item->speaker);
      g_checksum_update (sum, (const guchar *)line, -1);
    }
  g_checksum_get_digest (sum, hash, &size);
}
