/* The numbers that lists are counted with.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/list_number.h"

#define ROMAN_MAX 3999
#define LETTERS_MAX (26 * 20) /* no list goes on so far that zzz... has more letters */

static void
append_roman (GString *text, guint number, gboolean upper)
{
  static const struct
  {
    guint value;
    const char *upper, *lower;
  } digits[] = {
    { 1000, "M", "m" }, { 900, "CM", "cm" }, { 500, "D", "d" }, { 400, "CD", "cd" },
    { 100, "C", "c" },  { 90, "XC", "xc" },  { 50, "L", "l" },  { 40, "XL", "xl" },
    { 10, "X", "x" },   { 9, "IX", "ix" },   { 5, "V", "v" },   { 4, "IV", "iv" },
    { 1, "I", "i" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    for (; number >= digits[i].value; number -= digits[i].value)
      g_string_append (text, upper ? digits[i].upper : digits[i].lower);
}

/* As the columns of a sheet are called. */
static void
append_letter (GString *text, guint number, char first)
{
  char letters[16];
  guint n = 0;

  for (; number > 0; number = (number - 1) / 26)
    letters[n++] = (char)(first + (number - 1) % 26);
  while (n-- > 0)
    g_string_append_c (text, letters[n]);
}

static void
append_letters (GString *text, guint number, char first)
{
  for (guint n = (number - 1) / 26 + 1; n > 0; n--)
    g_string_append_c (text, (char)(first + (number - 1) % 26));
}

static ListFormat
format_that_can (ListFormat format, guint number)
{
  const gboolean roman = format == LIST_ROMAN || format == LIST_ROMAN_UPPER;
  const gboolean letters = format == LIST_LETTERS || format == LIST_LETTERS_UPPER;

  if (format != LIST_NOTHING && format != LIST_DECIMAL_ZERO
      && (number == 0 || (roman && number > ROMAN_MAX) || (letters && number > LETTERS_MAX)))
    return LIST_DECIMAL;
  return format;
}

void
list_number_append (GString *text, ListFormat format, guint number)
{
  switch (format_that_can (format, number))
    {
    case LIST_NOTHING:
      break;
    case LIST_DECIMAL_ZERO:
      g_string_append_printf (text, "%02u", number);
      break;
    case LIST_LETTER:
      append_letter (text, number, 'a');
      break;
    case LIST_LETTER_UPPER:
      append_letter (text, number, 'A');
      break;
    case LIST_LETTERS:
      append_letters (text, number, 'a');
      break;
    case LIST_LETTERS_UPPER:
      append_letters (text, number, 'A');
      break;
    case LIST_ROMAN:
      append_roman (text, number, FALSE);
      break;
    case LIST_ROMAN_UPPER:
      append_roman (text, number, TRUE);
      break;
    case LIST_DECIMAL:
    default:
      g_string_append_printf (text, "%u", number);
      break;
    }
}
