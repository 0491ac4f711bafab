/* WebVTT: cues as paragraphs with times and speakers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/reader.h"
#include "support/captions.h"

extern const Reader reader_vtt, reader_srt;

static void
expect (const char *bytes, const char *expected)
{
  captions_expect (&reader_vtt, bytes, expected);
}

/* ---- which files */

typedef struct
{
  const char *bytes;
  gsize size;
  gboolean mine;
} Bid;

#define BID(bytes, mine)                                                                           \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, mine                                                                \
  }

static const Bid bids[] = {
  BID ("WEBVTT", TRUE),
  BID ("WEBVTT\n\n", TRUE),
  BID ("WEBVTT\r", TRUE),
  BID ("WEBVTT\ttitle", TRUE),
  BID ("\xEF\xBB\xBFWEBVTT x", TRUE),
  BID ("\xFF\xFEW\0E\0B\0V\0T\0T\0\n\0", TRUE),
  BID ("\xFE\xFF\0W\0E\0B\0V\0T\0T\0\n", TRUE),
  BID ("WEBVTTX", FALSE),
  BID ("webvtt\n", FALSE),
  BID (" WEBVTT\n", FALSE),
  BID ("", FALSE),
  BID ("1\n00:00:01,000 --> 00:00:02,000\n", FALSE),
};

Test (read_vtt, bids_for_its_signature)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bids); i++)
    cr_expect_eq (reader_vtt.bid (bids[i].bytes, bids[i].size, "a.vtt"), bids[i].mine ? 95 : 0,
                  "%" G_GSIZE_FORMAT, i);
  cr_expect_str_eq (reader_for ("WEBVTT\n", 7, "a.txt", NULL)->name, "vtt");
}

Test (read_vtt, refuses_what_has_no_signature_or_no_words)
{
  captions_refuse (&reader_vtt, "webvtt\n\n00:01.000 --> 00:02.000\nx",
                   "its first line is not 'WEBVTT', as a WebVTT file's must be");
  captions_refuse (&reader_vtt, "WEBVTT\n\n00:01.000 --> 00:02.000\n<b> </b>\n",
                   "it is a file of captions without any words; get a complete copy of it");
}

/* ---- cues */

Test (read_vtt, makes_a_paragraph_of_a_cue)
{
  expect ("WEBVTT\n\n1\n00:00:01.500 --> 00:00:02.000 align:start position:0%\nGood morning\n"
          "  to you  \n\n01:00:00.000 --> 01:00:01.000\nBye.",
          "1500 Good morning to you\n3600000 Bye.\n");
}

Test (read_vtt, reads_times_with_and_without_hours)
{
  expect ("WEBVTT\n\n59:59.999 --> 60:00.000\nA\n\n100:00:00.000 --> 100:00:01.000\nB\n\n"
          "120:00.000\t-->\t121:00.000\nC\n",
          "3599999 A\n360000000 B\n432000000 C\n");
}

Test (read_vtt, reads_times_that_programs_write_wrongly_and_says_so)
{
  expect ("WEBVTT\n\nf00-1\n0:0:3.1 --> 0:0:5.24\n<v Ann>Hello</v>\n\n"
          "00:00:04,000 --> 00:00:05,000\nComma\n",
          "3100 Ann: Hello\n4000 Comma\n"
          "! 5 has 2 cues whose times are not written as WebVTT's are (00:14:03.000)\n");
}

Test (read_vtt, joins_lines_without_a_space_where_a_script_has_none)
{
  expect (
      "WEBVTT\n\n00:01.000 --> 00:02.000\n\xE6\xBC\xA2\xE5\xAD\x97\n\xE8\xAA\xAD\xE3\x82\x80\n\n"
      "00:02.000 --> 00:03.000\n\xED\x95\x9C\xEA\xB5\xAD\n\xEB\xA7\x90\n",
      "1000 \xE6\xBC\xA2\xE5\xAD\x97\xE8\xAA\xAD\xE3\x82\x80\n"
      "2000 \xED\x95\x9C\xEA\xB5\xAD \xEB\xA7\x90\n");
}

Test (read_vtt, warns_of_cues_that_run_backwards)
{
  expect ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:04.000 --> 00:05.000\nB\n\n"
          "00:03.000 --> 00:05.000\nC\n",
          "5000 A\n4000 B\n3000 C\n! 7 has 2 cues that begin before the one above\n");
}

Test (read_vtt, loses_no_words_that_players_do_not_show)
{
  expect (
      "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\ntwo\n\n17\n\n00:03.000 --> soon\nthree\n\n"
      "he went --> there\nand back\n",
      "1000 One\n- two\n- three\n- he went --> there and back\n"
      "! 6 has words in 3 places that belong to no cue: an empty line stands before them, or the "
      "time cannot be read\n");
}

Test (read_vtt, opens_a_cue_where_an_empty_line_is_missing)
{
  expect ("WEBVTT\n\nNOTE a\nb\n00:01.000 --> 00:02.000\nOne\n", "note a b\n1000 One\n");
  expect ("WEBVTT\n00:01.000 --> 00:02.000\nOne\n00:02.000 --> 00:03.000\nTwo\n",
          "1000 One\n2000 Two\n");
}

/* ---- what is no cue */

Test (read_vtt, keeps_notes_and_titles_and_drops_how_things_look)
{
  expect ("WEBVTT - In the kitchen\nKind: captions\nX-TIMESTAMP-MAP=LOCAL:00:00\nsecond title\n\n"
          "STYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE\nRecorded on\nMonday\n\n"
          "NOTE\n\n00:01.000 --> 00:02.000\nWords\n\nNOTE the end\n",
          "note In the kitchen\nnote second title\nnote Recorded on Monday\n1000 Words\n"
          "note the end\n");
}

Test (read_vtt, drops_what_a_recogniser_says_of_itself)
{
  expect ("WEBVTT\n\nNOTE duration:\"00:00:32.58\"\n\nNOTE Confidence: 0.6945\n\n"
          "00:01.000 --> 00:02.000\nHello.\n\nNOTE Confidence: low\nbut why\n",
          "1000 Hello.\nnote Confidence: low but why\n"
          "! 0 has 2 notes of the program that recognised the speech\n");
}

Test (read_vtt, says_that_identifiers_with_words_are_left_out)
{
  expect ("WEBVTT\n\nthe opening\n00:01.000 --> 00:02.000\nA\n\n0a1b-22/3\n00:03.000 --> "
          "00:04.000\nB\n",
          "1000 A\n3000 B\n! 5 has 1 cue with words as identifier\n");
}

/* ---- who speaks */

Test (read_vtt, takes_the_speaker_from_the_voice_tag)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann  Smith>One</v>\n\n"
          "00:02.000 --> 00:03.000\n<v.loud.first R&amp;D>Two\nlines\n\n"
          "00:03.000 --> 00:04.000\nNobody\n\n00:04.000 --> 00:05.000\n<v>No name\n\n"
          "00:05.000 --> 00:06.000\n<v Ann Smith>Again\n",
          "1000 Ann Smith: One\n2000 R&D: Two lines\n3000 Nobody\n4000 No name\n"
          "5000 Ann Smith: Again\n");
}

Test (read_vtt, makes_a_paragraph_of_each_voice)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Ready?</v>\n<v Bo>Ready.</v> (noise)\n\n"
          "00:02.000 --> 00:03.000\n<v Ann>So <v Bo>hm</v> then</v>\n",
          "1000 Ann: Ready?\n1000 Bo: Ready.\n1000 (noise)\n2000 Ann: So\n2000 Bo: hm\n"
          "2000 Ann: then\n");
}

Test (read_vtt, takes_the_speaker_from_an_identifier_of_webex)
{
  expect ("WEBVTT\n\n1 \"\" (0)\n00:01.000 --> 00:02.000\nA\n\n2 \"Ann \"AJ\" Smith\" (12624)\n"
          "00:02.000 --> 00:03.000\nB\n\nx \"Bo\" (12)\n00:03.000 --> 00:04.000\nC\n",
          "1000 A\n2000 Ann \"AJ\" Smith: B\n3000 C\n");
}

Test (read_vtt, takes_names_in_parentheses_where_cues_open_with_them)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n(Ann Vale)\nWhat is your\n\n"
          "00:02.000 --> 00:03.000\n(Ann Vale)\nbackground?\n-\n \n(Bo Tree)\nNothing\nmuch\n\n"
          "00:03.000 --> 00:04.000\nunnamed\n",
          "1000 Ann Vale: What is your\n2000 Ann Vale: background?\n2000 Bo Tree: Nothing much\n"
          "3000 unnamed\n");
}

Test (read_vtt, keeps_what_else_stands_in_parentheses)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n(door opens)\nCome in\n\n"
          "00:02.000 --> 00:03.000\n(laughs)\n\n00:03.000 --> 00:04.000\nWell\n(laughs)\n\n"
          "00:04.000 --> 00:05.000\n(sighs)\nyes\n\n00:05.000 --> 00:06.000\nno\n",
          "1000 (door opens)\n1000 Come in\n2000 (laughs)\n3000 Well (laughs)\n4000 (sighs)\n"
          "4000 yes\n5000 no\n");
}

Test (read_vtt, makes_a_paragraph_of_each_dash_of_a_dialogue)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n- What did\nyou say?\n- Nothing.\n\n"
          "00:02.000 --> 00:03.000\n-Tight?\n-Yes.\n\n00:03.000 --> 00:04.000\nIt was\n-5 degrees\n"
          "\xE2\x80\x94well\n\n00:04.000 --> 00:05.000\n\xE2\x80\x93 Ann: hello\n",
          "1000 [- ]What did you say?\n1000 [- ]Nothing.\n2000 [-]Tight?\n2000 [-]Yes.\n"
          "3000 It was -5 degrees \xE2\x80\x94well\n4000 [\xE2\x80\x93 ]Ann: hello\n");
}

/* ---- the text of a cue */

Test (read_vtt, leaves_tags_and_readings_out)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i>So</i> <b.big>it <u>is</u></b> <c>a</c> <lang "
          "fr>vu</lang><00:01.500> now\n\n00:02.000 --> 00:03.000\n<ruby>kan<rt>reading</rt>ji<rt>x"
          "</ruby> end\n\n00:03.000 --> 00:04.000\n<font color=\"red\">red</FONT><br/>line <rt>kept"
          "</rt>\n",
          "1000 So it is a vu now\n2000 kanji end\n3000 red line kept\n"
          "! 7 has 2 readings beside words (ruby)\n");
}

Test (read_vtt, reads_references_with_a_semicolon)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\nR&D &amp; x &lt;b&gt; &#8217;&#x2019; &eacute; "
          "&nosuch; &lt a&nbsp;b & c&#10;d&#13;e\n",
          "1000 R&D & x <b> \xE2\x80\x99\xE2\x80\x99 \xC3\xA9 &nosuch; &lt a\xC2\xA0"
          "b & c d e\n");
}

Test (read_vtt, keeps_what_stands_in_angles_and_is_no_tag)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\nI <3 you, a < b <i>and</i> <laughs> c > d <\n",
          "1000 I <3 you, a < b and <laughs> c > d <\n"
          "! 4 has '<' 4 times where no tag of captions begins\n");
}

Test (read_vtt, keeps_the_words_of_a_tag_that_is_not_closed)
{
  expect ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Carl\nwords\n\n00:02.000 --> 00:03.000\n<v It is "
          "blue\n\n00:03.000 --> 00:04.000\n<c.first That is</c>\n\n00:04.000 --> 00:05.000\n"
          "<v Ann>so <b and\n",
          "1000 Carl: words\n2000 It is blue\n3000 That is\n4000 Ann: so and\n");
}

Test (read_vtt, reads_captions_that_roll_once)
{
  expect (
      "WEBVTT\n\n00:00.000 --> 00:02.000\n \nso<00:01.000><c> today</c>\n\n"
      "00:02.000 --> 00:02.010\nso today\n \n\n00:02.010 --> 00:04.000\nso today\nwe<c> talk</c>"
      "\n\n00:04.000 --> 00:04.010\nwe talk\n \n\n00:04.010 --> 00:06.000\nwe talk\nabout<c> it"
      "</c>\n\n00:06.000 --> 00:06.010\nabout it\n\n00:06.010 --> 00:07.010\nabout it\nnow\n",
      "0 so today\n2010 we talk\n4010 about it\n6010 now\n"
      "! 0 repeats 6 lines of the cue above, as captions that roll do\n");
  /* Who says the same again, says it. */
  expect ("WEBVTT\n\n00:00.000 --> 00:02.000\nYes.\n\n00:02.000 --> 00:03.000\nYes.\n\n"
          "00:03.000 --> 00:04.000\nYes.\n\n00:04.000 --> 00:05.000\nYes.\n\n"
          "00:05.000 --> 00:06.000\nYes.\nNo.\n",
          "0 Yes.\n2000 Yes.\n3000 Yes.\n4000 Yes.\n5000 Yes. No.\n");
}

/* ---- bytes */

Test (read_vtt, reads_utf_16_and_any_line_ends)
{
  static const char bytes[] = "WEBVTT\r\r00:01.000 --> 00:02.000\r\n\xC3\xA9t\xC3\xA9\r";
  g_autofree gunichar2 *units = g_utf8_to_utf16 (bytes, -1, NULL, NULL, NULL);
  g_autoptr (GByteArray) wide = g_byte_array_new ();

  g_byte_array_append (wide, (const guint8 *)"\xFF\xFE", 2);
  for (const gunichar2 *unit = units; *unit != 0; unit++)
    {
      const gunichar2 little = GUINT16_TO_LE (*unit);
      g_byte_array_append (wide, (const guint8 *)&little, 2);
    }
  cr_assert_eq (reader_vtt.bid ((const char *)wide->data, wide->len, "a"), 95);
  g_autoptr (Source) source = source_of (&reader_vtt, (const char *)wide->data, wide->len);
  g_autofree char *shown = captions_shown (source);
  cr_expect (g_str_has_prefix (shown, "1000 \xC3\xA9t\xC3\xA9\n! "), "%s", shown);
  expect ("\xEF\xBB\xBFWEBVTT\r\r00:01.000 --> 00:02.000\rA\r\rNOTE b", "1000 A\nnote b\n");
}

Test (read_vtt, reads_a_file_as_a_meeting_program_writes_it)
{
  captions_expect_file (&reader_vtt, "meeting.vtt",
                        "2100 Ann Vale: So you came by train?\n"
                        "4300 Bo Tree: I did, and it was late.\n9500 Ann Vale: How late?\n");
}

Test (read_vtt, survives_damage_anywhere)
{
  captions_damage (
      &reader_vtt,
      "WEBVTT - t\nKind: x\n\nNOTE n\n\nSTYLE\nx\n\n1 \"Ann\" (2)\n00:00:01.000 --> 00:00:02.000 "
      "line:0\n<v Bo>Hi &amp; <ruby>a<rt>b</rt></ruby></v> <i>\xC3\xA9</i>\n- two\n-\n(Ann)\nx\n\n"
      "00:00:00,5 --> 0:0:1.0\n<00:01.000>\n");
}

typedef struct
{
  const char *head, *part, *tail;
} Flood;

static const Flood floods[] = {
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<", ">" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<b", ">" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v a", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v A>x", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<ruby>x<rt>", "</v>" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "&", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "&#1", ";" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "word ", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "a\n", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "- a\n", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "-\n(N)\n", "" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000\n", "(", ")" },
  { "WEBVTT\n\n", "00:01.000 --> 00:02.000\nx\n\n", "" },
  { "WEBVTT\n\n", "-->\n", "x" },
  { "WEBVTT\n\n", "\n", "x" },
  { "WEBVTT\n\n", "9", ":00.000 --> 00:01.000\nx" },
  { "WEBVTT\n", "x: ", "" },
};

Test (read_vtt, takes_time_in_proportion_to_the_size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++)
    captions_flood (&reader_vtt, floods[i].head, floods[i].part, floods[i].tail);
}

/* ---- properties */

static const char *const speakers[] = { "", "Ann", "Bo Tree", "\xE5\xBC\xA0\xE4\xBC\x9F" };

/* Words with what stands for a sign of the format, broken into lines and dressed in tags. */
static void
append_dressed (GString *out, const char *words, GRand *rand)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *escaped = g_markup_escape_text (list[i], -1);
      const gboolean tag = g_rand_int_range (rand, 0, 4) == 0;
      if (i > 0)
        g_string_append_c (out, g_rand_int_range (rand, 0, 4) == 0 ? '\n' : ' ');
      g_string_append_printf (out, "%s%s%s", tag ? "<i.x>" : "", escaped, tag ? "</i>" : "");
    }
}

Test (read_vtt, gives_the_words_and_speakers_that_were_written)
{
  for (guint32 seed = 1; seed <= 200; seed++)
    {
      g_autoptr (GArray) cues = random_cues (seed);
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GString) bytes = g_string_new ("WEBVTT\n");
      g_autoptr (GString) wanted = g_string_new (NULL);
      for (guint i = 0; i < cues->len; i++)
        {
          const RandomCue *cue = &g_array_index (cues, RandomCue, i);
          const gint ms = (gint)cue->start_ms;
          g_string_append_printf (bytes, "\n00:%02d.%03d --> 01:00.000\n<v %s>", ms / 1000,
                                  ms % 1000, speakers[cue->speaker]);
          append_dressed (bytes, cue->words, rand);
          g_string_append (bytes, g_rand_boolean (rand) ? "</v>\n" : "\n");
          g_string_append_printf (wanted, "%d %s: %s\n", ms, speakers[cue->speaker], cue->words);
        }
      expect (bytes->str, wanted->str);
    }
}
