/* Reading the words of a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/page.h"

#include "base/html.h"
#include "reading/html/comment.h"
#include "reading/html/list.h"
#include "reading/html/span.h"
#include "reading/html/stack.h"
#include "reading/html/trait.h"
#include "reading/html/words.h"

#include <string.h>

typedef struct
{
  const HtmlPlan *plan;
  HtmlOmissions *omissions;
  HtmlWords *words;
  HtmlComments *comments;
  HtmlStack stack;
  GArray *lists;      /* HtmlList */
  GArray *spans;      /* HtmlSpans: of the tables that are open and have rows */
  guint tables, ols;  /* how many began: places in the plan */
  GString *mark;      /* of Word, as it comes */
  guint marks;        /* elements that hold it */
  gboolean in_beyond; /* inside an element that is too deep and holds no elements */
} Page;

/* ---- leaving elements */

static void
page_settled (Page *self)
{
  const HtmlState state = html_stack_state (&self->stack);

  self->words->level = state.level;
  self->words->prose->notes = state.notes;
}

/* Paragraphs end at blocks; what is hidden takes no room. */
static void
page_boundary (Page *self, const HtmlState *state)
{
  if (state->omit == OMIT_COMMENT)
    html_comments_break (self->comments);
  if (state->omit != OMIT_HIDDEN)
    html_words_end (self->words);
}

static void
page_mark_end (Page *self)
{
  if (--self->marks > 0)
    return;
  g_autofree char *mark = html_words_normal_mark (self->mark->str);
  if (html_words_blank (self->words))
    {
      html_words_end (self->words); /* blanks alone are no paragraph, and have no mark */
      html_words_mark (self->words, mark);
    }
  else
    html_words_add (self->words, mark, strlen (mark), FALSE, FALSE);
  g_string_truncate (self->mark, 0);
}

static void
page_close_list (Page *self)
{
  g_array_set_size (self->lists, self->lists->len - 1);
}

static HtmlSpans *
page_spans (const Page *self)
{
  return &g_array_index (self->spans, HtmlSpans, self->spans->len - 1);
}

static void
page_close_row (Page *self)
{
  html_words_row_end (self->words);
  html_spans_row_end (page_spans (self));
}

static void
page_close (Page *self, guint place)
{
  const HtmlEntry *entry = html_stack_entry (&self->stack, place);

  if (entry->closes & CLOSE_QUOTE)
    html_words_add (self->words, "\u201D", strlen ("\u201D"), entry->state.bold, FALSE);
  if (entry->closes & CLOSE_MARK)
    page_mark_end (self);
  if (entry->closes & CLOSE_ABOUT)
    html_words_anchor (self->words, entry->comment, TRUE);
  if (entry->block)
    page_boundary (self, &entry->state);
  else if (entry->element->flags & HTML_BLOCK)
    self->words->space = TRUE;
  if (entry->closes & CLOSE_COMMENT)
    html_comments_end (self->comments, entry->comment);
  if (entry->closes & CLOSE_ITEM)
    html_words_mark (self->words, "");
  if (entry->closes & CLOSE_LIST)
    page_close_list (self);
  if (entry->closes & CLOSE_ROW)
    page_close_row (self);
  if (entry->closes & CLOSE_TABLE)
    g_array_set_size (self->spans, self->spans->len - 1);
  html_stack_remove (&self->stack, place);
  page_settled (self);
}

/* Closes everything from there on. */
static void
page_close_from (Page *self, guint place)
{
  while (html_stack_depth (&self->stack) > place)
    page_close (self, html_stack_depth (&self->stack) - 1);
}

static gboolean
page_close_tag (Page *self, HtmlTag tag, guint walls)
{
  const guint place = html_stack_find_tag (&self->stack, tag, walls);

  if (place > 0)
    page_close_from (self, place - 1);
  return place > 0;
}

/* ---- entering elements */

/* What an element ends by beginning. */
static void
page_make_room (Page *self, const HtmlElement *element)
{
  const guint cell = HTML_WALL (HTML_TD) | HTML_WALL (HTML_TABLE);

  if (html_stack_find_name (&self->stack, g_str_hash ("svg")) > 0)
    page_close_tag (self, HTML_SVG, 0);
  if (html_stack_find_name (&self->stack, g_str_hash ("p")) > 0)
    page_close_tag (self, HTML_P, cell);
  switch (element->tag)
    {
    case HTML_LI:
      page_close_tag (self, HTML_LI, cell | HTML_WALL (HTML_OL) | HTML_WALL (HTML_LIST));
      break;
    case HTML_DD:
      page_close_tag (self, HTML_DD, cell | HTML_WALL (HTML_DL));
      break;
    case HTML_TD:
      page_close_tag (self, HTML_TD, HTML_WALL (HTML_TR) | HTML_WALL (HTML_TABLE));
      break;
    case HTML_TR:
      page_close_tag (self, HTML_TR, HTML_WALL (HTML_TABLE));
      break;
    case HTML_TBODY:
      page_close_tag (self, HTML_TBODY, HTML_WALL (HTML_TABLE));
      break;
    default:
      break;
    }
}

static HtmlEntry *
page_find (Page *self, HtmlTag tag, guint walls)
{
  const guint place = html_stack_find_tag (&self->stack, tag, walls);

  return place > 0 ? html_stack_entry (&self->stack, place - 1) : NULL;
}

static void
page_open_list (Page *self, HtmlEntry *entry, const HtmlAttrs *attrs)
{
  guint items = 0;

  if (entry->element->tag == HTML_OL && self->ols <= self->plan->lists->len)
    items = g_array_index (self->plan->lists, guint, self->ols - 1);
  const HtmlList list = html_list_open (entry->element->tag, attrs, &entry->style, items);
  g_array_append_val (self->lists, list);
  entry->closes |= CLOSE_LIST;
}

static void
page_open_item (Page *self, HtmlEntry *entry, const HtmlAttrs *attrs)
{
  HtmlList *list
      = self->lists->len > 0 ? &g_array_index (self->lists, HtmlList, self->lists->len - 1) : NULL;
  g_autofree char *mark = html_list_mark (list, attrs, &entry->style);

  html_words_mark (self->words, mark);
  entry->closes |= CLOSE_ITEM;
}

static void
page_open_row (Page *self, HtmlEntry *entry)
{
  const HtmlEntry *table = page_find (self, HTML_TABLE, 0);

  if (table == NULL || !table->rows)
    return;
  html_words_row (self->words);
  entry->closes |= CLOSE_ROW;
}

/* A column that a cell above takes is an empty cell, as in other formats. */
static void
page_open_cell (Page *self, const HtmlAttrs *attrs)
{
  const HtmlEntry *row = page_find (self, HTML_TR, HTML_WALL (HTML_TABLE));

  if (row == NULL || !(row->closes & CLOSE_ROW))
    return;
  for (guint i = html_spans_taken (page_spans (self)); i > 0; i--)
    html_words_cell (self->words);
  html_words_cell (self->words);
  html_spans_cell (page_spans (self), attrs);
}

static void
page_open_table (Page *self, HtmlEntry *entry)
{
  const HtmlSpans none = { .column = 0 };

  entry->rows
      = self->tables <= self->plan->tables->len && self->plan->tables->data[self->tables - 1];
  if (!entry->rows)
    return;
  g_array_append_val (self->spans, none);
  entry->closes |= CLOSE_TABLE;
}

/* No cell reaches out of its part of the table. */
static void
page_open_table_part (Page *self)
{
  const HtmlEntry *table = page_find (self, HTML_TABLE, 0);

  if (table != NULL && table->rows)
    *page_spans (self) = (HtmlSpans){ .column = 0 };
}

static void
page_open_structure (Page *self, HtmlEntry *entry, const HtmlAttrs *attrs)
{
  switch (entry->element->tag)
    {
    case HTML_OL:
    case HTML_LIST:
      page_open_list (self, entry, attrs);
      break;
    case HTML_LI:
      page_open_item (self, entry, attrs);
      break;
    case HTML_TABLE:
      page_open_table (self, entry);
      break;
    case HTML_TR:
      page_open_row (self, entry);
      break;
    case HTML_TD:
      page_open_cell (self, attrs);
      break;
    case HTML_TBODY:
      page_open_table_part (self);
      break;
    default:
      break;
    }
}

/* The innermost element that is a part of the page by itself becomes a note, or a comment. */
static void
page_change_part (Page *self, const HtmlTrait *trait)
{
  guint place = html_stack_depth (&self->stack);
  gboolean is_new = FALSE;

  while (place > 0 && html_stack_entry (&self->stack, place - 1)->name != g_str_hash ("div"))
    place--;
  if (place == 0)
    return;
  HtmlEntry *part = html_stack_entry (&self->stack, place - 1);
  if (trait->kind == TRAIT_NOTE_BACK)
    part->notes = TRUE;
  else if (part->state.omit == OMIT_NOTHING)
    {
      part->omit = OMIT_COMMENT;
      part->comment = html_comments_get (self->comments, trait->number, &is_new);
      part->closes |= CLOSE_COMMENT;
    }
  html_stack_settle (&self->stack, place - 1);
  page_settled (self);
}

/* A sign in the text says what its comment is about, where nothing else has said it. */
static void
page_open_sign (Page *self, HtmlEntry *entry, const HtmlTrait *trait, HtmlOmit around)
{
  gboolean is_new = FALSE;

  entry->omit = OMIT_SIGN;
  if (around != OMIT_NOTHING && around != OMIT_SIGN)
    return;
  const guint comment = html_comments_get (self->comments, trait->number, &is_new);
  if (!is_new)
    return;
  html_words_anchor (self->words, comment, FALSE);
  html_words_anchor (self->words, comment, TRUE);
}

/* What an element is by its class, id or style, in pages of word processors. */
static void
page_open_trait (Page *self, HtmlEntry *entry, const HtmlTrait *trait)
{
  gboolean is_new = FALSE;

  switch (trait->kind)
    {
    case TRAIT_COMMENT_SIGN:
      page_open_sign (self, entry, trait, OMIT_NOTHING);
      break;
    case TRAIT_COMMENT:
      entry->omit = OMIT_COMMENT;
      entry->comment = html_comments_get (self->comments, trait->number, &is_new);
      entry->closes |= CLOSE_COMMENT;
      break;
    case TRAIT_COMMENT_BACK:
    case TRAIT_NOTE_BACK:
      page_change_part (self, trait);
      entry->omit = OMIT_SILENTLY;
      break;
    case TRAIT_NOTE:
      entry->notes = TRUE;
      break;
    case TRAIT_NOTE_SIGN:
      entry->omit = OMIT_SILENTLY;
      break;
    case TRAIT_NOTHING:
    default:
      break;
    }
}

static void
page_open_word (Page *self, HtmlEntry *entry)
{
  if (entry->style.word == WORD_MARK)
    {
      entry->closes |= CLOSE_MARK;
      self->marks++;
    }
  else if (entry->style.word == WORD_GAP && self->marks == 0)
    html_words_were_mark (self->words);
  if (*entry->style.comment != '\0')
    {
      gboolean is_new = FALSE;
      entry->comment = html_comments_of_word (self->comments, entry->style.comment,
                                              entry->style.comment_made_at, &is_new);
      entry->closes |= CLOSE_ABOUT;
      if (is_new)
        html_words_anchor (self->words, entry->comment, FALSE);
    }
}

static void
page_count (Page *self, const HtmlEntry *entry)
{
  self->omissions->deletions += entry->omit == OMIT_DELETED;
  self->omissions->fields += entry->element->tag == HTML_FIELD;
}

/* Only what is read has marks, rows and notes. */
static void
page_enter (Page *self, HtmlEntry *entry, const HtmlAttrs *attrs, const HtmlTrait *trait)
{
  const HtmlState around = html_stack_state (&self->stack);
  HtmlState inside = around;

  if (around.omit == OMIT_NOTHING)
    {
      inside.omit = entry->omit;
      page_count (self, entry);
    }
  if (entry->block)
    page_boundary (self, &inside);
  else if (entry->element->flags & HTML_BLOCK)
    self->words->space = TRUE;
  if (inside.omit == OMIT_NOTHING)
    {
      page_open_structure (self, entry, attrs);
      page_open_trait (self, entry, trait);
      page_open_word (self, entry);
      if (entry->element->tag == HTML_Q)
        {
          html_words_add (self->words, "\u201C", strlen ("\u201C"), around.bold, FALSE);
          entry->closes |= CLOSE_QUOTE;
        }
    }
  else if (trait->kind == TRAIT_COMMENT_SIGN)
    page_open_sign (self, entry, trait, around.omit);
  html_stack_push (&self->stack, entry);
  page_settled (self);
}

/* Too deep to be kept in mind: it can be left away unless it says what is not to be read. */
static void
page_beyond (Page *self, const HtmlEntry *entry, const char *name)
{
  const HtmlState around = html_stack_state (&self->stack);

  if (entry->omit == OMIT_SILENTLY && html_is_raw (name))
    self->in_beyond = TRUE;
  else if (around.omit != OMIT_NOTHING || around.unseen || entry->omit != OMIT_NOTHING
           || entry->style.unseen == STYLE_YES)
    self->omissions->too_deep = TRUE;
  else if (entry->block)
    html_words_end (self->words);
}

static void
page_void (Page *self, const HtmlElement *element, const HtmlAttrs *attrs)
{
  const HtmlState state = html_stack_state (&self->stack);

  if (state.omit != OMIT_NOTHING)
    return;
  if (element->tag == HTML_BR)
    html_words_break (self->words);
  else if (element->tag == HTML_INPUT)
    self->omissions->fields += html_is_field (attrs);
  else if (element->flags & HTML_BLOCK)
    {
      page_make_room (self, element);
      html_words_end (self->words);
    }
}

static gboolean page_end (const char *name, gpointer data);

static gboolean
page_start (const char *name, const HtmlAttrs *attrs, gboolean closed, gpointer data)
{
  Page *self = data;
  const HtmlElement *element = html_element (name);
  HtmlEntry entry = { .element = element, .name = g_str_hash (name) };
  HtmlTrait trait = { 0 };

  if (element->flags & HTML_VOID)
    {
      page_void (self, element, attrs);
      return FALSE;
    }
  self->tables += element->tag == HTML_TABLE;
  self->ols += element->tag == HTML_OL;
  html_trait_read (&trait, &entry, name, attrs, self->plan->sheet);
  if (element->flags & HTML_BLOCK)
    page_make_room (self, element);
  if (html_stack_depth (&self->stack) >= HTML_DEPTH_MOST)
    page_beyond (self, &entry, name);
  else
    page_enter (self, &entry, attrs, &trait);
  if (closed)
    page_end (name, self);
  return self->omissions->too_deep;
}

/* ---- end tags and words */

/* Whether an element that is a block stands above the place: then the end of what is not one is
 * none. */
static gboolean
has_block_from (const HtmlStack *stack, guint place)
{
  for (; place < html_stack_depth (stack); place++)
    if (html_stack_entry (stack, place)->element->flags & HTML_BLOCK)
      return TRUE;
  return FALSE;
}

static gboolean
page_end (const char *name, gpointer data)
{
  Page *self = data;
  const HtmlElement *element = html_element (name);

  if (self->in_beyond)
    {
      self->in_beyond = FALSE;
      return FALSE;
    }
  if (element->tag == HTML_BR)
    page_void (self, element, &(HtmlAttrs){ NULL, NULL });
  const guint place = html_stack_find_name (&self->stack, g_str_hash (name));
  if (place == 0)
    {
      const HtmlState state = html_stack_state (&self->stack);
      if (element->flags & HTML_BLOCK)
        page_boundary (self, &state);
    }
  else if (element->flags & HTML_FORMAT)
    page_close (self, place - 1);
  else if ((element->flags & HTML_BLOCK) || !has_block_from (&self->stack, place))
    page_close_from (self, place - 1);
  return FALSE;
}

/* Between a mark and its words Word puts blanks that do not break. */
static gboolean
is_gap (const char *text, gsize size)
{
  static const char blank[] = "\u00A0";

  while (size > 0)
    {
      const gsize length = g_ascii_isspace (*text)                                    ? 1
                           : size >= 2 && memcmp (text, blank, sizeof blank - 1) == 0 ? 2
                                                                                      : 0;
      if (length == 0)
        return FALSE;
      text += length;
      size -= length;
    }
  return TRUE;
}

static gboolean
has_words (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (text[i]))
      return TRUE;
  return FALSE;
}

static void
page_text (const char *text, gsize size, gpointer data)
{
  Page *self = data;
  const guint depth = html_stack_depth (&self->stack);
  const HtmlState state = html_stack_state (&self->stack);

  if (self->in_beyond)
    return;
  if (state.omit == OMIT_COMMENT)
    html_comments_add (self->comments, text, size);
  else if (state.omit != OMIT_NOTHING)
    self->omissions->met[state.omit] += has_words (text, size);
  else if (state.unseen)
    self->omissions->met[OMIT_HIDDEN] += has_words (text, size);
  else if (self->marks > 0)
    g_string_append_len (self->mark, text, (gssize)size);
  else if (depth == 0 || html_stack_entry (&self->stack, depth - 1)->style.word != WORD_GAP
           || !is_gap (text, size) || !html_words_blank (self->words))
    html_words_add (self->words, text, size, state.bold, state.pre);
}

/* LibreOffice writes a comment of the margin so, behind the words that it is about. */
static void
page_comment (const char *text, gsize size, gpointer data)
{
  Page *self = data;
  const HtmlState state = html_stack_state (&self->stack);

  if (!self->plan->of_libreoffice || self->in_beyond || state.omit != OMIT_NOTHING || state.unseen
      || html_stack_find_name (&self->stack, g_str_hash ("head")) > 0 || !has_words (text, size))
    return;
  g_autofree char *words = g_strndup (text, size);
  const guint comment = source_comment (self->comments->source, NULL, NULL, g_strstrip (words));
  html_words_anchor (self->words, comment, FALSE);
  html_words_anchor (self->words, comment, TRUE);
}

/* ---- all of it */

void
html_page_read (Source *source, const HtmlPlan *plan, const char *text, gsize size_bytes,
                HtmlOmissions *omissions)
{
  static const HtmlScan scan = { page_start, page_end, page_text, page_comment };
  g_autoptr (HtmlWords) words = html_words_new (source);
  g_autoptr (HtmlComments) comments = html_comments_new (source);
  Page self = { .plan = plan, .omissions = omissions, .words = words, .comments = comments };

  memset (omissions, 0, sizeof *omissions);
  html_stack_init (&self.stack);
  self.lists = g_array_new (FALSE, FALSE, sizeof (HtmlList));
  self.spans = g_array_new (FALSE, FALSE, sizeof (HtmlSpans));
  self.mark = g_string_new (NULL);
  html_scan (text, size_bytes, &scan, &self);
  page_close_from (&self, 0);
  html_words_end (words);
  prose_finish (words->prose);
  g_array_unref (self.lists);
  g_array_unref (self.spans);
  g_string_free (self.mark, TRUE);
  html_stack_clear (&self.stack);
}
