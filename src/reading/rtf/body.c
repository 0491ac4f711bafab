/* Reading the words of an RTF file: groups, and what the control words do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/body.h"

#include "base/error.h"
#include "reading/rtf/state.h"

#include <string.h>

/* Groups inside one another; documents have some twenty. */
#define GROUPS_MAX 10000

/* ---- groups */

static gboolean
body_open (RtfBody *self, GError **error)
{
  if (self->skip > 0)
    {
      self->skip++;
      return TRUE;
    }
  if (self->around->len >= GROUPS_MAX)
    return fail (error, ESP_ERROR_INPUT,
                 "its groups stand inside one another more than %d deep, which no word processor "
                 "writes; open it in one and save it as .docx",
                 GROUPS_MAX);
  rtf_text_flush (self, FALSE);
  self->to_skip = 0;
  g_array_append_val (self->around, self->now);
  self->now.ends = RTF_DEST_TEXT;
  self->now.star = FALSE;
  return TRUE;
}

/* An entry whose semicolon is missing. */
static void
body_end_entry (RtfBody *self)
{
  if (self->tables->name->len == 0)
    return;
  if (self->now.dest == RTF_DEST_FONTS)
    rtf_tables_end_font (self->tables);
  else if (self->now.dest == RTF_DEST_STYLES)
    rtf_tables_end_style (self->tables);
}

static void
body_close (RtfBody *self)
{
  if (self->skip > 1)
    {
      self->skip--;
      return;
    }
  const RtfState ended = self->now;
  const gboolean was_read = self->skip == 0;
  self->skip = 0;
  self->to_skip = 0;
  rtf_text_flush (self, ended.ends != RTF_DEST_TEXT || self->around->len == 1);
  if (was_read)
    body_end_entry (self);
  self->now = g_array_index (self->around, RtfState, self->around->len - 1);
  if (ended.dest == RTF_DEST_FONTS)
    self->font_letters = NULL;
  /* The last paragraph may have no end; what it says of itself holds. */
  if (self->around->len == 1)
    rtf_flows_finish (self->flows, rtf_text_level (self, &ended));
  g_array_set_size (self->around, self->around->len - 1);
  rtf_group_end (self, &ended);
}

/* ---- what control words do: properties */

static gboolean
is_on (const RtfToken *token)
{
  return !token->has_number || token->number != 0;
}

static void
do_page (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  if (word->value == 0 && token->number > 0)
    {
      self->page = (guint)token->number;
      self->has_page = TRUE;
    }
  else if (word->value != 0 && !self->has_page)
    self->page = word->value;
  self->font_letters = NULL;
}

static void
do_font (RtfBody *self, const RtfToken *token)
{
  if (self->now.dest == RTF_DEST_FONTS)
    self->tables->number = token->number;
  else
    self->now.font = token->number;
}

/* A style: in the table of styles, or applied. */
static void
do_style (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  const RtfStyle *style = rtf_tables_style (self->tables, token->number);

  if (self->now.dest == RTF_DEST_STYLES)
    {
      self->tables->number = token->number;
      return;
    }
  if (word->does == RTF_DOES_STYLE_OTHER)
    return;
  if (word->does == RTF_DOES_STYLE)
    {
      self->now.style = token->number;
      self->now.outline = -1;
    }
  self->now.bold = self->now.bold || (style != NULL && style->bold);
  self->now.hidden = self->now.hidden || (style != NULL && style->hidden);
}

static void
do_style_property (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  RtfStyle *style = &self->tables->style;
  const gboolean in_table = self->now.dest == RTF_DEST_STYLES;

  if (word->does == RTF_DOES_BASED_ON && in_table)
    {
      style->has_parent = TRUE;
      style->parent = token->number;
    }
  else if (word->does == RTF_DOES_OUTLINE)
    {
      const int level = token->number >= 0 && token->number < 9 ? token->number + 1 : 0;
      self->now.outline = level;
      if (in_table)
        style->level = (guint)level;
    }
  else if (word->does == RTF_DOES_BOLD)
    {
      self->now.bold = is_on (token);
      style->bold = in_table && is_on (token);
    }
  else if (word->does == RTF_DOES_HIDDEN)
    {
      self->now.hidden = is_on (token);
      style->hidden = in_table && is_on (token);
    }
}

/* Back to what a document begins with. */
static void
do_plain (RtfBody *self, const RtfWord *word)
{
  RtfState *now = &self->now;

  if (word->does == RTF_DOES_PLAIN)
    {
      now->bold = now->hidden = now->deleted = FALSE;
      now->font = self->default_font;
      return;
    }
  now->style = 0;
  now->outline = -1;
  now->in_table = FALSE;
  now->depth = 0;
}

static void
do_property (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  RtfState *now = &self->now;

  switch (word->does)
    {
    case RTF_DOES_UNICODE_SKIP:
      now->skip_letters = (guint)CLAMP (token->number, 0, 16);
      break;
    case RTF_DOES_DEFAULT_FONT:
      self->default_font = now->font = token->number;
      break;
    case RTF_DOES_FONT_RTL:
      now->font_rtl = token->number;
      break;
    case RTF_DOES_RTL:
      now->rtl = word->value;
      break;
    case RTF_DOES_CHARSET:
      self->tables->charset = token->number;
      break;
    case RTF_DOES_FONT_PAGE:
      self->tables->page = (guint)MAX (token->number, 0);
      break;
    case RTF_DOES_DELETED:
      now->deleted = is_on (token);
      break;
    case RTF_DOES_IN_TABLE:
      now->in_table = TRUE;
      break;
    case RTF_DOES_TABLE_DEPTH:
      now->depth = (guint)CLAMP (token->number, 0, 16);
      break;
    case RTF_DOES_EMBED:
      self->omissions->left.objects++;
      break;
    default:
      do_style_property (self, word, token);
    }
}

/* ---- what control words do: words */

/* A paragraph that ends with a deletion goes on with the next one. */
static void
do_paragraph (RtfBody *self)
{
  if (self->now.dest == RTF_DEST_TEXT && !self->now.deleted)
    rtf_flows_paragraph (self->flows, rtf_text_rows (&self->now),
                         rtf_text_level (self, &self->now));
  else
    rtf_text_add (self, "\n", 1);
}

static void
do_table (RtfBody *self, RtfDoes does)
{
  if (does == RTF_DOES_NESTED_ROW
      && (self->now.dest == RTF_DEST_PROPS || self->now.dest == RTF_DEST_TEXT))
    {
      rtf_flows_nested_row (self->flows);
      return;
    }
  if (self->now.dest != RTF_DEST_TEXT)
    return;
  if (does == RTF_DOES_ROW)
    {
      rtf_flows_row (self->flows);
      return;
    }
  /* What has a cell is a table. */
  self->now.in_table = TRUE;
  rtf_flows_cell (self->flows, does == RTF_DOES_CELL ? 1 : MAX (rtf_text_rows (&self->now), 2));
}

static void
do_words (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  switch (word->does)
    {
    case RTF_DOES_LETTER:
      rtf_text_letter (self, word->value);
      break;
    case RTF_DOES_UNICODE:
      rtf_text_unicode (self, token->number);
      break;
    case RTF_DOES_PARAGRAPH:
      rtf_text_flush (self, TRUE);
      do_paragraph (self);
      break;
    default:
      rtf_text_flush (self, TRUE);
      do_table (self, word->does);
    }
}

/* ---- control words */

static void
body_destination (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  self->omissions->pictures
      += strcmp (token->word, "pict") == 0 || strcmp (token->word, "shppict") == 0;
  rtf_group_begin (self, word->value);
}

static void
body_do (RtfBody *self, const RtfWord *word, const RtfToken *token)
{
  switch (word->does)
    {
    case RTF_DOES_DEST:
      body_destination (self, word, token);
      break;
    case RTF_DOES_NOTHING:
      if (self->now.shown && strcmp (token->word, "fldrslt") == 0)
        self->skip = 1;
      break;
    case RTF_DOES_LETTER:
    case RTF_DOES_UNICODE:
    case RTF_DOES_PARAGRAPH:
    case RTF_DOES_CELL:
    case RTF_DOES_NESTED_CELL:
    case RTF_DOES_ROW:
    case RTF_DOES_NESTED_ROW:
      do_words (self, word, token);
      break;
    case RTF_DOES_FONT:
      do_font (self, token);
      break;
    case RTF_DOES_PAGE:
      do_page (self, word, token);
      break;
    case RTF_DOES_PLAIN:
    case RTF_DOES_PLAIN_PARAGRAPH:
      rtf_text_flush (self, FALSE);
      do_plain (self, word);
      break;
    case RTF_DOES_STYLE:
    case RTF_DOES_STYLE_LETTERS:
    case RTF_DOES_STYLE_OTHER:
      rtf_text_flush (self, FALSE);
      do_style (self, word, token);
      break;
    default:
      rtf_text_flush (self, FALSE);
      do_property (self, word, token);
    }
}

static void
body_word (RtfBody *self, const RtfToken *token)
{
  const RtfWord *word = rtf_word_find (token->word);
  const gboolean star = self->now.star;

  self->now.star = FALSE;
  if (self->to_skip > 0 && word != NULL && word->does == RTF_DOES_LETTER)
    {
      self->to_skip--;
      return;
    }
  self->to_skip = 0;
  /* A group that begins so may be left out by whoever does not know it. */
  if (star && word == NULL && self->around->len > 1)
    self->skip = 1;
  else if (word != NULL)
    body_do (self, word, token);
}

static void
body_symbol (RtfBody *self, int symbol)
{
  static const struct
  {
    char symbol;
    gunichar c;
  } letters[] = { { '\\', '\\' },  { '{', '{' },  { '}', '}' },  { '~', 0xA0 },
                  { '_', 0x2011 }, { '-', 0xAD }, { '\t', '\t' } };

  if (symbol == '*')
    self->now.star = TRUE;
  else if (symbol == '\n' || symbol == '\r')
    body_word (self, &(RtfToken){ .kind = RTF_WORD, .word = "par" });
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].symbol == symbol)
      {
        const char byte = (char)symbol;
        if (self->to_skip > 0)
          self->to_skip--;
        else if (letters[i].c == (gunichar)symbol)
          rtf_text_bytes (self, &byte, 1);
        else
          rtf_text_letter (self, letters[i].c);
      }
}

/* ---- all of it */

static gboolean
body_take (RtfBody *self, const RtfToken *token, GError **error)
{
  const char byte = (char)token->number;

  if (token->kind == RTF_OPEN)
    return body_open (self, error);
  if (token->kind == RTF_CLOSE)
    body_close (self);
  else if (self->skip > 0)
    return TRUE;
  else if (token->kind == RTF_WORD)
    body_word (self, token);
  else if (token->kind == RTF_SYMBOL)
    body_symbol (self, token->number);
  else if (token->kind == RTF_BYTE)
    rtf_text_bytes (self, &byte, 1);
  else
    {
      for (gsize i = 0; i < token->size; i++)
        self->omissions->nuls += token->bytes[i] == '\0';
      rtf_text_bytes (self, token->bytes, token->size);
    }
  return TRUE;
}

/* Until the group that is the document ends, or the file does. */
static gboolean
body_scan (RtfBody *self, RtfScan *scan, GError **error)
{
  RtfToken token;

  do
    if (!rtf_scan_next (scan, &token))
      {
        self->omissions->is_cut = TRUE;
        rtf_text_flush (self, TRUE);
        rtf_flows_finish (self->flows, rtf_text_level (self, &self->now));
        return TRUE;
      }
    else if (!body_take (self, &token, error))
      return FALSE;
  while (self->around->len > 0);
  while (scan->at < scan->end && (g_ascii_isspace (*scan->at) || *scan->at == '\0'))
    scan->at++;
  self->omissions->rest = (gsize)(scan->end - scan->at);
  return TRUE;
}

gboolean
rtf_body_read (Source *source, const char *bytes, gsize size, RtfOmissions *omissions,
               GError **error)
{
  g_autoptr (RtfFlows) flows = rtf_flows_new (source);
  g_autoptr (RtfTables) tables = rtf_tables_new ();
  g_autoptr (RtfComments) comments = rtf_comments_new (source);
  g_autoptr (GArray) around = g_array_new (FALSE, TRUE, sizeof (RtfState));
  g_autoptr (GHashTable) letters = rtf_letters_table ();
  g_autoptr (GString) small = g_string_new (NULL);
  g_autoptr (GString) pending = g_string_new (NULL);
  gsize start = 0;

  rtf_scan_is_rtf (bytes, size, &start);
  RtfScan scan = { bytes + start, bytes + size };
  RtfBody body = { .source = source,
                   .omissions = omissions,
                   .flows = flows,
                   .tables = tables,
                   .comments = comments,
                   .now = { .skip_letters = 1, .outline = -1 },
                   .around = around,
                   .small = small,
                   .letters = letters,
                   .page = 1252,
                   .pending = pending };
  if (!body_scan (&body, &scan, error))
    return FALSE;
  rtf_comments_finish (comments);
  return TRUE;
}
