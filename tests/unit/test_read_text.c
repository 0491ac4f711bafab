/* Which reader takes what, what is said of the rest, and plain text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/reader.h"

#include <criterion/criterion.h>
#include <string.h>

static Source *
read_bytes (const char *bytes, gsize size, const char *name, const char *reader_name)
{
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, size, name, &error);

  cr_assert_not_null (reader, "%s", error != NULL ? error->message : "");
  cr_expect_str_eq (reader->name, reader_name);
  Source *source = reader->read (bytes, size, &error);
  cr_assert_not_null (source, "%s", error != NULL ? error->message : "");
  return source;
}

typedef struct
{
  const char *bytes;
  gsize size;
  const char *message;
} Refused;

#define REFUSED(bytes, message)                                                                    \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, message                                                             \
  }

static const Refused refused[] = {
  REFUSED ("", "it is empty"),
  REFUSED ("\xD0\xCF\x11\xE0\xA1\xB1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
           "it is password-protected; save a copy without the password"),
  REFUSED ("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "it is an old binary Word file; save it as .docx"),
  REFUSED ("{\\rtf1\\ansi hello}", "it is an RTF file, which is not read; save it as .docx"),
  REFUSED ("%PDF-1.7\n", "it is a PDF file, which is not read; save its text as .docx or .txt"),
  REFUSED ("\x89PNG\r\n\x1A\n\0\0", "it is a picture, not a text"),
  REFUSED ("\0\0\0\x20"
           "ftypmp42",
           "it is a recording; import its transcript"),
  REFUSED ("<!-- c -->\n<!DOCTYPE HTML><p>x",
           "it is a web page, which is not read; save it as .docx or .txt"),
  REFUSED ("PK\x03\x04 cut",
           "it is a zip archive that is damaged or cut short; get a new copy of it"),
  REFUSED ("caf\xE9 au lait", "it is neither UTF-8 nor UTF-16; save it as UTF-8"),
  REFUSED ("a\0b\0c", "it is not a text"),
};

Test (readers, say_what_a_file_is_that_none_can_read)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      cr_expect_null (reader_for (refused[i].bytes, refused[i].size, "interview.docx", &error));
      cr_assert_not_null (error);
      cr_expect_eq (error->code, ESP_ERROR_INPUT);
      cr_expect_str_eq (error->message, refused[i].message);
    }
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

Test (read_text, reads_utf_16_and_says_so)
{
  static const char bytes[] = "\xFF\xFEh\0i\0\r\0\n\0=\xD8\x00\xDE";
  g_autoptr (Source) source = read_bytes (bytes, sizeof bytes - 1, "a.txt", "text");

  cr_expect_str_eq (source->text, "hi\n😀");
  cr_assert_eq (source->findings->len, 1);
  const EspFinding *finding = g_ptr_array_index (source->findings, 0);
  cr_expect_eq (finding->grade, ESP_GRADE_NOTE);
  cr_expect_not_null (strstr (finding->what, "UTF-16"));
}

Test (read_text, warns_of_letters_that_were_lost_before)
{
  static const char bytes[] = "caf\xEF\xBF\xBD na\xEF\xBF\xBDve";
  g_autoptr (Source) source = read_bytes (bytes, sizeof bytes - 1, "a.txt", "text");

  cr_assert_eq (source->findings->len, 1);
  const EspFinding *finding = g_ptr_array_index (source->findings, 0);
  cr_expect_eq (finding->grade, ESP_GRADE_WARNING);
  cr_expect_not_null (strstr (finding->what, "has 2 replacement characters"));
}

Test (read_text, refuses_white_space_alone)
{
  static const char bytes[] = " \n\t\r\n\xC2\xA0";
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, sizeof bytes - 1, "a.txt", NULL);

  cr_assert_not_null (reader);
  cr_assert_null (reader->read (bytes, sizeof bytes - 1, &error));
  cr_expect_str_eq (error->message, "there are no words in it");
}
