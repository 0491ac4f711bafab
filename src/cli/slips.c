/* Asking about new names that are nearly others: what is new, what it may be, and what mends it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/wording.h"

#include <stdio.h>

#define MOST_ASKED 8u
#define MOST_NAMED 4u

/* What to type if it is a slip. */
static char *
slip_mend (const EspSlip *slip)
{
  const gboolean one = slip->holders->len == 1;
  g_autofree char *holder = wording_argument (slip->holders->pdata[0]);
  g_autofree char *pair = g_strdup_printf ("%s=%s", slip->of, slip->near);
  g_autofree char *said = wording_argument (pair), *near = wording_argument (slip->near);
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
    default:
      return g_strdup ("espalier undo, and give it the other name");
    }
}

/* "region 'Nroth' (P-02) is new, and nearly 'North' (3 cases)". */
static char *
slip_words (const EspSlip *slip)
{
  g_autofree char *holders = wording_list (slip->holders, MOST_NAMED);
  g_autofree char *others
      = wording_count (slip->near_holders, slip->sort == ESP_NAME_SESSION ? "document" : "case");
  const gboolean is_value = slip->sort == ESP_NAME_VALUE || slip->sort == ESP_NAME_SESSION;
  return g_strdup_printf ("%s '%s'%s%s%s is new, and nearly '%s'%s%s%s", slip->of, slip->name,
                          is_value ? " (" : "", is_value ? holders : "", is_value ? ")" : "",
                          slip->near, is_value && slip->near_holders > 0 ? " (" : "",
                          is_value && slip->near_holders > 0 ? others : "",
                          is_value && slip->near_holders > 0 ? ")" : "");
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
    call_warn (call, "and %u more new names that are nearly others", call->slips->len - MOST_ASKED);
}
