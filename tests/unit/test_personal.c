/* Values that say who somebody is, and values that do not: thirty of each, written before they were
 * tried, with the false alarms that are known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/personal.h"

#include <criterion/criterion.h>

static const char *const names[] = {
  "Jane Smith",
  "John Paul Jones",
  "Dr Patel",
  "Mrs Okonkwo",
  "Sister Bernadette",
  "Prof. Higgins",
  "Anne-Marie Dubois",
  "Mary O'Neill",
  "Sean O\u2019Casey",
  "Ludwig van Beethoven",
  "Maria de la Cruz",
  "Ahmed bin Salman",
  "J. R. Hartley",
  "Smith, J.",
  "Smith, John",
  "Zo\u00eb \u00c5berg",
  "Bj\u00f6rn Borg",
  "Siobh\u00e1n N\u00ed Dhomhnaill",
  "Ngozi Adichie",
  "Wei Zhang",
  "Priya Sharma",
  "Mohammed Al-Rashid",
  "Katarzyna Nowak",
  "Herr M\u00fcller",
  "Mme Lefebvre",
  "lives with Mary O'Neill",
  "She sees Dr. Patel at home",
  "a friend (John Smith) helps",
  "Miss Moneypenny",
  "Rhys ap Gruffydd",
};
static const char *const roles_and_places[] = {
  "Care Coordinator",
  "Senior Manager",
  "Community Psychiatric Nurse",
  "Social Worker",
  "White British",
  "Black Caribbean",
  "South Asian",
  "North Wales",
  "West Yorkshire",
  "Greater Manchester",
  "United Kingdom",
  "New York",
  "Primary School",
  "Full Time",
  "Not Recorded",
  "Prefer not to say",
  "Living alone",
  "Mental Health Team",
  "Ward 7",
  "Wave 2",
  "Burgundy",
  "nurse",
  "lives in a flat",
  "Owner occupier",
  "FULL TIME",
  "Health Board",
  "Occupational Therapist",
  "Speech Therapist",
  "Peer Support Worker",
  "Roman Catholic",
};
static const char *const births[] = {
  "12/03/1961",
  "12.3.61",
  "3-12-1961",
  "12 March 1961",
  "March 12th, 1961",
  "12 Mar 1961",
  "12. M\u00e4rz 1961",
  "12 mars 1961",
  "12 de marzo de 1961",
  "1er ao\u00fbt 1950",
  "1st August 1950",
  "2nd Aug 50",
  "23rd December 1988",
  "12/03/61",
  "12-Mar-1961",
  "12-Mar-61",
  "born 3.4.1956",
  "born on 3 April 1956",
  "b. 3 April 1956",
  "DOB 12/03/1961",
  "DOB: 12.03.1961",
  "was born 1956-04-03",
  "12 03 1961",
  "12/03/1961 00:00",
  "12 f\u00e9vrier 1961",
  "12. Oktober 1961",
  "3. 4. 1956",
  "1/1/1980",
  "31 Jan 1999",
  "Sunday 12 March 1961",
};
static const char *const no_births[] = {
  "12/03/2024",
  "14 March 2026",
  "2026-03-14",
  "1961",
  "61",
  "March",
  "18-30",
  "31-60",
  "10 to 12",
  "3 of 4",
  "1/2",
  "12.5",
  "31/02/1961",
  "12/03/1901",
  "2 years",
  "6 months",
  "1,234",
  "3 4 5",
  "1.2.3.4",
  "10:30",
  "ward 3, bed 4",
  "P-03-04",
  "B-SM-001",
  "0161 496 0000",
  "32 1 5",
  "about 1961",
  "in the 1960s",
  "since March 2020",
  "1980s",
  "",
};

static const char *const numbers[] = { "9434765919", "943 476 5919", "943-476-5919",
                                       "NHS 943 476 5919", "no. 9434765919 (mother)" };

/* How many of a list look like what it is not, or do not look like what it is; they are told. */
static guint
wrong (const char *const *list, gsize n, gboolean (*looks) (const char *text), gboolean is)
{
  guint found = 0;
  for (gsize i = 0; i < n; i++)
    if (looks (list[i]) != is)
      {
        found++;
        cr_log_info ("%s: '%s'", is ? "not seen" : "false alarm", list[i]);
      }
  return found;
}

static gboolean
looks_like_birth (const char *text)
{
  GDate today;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 22, G_DATE_NOVEMBER, 2026);
  return personal_birth_date (text, FALSE, &today);
}

/* The weights of the NHS Data Dictionary once more, the sum running the other way. */
static gboolean
is_valid (const char *digits)
{
  guint sum = 0;
  for (guint i = 0; i < 10; i++)
    sum += (guint)(digits[9 - i] - '0') * (i + 1);
  return sum % 11 == 0;
}

static gboolean
looks_like_number (const char *text)
{
  return personal_nhs_number (text);
}

Test (personal, sees_names_and_not_roles_and_places)
{
  cr_expect_eq (wrong (names, G_N_ELEMENTS (names), personal_name, TRUE), 0);
  cr_expect_eq (wrong (roles_and_places, G_N_ELEMENTS (roles_and_places), personal_name, FALSE), 0);
}

Test (personal, sees_birth_dates_in_many_writings)
{
  cr_expect_eq (wrong (births, G_N_ELEMENTS (births), looks_like_birth, TRUE), 0);
  cr_expect_eq (wrong (no_births, G_N_ELEMENTS (no_births), looks_like_birth, FALSE), 0);
}

Test (personal, sees_nhs_numbers_by_their_check_digit)
{
  cr_expect_eq (wrong (numbers, G_N_ELEMENTS (numbers), looks_like_number, TRUE), 0);
  guint seen = 0;
  for (guint64 number = 4000000000; number < 4000000000 + 97 * 5000; number += 97)
    {
      g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
      cr_assert_eq (personal_nhs_number (digits), is_valid (digits), "%s", digits);
      seen += personal_nhs_number (digits);
    }
  cr_expect_gt (seen, 400);
}
