/* Labels of several schemes, with parts that may be missing and patterns however they are anchored:
 * which is found in a longer text, and which is none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/label.h"
#include "support/temporary_study.h"

/* Schemes by a definition of attributes n, role and code, with `labels` below them. */
static LabelSchemes *
schemes_of (const TemporaryStudy *temporary, const char *labels)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words
      = g_strdup_printf ("<study xmlns='urn:espalier:study:1' title='Forms'><attributes>"
                         "<attribute name='n' type='integer'/><attribute name='role' type='text'/>"
                         "<attribute name='code' type='text'/></attributes>%s</study>",
                         labels);
  g_autofree char *path = temporary_file (temporary, "study.xml", words, -1);
  change_begin (temporary->study);
  cr_assert (esp_definition_load (temporary->study, path, &error), "%s",
             error != NULL ? error->message : "");
  change_commit (temporary->study);
  LabelSchemes *schemes = label_schemes_load (temporary->study, &error);
  cr_assert_not_null (schemes, "%s", error != NULL ? error->message : "");
  return schemes;
}

/* What a text is, or has in it: the label with its facts, "! why", or "-" for none. */
static char *
label_words (gboolean (*way) (const LabelSchemes *, const char *, Label **, char **),
             const LabelSchemes *schemes, const char *text)
{
  g_autoptr (Label) label = NULL;
  g_autofree char *why = NULL;
  if (!way (schemes, text, &label, &why))
    return why != NULL ? g_strdup_printf ("! %s", why) : g_strdup ("-");
  GString *words = g_string_new (label->canonical);
  for (guint i = 0; i < label->facts->len; i++)
    {
      const LabelFact *fact = &g_array_index (label->facts, LabelFact, i);
      g_string_append_printf (words, " %s=%s", fact->attribute, fact->value);
    }
  return g_string_free (words, FALSE);
}

static void
expect_label (gboolean (*way) (const LabelSchemes *, const char *, Label **, char **),
              const LabelSchemes *schemes, const char *text, const char *expected)
{
  g_autofree char *words = label_words (way, schemes, text);
  cr_expect_str_eq (words, expected, "%s: %s", text, words);
}

/* Whichever scheme is said first, the label that stands first is it. */
Test (label, that_stands_first_in_a_text_is_found_by_any_scheme)
{
  static const char *const scheme[]
      = { "<labels name='one' pattern='A-(?&lt;n&gt;\\d{2})' canonical='A-{n}'>"
          "<part name='n' attribute='n'/></labels>",
          "<labels name='two' pattern='B-(?&lt;n&gt;\\d{2})' canonical='B-{n}'>"
          "<part name='n' attribute='n'/></labels>" };
  for (guint order = 0; order < 2; order++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      g_autofree char *both = g_strconcat (scheme[order], scheme[1 - order], NULL);
      g_autoptr (LabelSchemes) schemes = schemes_of (&temporary, both);
      expect_label (label_find_in, schemes, "talk of A-01 with B-02", "A-01 n=1");
      expect_label (label_find_in, schemes, "talk of B-02 with A-01", "B-02 n=2");
      expect_label (label_find_in, schemes, "B-02 A-01 B-03 A-04", "B-02 n=2");
      expect_label (label_find_in, schemes, "xA-01 B-021 B-02.txt", "B-02 n=2");
      expect_label (label_find_in, schemes, "nobody", "-");
      cr_expect_eq (label_schemes_count (schemes), 2);
      cr_expect (label_schemes_have_part (schemes, "n"));
      cr_expect_not (label_schemes_have_part (schemes, "m"));
    }
}

static const struct
{
  const char *pattern, *inside;
} anchored[] = {
  { "A(?&lt;n&gt;\\d)", "A1 n=1" },
  { "^A(?&lt;n&gt;\\d)$", "A1 n=1" },
  { "\\AA(?&lt;n&gt;\\d)\\z", "A1 n=1" },
  { "\\AA(?&lt;n&gt;\\d)\\Z", "A1 n=1" },
  { "^A(?&lt;n&gt;\\d)(?:\\$)?", "A1 n=1" },
  { "A(?&lt;n&gt;\\d)\\$", "-" }, /* a dollar sign, which does not stand there */
};

Test (label, is_found_inside_whatever_anchors_its_pattern)
{
  for (gsize i = 0; i < G_N_ELEMENTS (anchored); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      g_autofree char *labels = g_strdup_printf (
          "<labels name='a' pattern='%s' canonical='A{n}'><part name='n' attribute='n'/></labels>",
          anchored[i].pattern);
      g_autoptr (LabelSchemes) schemes = schemes_of (&temporary, labels);
      expect_label (label_find_in, schemes, "talk with A1 again", anchored[i].inside);
      expect_label (label_find_in, schemes, "talk with BA1", "-");
      if (strstr (anchored[i].pattern, "\\$") == NULL)
        expect_label (label_read, schemes, "A1", "A1 n=1");
      else
        expect_label (label_find_in, schemes, "talk of A1$ there", "A1 n=1");
      expect_label (label_read, schemes, "A1 B", "-");
    }
}

/* A part may be missing: then nothing follows of it; one of listed codes may not. */
Test (label, says_nothing_of_a_part_that_is_missing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes = schemes_of (
      &temporary,
      "<labels name='a' pattern='A(?&lt;role&gt;[XYyz]?)(?:-(?&lt;n&gt;\\w+))?(?&lt;tail&gt;!)?'"
      " canonical='A{role}{n}{tail}'><part name='role' attribute='role'>"
      "<value code='X' name='ex'/><value code='Y' name='why'/></part>"
      "<part name='n' attribute='n'/></labels>");
  expect_label (label_read, schemes, "AX-7", "AX7 role=ex n=7");
  expect_label (label_read, schemes, "AX", "AX role=ex");
  expect_label (label_read, schemes, "AY", "AY role=why");
  expect_label (label_read, schemes, "Ay", "AY role=why");
  expect_label (label_read, schemes, "AX!", "AX! role=ex");
  expect_label (label_read, schemes, "A", "! it has no role");
  expect_label (label_read, schemes, "A-7", "! it has no role");
  expect_label (label_read, schemes, "Az", "! the role 'z' is not in the label scheme");
  g_autofree char *no_number = label_words (label_read, schemes, "AX-seven");
  cr_expect (g_str_has_prefix (no_number, "! ") && strstr (no_number, "seven") != NULL, "%s",
             no_number);
}

/* Two parts that say one attribute: the first is right. */
Test (label, says_an_attribute_once)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (LabelSchemes) schemes
      = schemes_of (&temporary, "<labels name='a' pattern='(?&lt;one&gt;\\w)-(?&lt;two&gt;\\w)'"
                                " canonical='{one}-{two}'><part name='one' attribute='code'/>"
                                "<part name='two' attribute='code'/></labels>");
  expect_label (label_read, schemes, "p-q", "p-q code=p");
}
