/* Names that somebody may have meant: containment first, then edit distance (Levenshtein 1966) over
 * code points; and names that are one, with a slip.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near.h"
#include "base/text.h"

#include <string.h>

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

/* ---- slips */

#define SLIP_LETTERS_LEAST 4 /* of a word; one change makes another word of a shorter one */
#define SLIP_TWO_LEAST 8     /* of a word in which two letters may be wrong */

/* What a name is made of: words, numbers, and signs that mean something. */
struct _NearName
{
  GPtrArray *words; /* gunichar *, 0 at the end */
  GString *fixed;   /* the numbers and signs, in order */
  GString *letters; /* all words together */
};

void
near_name_free (NearName *name)
{
  g_ptr_array_unref (name->words);
  g_string_free (name->fixed, TRUE);
  g_string_free (name->letters, TRUE);
  g_free (name);
}

/* Whether a sign is merely a way of writing: "New-York", "Dr. Lane". Others tell: "A+", "<5". */
static gboolean
is_mere_sign (gunichar c)
{
  return c < 0x80 ? strchr (" -_.,;:'\"()/", (int)c) != NULL
                  : c == 0x2018 || c == 0x2019 || g_unichar_isspace (c);
}

/* Where a run of such characters that begins at `at` ends. */
static const char *
run_end (const char *at, gboolean (*belongs) (gunichar c))
{
  while (belongs (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

NearName *
near_name_new (const char *text)
{
  g_autofree char *folded = text_fold_name (text);
  NearName *name = g_new0 (NearName, 1);
  name->words = g_ptr_array_new_with_free_func (g_free);
  name->fixed = g_string_new (NULL);
  name->letters = g_string_new (NULL);
  for (const char *at = folded; *at != '\0';)
    {
      const char *from = at;
      const gunichar c = g_utf8_get_char (at);
      at = g_utf8_next_char (at);
      if (is_letter (c))
        {
          at = run_end (from, is_letter);
          g_ptr_array_add (name->words, g_utf8_to_ucs4_fast (from, at - from, NULL));
          g_string_append_len (name->letters, from, at - from);
        }
      else if (g_unichar_isdigit (c))
        {
          at = run_end (from, g_unichar_isdigit);
          g_string_append_len (name->fixed, from, at - from);
          g_string_append_c (name->fixed, ' ');
        }
      else if (!is_mere_sign (c))
        g_string_append_unichar (name->fixed, c);
    }
  return name;
}

const char *
near_name_fixed (const NearName *name)
{
  return name->fixed->str;
}

static glong
letters_of (const gunichar *word)
{
  glong n = 0;
  while (word[n] != 0)
    n++;
  return n;
}

#define ANOTHER_WORD 3u /* more letters than may be wrong */

/* How many letters of a word are wrong; two that changed places count as one. Slips seldom begin a
 * word, where other words often differ: "employed", "unemployed". */
static guint
slip_of_word (const gunichar *a, const gunichar *b)
{
  glong a_len = letters_of (a), b_len = letters_of (b);
  const glong least = MIN (a_len, b_len);
  if (a_len == b_len && memcmp (a, b, (gsize)a_len * sizeof *a) == 0)
    return 0;
  if (least < SLIP_LETTERS_LEAST || MAX (a_len, b_len) > LONGEST
      || (a[0] != b[0] && !(a[0] == b[1] && a[1] == b[0])))
    return ANOTHER_WORD;
  for (; a_len > 0 && b_len > 0 && a[0] == b[0]; a++, b++, a_len--)
    b_len--;
  for (; a_len > 0 && b_len > 0 && a[a_len - 1] == b[b_len - 1]; a_len--)
    b_len--;
  if (a_len == 2 && b_len == 2 && a[0] == b[1] && a[1] == b[0])
    return 1;
  const guint distance = distance_between (a, a_len, b, b_len);
  return distance <= (least >= SLIP_TWO_LEAST ? 2 : 1) ? distance : ANOTHER_WORD;
}

gboolean
near_name_slip (const NearName *a, const NearName *b)
{
  if (!g_string_equal (a->fixed, b->fixed))
    return FALSE;
  if (g_string_equal (a->letters, b->letters))
    return a->letters->len + a->fixed->len > 0;
  if (a->words->len != b->words->len)
    return FALSE;
  guint wrong = 0;
  for (guint i = 0; i < a->words->len && wrong < ANOTHER_WORD; i++)
    wrong += slip_of_word (a->words->pdata[i], b->words->pdata[i]);
  return wrong < ANOTHER_WORD;
}

#define LOOKS_LEAST 3 /* letters of a label; shorter ones are initials, and differ by one */

/* What is left of a name when letters that look alike are the same. */
static char *
looks_of (const char *text)
{
  char *folded = text_fold_name (text);
  for (char *at = folded; *at != '\0'; at++)
    if (strchr ("l1|", *at) != NULL)
      *at = 'i';
    else if (*at == '0')
      *at = 'o';
  return folded;
}

gboolean
near_label_slip (const char *a, const char *b)
{
  g_autofree char *a_looks = looks_of (a), *b_looks = looks_of (b);
  g_autoptr (NearName) a_name = near_name_new (a);
  g_autoptr (NearName) b_name = near_name_new (b);
  return (strlen (a_looks) >= LOOKS_LEAST && g_str_equal (a_looks, b_looks))
         || near_name_slip (a_name, b_name);
}
