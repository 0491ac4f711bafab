/* Bytes that are no characters, NULs, and characters of two or four bytes without a mark: one rule
 * for all that is text underneath, whoever reads it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet.h"
#include "reading/reader.h"
#include "support/sources.h"
#include "support/temporary_study.h"

/* ---- files of every format: %s stands for what is said first and second */

static const struct
{
  const char *reader, *name, *page;
  guint line; /* where the second stands */
} formats[] = {
  { "text", "a.txt", "Ann: %s\nBea: %s\n", 2 },
  { "markdown", "a.md", "# Talk\n\n**Ann:** %s\n\n**Bea:** %s\n", 5 },
  { "vtt", "a.vtt",
    "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Ann>%s\n\n00:09.000 --> 00:12.000\n<v Bea>%s\n", 7 },
  { "srt", "a.srt",
    "1\n00:00:00,000 --> 00:00:04,000\nAnn: %s\n\n2\n00:00:09,000 --> 00:00:12,000\nBea: %s\n", 7 },
  { "html", "a.html", "<html><body>\n<p>Ann: %s</p>\n<p>Bea: %s</p>\n</body></html>\n", 3 },
  { "html", "a.html",
    "<html><meta charset=utf-8><body>\n<p>Ann: %s</p>\n<p>Bea: %s</p>\n</body></html>\n", 3 },
  { "sheet", "a.csv", "who,words\nAnn,%s\nBea,%s\n", 3 },
};

/* What was read, and what was found out. */
typedef struct
{
  char *text;
  GPtrArray *findings;
} Seen;

static void
seen_clear (Seen *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

static void
seen_of_sheet (Seen *seen, const GString *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Sheet) sheet = sheet_read (bytes->str, bytes->len, NULL, &error);
  cr_assert_not_null (sheet, "%s", error != NULL ? error->message : "");
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < sheet->cells->len; i++)
    g_string_append_printf (words, "%s\n", g_array_index (sheet->cells, SheetCell, i).text);
  *seen = (Seen){ g_string_free (words, FALSE), g_ptr_array_ref (sheet->findings) };
}

static void
seen_of (Seen *seen, gsize format, const GString *bytes)
{
  g_autoptr (GError) error = NULL;
  if (g_str_equal (formats[format].reader, "sheet"))
    {
      seen_of_sheet (seen, bytes);
      return;
    }
  const Reader *reader = reader_for (bytes->str, bytes->len, formats[format].name, &error);
  cr_assert_not_null (reader, "%s: %s", formats[format].name, error != NULL ? error->message : "");
  cr_assert_str_eq (reader->name, formats[format].reader);
  g_autoptr (Source) source = reader->read (bytes->str, bytes->len, NULL, &error);
  cr_assert_not_null (source, "%s: %s", formats[format].name, error != NULL ? error->message : "");
  *seen = (Seen){ g_strdup (source->text), g_ptr_array_ref (source->findings) };
}

static GString *
page_of (gsize format, const char *first, const char *second)
{
  g_auto (GStrv) parts = g_strsplit (formats[format].page, "%s", 3);

  GString *page = g_string_new (parts[0]);
  g_string_append_printf (page, "%s%s%s%s", first, parts[1], second, parts[2]);
  return page;
}

static void
expect_said (const Seen *seen, const char *name, const char *what)
{
  for (guint i = 0; i < seen->findings->len; i++)
    {
      const EspFinding *finding = seen->findings->pdata[i];
      if (finding->grade == ESP_GRADE_WARNING && strstr (finding->what, what) != NULL)
        return;
    }
  cr_expect_fail ("%s: nothing says '%s'", name, what);
}

/* ---- the rule */

Test (stray_bytes, cost_no_format_anything_but_themselves)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GString) damaged = page_of (i, "a naïve café", "a caf\xE9 there");
      g_autoptr (GString) mended = page_of (i, "a naïve café", "a caf\uFFFD there");
      g_autofree char *what = g_strdup_printf (
          "has 1 byte in line %u that is no character of UTF-8", formats[i].line);
      g_auto (Seen) got = { 0 }, wanted = { 0 };
      seen_of (&got, i, damaged);
      seen_of (&wanted, i, mended);
      cr_expect_str_eq (got.text, wanted.text, "%s: %s", formats[i].name, got.text);
      expect_said (&got, formats[i].name, what);
    }
}

Test (stray_bytes, of_zero_are_left_out_of_every_format_and_told)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GString) damaged = page_of (i, "a naïve café", "we went @there");
      g_autoptr (GString) mended = page_of (i, "a naïve café", "we went there");
      g_autofree char *what = g_strdup_printf ("has 1 NUL character in line %u", formats[i].line);
      *strchr (damaged->str, '@') = '\0';
      g_auto (Seen) got = { 0 }, wanted = { 0 };
      seen_of (&got, i, damaged);
      seen_of (&wanted, i, mended);
      cr_expect_str_eq (got.text, wanted.text, "%s: %s", formats[i].name, got.text);
      expect_said (&got, formats[i].name, what);
    }
}

Test (stray_bytes, that_are_more_than_a_few_refuse_every_format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) page
          = page_of (i, "naïve café, blé, thé, dîner, été", "caf\xE9 \xE9 \xE8 \xEA \xF4 caf\xE9");
      if (g_str_equal (formats[i].reader, "sheet"))
        {
          g_autoptr (Sheet) sheet = sheet_read (page->str, page->len, NULL, &error);
          cr_expect_null (sheet);
        }
      else
        {
          const Reader *reader = reader_for (page->str, page->len, formats[i].name, NULL);
          g_autoptr (Source) source = reader->read (page->str, page->len, NULL, &error);
          cr_expect_null (source);
        }
      cr_assert_not_null (error, "%s", formats[i].name);
      cr_expect (strstr (error->message, "6 bytes are not, the first is byte") != NULL, "%s: %s",
                 formats[i].name, error->message);
    }
}

/* ---- UTF-16 and UTF-32 without a mark */

static const char *const words[][8] = {
  { "how", "have", "you", "been", "since", "the", "hospital", "stairs" },
  { "schön", "dass", "Sie", "groß", "für", "täglich", "Straße", "hätte" },
  { "спасибо", "что", "пришли", "дочь", "каждый", "день", "осенью", "больнице" },
  { "Σας", "ευχαριστώ", "που", "ήρθατε", "λίγο", "καλύτερα", "κόρη", "μέρα" },
  { "谢谢您来", "感觉怎么样", "好一点了", "女儿每天", "都来帮我", "护士", "秋天", "最难" },
  { "شكرا", "لحضورك", "كيف", "حالك", "أفضل", "قليلا", "ابنتي", "يوم" },
};

static char *
random_words (GRand *chance, gsize language)
{
  GString *said = g_string_new (words[language][chance_below (chance, 8)]);

  for (guint n = chance_below (chance, 60); n > 0; n--)
    g_string_append_printf (said, "%s%s", language == 4 ? "" : " ",
                            words[language][chance_below (chance, 8)]);
  return g_string_free (said, FALSE);
}

Test (stray_bytes, are_no_zeros_of_utf_16_and_utf_32_in_any_format)
{
  static const char *const encodings[] = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 200; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
      {
        const gsize language = chance_below (chance, G_N_ELEMENTS (words));
        const char *encoding = encodings[chance_below (chance, 4)];
        g_autofree char *first = random_words (chance, language);
        g_autofree char *second = random_words (chance, language);
        g_autoptr (GString) plain = page_of (i, first, second);
        gsize size;
        g_autofree char *bytes
            = g_convert (plain->str, (gssize)plain->len, encoding, "UTF-8", NULL, &size, NULL);
        g_autoptr (GString) wide = g_string_new_len (bytes, (gssize)size);
        g_autofree char *what = g_strdup_printf ("is in %s, as far as can be told", encoding);
        g_auto (Seen) got = { 0 }, wanted = { 0 };
        seen_of (&got, i, wide);
        seen_of (&wanted, i, plain);
        cr_assert_str_eq (got.text, wanted.text, "seed %u: %s, %s", seed, formats[i].name,
                          encoding);
        expect_said (&got, formats[i].name, what);
      }
}
