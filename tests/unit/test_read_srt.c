/* SubRip: cues as paragraphs with times, whatever shape they are in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"
#include "support/captions.h"

extern const Reader reader_srt;

static void
expect (const char *bytes, const char *expected)
{
  captions_expect (&reader_srt, bytes, expected);
}

typedef struct
{
  const char *bytes;
  int bid;
} Bid;

static const Bid bids[] = {
  { "1\n00:00:01,000 --> 00:00:02,000\nx", 80 },
  { "\xEF\xBB\xBF\r\n\r\n 12 \r\n\r\n0:00:01.5 -> 0:00:02\r\n", 80 },
  { "00:00:01,000 --> 00:00:02,000\nx", 50 },
  { "1\rx\r00:00:01,000 --> 00:00:02,000\r", 0 },
  { "1\n2\n00:00:01,000 --> 00:00:02,000\n", 0 },
  { "1\n", 0 },
  { "", 0 },
  { "10:30 -> 12:00\nlunch", 0 },
  { "Ann: hello\n\n1\n00:00:01,000 --> 00:00:02,000\nx", 0 },
};

Test (read_srt, bids_for_the_shape_of_its_first_cue)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bids); i++)
    cr_expect_eq (reader_srt.bid (bids[i].bytes, strlen (bids[i].bytes), "a.txt"), bids[i].bid,
                  "%s", bids[i].bytes);
  cr_expect_str_eq (reader_for (bids[0].bytes, strlen (bids[0].bytes), "a.vtt", NULL)->name, "srt");
}

Test (read_srt, makes_a_paragraph_of_a_cue)
{
  expect ("1\n00:00:01,500 --> 00:00:02,000\nGood morning\nto you\n\n"
          "2\n01:00:00,000 --> 01:00:01,000  X1:40 X2:600 Y1:20 Y2:50\nANN: Bye.\n\n",
          "1500 Good morning to you\n3600000 ANN: Bye.\n");
}

Test (read_srt, refuses_what_has_no_words)
{
  captions_refuse (&reader_srt, "1\n00:00:01,500 --> 00:00:02,000\n<i></i>\n\n2\n",
                   "it is a file of captions without any words; get a complete copy of it");
}

Test (read_srt, reads_times_however_they_are_written)
{
  expect ("1\n00:00:01.500 --> 00:00:02.000\nA\n\n2\n0:0:2 -> 0:0:3\nB\n\n"
          "3\n00:04,25 --> 00:05,00\nC\n\n4\n00: 00: 05, 000 \xE2\x80\x93> 00:00:06,000\nD\n\n"
          "5\n00:00:07:123\xE2\x86\x92"
          "00:00:08:000\nE\n\n6\n-00:00:09,000 --> 00:00:10,000\nF\n\n7\n00:00:10,1234567 --> "
          "00:00:11,000\nG\n",
          "1500 A\n2000 B\n4250 C\n5000 D\n7123 E\n0 F\n10123 G\n"
          "! 23 has 1 cue that begins before the one above\n");
}

Test (read_srt, takes_no_talk_of_time_for_times)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\nfrom 10:30 -> 12:00\n10:30 -> 12:00\n00:00:01,000 to\n"
          "00:00:01,000 --> soon\n1234567890:00:01 --> 2\n",
          "1000 from 10:30 -> 12:00 10:30 -> 12:00 00:00:01,000 to 00:00:01,000 --> soon "
          "1234567890:00:01 --> 2\n");
}

Test (read_srt, finds_cues_without_empty_lines_or_numbers)
{
  expect (
      "1\n00:00:01,000 --> 00:00:02,000\nA\n2\n00:00:02,000 --> 00:00:03,000\n12\n"
      "3\n00:00:03,000 --> 00:00:04,000\n12\n00:00:04,000 --> 00:00:05,000\nB\n\nafter blank\n\n\n"
      "5\n\n00:00:05,000 --> 00:00:06,000\nC",
      "1000 A\n2000 12\n3000 12\n4000 B after blank\n5000 C\n");
  expect ("00:00:01,000 --> 00:00:02,000\nHow many?\n12\n00:00:02,000 --> 00:00:03,000\nB\n",
          "1000 How many? 12\n2000 B\n");
}

Test (read_srt, says_that_numbers_do_not_follow)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\nA\n\n3\n00:00:02,000 --> 00:00:03,000\nB\n\n"
          "1\n00:00:03,000 --> 00:00:04,000\nC\n",
          "1000 A\n2000 B\n3000 C\n"
          "! 7 has 2 numbers of a cue that does not follow on the one above\n");
}

Test (read_srt, keeps_words_around_the_cues)
{
  expect ("A film\n\n1\n00:00:01,000 --> 00:00:02,000 Hello\nthere\n",
          "- A film\n1000 Hello there\n");
}

Test (read_srt, leaves_marks_out)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>So</i> <FONT COLOR=\"#fff\">it</font> "
          "{b}is{/b} {y:i}now<br>here &amp; <s>x</s>\n",
          "1000 So it is now here & x\n");
}

Test (read_srt, keeps_what_only_looks_like_marks)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\n{sic} {} {b {\\ I <3 you <unclear> a > b <v >\n",
          "1000 {sic} {} {b {\\ I <3 you <unclear> a > b <v >\n"
          "! 3 has '<' 3 times where no tag of captions begins\n");
}

Test (read_srt, tells_speakers_by_dashes_and_voices)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\n- One?\n- <i>Two.</i>\n\n"
          "2\n00:00:02,000 --> 00:00:03,000\n<v Ann  Lee>Three</v> four\n",
          "1000 [- ]One?\n1000 [- ]Two.\n2000 Ann Lee: Three\n2000 four\n");
}

Test (read_srt, reads_any_line_ends_and_joined_files)
{
  expect ("\xEF\xBB\xBF"
          "1\r00:00:01,000 --> 00:00:02,000\rA\r\r\xEF\xBB\xBF"
          "1\r\n00:00:02,000 --> 00:00:03,000\r\nB",
          "1000 A\n2000 B\n! 7 has 1 number of a cue that does not follow on the one above\n");
}

Test (read_srt, reads_an_old_encoding_found_out_or_said)
{
  static const char bytes[]
      = "1\n00:00:01,000 --> 00:00:02,000\nD\xE9j\xE0 vu, \xE9t\xE9, caf\xE9\n";
  const ReadOptions options = { .encoding = "ISO-8859-7" };
  g_autoptr (GError) error = NULL;
  g_autoptr (Source) source = reader_srt.read (bytes, sizeof bytes - 1, &options, &error);

  cr_assert_not_null (source, "%s", error != NULL ? error->message : "");
  captions_expect_file (&reader_srt, "windows-1252.srt",
                        "1000 [- ]Caf\xC3\xA9 au lait?\n1000 [- ]D\xC3\xA9j\xC3\xA0 "
                        "command\xC3\xA9, l\xC3\xA0-bas.\n3000 Voil\xC3\xA0 la premi\xC3\xA8re "
                        "\xC3\xA9tape, c'est tr\xC3\xA8s bien.\n");
  cr_expect_str_eq (source->text, "D\xCE\xB9j\xCE\xB0 vu, \xCE\xB9t\xCE\xB9, caf\xCE\xB9");
}

Test (read_srt, survives_damage_anywhere)
{
  captions_damage (&reader_srt,
                   "x\n\n1\n00:00:01,000 --> 00:00:02,000 X1:2\n{\\an8}<i>\xC3\xA9</i> &amp; "
                   "<v Bo>y</v>\n- one\n- two\n2\n00:00:03.5 -> 0:0:4\n(Ann)\n-\n(Bo)\n12\n");
}

typedef struct
{
  const char *head, *part, *tail;
} Flood;

static const Flood floods[] = {
  { "1\n00:00:01,000 --> 00:00:02,000\n", "<", ">" },
  { "1\n00:00:01,000 --> 00:00:02,000\n", "<font ", "" },
  { "1\n00:00:01,000 --> 00:00:02,000\n", "{\\", "" },
  { "1\n00:00:01,000 --> 00:00:02,000\n", "<v A>x", "" },
  { "1\n00:00:01,000 --> 00:00:02,000\n", "12\n", "" },
  { "1\n00:00:01,000 --> 00:00:02,000\n", "word ", "" },
  { "", "1\n00:00:01,000 --> 00:00:02,000\nx\n", "" },
  { "", "00:00:01,000 --> 00:00:02,000 ", "" },
  { "", "0:", "0 --> 0" },
  { "1\n00:00:01,000 --> 00:00:02,000\nA: ", ". ", ":\n" },
  { "1\n00:00:01,000 --> 00:00:02,000\n", "\n", "x" },
};

Test (read_srt, takes_time_in_proportion_to_the_size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++)
    captions_flood (&reader_srt, floods[i].head, floods[i].part, floods[i].tail);
}

Test (read_srt, gives_the_words_that_were_written)
{
  for (guint32 seed = 1; seed <= 200; seed++)
    {
      g_autoptr (GArray) cues = random_cues (seed);
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autoptr (GString) wanted = g_string_new (NULL);
      for (guint i = 0; i < cues->len; i++)
        {
          const RandomCue *cue = &g_array_index (cues, RandomCue, i);
          g_autofree char *lines = g_markup_escape_text (cue->words, -1);
          const gint ms = (gint)cue->start_ms;
          for (char *gap = lines; (gap = strstr (gap, " 12")) != NULL;)
            *gap = '\n';
          g_string_append_printf (bytes, "%u\n00:00:%02d,%03d --> 00:01:00,000\n%s\n%s", i + 1,
                                  ms / 1000, ms % 1000, lines, seed % 2 == 0 ? "\n" : "");
          g_string_append_printf (wanted, "%d %s\n", ms, cue->words);
        }
      expect (bytes->str, wanted->str);
    }
}

/* ---- several who speak in one cue, and cues that go on */

Test (read_srt, parts_a_cue_where_a_known_name_begins_to_speak)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\nANNA: Well?\n\n"
          "2\n00:00:02,000 --> 00:00:03,000\nBEN: So.\n\n"
          "3\n00:00:03,000 --> 00:00:04,000\nANNA: Yes. BEN: No. Ann: who?\n\n"
          "4\n00:00:04,000 --> 00:00:05,000\nAnna: I told\nBen: no, Ben: no\n",
          "1000 ANNA: Well?\n2000 BEN: So.\n3000 ANNA: Yes.\n3000 BEN: No. Ann: who?\n"
          "4000 Anna: I told\n4000 Ben: no, Ben: no\n");
}

Test (read_srt, keeps_words_before_a_colon_that_never_come_back)
{
  expect ("1\n00:00:01,000 --> 00:00:02,000\nI know. Second: we go.\nNote: at 10:30.\n",
          "1000 I know. Second: we go. Note: at 10:30.\n");
}

typedef struct
{
  const char *bytes, *text;
} Flow;

static const Flow flows[] = {
  { "1\n00:00:01,000 --> 00:00:02,000\nand so\n\n2\n00:00:03,900 --> 00:00:05,000\non it went\n",
    "and so on it went" },
  { "1\n00:00:01,000 --> 00:00:02,000\nand so\n\n2\n00:00:04,000 --> 00:00:05,000\non it went\n",
    "and so\n\non it went" },
  { "1\n00:00:01,000 --> 00:00:02,000\nand so\n\n2\n00:00:02,000 --> 00:00:05,000\nAnn: on\n",
    "and so\n\nAnn: on" },
  { "1\n00:00:01,000 --> 00:00:02,000\nand so\n\n2\n00:00:02,000 --> 00:00:03,000\n(applause)\n\n"
    "3\n00:00:03,000 --> 00:00:04,000\non\n",
    "and so\n\n(applause)\n\non" },
  { "1\n00:00:01,000 --> 00:00:02,000\n- So?\n- So.\n\n2\n00:00:02,000 --> 00:00:03,000\non\n",
    "- So?\n\n- So. on" },
  { "1\n00:00:05,000 --> 00:00:06,000\nlater\n\n2\n00:00:01,000 --> 00:00:02,000\nearlier\n",
    "later\n\nearlier" },
  { "1\n00:00:01,000 --> 00:00:02,000\n<v Ann>so</v>\n\n2\n00:00:02,000 --> 00:00:03,000\n<v Ann>on"
    "</v>\n\n3\n00:00:03,000 --> 00:00:04,000\n<v Bo>yes</v>\n",
    "so on\n\nyes" },
  { "1\n00:00:01,000 --> 00:00:02,000\n\u4f60\u597d\n\n2\n00:00:02,000 --> 00:00:03,000\n\u55ce\n",
    "\u4f60\u597d\u55ce" },
};

Test (read_srt, lets_cues_flow_until_somebody_pauses_or_another_speaks)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (Source) source = source_of (&reader_srt, flows[i].bytes, strlen (flows[i].bytes));
      cr_expect_str_eq (source->text, flows[i].text, "%s: '%s'", flows[i].bytes, source->text);
    }
}

/* However long somebody speaks: no paragraph is without end, and each ends with a sentence where
 * there are any. */
Test (read_srt, ends_long_paragraphs)
{
  for (guint stops = 0; stops < 2; stops++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      for (guint i = 0; i < 400; i++)
        g_string_append_printf (
            bytes, "%u\n00:%02u:%02u,000 --> 00:%02u:%02u,900\nsome words%s\n\n", i + 1, i / 60,
            i % 60, i / 60, i % 60, stops && i % 7 == 6 ? " end." : " more");
      g_autoptr (Source) source = source_of (&reader_srt, bytes->str, bytes->len);
      g_auto (GStrv) paragraphs = g_strsplit (source->text, "\n\n", -1);
      const guint count = g_strv_length (paragraphs);
      cr_expect (count > 3 && count < 20, "%u", count);
      for (guint i = 0; i < count; i++)
        {
          cr_expect_leq (strlen (paragraphs[i]), 1500);
          cr_expect (!stops || i + 1 == count || g_str_has_suffix (paragraphs[i], "end."), "%s",
                     paragraphs[i]);
        }
    }
}

/* ---- captions that roll */

/* The lines that a cue shows: up to so many of those before it, and its own. */
static void
append_rolling (GString *bytes, guint cue, guint lines)
{
  g_string_append_printf (bytes, "%u\n00:%02u:00,000 --> 00:%02u:01,000\n", cue + 1, cue, cue);
  for (guint i = cue + 1 > lines ? cue + 1 - lines : 0; i <= cue; i++)
    g_string_append_printf (bytes, "line %u%s\n", i, i % 2 == 0 ? "" : " too");
  g_string_append_c (bytes, '\n');
}

Test (read_srt, reads_each_line_once_however_many_roll)
{
  for (guint lines = 2; lines <= 4; lines++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL), expected = g_string_new (NULL);
      guint repeats = 0;
      for (guint cue = 0; cue < 20; cue++)
        {
          append_rolling (bytes, cue, lines);
          g_string_append_printf (expected, "%u line %u%s\n", cue * 60000, cue,
                                  cue % 2 == 0 ? "" : " too");
          repeats += MIN (cue, lines - 1);
        }
      g_string_append_printf (
          expected, "! 0 repeats %u lines of the cue above, as captions that roll do\n", repeats);
      expect (bytes->str, expected->str);
    }
}

Test (read_srt, keeps_what_somebody_says_again_while_captions_roll)
{
  expect ("1\n00:00:00,000 --> 00:00:01,000\na\nb\n\n2\n00:01:00,000 --> 00:01:01,000\nb\nyes\n\n"
          "3\n00:02:00,000 --> 00:02:01,000\nyes\nyes\n\n4\n00:03:00,000 --> 00:03:01,000\nyes\n"
          "yes\n\n5\n00:04:00,000 --> 00:04:01,000\nyes\nno\n\n6\n00:05:00,000 --> "
          "00:05:01,000\nyes\nno\n",
          "0 a b\n60000 yes\n120000 yes\n180000 yes\n240000 no\n"
          "! 0 repeats 6 lines of the cue above, as captions that roll do\n");
}
