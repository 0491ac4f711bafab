/* Numbers in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/counting.h"

#define NUMERALS_MIN 4 /* fewer count nothing */

Counting
counting_of (const GArray *numerals)
{
  guint ones = 0, fives = 0, again = 0;

  for (guint i = 1; i < numerals->len; i++)
    {
      const Numeral *last = &g_array_index (numerals, Numeral, i - 1);
      const Numeral *next = &g_array_index (numerals, Numeral, i);
      const gboolean new_page = next->page != last->page;
      ones += next->value == last->value + 1 || (new_page && next->value == last->value);
      fives += next->value == last->value + 5;
      again += new_page && (next->value == 1 || next->value == 5);
    }
  const guint steps = MAX (ones, fives) + again;
  return (Counting){ .counts
                     = numerals->len >= NUMERALS_MIN && steps * 10ull >= (numerals->len - 1) * 9ull,
                     .by_five = fives > ones,
                     .again = again };
}
