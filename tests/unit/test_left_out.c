/* What is left out of a document is said once, in words for one and for several.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/left_out.h"
#include "support/sources.h"

static const struct
{
  LeftOut left;
  EspGrade grade;
  const char *what;
} cases[] = {
  { { .deletions = 1 }, ESP_GRADE_WARNING, "has 1 tracked deletion" },
  { { .deletions = 2 }, ESP_GRADE_WARNING, "has 2 tracked deletions" },
  { { .hidden = 3 }, ESP_GRADE_WARNING, "has hidden text" },
  { { .documents = 1 }, ESP_GRADE_WARNING, "has 1 document embedded in it" },
  { { .documents = 2 }, ESP_GRADE_WARNING, "has 2 documents embedded in it" },
  { { .objects = 1 }, ESP_GRADE_WARNING, "has 1 object embedded in it" },
  { { .attached = 2 }, ESP_GRADE_WARNING, "has 2 files attached to it" },
  { { .pages = 2 }, ESP_GRADE_NOTE, "has 2 other pages inside it" },
  { { .menus = 2 }, ESP_GRADE_NOTE, "has a menu of links" },
  { { .fields = 1 }, ESP_GRADE_NOTE, "has 1 field to fill in" },
  { { .readings = 1 }, ESP_GRADE_NOTE, "has readings above its words (ruby)" },
  { { .symbols = 12 }, ESP_GRADE_NOTE, "has 12 symbols of a font of its own" },
  { { .author = TRUE }, ESP_GRADE_WARNING, "its properties name a person (author)" },
  { { .macros = TRUE }, ESP_GRADE_WARNING, "has macros" },
};

Test (left_out, says_each_thing_by_itself)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Source) source = source_new ();
      left_out_find (source, &cases[i].left);
      cr_expect_eq (source->findings->len, 1, "%s", cases[i].what);
      expect_finding (source, cases[i].grade, cases[i].what);
    }
}

Test (left_out, counts_the_comments_that_the_source_keeps)
{
  const LeftOut nothing = { 0 };
  g_autoptr (Source) source = source_new ();

  left_out_find (source, &nothing);
  cr_expect_eq (source->findings->len, 0);
  source_comment (source, "", "", "one");
  left_out_find (source, &nothing);
  expect_finding (source, ESP_GRADE_NOTE, "has 1 comment");
  source_comment (source, "", "", "two");
  left_out_find (source, &nothing);
  expect_finding (source, ESP_GRADE_NOTE, "has 2 comments");
}
