/* Groups of an RTF file that are something by themselves: tables, notes, boxes, comments, the marks
 * of lists, the codes of fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/state.h"

#include <string.h>

/* Texts inside one another; no document has as many. */
#define FLOWS_MAX 50

/* ---- beginning */

static void
skip_group (RtfBody *self)
{
  self->skip = 1;
}

/* Words that are read by themselves, when the group ends. */
static void
begin_small (RtfBody *self, RtfDest dest)
{
  g_string_truncate (self->small, 0);
  self->now.dest = dest;
  self->now.ends = dest;
}

/* What was deleted or hidden takes its notes and boxes along. */
static gboolean
flow_is_shown (RtfBody *self)
{
  if (self->now.deleted)
    {
      self->omissions->left.deletions += !self->in_deletion;
      self->in_deletion = TRUE;
    }
  self->omissions->left.hidden += self->now.hidden;
  return !self->now.deleted && !self->now.hidden && rtf_flows_depth (self->flows) < FLOWS_MAX;
}

static void
begin_flow (RtfBody *self, RtfDest dest)
{
  const RtfFlowKind kind = dest == RTF_DEST_BOX    ? RTF_FLOW_BOX
                           : dest == RTF_DEST_NOTE ? RTF_FLOW_NOTE
                                                   : RTF_FLOW_PAGE;

  if (!flow_is_shown (self))
    {
      skip_group (self);
      return;
    }
  rtf_flows_begin (self->flows, rtf_text_rows (&self->now), kind);
  self->now.dest = RTF_DEST_TEXT;
  self->now.ends = dest;
  self->now.in_table = FALSE;
  self->now.depth = 0;
  self->now.outline = -1;
  self->now.style = 0;
  self->now.bold = FALSE;
}

/* Whether such a group may stand where words go to `around`. */
static gboolean
is_at_home (const RtfState *around, RtfDest dest)
{
  switch (dest)
    {
    case RTF_DEST_BOX:
      return around->dest == RTF_DEST_TEXT
             || (around->dest == RTF_DEST_SILENT && around->back == RTF_DEST_TEXT);
    case RTF_DEST_SILENT:
      return around->dest == RTF_DEST_TEXT || around->dest == RTF_DEST_SILENT;
    case RTF_DEST_PERSON:
      return around->dest == RTF_DEST_INFO;
    case RTF_DEST_DATE:
    case RTF_DEST_REFERENCE:
      return around->dest == RTF_DEST_COMMENT;
    case RTF_DEST_MARK:
      return around->dest == RTF_DEST_TEXT || around->dest == RTF_DEST_COMMENT;
    case RTF_DEST_EITHER:
      return around->dest != RTF_DEST_EITHER;
    case RTF_DEST_BACK:
      return TRUE;
    default:
      return around->dest == RTF_DEST_TEXT;
    }
}

static void
begin_other (RtfBody *self, RtfDest dest)
{
  RtfState *now = &self->now;

  if (dest == RTF_DEST_BACK)
    {
      if (now->dest == RTF_DEST_SILENT || now->dest == RTF_DEST_EITHER)
        now->dest = now->back;
      return;
    }
  if (now->dest != RTF_DEST_SILENT)
    now->back = now->dest;
  now->dest = dest;
  if (dest == RTF_DEST_COMMENT)
    {
      now->ends = dest;
      now->hidden = now->deleted = FALSE;
    }
}

void
rtf_group_begin (RtfBody *self, RtfDest dest)
{
  /* The first word of a group decides; the document itself is none of these. */
  if (self->around->len < 2 || self->now.ends != RTF_DEST_TEXT)
    return;
  rtf_text_flush (self, TRUE);
  if (dest == RTF_DEST_SKIP || !is_at_home (&self->now, dest))
    {
      skip_group (self);
      return;
    }
  switch (dest)
    {
    case RTF_DEST_BOX:
    case RTF_DEST_NOTE:
    case RTF_DEST_PAGE:
      begin_flow (self, dest);
      break;
    case RTF_DEST_MARK:
    case RTF_DEST_FIELD:
    case RTF_DEST_AUTHOR:
    case RTF_DEST_DATE:
    case RTF_DEST_REFERENCE:
    case RTF_DEST_RANGE_START:
    case RTF_DEST_RANGE_END:
      begin_small (self, dest);
      break;
    default:
      begin_other (self, dest);
    }
}

/* ---- ending */

/* SYMBOL 183 \f "Symbol": a sign of a font. */
static void
show_symbol (RtfBody *self, const char *code)
{
  const char *font = strstr (code, "\\f ");
  const guint64 number = g_ascii_strtoull (code, NULL, 0);
  g_autofree char *name = NULL;

  if (font != NULL)
    {
      font += 3 + strspn (font + 3, " \"");
      name = g_strndup (font, strcspn (font, "\"\\"));
      g_strchomp (name);
    }
  const guint page = name != NULL ? rtf_letters_page_of_name (name, FALSE) : 0;
  const RtfLetters *letters = rtf_letters_get (self->letters, page != 0 ? page : 1252);
  if (number > 0xFF)
    rtf_text_unicode (self, (int)MIN (number, 0x110000));
  else
    rtf_text_letter (self, letters->table[number]);
  self->to_skip = 0;
}

/* EQ \o\ad(\s\up 10(reading),words): words with their reading above them, which is left out. */
static gboolean
show_ruby (RtfBody *self, const char *code)
{
  const char *reading = strstr (code, "\\s\\up");
  const char *words = reading != NULL ? strchr (reading, ')') : NULL;
  const char *end = strrchr (code, ')');

  if (words == NULL || (words[1] != ',' && words[1] != ';') || end < words + 2)
    return FALSE;
  rtf_text_add (self, words + 2, (gsize)(end - words - 2));
  self->omissions->left.readings++;
  return TRUE;
}

/* Fields whose words stand in their code, whether or not they are said again. */
static void
end_field (RtfBody *self, const char *code)
{
  if (g_ascii_strncasecmp (code, "SYMBOL ", 7) == 0)
    {
      self->now.shown = TRUE;
      show_symbol (self, code + 7);
    }
  else if (g_ascii_strncasecmp (code, "EQ ", 3) == 0)
    self->now.shown = show_ruby (self, code + 3);
}

static void
end_comment (RtfBody *self)
{
  gboolean is_new = FALSE;
  const guint place = rtf_comments_end (self->comments, &is_new);
  const guint rows = rtf_text_rows (&self->now);

  if (is_new)
    rtf_flows_anchor (self->flows, rows, place, FALSE);
  if (is_new)
    rtf_flows_anchor (self->flows, rows, place, TRUE);
}

static void
end_range (RtfBody *self, const char *reference, gboolean is_end)
{
  const guint place = rtf_comments_place (self->comments, reference);

  rtf_flows_anchor (self->flows, rtf_text_rows (&self->now), place, is_end);
}

static void
end_mark (RtfBody *self, const char *mark, const RtfState *ended)
{
  if (self->now.dest == RTF_DEST_COMMENT)
    g_string_append (self->comments->text, mark);
  else if (!ended->deleted && !ended->hidden)
    rtf_flows_mark (self->flows, mark);
}

void
rtf_group_end (RtfBody *self, const RtfState *ended)
{
  if (ended->ends == RTF_DEST_TEXT)
    return;
  const char *small = g_strstrip (self->small->str); /* it is read once */
  switch (ended->ends)
    {
    case RTF_DEST_BOX:
    case RTF_DEST_NOTE:
    case RTF_DEST_PAGE:
      rtf_flows_end (self->flows, rtf_text_level (self, ended));
      break;
    case RTF_DEST_COMMENT:
      end_comment (self);
      break;
    case RTF_DEST_MARK:
      end_mark (self, small, ended);
      break;
    case RTF_DEST_FIELD:
      end_field (self, small);
      break;
    case RTF_DEST_AUTHOR:
      rtf_comments_author (self->comments, small);
      break;
    case RTF_DEST_DATE:
      rtf_comments_date (self->comments, small);
      break;
    case RTF_DEST_REFERENCE:
      rtf_comments_refer (self->comments, small);
      break;
    case RTF_DEST_RANGE_START:
    case RTF_DEST_RANGE_END:
      end_range (self, small, ended->ends == RTF_DEST_RANGE_END);
      break;
    default:
      break;
    }
}
