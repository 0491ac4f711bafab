/* Which reader takes what, what is said of the rest, and plain text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/packed.h"
#include "support/sources.h"

extern const Reader reader_text;

static Source *
read_bytes (const char *bytes, gsize size, const char *name, const char *reader_name)
{
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, size, name, &error);

  cr_assert_not_null (reader, "%s", error != NULL ? error->message : "");
  cr_expect_str_eq (reader->name, reader_name);
  return source_of (reader, bytes, size);
}

typedef struct
{
  const char *bytes;
  gsize size;
  const char *message;
  gboolean unknown;
} Refused;

#define REFUSED(bytes, message)                                                                    \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, message, FALSE                                                      \
  }
#define UNKNOWN(bytes, message)                                                                    \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, message, TRUE                                                       \
  }

static const Refused refused[] = {
  REFUSED ("", "it is empty"),
  REFUSED ("\xD0\xCF\x11\xE0\xA1\xB1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
           "it is password-protected; save a copy without the password"),
  REFUSED ("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "it is an old binary Word file; save it as .docx"),
  REFUSED ("\x89PNG\r\n\x1A\n\0\0", "it is a picture, not a text"),
  REFUSED ("\0\0\0\x20"
           "ftypmp42",
           "it is a recording; import its transcript"),
  REFUSED (
      "PK\x03\x04 cut",
      "it is a Word, OpenDocument or zip file that is damaged or cut short; get a new copy of it"),
  REFUSED (
      "Pk\x03\x04 cut PK\x01\x02",
      "it is a Word, OpenDocument or zip file that is damaged or cut short; get a new copy of it"),
  REFUSED (
      "PK\x05\x06",
      "it is a Word, OpenDocument or zip file that is damaged or cut short; get a new copy of it"),
  REFUSED ("\xD0\xCF\x11\xE0 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0W\0o\0r\0k\0b\0o\0o\0k\0",
           "it is an old binary Word file; save it as .docx"),
  REFUSED ("\xD0\xCF\x11\xE0 W\0o\0r\0k\0b\0o\0o\0k\0",
           "it is an old Excel sheet (.xls); save it as .xlsx"),
  REFUSED ("\xD0\xCF\x11\xE0 _\0_\0s\0u\0b\0s\0t\0g\0",
           "it is a message of Outlook; save it there as text, or as HTML"),
  REFUSED ("\x1F\x8B\x08\0\0\0\0\0", "it is a packed archive; unpack it and import what is inside"),
  REFUSED ("Rar!\x1A\x07\x01\0", "it is a packed archive; unpack it and import what is inside"),
  REFUSED ("7z\xBC\xAF\x27\x1C\0", "it is a packed archive; unpack it and import what is inside"),
  REFUSED ("BZh91AY&SY\0", "it is a packed archive; unpack it and import what is inside"),
  REFUSED ("RIFF\x24\0\0\0WEBPVP8 ", "it is a picture, not a text"),
  REFUSED ("RIFF\x24\0\0\0WAVEfmt ", "it is a recording; import its transcript"),
  REFUSED ("\0\0\0\x18"
           "ftypheic",
           "it is a picture, not a text"),
  REFUSED ("\x30\x26\xB2\x75\x8E\x66\xCF\x11", "it is a recording; import its transcript"),
  REFUSED ("\x1A\x45\xDF\xA3\x01\0", "it is a recording; import its transcript"),
  REFUSED ("\xFF\xFB\x90\x44\0\0", "it is a recording; import its transcript"),
  REFUSED ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
           "it is filled with zeros, as after a copy that broke off; get a new copy of it"),
  REFUSED (" [ {\n \"text\": \"Hello.\" } ]\n",
           "it is JSON, data for programs; export the transcript as .docx, .txt or .vtt"),
  REFUSED ("{\"text\": \"Hello.\"}",
           "it is JSON, data for programs; export the transcript as .docx, .txt or .vtt"),
  UNKNOWN ("a\0b\0\0\0c", "it has 4 NUL characters, the first in line 1, and is not a text, or a "
                          "damaged one; get a new copy of it, or open it in the program that "
                          "made it and save it as UTF-8"),
  UNKNOWN ("one\n\x01\x02\x03\x81\x05\x06",
           "it is not a text; save its words as .docx or .txt in the program that made it"),
};

/* Transcripts begin so too. */
Test (readers, take_brackets_and_braces_for_words)
{
  static const char *const texts[]
      = { "[Anna] So? [laughs]", "{vocalsound} Yes {pause}", "[", "{}" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      cr_expect_not_null (reader_for (texts[i], strlen (texts[i]), "a.txt", &error), "%s: %s",
                          texts[i], error != NULL ? error->message : "");
    }
}

Test (readers, say_what_a_file_is_that_none_can_read)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      const Reader *reader
          = reader_for (refused[i].bytes, refused[i].size, "interview.docx", &error);
      /* The reader of plain text takes what nobody knows, and says why it is none. */
      cr_expect_eq (reader, refused[i].unknown ? &reader_text : NULL, "%zu", i);
      if (reader != NULL)
        cr_expect_null (reader->read (refused[i].bytes, refused[i].size, NULL, &error));
      cr_assert_not_null (error);
      cr_expect_eq (error->code, ESP_ERROR_INPUT);
      cr_expect_str_eq (error->message, refused[i].message);
    }
}

Test (readers, say_what_an_archive_is_that_none_can_read)
{
  static const struct
  {
    const char *entry, *message;
  } archives[] = {
    { "xl/workbook.xml", "it is a spreadsheet; save its text as .docx or .txt" },
    { "ppt/presentation.xml", "it is a presentation; save its text as .docx or .txt" },
    { "Index/Document.iwa",
      "it is a Pages, Numbers or Keynote file of Apple; export it there as a Word document" },
    { "META-INF/container.xml", "it is an e-book; save its text as .docx or .txt" },
    { "project.qde", "it is a REFI-QDA project, not a document" },
    { "interview.txt", "it is a zip archive; unpack it and import what is inside" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (archives); i++)
    {
      const PackedPart part = { archives[i].entry, "Words." };
      gsize size = 0;
      g_autofree char *bytes = packed_new (&part, 1, &size);
      expect_refused (NULL, bytes, size, archives[i].message);
    }
}

Test (readers, take_no_sheet_of_values_for_a_transcript)
{
  static const char sheet[] = "label;age\nA-SU-001;34\n";
  static const char words[] = "Ann said nothing at all\nand left, too";
  g_autoptr (GError) error = NULL;

  cr_expect_null (reader_for (sheet, sizeof sheet - 1, "cases.CSV", &error));
  cr_assert_not_null (error);
  cr_expect (g_str_has_prefix (error->message, "it is a sheet of values: 'espalier attributes"));
  cr_expect_eq (reader_for (sheet, sizeof sheet - 1, "cases.txt", NULL), &reader_text);
  cr_expect_eq (reader_for (words, sizeof words - 1, "words.csv", NULL), &reader_text);
}

/* Text, although it begins as zip archives do. */
Test (readers, take_a_text_that_begins_with_pk)
{
  g_autoptr (Source) source G_GNUC_UNUSED = read_bytes ("PKs are\npenalty kicks", 21, "a", "text");
}

Test (readers, are_told_by_content_and_by_name_only_in_a_tie)
{
  g_autoptr (Source) text G_GNUC_UNUSED = read_bytes ("hello", 5, "a.docx", "text");
  g_autoptr (Source) named G_GNUC_UNUSED = read_bytes ("hello", 5, "a.MD", "markdown");
  g_autoptr (Source) heading G_GNUC_UNUSED = read_bytes ("# hello", 7, "a.txt", "markdown");
}

Test (read_text, makes_a_paragraph_of_every_line_that_is_not_blank)
{
  static const char bytes[] = "\xEF\xBB\xBFOne\r\n\r\n \xC2\xA0\nTwo é\rThree";
  g_autoptr (Source) source = read_bytes (bytes, sizeof bytes - 1, "a.txt", "text");
  static const guint lines[] = { 1, 4, 5 };

  cr_expect_str_eq (source->text, "One\n\n \xC2\xA0\nTwo é\nThree");
  cr_expect_eq (source->size, strlen (source->text));
  cr_assert_eq (source->paras->len, 3);
  for (guint i = 0; i < 3; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      cr_expect_eq (para->kind, PARA_TEXT);
      cr_expect_eq (para->line, lines[i]);
      cr_expect_null (memchr (source->text + para->start, '\n', para->end - para->start));
    }
  cr_expect_eq (source->findings->len, 0);
}

/* ---- what is said of the encoding */

typedef struct
{
  const char *bytes;
  gsize size;
  const char *said, *text, *what; /* what: NULL for nothing to say */
  EspGrade grade;
} Told;

#define TOLD(bytes, said, text, grade, what)                                                       \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, said, text, what, grade                                             \
  }

static const Told told[] = {
  TOLD ("caf\xC3\xA9", NULL, "café", 0, NULL),
  TOLD ("\xEF\xBB\xBF"
        "caf\xC3\xA9",
        NULL, "café", 0, NULL),
  TOLD ("\xFF\xFEh\0i\0\r\0\n\0=\xD8\x00\xDE", NULL, "hi\n😀", ESP_GRADE_NOTE, "is in UTF-16LE"),
  TOLD ("\0\0\xFE\xFF\0\0\0h", NULL, "h", ESP_GRADE_NOTE, "is in UTF-32BE"),
  TOLD ("h\0i\0\r\0\n\0", NULL, "hi\n", ESP_GRADE_WARNING, "is in UTF-16LE, as far as can be told"),
  TOLD ("We don\x92t know.", NULL, "We don’t know.", ESP_GRADE_WARNING,
        "is in windows-1252, as far as can be told"),
  TOLD ("caf\xE9 au lait", "latin2", "café au lait", ESP_GRADE_NOTE, "is in latin2, as was said"),
  TOLD ("ma\xC5\x82o", "WINDOWS-1252", "maÅ‚o", ESP_GRADE_WARNING,
        "is valid UTF-8, and was read as windows-1252 because --encoding says so"),
  TOLD ("\xEF\xBB\xBF"
        "caf\xC3\xA9",
        "latin1", "café", ESP_GRADE_WARNING, "begins with the mark of UTF-8"),
  /* Letters that were changed before. */
  TOLD ("caf\xEF\xBF\xBD na\xEF\xBF\xBDve", NULL, "caf\xEF\xBF\xBD na\xEF\xBF\xBDve",
        ESP_GRADE_WARNING, "has 2 replacement characters"),
  TOLD ("don\xC2\x92t", NULL, "don\xC2\x92t", ESP_GRADE_WARNING,
        "has 1 control character (U+0080 to U+009F): it is or was in another encoding"),
  TOLD ("donâ€™t, cafÃ©", NULL, "donâ€™t, cafÃ©", ESP_GRADE_WARNING,
        "has 2 sequences such as 'Ã©': UTF-8 was taken for windows-1252"),
};

Test (read_text, says_what_a_text_was_in_unless_it_is_plain)
{
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      const ReadOptions options = { .encoding = told[i].said };
      g_autoptr (GError) error = NULL;
      const Reader *reader = reader_for (told[i].bytes, told[i].size, "a.txt", &error);
      cr_assert_not_null (reader, "%zu: %s", i, error != NULL ? error->message : "");
      g_autoptr (Source) source = reader->read (told[i].bytes, told[i].size, &options, &error);
      cr_assert_not_null (source, "%zu: %s", i, error != NULL ? error->message : "");
      cr_expect_str_eq (source->text, told[i].text);
      cr_assert_eq (source->findings->len, told[i].what != NULL, "%zu", i);
      if (told[i].what != NULL)
        expect_finding_with (source, told[i].grade, told[i].what);
    }
}

Test (read_text, reads_what_looks_like_no_text_when_somebody_says_what_it_is_in)
{
  /* U+4E01 U+0102 U+0103 U+4E02, a line end and U+0504, as UTF-16 without a mark. */
  static const char bytes[] = "\x01\x4E\x02\x01\x03\x01\x02\x4E\x04\x05";
  const ReadOptions options = { .encoding = "UTF-16LE" };
  g_autoptr (GError) error = NULL;

  const Reader *reader = reader_for (bytes, sizeof bytes - 1, "a.txt", &error);
  cr_assert_not_null (reader, "%s", error != NULL ? error->message : "");
  cr_expect_null (reader->read (bytes, sizeof bytes - 1, NULL, NULL));
  g_autoptr (Source) source = reader->read (bytes, sizeof bytes - 1, &options, &error);
  cr_assert_not_null (source);
  cr_expect_str_eq (source->text, "丁Ăă丂Ԅ");
}

/* ---- what ends a line, what ends a paragraph */

Test (read_text, begins_a_paragraph_after_any_end_of_line_or_page_and_keeps_it)
{
  static const char text[] = "P1: one\vP2: two\fP1: three\xC2\x85P2: four\xE2\x80\xA8P1: five"
                             "\xE2\x80\xA9P2: six\n\xC2\xA0\xE2\x80\x93 \xE2\x80\x8F seven";
  g_autoptr (Source) source = read_bytes (text, sizeof text - 1, "a.txt", "text");
  static const char *const words[] = { "P1: one",
                                       "P2: two",
                                       "P1: three",
                                       "P2: four",
                                       "P1: five",
                                       "P2: six",
                                       "\xC2\xA0\xE2\x80\x93 \xE2\x80\x8F seven" };

  cr_expect_str_eq (source->text, text);
  cr_assert_eq (source->paras->len, G_N_ELEMENTS (words));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      g_autofree char *got = g_strndup (source->text + para->start, para->end - para->start);
      cr_expect_str_eq (got, words[i]);
      cr_expect_eq (para->line, i == 6 ? 2 : 1);
    }
}

Test (read_text, refuses_white_space_alone)
{
  static const char bytes[] = " \n\t\r\n\xC2\xA0";
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, sizeof bytes - 1, "a.txt", NULL);

  cr_assert_not_null (reader);
  cr_assert_null (reader->read (bytes, sizeof bytes - 1, NULL, &error));
  cr_expect_str_eq (error->message, "there are no words in it");
}

/* ---- numbers of lines */

/* A transcript that a program wrapped, to be freed. */
static char *
wrapped_transcript (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text,
                            "Interviewer: So how was it that week, when you came home, and who\n"
                            "was there to help you with all of it, the first days?\n"
                            "\n"
                            "P%02u: Well, my sister was there, 20 years she has lived with us and\n"
                            "5 of them in the same room, so she knew what to do. She knew it\n"
                            "before the nurse did, who came on the third day.\n"
                            "\n",
                            i + 1);
  return g_string_free (text, FALSE);
}

/* How a print program numbers lines. */
typedef struct
{
  const char *before, *behind; /* around the number */
  guint step;
  guint page;            /* lines of a page, where numbers begin anew; 0: they do not */
  gboolean counts_blank; /* and prints their numbers */
  gboolean has_heads;    /* a line without number at the top of each page */
} Printing;

static const Printing printings[] = {
  { "", " ", 1, 0, FALSE, FALSE },   { "   ", "   ", 1, 0, TRUE, FALSE },
  { "", "\t", 1, 30, FALSE, TRUE },  { "", " ", 5, 0, FALSE, FALSE },
  { "  ", "  ", 5, 0, TRUE, FALSE }, { "", "\t", 5, 40, TRUE, FALSE },
  { "", "   ", 5, 30, FALSE, TRUE },
};

/* As it was printed, and how many numbers it got. */
static char *
print_with_numbers (const char *text, const Printing *printing, guint *numbers)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *print = g_string_new (NULL);
  guint number = 0;

  *numbers = 0;
  for (guint i = 0; lines[i + 1] != NULL; i++)
    {
      const gboolean counts = *lines[i] != '\0' || printing->counts_blank;
      if (printing->page > 0 && i % printing->page == 0)
        {
          number = 0;
          g_string_append (print, printing->has_heads ? "Study of Homecoming\n" : "");
        }
      number += counts;
      const gboolean shows = counts && number % printing->step == 0;
      *numbers += shows;
      if (shows)
        g_string_append_printf (print, "%s%3u%s", printing->before, number, printing->behind);
      else if (*lines[i] != '\0')
        g_string_append_printf (print, "%s   %s", printing->before, printing->behind);
      g_string_append_printf (print, "%s\n", lines[i]);
    }
  return g_string_free (print, FALSE);
}

Test (read_text, takes_out_the_numbers_of_lines_and_says_so)
{
  g_autofree char *text = wrapped_transcript ();

  for (gsize i = 0; i < G_N_ELEMENTS (printings); i++)
    {
      guint numbers = 0;
      g_autofree char *print = print_with_numbers (text, &printings[i], &numbers);
      g_autoptr (Source) source = source_of (&reader_text, print, strlen (print));
      g_auto (GStrv) without_heads = g_strsplit (source->text, "Study of Homecoming\n", -1);
      g_autofree char *found = g_strjoinv ("", without_heads);
      g_autofree char *said = g_strdup_printf ("has %u line numbers beside the text", numbers);
      cr_expect_str_eq (found, text, "%zu: \n%s", i, source->text);
      cr_assert_eq (source->findings->len, 1, "%zu", i);
      const EspFinding *finding = source->findings->pdata[0];
      cr_expect_str_eq (finding->what, said);
    }
}

/* Nothing of these is a line number. */
static const char *const no_line_numbers[] = {
  "1. Yes\n2. No\n3. No\n4. Yes\n5. No\n6. No\n7. No\n8. Yes\n9. No\n10. Yes\n11. No\n12. No\n",
  "1 yes\n2 no\n3 no\n4 yes\n5 no\n6 no\n7 no\n8 yes\n9 no\n10 yes\n11 no\n12 no\n",
  "1 she, all the time and all the nights too\n2 no\n3 him\n4 her\n5 no\n6 my son\n7 no\n8 no\n9 "
  "no\n10 I\n",
  "5 came.\nThey sat.\n10 of them stood.\nIt was late.\n15 went.\nNo word.\n20 it was.\nNobody "
  "spoke.\n",
  "2019 was bad.\n2020 was worse.\n2021 was bad.\n2022 was fine.\n2023 too.\n2024: Ann: no\n",
  "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n",
};

/* Lists of 25 in which every line has a number: with sentences that begin small, and with capitals
 * now and then. */
Test (read_text, leaves_numbers_that_say_who_answered)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint i = 1; i <= 25; i++)
        g_string_append_printf (text, "%u %c%s, and so on\n", i, kind == 0 ? 'n' : 'N',
                                i % 3 == 0 ? "ever again" : "o way at all");
      g_autoptr (Source) source = source_of (&reader_text, text->str, text->len);
      cr_expect_not_null (strstr (source->text, "5 "), "%s", source->text);
      cr_expect_not_null (strstr (source->text, "10 "), "%s", source->text);
      cr_expect_not_null (strstr (source->text, "7 "), "%s", source->text);
    }
}

Test (read_text, takes_no_list_and_no_amount_for_numbers_of_lines)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_line_numbers); i++)
    {
      g_autoptr (Source) source
          = source_of (&reader_text, no_line_numbers[i], strlen (no_line_numbers[i]));
      cr_expect_str_eq (source->text, no_line_numbers[i]);
      cr_expect_eq (source->findings->len, 0);
    }
}
