/* The cases of a study by their labels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/roster.h"

#include "base/near.h"
#include "base/text.h"
#include "store/store.h"
#include "study/personal.h"

#define NEAR_MAX 20 /* unknown labels for which those like them are looked for */

struct _Roster
{
  LabelSchemes *schemes;
  GPtrArray *labels;    /* char * */
  GHashTable *by_label; /* folded label -> the label, borrowed */
  guint unknown;        /* labels of which trouble was told */
};

void
roster_free (Roster *roster)
{
  label_schemes_free (roster->schemes);
  g_hash_table_unref (roster->by_label);
  g_ptr_array_unref (roster->labels);
  g_free (roster);
}

Roster *
roster_load (EspStudy *study, GError **error)
{
  LabelSchemes *schemes = label_schemes_load (study, error);
  if (schemes == NULL)
    return NULL;
  g_autoptr (Roster) roster = g_new0 (Roster, 1);
  roster->schemes = schemes;
  roster->labels = g_ptr_array_new_with_free_func (g_free);
  roster->by_label = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (Query) query
      = store_query (study, "SELECT label FROM study_case WHERE gone = 0 ORDER BY label, id");
  while (query_step (query, error))
    {
      char *label = g_strdup (query_text (query, 0));
      g_autofree char *folded = text_fold_name (label);
      g_ptr_array_add (roster->labels, label);
      if (!g_hash_table_contains (roster->by_label, folded))
        g_hash_table_insert (roster->by_label, g_steal_pointer (&folded), label);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&roster);
}

RosterFind
roster_find (const Roster *roster, const char *written, char **label, gboolean *corrected,
             char **why)
{
  g_autofree char *folded = text_fold_name (written), *upper = g_utf8_strup (written, -1);
  g_autofree char *reason = NULL;
  g_autoptr (Label) read = NULL;
  const char *own = g_hash_table_lookup (roster->by_label, folded);
  RosterFind found = own != NULL ? ROSTER_CASE : ROSTER_NONE;
  gboolean is_corrected = FALSE;
  if (own == NULL
      && (label_read (roster->schemes, written, &read, &reason)
          || (reason == NULL && label_read (roster->schemes, upper, &read, NULL))))
    {
      g_autofree char *canonical = text_fold_name (read->canonical);
      own = g_hash_table_lookup (roster->by_label, canonical);
      found = own != NULL ? ROSTER_CASE : ROSTER_LABEL;
      is_corrected = !g_str_equal (canonical, folded);
      if (own == NULL)
        own = read->canonical;
    }
  *label = g_strdup (own);
  if (corrected != NULL)
    *corrected = is_corrected;
  if (why != NULL)
    *why = g_steal_pointer (&reason);
  return found;
}

char *
roster_trouble (Roster *roster, const char *written, const char *why)
{
  if (personal_label (written))
    return g_strdup ("what should be a label looks like a person's name, birth date or NHS number; "
                     "cases are called by their labels");
  g_autofree char *near = why == NULL && roster->unknown++ < NEAR_MAX
                              ? near_names (written, roster->labels)
                              : NULL;
  return g_strdup_printf ("there is no case '%s'%s%s", written,
                          why != NULL    ? "; "
                          : near != NULL ? "; near it are: "
                                         : "",
                          why != NULL    ? why
                          : near != NULL ? near
                                         : "");
}
