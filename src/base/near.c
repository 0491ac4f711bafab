/* Names that somebody may have meant: containment first, then edit distance (Levenshtein 1966) over
 * code points.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near.h"
#include "base/text.h"

#define MOST_NAMES 5
#define LONGEST 80 /* code points; longer names are not compared letter by letter */

typedef struct
{
  const char *name;
  guint distance;
} Candidate;

static guint
distance_between (const gunichar *a, glong a_len, const gunichar *b, glong b_len)
{
  guint row[LONGEST + 1];
  for (glong j = 0; j <= b_len; j++)
    row[j] = (guint)j;
  for (glong i = 1; i <= a_len; i++)
    {
      guint diagonal = row[0];
      row[0] = (guint)i;
      for (glong j = 1; j <= b_len; j++)
        {
          const guint changed = diagonal + (a[i - 1] != b[j - 1]);
          diagonal = row[j];
          row[j] = MIN (changed, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[b_len];
}

/* FALSE when the two are not alike. */
static gboolean
compare_names (const char *text, const char *name, guint *distance)
{
  if (*text == '\0' || *name == '\0')
    return FALSE;
  if (strstr (name, text)) /* the beginning or a part of a name */
    {
      *distance = 1;
      return TRUE;
    }
  *distance = 3;
  if (strstr (text, name)) /* a name and more: farther than one that is misspelt */
    return TRUE;
  glong text_len, name_len;
  g_autofree gunichar *a = g_utf8_to_ucs4_fast (text, -1, &text_len);
  g_autofree gunichar *b = g_utf8_to_ucs4_fast (name, -1, &name_len);
  if (text_len > LONGEST || name_len > LONGEST)
    return FALSE;
  *distance = distance_between (a, text_len, b, name_len);
  return *distance <= (guint)MAX (1, MIN (text_len, name_len) / 3);
}

static gint
nearer_first (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return strcmp (x->name, y->name);
}

char *
near_names (const char *text, const GPtrArray *names)
{
  g_autofree char *folded = text_fold_name (text);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (guint i = 0; i < names->len; i++)
    {
      Candidate candidate = { .name = g_ptr_array_index (names, i) };
      g_autofree char *name = text_fold_name (candidate.name);
      if (compare_names (folded, name, &candidate.distance))
        g_array_append_val (found, candidate);
    }
  if (found->len == 0)
    return NULL;
  g_array_sort (found, nearer_first);
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < MIN (found->len, MOST_NAMES); i++)
    g_string_append_printf (list, "%s%s", i ? ", " : "", g_array_index (found, Candidate, i).name);
  return g_string_free (list, FALSE);
}
