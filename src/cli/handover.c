/* What follows when words, or a document, become another case's, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/handover.h"

#include "cli/wording.h"

#define MOST_NAMED 4u

void
handover_append (GString *text, EspHandover *const *handovers, guint n, const char *to)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) with = g_ptr_array_new ();
  guint counted = 0, context = 0;
  for (guint i = 0; i < n; i++)
    {
      counted += handovers[i]->codings - handovers[i]->context;
      context += handovers[i]->context;
      if (handovers[i]->context > 0
          && !g_ptr_array_find_with_equal_func (with, handovers[i]->context_of, g_str_equal, NULL))
        g_ptr_array_add (with, handovers[i]->context_of);
      if (handovers[i]->is_gone)
        g_ptr_array_add (gone, g_strdup_printf ("'%s'", handovers[i]->from));
    }
  if (counted > 0)
    {
      g_autofree char *codings = wording_count (counted, "coding");
      g_string_append_printf (text, "; %s now %s for %s", codings,
                              counted == 1 ? "counts" : "count", *to != '\0' ? to : "no case");
    }
  if (context > 0)
    {
      g_autofree char *codings = wording_count (context, "coding");
      g_autofree char *cases = wording_list (with, MOST_NAMED);
      g_string_append_printf (text, "; %s now %s as context with %s", codings,
                              context == 1 ? "stands" : "stand", cases);
    }
  if (gone->len == 0)
    return;
  g_autofree char *list = wording_list (gone, MOST_NAMED);
  g_string_append_printf (text, "; gone, as nothing is left of %s: %s",
                          gone->len == 1 ? "it" : "them", list);
}

void
handover_warn (const Call *call, const EspHandover *handover, const char *to)
{
  if (handover->cells->len > 0)
    {
      g_autofree char *list = wording_list (handover->cells, MOST_NAMED);
      g_autofree char *cells = wording_count (handover->cells->len, "cell");
      call_warn (call,
                 "%s of '%s' %s on words of this document and stay%s with it: %s; chart anew what "
                 "the other case says",
                 cells, handover->from, handover->cells->len == 1 ? "rests" : "rest",
                 handover->cells->len == 1 ? "s" : "", list);
    }
  if (handover->keeps_words || handover->left->len == 0)
    return;
  g_autofree char *left = wording_list (handover->left, MOST_NAMED);
  g_autofree char *from = wording_argument (handover->from), *into = wording_argument (to);
  if (*to != '\0')
    call_warn (call, "'%s' stays, as it has: %s; if both are one: espalier cases join %s %s",
               handover->from, left, from, into);
  else
    call_warn (call, "'%s' stays, as it has: %s", handover->from, left);
}
