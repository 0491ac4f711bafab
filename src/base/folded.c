/* A text folded for finding quotes in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/folded.h"

#include "base/text.h"

#include <string.h>

typedef struct
{
  guint32 start, end;
} CpSpan;

struct _FoldedText
{
  GString *words;
  GArray *spans; /* CpSpan: the code points that each byte of words comes from */
};

void
folded_text_free (FoldedText *folded)
{
  if (folded == NULL)
    return;
  g_string_free (folded->words, TRUE);
  g_array_unref (folded->spans);
  g_free (folded);
}

/* What a character is compared as; 0: not at all. */
static gunichar
fold (gunichar c)
{
  switch (c)
    {
    case 0x2018: /* single quotes, apostrophes, primes */
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x00b4:
    case '`':
    case 0x2039:
    case 0x203a:
      return '\'';
    case 0x201c: /* double quotes */
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
    case 0x00ab:
    case 0x00bb:
      return '"';
    default:
      return text_fold_char (c);
    }
}

static void
append (FoldedText *folded, gunichar c, guint32 cp)
{
  const CpSpan span = { cp, cp + 1 };
  gsize before = folded->words->len;
  g_string_append_unichar (folded->words, c);
  for (gsize i = before; i < folded->words->len; i++)
    g_array_append_val (folded->spans, span);
}

/* Joins a mark to the letter before it, where Unicode has the two as one. */
static gboolean
compose (FoldedText *folded, gunichar *last, gunichar c, guint32 cp)
{
  gunichar composed;
  if (folded->words->len == 0 || !g_unichar_compose (*last, c, &composed))
    return FALSE;
  gsize size = (gsize)g_unichar_to_utf8 (*last, NULL);
  const guint32 start = (guint32)folded_text_start_cp (folded, folded->words->len - 1);
  g_string_truncate (folded->words, folded->words->len - size);
  g_array_set_size (folded->spans, folded->spans->len - (guint)size);
  append (folded, composed, start);
  for (guint i = folded->spans->len - (guint)g_unichar_to_utf8 (composed, NULL);
       i < folded->spans->len; i++)
    g_array_index (folded->spans, CpSpan, i).end = cp + 1;
  *last = composed;
  return TRUE;
}

FoldedText *
folded_text_new (const char *text)
{
  FoldedText *folded = g_new0 (FoldedText, 1);
  folded->words = g_string_sized_new (strlen (text) + 1);
  folded->spans = g_array_sized_new (FALSE, FALSE, sizeof (CpSpan), (guint)strlen (text) + 1);
  guint32 cp = 0;
  gunichar last = ' ';
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), cp++)
    {
      gunichar c = g_utf8_get_char (p);
      if (c == 0x2026)
        {
          for (int i = 0; i < 3; i++)
            append (folded, '.', cp);
          last = '.';
          continue;
        }
      c = fold (c);
      if (c == 0 || ((c == ' ' || c == '-') && c == last)
          || (c >= 0x300 && compose (folded, &last, c, cp)))
        continue;
      append (folded, c, cp);
      last = c;
    }
  return folded;
}

const char *
folded_text_words (const FoldedText *folded)
{
  return folded->words->str;
}

gsize
folded_text_start_cp (const FoldedText *folded, gsize byte)
{
  return g_array_index (folded->spans, CpSpan, byte).start;
}

gsize
folded_text_end_cp (const FoldedText *folded, gsize byte)
{
  return g_array_index (folded->spans, CpSpan, byte).end;
}

gsize
folded_text_byte (const FoldedText *folded, gsize cp)
{
  gsize low = 0, high = folded->words->len;
  while (low < high)
    {
      gsize middle = (low + high) / 2;
      if (folded_text_start_cp (folded, middle) < cp)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

char *
folded_quote (const char *quote)
{
  g_autoptr (FoldedText) folded = folded_text_new (quote);
  return g_strstrip (g_strdup (folded->words->str));
}
