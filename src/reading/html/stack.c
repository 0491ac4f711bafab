/* The elements that are open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/stack.h"

#include <string.h>

void
html_stack_init (HtmlStack *self)
{
  memset (self, 0, sizeof *self);
  self->entries = g_array_new (FALSE, TRUE, sizeof (HtmlEntry));
}

void
html_stack_clear (HtmlStack *self)
{
  g_array_unref (self->entries);
}

HtmlEntry *
html_stack_entry (const HtmlStack *self, guint place)
{
  return &g_array_index (self->entries, HtmlEntry, place);
}

guint
html_stack_depth (const HtmlStack *self)
{
  return self->entries->len;
}

HtmlState
html_stack_state (const HtmlStack *self)
{
  static const HtmlState nothing = { 0 };

  return self->entries->len > 0 ? html_stack_entry (self, self->entries->len - 1)->state : nothing;
}

/* ---- what holds inside */

static gboolean
switched (StyleSwitch by, gboolean around)
{
  return by == STYLE_UNSAID ? around : by == STYLE_YES;
}

static void
stack_settle (const HtmlStack *self, guint place)
{
  static const HtmlState nothing = { 0 };
  const HtmlState around = place > 0 ? html_stack_entry (self, place - 1)->state : nothing;
  HtmlEntry *entry = html_stack_entry (self, place);
  HtmlState *state = &entry->state;

  *state = around;
  state->bold = switched (entry->style.bold, around.bold);
  state->pre = switched (entry->style.pre, around.pre);
  state->unseen = switched (entry->style.unseen, around.unseen);
  state->notes = around.notes || entry->notes;
  state->level = entry->level > 0 ? entry->level : around.level;
  /* The text of a comment is kept, but not what is left out of it. */
  if (around.omit == OMIT_NOTHING || (around.omit == OMIT_COMMENT && entry->omit != OMIT_NOTHING))
    state->omit = entry->omit;
}

void
html_stack_settle (HtmlStack *self, guint place)
{
  for (; place < self->entries->len; place++)
    stack_settle (self, place);
}

void
html_stack_push (HtmlStack *self, const HtmlEntry *entry)
{
  g_array_append_val (self->entries, *entry);
  self->open[entry->name % G_N_ELEMENTS (self->open)]++;
  stack_settle (self, self->entries->len - 1);
}

void
html_stack_remove (HtmlStack *self, guint place)
{
  self->open[html_stack_entry (self, place)->name % G_N_ELEMENTS (self->open)]--;
  g_array_remove_index (self->entries, place);
  html_stack_settle (self, place);
}

/* ---- what is open */

guint
html_stack_find_name (const HtmlStack *self, guint name)
{
  if (self->open[name % G_N_ELEMENTS (self->open)] == 0)
    return 0;
  for (guint place = self->entries->len; place > 0; place--)
    {
      const HtmlEntry *entry = html_stack_entry (self, place - 1);
      if (entry->name == name)
        return place;
      /* An end tag inside a cell ends nothing outside the table, but a table may end with cells
       * open. */
      if (entry->element->tag == HTML_TABLE)
        return 0;
    }
  return 0;
}

guint
html_stack_find_tag (const HtmlStack *self, HtmlTag tag, guint walls)
{
  for (guint place = self->entries->len; place > 0; place--)
    {
      const HtmlTag open = html_stack_entry (self, place - 1)->element->tag;
      if (open == tag)
        return place;
      if (walls & HTML_WALL (open))
        return 0;
    }
  return 0;
}
