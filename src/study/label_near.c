/* Labels that somebody may have meant. Each scheme is read loosely: the parts in the order of its
 * canonical form, each by its own group of the pattern in any case, a number with whatever zeros,
 * and any signs between them. What is found so is written as the canonical form has it, and counts
 * only when a scheme then reads it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/label_near.h"
#include "base/pattern.h"
#include "base/text.h"
#include "store/store.h"

#include <string.h>

#define SIGNS "[\\s_.,:;()/\\-]{0,3}"
#define DIGITS_MOST 8u
#define CODE_MOST 3     /* letters of a code; a longer word in another case is a word */
#define WORDS_LEAST 4   /* letters that stand in all labels of a scheme and so tell it from words */
#define LETTER_MOST 20u /* bytes of a text in which single letters are tried */

/* One part of a canonical form. */
typedef struct
{
  char *name;
  Pattern *whole;
  gboolean counts; /* takes digits and no letters */
} Group;

typedef struct
{
  char *canonical;
  GPtrArray *groups; /* Group, in the order of the canonical form */
  Pattern *loose;
  guint letters; /* that the canonical form has outside its parts */
} Loose;

struct _LabelNear
{
  LabelSchemes *schemes;
  GPtrArray *loose; /* Loose */
};

static void
group_free (gpointer data)
{
  Group *group = data;
  g_free (group->name);
  g_clear_pointer (&group->whole, pattern_free);
  g_free (group);
}

static void
loose_free (gpointer data)
{
  Loose *loose = data;
  g_free (loose->canonical);
  g_ptr_array_unref (loose->groups);
  g_clear_pointer (&loose->loose, pattern_free);
  g_free (loose);
}

void
label_near_free (LabelNear *near)
{
  if (near == NULL)
    return;
  label_schemes_free (near->schemes);
  g_ptr_array_unref (near->loose);
  g_free (near);
}

/* ---- a scheme, read loosely */

/* Where the group ends that is open at `at`: at its closing parenthesis. NULL: nowhere. */
static const char *
group_end (const char *at)
{
  guint depth = 0;
  gboolean listed = FALSE; /* in [...] */

  for (; *at != '\0'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;
    else if (listed)
      listed = *at != ']';
    else if (*at == '[')
      listed = TRUE;
    else if (*at == '(')
      depth++;
    else if (*at == ')' && depth-- == 0)
      return at;
  return NULL;
}

/* What stands in the pattern's group of that name; NULL: there is none. */
static char *
group_source (const char *pattern, const char *name)
{
  static const char *const openings[] = { "(?<%s>", "(?P<%s>", "(?'%s'" };

  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_auto (GStrv) around = g_strsplit (openings[i], "%s", 2);
      g_autofree char *opening = g_strconcat (around[0], name, around[1], NULL);
      const char *at = strstr (pattern, opening);
      const char *from = at != NULL ? at + strlen (opening) : NULL;
      const char *end = from != NULL ? group_end (from) : NULL;
      if (end != NULL)
        return g_strndup (from, (gsize)(end - from));
    }
  return NULL;
}

static gboolean
group_takes (const Group *group, const char *text)
{
  g_autoptr (PatternScan) scan = pattern_scan_new (group->whole, text, strlen (text));
  gsize start, end;
  return pattern_scan_next (scan, &start, &end, NULL);
}

/* The number with as many digits as asked for, zeros before it; NULL: it has more. */
static char *
number_padded (const char *digits, guint width)
{
  while (*digits == '0' && digits[1] != '\0')
    digits++;
  const gsize size = strlen (digits);
  if (size > width)
    return NULL;
  g_autofree char *zeros = g_strnfill (width - size, '0');
  return g_strconcat (zeros, digits, NULL);
}

static gboolean
group_counts (const Group *group)
{
  gboolean counts = FALSE;
  for (guint width = 1; width <= DIGITS_MOST && !counts; width++)
    {
      g_autofree char *number = number_padded ("1", width);
      g_autofree char *ones = g_strnfill (width, '1');
      counts = group_takes (group, number) || group_takes (group, ones);
    }
  return counts && !group_takes (group, "A") && !group_takes (group, "AB")
         && !group_takes (group, "ABC");
}

/* Adds a part to the loose pattern; FALSE: the pattern has no such group, or not by itself. */
static gboolean
loose_add_group (Loose *loose, const char *pattern, const char *name_taken, GString *source)
{
  Group *group = g_new0 (Group, 1);
  g_ptr_array_add (loose->groups, group);
  group->name = (char *)name_taken;
  g_autofree char *own = group_source (pattern, group->name);
  group->whole = own != NULL ? pattern_new (own, PATTERN_WHOLE, NULL) : NULL;
  if (group->whole == NULL)
    return FALSE;
  group->counts = group_counts (group);
  if (group->counts)
    g_string_append_printf (source, "(?<%s>(?=[OIl]*[0-9])[0-9OIl]{1,%u})", group->name,
                            DIGITS_MOST);
  else
    g_string_append_printf (source, "(?<%s>%s)", group->name, own);
  g_string_append (source, SIGNS);
  return TRUE;
}

/* The canonical form as a pattern: parts, what stands between them in any case, signs or none. */
static gboolean
loose_build (Loose *loose, const char *pattern)
{
  g_autoptr (GString) source = g_string_new ("(?<![\\p{L}\\p{N}])");

  for (const char *at = loose->canonical; *at != '\0';)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;
      const gunichar c = g_utf8_get_char (at);
      const char *next = close != NULL ? close + 1 : g_utf8_next_char (at);
      if (close != NULL)
        {
          if (!loose_add_group (loose, pattern, g_strndup (at + 1, (gsize)(close - at - 1)),
                                source))
            return FALSE;
        }
      else if (g_unichar_isalnum (c))
        {
          g_string_append_unichar (source, c);
          loose->letters += g_unichar_isalpha (c);
        }
      else
        g_string_append (source, SIGNS);
      at = next;
    }
  g_string_append (source, "(?![\\p{L}\\p{N}])");
  loose->loose = pattern_new (source->str, PATTERN_CASELESS, NULL);
  return loose->loose != NULL;
}

LabelNear *
label_near_load (EspStudy *study, GError **error)
{
  g_autoptr (LabelNear) near = g_new0 (LabelNear, 1);
  near->loose = g_ptr_array_new_with_free_func (loose_free);
  if ((near->schemes = label_schemes_load (study, error)) == NULL)
    return NULL;
  g_autoptr (Query) query = store_query (study, "SELECT pattern, canonical FROM label_scheme"
                                                " WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      Loose *loose = g_new0 (Loose, 1);
      loose->canonical = g_strdup (query_text (query, 1));
      loose->groups = g_ptr_array_new_with_free_func (group_free);
      /* A pattern whose groups cannot stand alone is not read loosely. */
      if (loose_build (loose, query_text (query, 0)))
        g_ptr_array_add (near->loose, loose);
      else
        loose_free (loose);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&near);
}

/* ---- what was meant */

/* A number as the scheme writes numbers: letters that look like digits made digits, with the zeros
 * that it takes. */
static char *
number_meant (const Group *group, const char *read)
{
  g_autofree char *digits = g_strdup (read);
  for (char *at = digits; *at != '\0'; at++)
    *at = *at == 'O' || *at == 'o' ? '0' : g_ascii_isdigit (*at) ? *at : '1';
  if (group_takes (group, digits))
    return g_steal_pointer (&digits);
  for (guint width = 1; width <= DIGITS_MOST; width++)
    {
      char *number = number_padded (digits, width);
      if (number != NULL && group_takes (group, number))
        return number;
      g_free (number);
    }
  return NULL;
}

/* A code in the case that the scheme takes; NULL: it takes none, or it is a word. */
static char *
code_meant (const Loose *loose, const Group *group, const char *read)
{
  if (group_takes (group, read))
    return g_strdup (read);
  if (g_utf8_strlen (read, -1) > CODE_MOST && loose->letters < WORDS_LEAST)
    return NULL;
  g_autofree char *upper = g_utf8_strup (read, -1), *lower = g_utf8_strdown (read, -1);
  return group_takes (group, upper)   ? g_steal_pointer (&upper)
         : group_takes (group, lower) ? g_steal_pointer (&lower)
                                      : NULL;
}

/* The canonical form of what the loose pattern found; NULL: the parts are not the scheme's. */
static char *
loose_write (const Loose *loose, const PatternScan *scan)
{
  g_autoptr (GString) label = g_string_new (NULL);
  guint i = 0;

  for (const char *at = loose->canonical; *at != '\0';)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;
      if (close == NULL)
        {
          g_string_append_c (label, *at++);
          continue;
        }
      const Group *group = loose->groups->pdata[i++];
      g_autofree char *read = pattern_scan_group (scan, group->name);
      g_autofree char *meant = read == NULL    ? NULL
                               : group->counts ? number_meant (group, read)
                                               : code_meant (loose, group, read);
      if (meant == NULL)
        return NULL;
      g_string_append (label, meant);
      at = close + 1;
    }
  return g_string_free (g_steal_pointer (&label), FALSE);
}

/* Whether words of any kind can look like labels of the scheme: those that are a number and nothing
 * else are sought in no longer text. */
static gboolean
loose_fits (const Loose *loose, const char *text, gsize start, gsize end)
{
  return loose->groups->len > 1 || loose->letters > 0 || (start == 0 && text[end] == '\0');
}

static void
near_add (const LabelNear *near, GPtrArray *labels, const char *written)
{
  g_autoptr (Label) label = NULL;
  if (label_read (near->schemes, written, &label, NULL)
      && !g_ptr_array_find_with_equal_func (labels, label->canonical, g_str_equal, NULL))
    g_ptr_array_add (labels, g_strdup (label->canonical));
}

static gboolean
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

static void
near_add_loose (const LabelNear *near, GPtrArray *labels, const Loose *loose, const char *text)
{
  g_autoptr (PatternScan) scan = pattern_scan_new (loose->loose, text, strlen (text));
  gsize start, end;

  while (pattern_scan_next (scan, &start, &end, NULL))
    {
      g_autofree char *meant = loose_write (loose, scan);
      if (meant != NULL && loose_fits (loose, text, start, end)
          && (has_digit (meant) || loose->letters >= WORDS_LEAST))
        near_add (near, labels, meant);
    }
}

/* Codes differ in little, so a letter is wrong only beside another that is right, and a number. */
static void
near_add_letters (const LabelNear *near, GPtrArray *labels, const char *text)
{
  g_autofree char *other = g_strdup (text);
  guint letters = 0;

  for (const char *at = text; *at != '\0'; at++)
    letters += g_ascii_isalpha (*at);
  if (letters < 2 || strlen (text) > LETTER_MOST || !has_digit (text))
    return;
  for (char *at = other; *at != '\0'; at++)
    {
      const char was = *at;
      if (!g_ascii_isupper (was))
        continue;
      for (char c = 'A'; c <= 'Z'; c++)
        {
          *at = c;
          near_add (near, labels, other);
        }
      *at = was;
      if (g_ascii_isupper (at[1]))
        {
          *at = at[1];
          at[1] = was;
          near_add (near, labels, other);
          at[1] = *at;
          *at = was;
        }
    }
}

GPtrArray *
label_near_find (const LabelNear *near, const char *text)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folded = text_fold_label (text), *why = NULL;

  if (near->loose->len == 0 || label_read (near->schemes, folded, NULL, &why) || why != NULL)
    return labels;
  for (guint i = 0; i < near->loose->len; i++)
    near_add_loose (near, labels, near->loose->pdata[i], folded);
  if (labels->len == 0)
    near_add_letters (near, labels, folded);
  return labels;
}
