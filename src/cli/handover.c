/* What follows when words, or a document, become another case's, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/handover.h"

#include "cli/wording.h"

#define MOST_NAMED 4u

/* "Meaning, Hope and 3 more". */
static char *
handover_list (const GPtrArray *texts)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < texts->len && i < MOST_NAMED; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *)texts->pdata[i]);
  if (texts->len > MOST_NAMED)
    g_string_append_printf (list, " and %u more", texts->len - MOST_NAMED);
  return g_string_free (list, FALSE);
}

void
handover_append (GString *text, const EspHandover *handover, const char *to)
{
  if (handover->codings > 0)
    {
      g_autofree char *codings = wording_count (handover->codings, "coding");
      g_string_append_printf (text, "; %s now %s", codings,
                              handover->codings == 1 ? "counts" : "count");
      if (*to != '\0')
        g_string_append_printf (text, " for %s", to);
      else
        g_string_append (text, " for no case");
    }
  if (handover->is_gone)
    g_string_append_printf (text, "; gone, as nothing is left of it: '%s'", handover->from);
}

void
handover_warn (const Call *call, const EspHandover *handover, const char *to)
{
  if (handover->cells->len > 0)
    {
      g_autofree char *list = handover_list (handover->cells);
      g_autofree char *cells = wording_count (handover->cells->len, "cell");
      call_warn (call,
                 "%s of '%s' %s on words of this document and stay%s with it: %s; chart anew what "
                 "the other case says",
                 cells, handover->from, handover->cells->len == 1 ? "rests" : "rest",
                 handover->cells->len == 1 ? "s" : "", list);
    }
  if (handover->keeps_words || handover->left->len == 0)
    return;
  g_autofree char *left = handover_list (handover->left);
  g_autofree char *from = wording_argument (handover->from), *into = wording_argument (to);
  if (*to != '\0')
    call_warn (call, "'%s' stays, as it has: %s; if both are one: espalier cases join %s %s",
               handover->from, left, from, into);
  else
    call_warn (call, "'%s' stays, as it has: %s", handover->from, left);
}
