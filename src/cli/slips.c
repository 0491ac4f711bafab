/* Asking about new names that are nearly others: what is new, what it may be, and what mends it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/wording.h"

#include <stdio.h>

#define MOST_ASKED 8u
#define MOST_NAMED 4u

/* What is meant, as it is typed. */
static char *
slip_near (const EspSlip *slip)
{
  switch (slip->near_part)
    {
    case ESP_PART_INTERVIEWER:
      return g_strdup ("--as interviewer");
    case ESP_PART_OTHER:
      return g_strdup ("--as other");
    case ESP_PART_CASE:
      return wording_argument (slip->near_case);
    case ESP_PART_UNKNOWN:
    default:
      return slip->near_labels > 1 ? g_strdup ("LABEL") : wording_argument (slip->near);
    }
}

/* What to type if it is a slip. */
static char *
slip_mend (const EspSlip *slip)
{
  const gboolean one = slip->holders->len == 1;
  g_autofree char *holder = wording_argument (slip->holders->pdata[0]);
  g_autofree char *pair = g_strdup_printf ("%s=%s", slip->of, slip->near);
  g_autofree char *said = wording_argument (pair);
  g_autofree char *near = slip_near (slip);
  const char *which = slip->near_labels > 1 ? ", with the right label" : "";
  switch (slip->sort)
    {
    case ESP_NAME_CASE:
      return g_strdup_printf ("espalier cases join %s %s", holder, near);
    case ESP_NAME_VALUE:
      if (slip->by_label)
        return g_strdup_printf ("espalier cases join %s LABEL, with the right label",
                                one ? holder : "CASE");
      return g_strdup_printf ("espalier attributes set %s %s%s", one ? holder : "CASE", said,
                              one ? "" : ", for each of them");
    case ESP_NAME_SESSION:
      return g_strdup_printf ("espalier sessions set %s %s%s", one ? holder : "DOCUMENT", said,
                              one ? "" : ", for each of them");
    case ESP_NAME_DOCUMENT:
      return g_strdup_printf ("espalier documents set %s --case %s%s", holder, near, which);
    case ESP_NAME_SPEAKER:
      {
        g_autofree char *name = wording_argument (slip->name);
        return g_strdup_printf ("espalier cases name %s %s%s%s%s", name, near, one ? " --in " : "",
                                one ? holder : "", which);
      }
    case ESP_NAME_GROUP:
    default:
      return g_strdup ("espalier undo, and give it the other name");
    }
}

/* "region 'Nroth' (P-02) is new, and nearly 'North' (3 cases)"; "document 'EP 01' is new, and
 * nearly the label 'EP01'". */
static char *
slip_words (const EspSlip *slip)
{
  g_autofree char *holders = wording_list (slip->holders, MOST_NAMED);
  g_autofree char *others
      = wording_count (slip->near_holders, slip->sort == ESP_NAME_SESSION ? "document" : "case");
  const gboolean is_value = slip->sort == ESP_NAME_VALUE || slip->sort == ESP_NAME_SESSION;
  const gboolean held = is_value || slip->sort == ESP_NAME_SPEAKER;
  const gboolean counted = is_value && slip->near_holders > 0;
  return g_strdup_printf ("%s '%s'%s%s%s is new, and nearly %s'%s'%s%s%s", slip->of, slip->name,
                          held ? " (" : "", held ? holders : "", held ? ")" : "",
                          slip->near_labels > 1    ? "one of the labels "
                          : slip->near_labels == 1 ? "the label "
                                                   : "",
                          slip->near, counted ? " (" : "", counted ? others : "",
                          counted ? ")" : "");
}

void
call_ask_slips (const Call *call)
{
  if (call->slips == NULL || call->slips->len == 0)
    return;
  fflush (stdout);
  for (guint i = 0; i < call->slips->len && i < MOST_ASKED; i++)
    {
      const EspSlip *slip = call->slips->pdata[i];
      g_autofree char *words = slip_words (slip), *mend = slip_mend (slip);
      if (call->dry_run)
        call_warn (call, "is it a slip? %s", words);
      else
        call_warn (call, "is it a slip? %s; if so: %s", words, mend);
    }
  if (call->slips->len > MOST_ASKED)
    {
      const guint more = call->slips->len - MOST_ASKED;
      call_warn (call, "and %u more new %s nearly %s", more,
                 more == 1 ? "name that is" : "names that are", more == 1 ? "another" : "others");
    }
}
