/* The ways in which transcripts say who speaks, one after the other as they are met, and what holds
 * for all of them: no word is lost, none comes twice, none is in a label.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/layout_text.h"
#include "turns/layout.h"

#include <criterion/criterion.h>
#include <string.h>

extern const Reader reader_text;
extern const Reader reader_markdown;

static gboolean
is_known (const char *name, gpointer data G_GNUC_UNUSED)
{
  static const char *const known[] = { "interviewer", "participant", "q", NULL };
  g_autofree char *folded = text_fold_name (name);

  return g_strv_contains (known, folded);
}

static const LayoutNames known_names = { .is_speaker = is_known };

typedef struct
{
  const char *claim;
  const Reader *reader;
  const LayoutNames *names;
  const char *text, *expected;
} Case;

static const Case cases[] = {
  { "1: a role and a colon, its digits glued or not", &reader_text, NULL,
    "Interviewer 1: All right.\nP1: Yes.\ninterviewer1: So?\nP 1: No.\n",
    "Name: text\nt Interviewer 1: All right.\nt P1: Yes.\nt Interviewer 1: So?\nt P1: No.\n" },
  { "2: a blank of any width before the colon", &reader_text, NULL,
    "Interviewer1 : OK donc\n\nJean\u202f: Oui.\n\nInterviewer1\u00a0: Et ?\n\nJean : Non.\n",
    "Name: text\nt Interviewer1: OK donc\nt Jean: Oui.\nt Interviewer1: Et ?\nt Jean: Non.\n" },
  { "5: initials, with the key in the header, in a short text", &reader_text, NULL,
    "With Michael Flax (MF)\nDate: today\n\nSL: Hello. There is much to tell of it today.\n\nMF: "
    "Yeah.\n\nMF: more\n",
    "Name: text\nn : With Michael Flax (MF)/Date: today\nt SL: Hello. There is much to tell of it "
    "today.\nt MF: Yeah.\nt MF: more\n" },
  { "6: a tab after the colon", &reader_text, NULL,
    "MSM:\tHow?\nTague:\tSo.\nMSM:\tAnd?\nTague:\tNo.\n",
    "Name: text\nt MSM: How?\nt Tague: So.\nt MSM: And?\nt Tague: No.\n" },
  { "7: numbers that a program gave, once each", &reader_text, NULL,
    "SPEAKER_00: One.\nSPEAKER_01: Two.\n",
    "Name: text\nt SPEAKER_00: One.\nt SPEAKER_01: Two.\n" },
  { "8: question and answer, and a question that follows", &reader_markdown, NULL,
    "**Q:** Why?\n\n**A:** So.\n\n**Follow-up Q:** How?\n\n**A:** Thus.\n\n**Q:** x?\n",
    "bold name\nt Q: Why?\nt A: So.\nt Follow-up Q: How?\nt A: Thus.\nt Q: x?\n" },
  { "10: Otter's lists at the beginning and its name at the end", &reader_text, NULL,
    "SUMMARY KEYWORDS\npeople, data\n\nSPEAKERS\nSara Man, Unknown Speaker\n\nSara Man  "
    "00:01\nHello.\n\nUnknown Speaker 0:06\nYes.\n\nTranscribed by https://example.org\n",
    "label alone on a line\nn : SUMMARY KEYWORDS/people, data\nn : SPEAKERS/Sara Man, Unknown "
    "Speaker\nt Sara Man@1: Hello.\nt Unknown Speaker@6: Yes.\nn : Transcribed by "
    "https://example.org\n" },
  { "13: a bold name without a colon", &reader_markdown, NULL,
    "**Interviewer** In principe.\n\n**Ann** Ja.\n\n**Interviewer** En?\n\n**Ann** Nee.\n",
    "bold name\nt Interviewer: In principe.\nt Ann: Ja.\nt Interviewer: En?\nt Ann: Nee.\n" },
  { "15: a label alone on a line, and answers as short as a label", &reader_text, NULL,
    "   interviewer\nHow?\n\n   interviewee\nYes\n\n   interviewer\nFine.\nAnd?\n\n   "
    "interviewee\nYes\n\n   interviewer\nFine.\nBye\n",
    "label alone on a line\nt interviewer: How?\nt interviewee: Yes\nt interviewer: Fine./And?\nt "
    "interviewee: Yes\nt interviewer: Fine./Bye\n" },
  { "16: numbers of paragraphs before the label", &reader_text, NULL,
    "1    Interviewer: Hello.\n2    Participant: Okay.\n3\tInterviewer: 2 or 3: which?\n4    "
    "Participant: Yes.\n",
    "Name: text\nt Interviewer: Hello.\nt Participant: Okay.\nt Interviewer: 2 or 3: which?\nt "
    "Participant: Yes.\n" },
  { "17 and 18: who asks is named, who answers is not; the guide's questions are nobody's",
    &reader_text, NULL,
    "1.a Was it enough\nI think it was.\n\nMODERATOR: Yes\n\nThen it went on.\n\n1.b Did you see "
    "it?\nI did.\nMODERATOR: Where? It must have been there all the time, as far as I know, "
    "or\nelse not.\nOn the left.\nMODERATOR: Ok\nMore.\n\n2 What else?\nNothing.\n",
    "Name: text\nh : 1.a Was it enough\np : I think it was.\nt MODERATOR: Yes\np : Then it went "
    "on.\nh : 1.b Did you see it?\np : I did.\nt MODERATOR: Where? It must have been there all the "
    "time, as far as I know, or/else not.\np : On the left.\nt MODERATOR: Ok\np : More.\nh : 2 "
    "What "
    "else?\np : Nothing.\n" },
  { "17: the answers to Q", &reader_text, &known_names,
    "Q: Why?\n\nBecause.\n\nQ: How?\n\nThus.\n\nMore.\n\nQ: End?\n\nYes.\n",
    "Name: text\nt Q: Why?\np : Because.\nt Q: How?\np : Thus.\np : More.\nt Q: End?\np : Yes.\n" },
  { "19: a name in the words of a cue that was pasted", &reader_text, NULL,
    "1\n00:00:01.000 --> 00:00:02.000\nstokes: Hello\n\n2\n00:00:02.000 --> 00:00:03.000\nBo: "
    "Yes\n\n3\n00:00:04.000 --> 00:00:05.000\nstokes: So\n\n4\n00:00:06.000 --> 00:00:07.000\nBo: "
    "No\n",
    "Name: text\nt stokes@1: Hello\nt Bo@2: Yes\nt stokes@4: So\nt Bo@6: No\n" },
  { "21: lines of a chat", &reader_text, NULL,
    "00:06:31\tPedro:\thi all\n00:06:40\tAnn B:\tyes\n00:07:00\tPedro:\tok\n00:07:10\tAnn "
    "B:\tbye\n",
    "Name: text\nt Pedro@391: hi all\nt Ann B@400: yes\nt Pedro@420: ok\nt Ann B@430: bye\n" },
  { "23: marks in brackets, and notes in brackets, which are said", &reader_text, NULL,
    "[id1] hello\n[id2] yes\n[id1] and\n[laughs] well\n[id2] no\n[id1] bye\n",
    "[Name] text\nt id1: hello\nt id2: yes\nt id1: and/[laughs] well\nt id2: no\nt id1: bye\n" },
  { "24: a stage direction is a note, and the turn goes on", &reader_markdown, NULL,
    "### Ann：\nOne.\n\n> (laughter)\n\nmore [laughs]\n\n### Bo：\nTwo.\n\n[Break]\n\n### "
    "Ann：\n(nods)\n\n### Bo：\nFour.\n",
    "Markdown heading\nt Ann: One.\nn : (laughter)\nt Ann: more [laughs]\nt Bo: Two.\nn : "
    "[Break]\nt Ann: (nods)\nt Bo: Four.\n" },
  { "24: words in parentheses on a line that was wrapped are said", &reader_text, NULL,
    "Ann: One, that went on for much longer than anybody had thought\n(who knows why)\nand then "
    "ended.\nBo: Two.\nAnn: Three.\nBo: Four.\n",
    "Name: text\nt Ann: One, that went on for much longer than anybody had thought/(who knows "
    "why)/and then ended.\nt Bo: Two.\nt Ann: Three.\nt Bo: Four.\n" },
  { "26: Teams says who started it", &reader_text, NULL,
    "David Mul started transcription\n\nDavid Mul   0:03\nHello.\n\nAnn Bee   0:07\nHi.\n\nDavid "
    "Mul   0:09\nSo.\n\nAnn Bee   1:00:01\nx\n\nDavid Mul   1:00:09\ny\n\nDavid Mul stopped "
    "transcription\n",
    "label alone on a line\nn : David Mul started transcription\nt David Mul@3: Hello.\nt Ann "
    "Bee@7: Hi.\nt David Mul@9: So.\nt Ann Bee@3601: x\nt David Mul@3609: y\nn : David Mul stopped "
    "transcription\n" },
  { "27: times in brackets before the label", &reader_text, NULL,
    "[00:00:00] Interviewer: One.\n[00:00:05] P1: Two.\n[00:00:09.622 --> 00:00:10.563] "
    "Interviewer: Three.\n00:00:12 P1: Four.\n",
    "Name: text\nt Interviewer@0: One.\nt P1@5: Two.\nt Interviewer@9: Three.\nt P1@12: Four.\n" },
  { "27: times in brackets and nobody", &reader_text, NULL,
    "[00:00.000 --> 00:07.000]  Hello and welcome.\n[00:07.000 --> 00:09.000]  Thanks.\n",
    "\np @0: Hello and welcome.\np @7: Thanks.\n" },
  { "28: times of captions in a text, and the notes of who watched", &reader_markdown, NULL,
    "# Session 3\n\n00:00:11.000 --> 00:00:15.000\nI click here.\n\nNotetaker: she "
    "waits00:00:15.000 --> 00:00:20.000\nAnd this.\nand that\n\n3\n00:00:20.000 --> 00:00:24.000 "
    "align:start line:0\nEnd.\n",
    "\nh : Session 3\np @11: I click here.\nn : Notetaker: she waits\np @15: And this./and that\np "
    "@20: End.\n" },
  { "29: a name in parentheses above the words, and a dash for another voice", &reader_text, NULL,
    "00:01.000 --> 00:02.000\n(Danyel F)\nHello\n- Hi.\n\n00:02.000 --> 00:03.000\n(Ann "
    "Bee)\nYes.\n\n00:03.000 --> 00:04.000\n(Danyel F)\n- No.\n\n00:05.000 --> 00:06.000\n(Ann "
    "Bee)\nBye\n\n00:07.000 --> 00:08.000\n(Danyel F)\nBye\n",
    "(Name) above the text\nt Danyel F@1: Hello\np : - Hi.\nt Ann Bee@2: Yes.\nt Danyel F@3: - "
    "No.\nt Ann Bee@5: Bye\nt Danyel F@7: Bye\n" },
  { "30: a table in two languages", &reader_markdown, NULL,
    "| zh | en |\n| --- | --- |\n| **Interviewer:** 你同意嗎 | **Interviewer:** Do you agree |\n| "
    "**Ann:** 是 | **Ann:** Yes |\n| **Interviewer:** 好 | **Interviewer:** Good |\n| **Ann:** "
    "再見 | **Ann:** Bye |\n",
    "Name: text\nn : zh\ten\nt Interviewer: 你同意嗎\nt Interviewer: Do you agree\nt Ann: "
    "是\nt Ann: Yes\nt Interviewer: 好\nt Interviewer: Good\nt Ann: 再見\nt Ann: Bye\n" },
  { "a table of Markdown with a name, a time and the words", &reader_markdown, NULL,
    "| Ann | 00:01 | One |\n| Bo | 00:02 | Two |\n| **Ann** | 00:03 | Three |\n| Bo | 00:04 | Four "
    "|\n| Ann | 00:05 | Five |\n",
    "name in a table\nt Ann@1: One\nt Bo@2: Two\nt Ann@3: Three\nt Bo@4: Four\nt Ann@5: Five\n" },
  { "a table with numbers before a name and a colon", &reader_markdown, NULL,
    "| 1 | Ann: One |\n| 2 | Bo: Two |\n| 3 | Ann: Three |\n| 4 | Bo: Four |\n",
    "Name: text\nt Ann: One\nt Bo: Two\nt Ann: Three\nt Bo: Four\n" },
  { "18: questions of the guide with a number alone", &reader_text, NULL,
    "1.a Was it\nAnn: Yes.\n1.b Or not\nBo: No.\n2 Anything else\nAnn: 3 People.\nBo: Bye.\n",
    "Name: text\nh : 1.a Was it\nt Ann: Yes.\nh : 1.b Or not\nt Bo: No.\nh : 2 Anything else\nt "
    "Ann: 3 People.\nt Bo: Bye.\n" },
  { "31: questions as headings, answers in quotation marks", &reader_markdown, NULL,
    "### Wie geht es?\n*\"Nein, das muss sein.\"*\n\n### Question 2: Und dann?\n*\"Gut.\"*\n",
    "question as heading, quoted answer\nh : Wie geht es?\np : \"Nein, das muss sein.\"\nh : "
    "Question 2: Und dann?\np : \"Gut.\"\n" },
  { "rule 5: a wide colon before quotation marks is inside a sentence", &reader_markdown, NULL,
    "### 唐鳳：\n我就會說：「好」\n\n### 記者：\n什麼\n\n### 唐鳳：\n好\n\n### 記者：\n對\n",
    "Markdown heading\nt 唐鳳: 我就會說：「好」\nt 記者: 什麼\nt 唐鳳: 好\nt 記者: 對\n" },
  { "rules 6 and 8: heads and feet of pages", &reader_text, NULL,
    "Ann: One and\n\nStudy of care, page 1\n\fInterview 3\ntwo.\nBo: Yes.\n\nStudy of care, page "
    "2\n\fInterview 3\nAnn: Three\nBo: four\nStudy of care, page 3\n\fInterview 3\nAnn: "
    "five\n\nPage 4 of 4\n",
    "Name: text\nt Ann: One and\nn : Study of care, page 1\nn : Interview 3\nt Ann: two.\nt Bo: "
    "Yes.\nn : Study of care, page 2\nn : Interview 3\nt Ann: Three\nt Bo: four\nn : Study of "
    "care, "
    "page 3\nn : Interview 3\nt Ann: five\nn : Page 4 of 4\n" },
  { "a handle of a chat, in small letters among names", &reader_text, NULL,
    "Ann: 1\nBo: 2\nAnn: 3\nstefangoes: a\nAnn: 5\nstefangoes: b\nBo: 6\nstefangoes: c\nand: so\n"
    "Ann: 7\nBo: 8\nAnn: 9\nBo: 10\nAnn: 11\nBo: 12\nAnn: 13\nBo: 14\nAnn: 15\nBo: 16\nAnn: 17\n"
    "Bo: 18\nAnn: 19\nBo: 20\nAnn: 21\nBo: 22\nAnn: 23\nBo: 24\nAnn: 25\nBo: 26\nAnn: 27\nBo: 28\n",
    NULL },
};

static char *
turns_of (const Reader *reader, const char *text, const LayoutNames *names)
{
  g_autoptr (Source) source = reader->read (text, strlen (text), NULL, NULL);

  cr_assert_not_null (source, "%s", text);
  return layout_text (source, names);
}

Test (turns, are_read_in_every_style_that_was_met)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = turns_of (cases[i].reader, cases[i].text, cases[i].names);
      if (cases[i].expected != NULL)
        cr_expect_str_eq (found, cases[i].expected, "%s:\n%s", cases[i].claim, found);
      else
        cr_expect (strstr (found, "t stefangoes: c/and: so\n") != NULL, "%s", found);
    }
}

/* ---- what makes nobody else speak, and takes no words */

static const struct
{
  const Reader *reader;
  const char *text, *wanted, *not_wanted; /* lines of what is found */
} kept[] = {
  /* Initials that two people share are neither's; a letter that is none of a name joins nothing. */
  { &reader_text,
    "Mod: Who starts?\nAnna Berg (AB): First.\nMod: And you?\nAlan Black (AB): Later.\n"
    "Mod: Anna?\nAB: Food.\nMod: Alan?\nAlan Black (AB): Hated.\nMod: So.\n"
    "Anna Berg (AB): Well.\n",
    "t Alan Black (AB): Later.\n", NULL },
  { &reader_text,
    "M: Who starts?\nCarla (F): First.\nM: And you?\nTom (M): Later.\nM: Others?\n"
    "Tom (M): Hated.\nM: Right.\nCarla (F): Never.\n",
    "t Tom (M): Later.\n", NULL },
  { &reader_text,
    "Rita Wood (RW): Who starts?\nAnna: First.\nRW: And you?\nAnna: Later.\nRW: So.\n",
    "t RW: Who starts?\nt Anna: First.\nt RW: And you?\n", NULL },
  /* A bold word in a sentence is no name. */
  { &reader_markdown,
    "**Interviewer** Hello, where did you live?\n\n**Ann** In London, with them.\n\n"
    "**Interviewer** And then?\n\n**Never** have I seen such a thing.\n\n**Ann** So it was.\n\n"
    "**Interviewer** Why?\n",
    "Never have I seen such a thing.", "t Never" },
  /* Times that are said. */
  { &reader_text,
    "Interviewer: And then?\n\nAnn: When did it start? I said\n14:30\nand he said\n15:30\n"
    "and then it was\n16:30\nin the end.\n\nInterviewer: So?\n\nAnn: Yes.\n",
    "14:30/and he said/15:30/and then it was/16:30/in the end.", NULL },
  { &reader_text,
    "Interviewer: When did it leave?\nAnn: It said on the board\n14:30\nbut it was late.\n"
    "Interviewer: And then?\nAnn: We waited.\n",
    "t Ann: It said on the board/14:30/but it was late.\n", NULL },
  /* Times of rows are kept. */
  { &reader_markdown,
    "| | |\n|---|---|\n| 00:01:00 | Ann: How? |\n| 00:02:00 | Bob: So. |\n"
    "| 00:03:00 | Ann: And? |\n| 00:04:00 | Bob: No. |\n",
    "t Bob@120: So.\n", NULL },
  /* Nor are these words anybody's label. */
  { &reader_markdown,
    "# Interview 1\n\n<I>: How was it?\n\n<P1>: It was good.\n\n<I>: Would you go again?\n\n"
    "<P1>: Yes.\n",
    "<I>: How was it?", NULL },
};

Test (turns, lose_no_words_and_join_no_people)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *found = turns_of (kept[i].reader, kept[i].text, NULL);
      cr_expect_not_null (strstr (found, kept[i].wanted), "%zu: %s", i, found);
      if (kept[i].not_wanted != NULL)
        cr_expect_null (strstr (found, kept[i].not_wanted), "%zu: %s", i, found);
    }
}

/* ---- what the format says */

static void
add_para (Source *source, GString *text, const char *words, Para para)
{
  para.start = text->len;
  g_string_append (text, words);
  para.end = text->len;
  g_string_append (text, "\n\n");
  g_array_append_val (source->paras, para);
}

static void
finish (Source *source, GString *text)
{
  g_free (source->text);
  source->size = text->len;
  source->text = g_strdup (text->str);
}

Test (turns, are_whose_the_format_says)
{
  g_autoptr (Source) source = source_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint ann = source_speaker (source, "Ann"), bo = source_speaker (source, "Bo: B");

  add_para (source, text, "One.", (Para){ .speaker = ann, .has_time = TRUE, .time_ms = 1000 });
  add_para (source, text, "Bo: two.", (Para){ .speaker = ann, .has_time = TRUE, .time_ms = 2000 });
  add_para (source, text, "Three.", (Para){ .speaker = bo });
  add_para (source, text, "Four.", (Para){ .speaker = bo, .has_time = TRUE, .time_ms = 4000 });
  add_para (source, text, "(laughter)", (Para){ .kind = PARA_NOTE });
  add_para (source, text, "Five.", (Para){ .has_time = TRUE, .time_ms = 5000 });
  add_para (source, text, "Six.", (Para){ .speaker = ann });
  add_para (source, text, "Part 2", (Para){ .kind = PARA_HEADING, .level = 1 });
  add_para (source, text, "Seven.", (Para){ .has_time = TRUE, .time_ms = 7000 });
  finish (source, text);
  g_autofree char *found = layout_text (source, NULL);
  cr_expect_str_eq (found,
                    "named by the file\nt Ann@1: One.//Bo: two.\nt Bo: B: Three.//Four.\nn : "
                    "(laughter)\nt Bo: B@5: Five.\nt Ann: Six.\nh : Part 2\np @7: Seven.\n");
  g_autoptr (Layout) layout = layout_make (source, NULL);
  cr_expect_eq (layout->repeated, 1);
  cr_expect_eq (layout->confidence, 100);
  cr_expect_eq (layout->unfit, 0);
}

Test (turns, have_names_after_the_mark_of_a_list)
{
  static const char *const lines[]
      = { "1. Ann: One.", "a) Bo: Two.", "2. Ann: Three.", "- Bo: Four." };
  g_autoptr (Source) source = source_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    add_para (source, text, lines[i], (Para){ .mark = strcspn (lines[i], " ") + 1 });
  finish (source, text);
  g_autofree char *found = layout_text (source, NULL);
  cr_expect_str_eq (found, "Name: text\nt Ann: One.\nt Bo: Two.\nt Ann: Three.\nt Bo: Four.\n");
}

/* ---- what a person says */

static Unspoken
is_guide (const char *line, gpointer data G_GNUC_UNUSED)
{
  return g_str_has_prefix (line, "Topic ")      ? UNSPOKEN_NOTE
         : g_str_has_prefix (line, "Question ") ? UNSPOKEN_QUESTION
                                                : SPOKEN;
}

Test (turns, are_read_in_the_style_that_is_asked_for)
{
  static const char text[] = "Ann: One.\nBo: Two.\n";
  LayoutNames names = { 0 };

  g_autofree char *unasked = turns_of (&reader_text, text, NULL);
  cr_expect_str_eq (unasked, "\np : Ann: One./Bo: Two.\n");
  cr_assert (style_from_name ("inline", &names.style));
  g_autofree char *asked = turns_of (&reader_text, text, &names);
  cr_expect_str_eq (asked, "Name: text\nt Ann: One.\nt Bo: Two.\n");
  cr_assert (style_from_name ("None", &names.style));
  g_autofree char *none = turns_of (&reader_text, "Ann: 1\nBo: 2\nAnn: 3\nBo: 4\n", &names);
  cr_expect_str_eq (none, "\np : Ann: 1/Bo: 2/Ann: 3/Bo: 4\n");
  cr_expect_not (style_from_name ("loud", &names.style));
  for (const StyleName *name = style_names (); name->name != NULL; name++)
    {
      cr_expect (style_from_name (name->name, &names.style), "%s", name->name);
      cr_expect_neq (*name->about, '\0');
    }
}

Test (turns, leave_out_what_the_study_says_is_no_speech)
{
  const LayoutNames names = { .unspoken = is_guide };
  g_autofree char *found = turns_of (
      &reader_text, "Ann: 1\nTopic 2: Care\nmore\nBo: 2\nTopic 2: Care\nAnn: 3\nBo: 4\n", &names);

  cr_expect_str_eq (found,
                    "Name: text\nt Ann: 1\nn : Topic 2: Care\nt Ann: more\nt Bo: 2\nn : Topic "
                    "2: Care\nt Ann: 3\nt Bo: 4\n");
  g_autofree char *asked
      = turns_of (&reader_text, "Ann: 1\nBo: 2\nQuestion 2: Care\nAnn: 3\nBo: 4\n", &names);
  cr_expect_str_eq (asked,
                    "Name: text\nt Ann: 1\nt Bo: 2\nh : Question 2: Care\nt Ann: 3\nt Bo: 4\n");
}

/* ---- how sure it is */

static void
expect_measures (const char *text, guint confidence, guint unfit, guint repeated)
{
  g_autoptr (Source) source = reader_text.read (text, strlen (text), NULL, NULL);
  g_autoptr (Layout) layout = layout_make (source, NULL);

  cr_expect_eq (layout->confidence, confidence, "%s: %u", text, layout->confidence);
  cr_expect_eq (layout->unfit, unfit, "%s: %u", text, layout->unfit);
  cr_expect_eq (layout->repeated, repeated, "%s: %u", text, layout->repeated);
}

Test (turns, come_with_how_sure_they_are)
{
  /* 100 * taken / (taken + unfit + 2) */
  expect_measures ("Ann: 1\nBo: 2\nAnn: 3\nBo: 4\n", 66, 0, 0);
  expect_measures ("Ann: 1\nBo: 2\nAnn: 3\nBo: 4\nso on: 5\n", 57, 1, 0);
  expect_measures ("Ann: 1\nBo: 2\n\n(pause)\n\nmore\nBo: 3\nAnn: 4\n", 66, 0, 2);
  expect_measures ("Just a text.\n\nOf two blocks.\n", 100, 0, 0);
  expect_measures ("Just a text.\n\nCare: of two blocks.\n", 66, 1, 0);
}

/* ---- who speaks once */

/* Somebody who speaks once among two who come back, in every form of a label, has their words. */
Test (turns, of_one_who_speaks_once_are_theirs)
{
  static const struct
  {
    const Reader *reader;
    const char *form; /* of a turn: the name, the words */
  } forms[] = {
    { &reader_text, "%s\n%s\n" },
    { &reader_text, "%s\n%s\n\n" },
    { &reader_text, "    %s\n%s\n" },
    { &reader_text, "%s: %s\n" },
    { &reader_text, "[%s] %s\n" },
    { &reader_text, "(%s) %s\n" },
    { &reader_text, "<%s> %s\n" },
    { &reader_text, "%s  00:01\n%s\n\n" },
    { &reader_text, "[00:00:05] %s: %s\n" },
    { &reader_text, "#00:00:05-1# %s: %s\n" },
    { &reader_markdown, "**%s** %s\n\n" },
    { &reader_markdown, "**%s:** %s\n\n" },
    { &reader_markdown, "### %s\n%s\n\n" },
    { &reader_markdown, "### %s\uff1a\n%s\n\n" },
    { &reader_markdown, "| %s | %s |\n" },
  };
  static const char *const once[] = { "Berta", "Berta Kay", "P7", "Interviewee 2" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    for (gsize who = 0; who < G_N_ELEMENTS (once); who++)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        for (guint turn = 0; turn < 17; turn++)
          {
            const char *name = turn == 9 ? once[who] : turn % 2 == 0 ? "Moderator" : "Anna";
            g_auto (GStrv) parts = g_strsplit (forms[i].form, "%s", -1);
            g_string_append_printf (text, "%s%s%sSo it was %u.%s", parts[0], name, parts[1], turn,
                                    parts[2]);
          }
        g_autofree char *found = turns_of (forms[i].reader, text->str, NULL);
        g_autofree char *start = g_strdup_printf ("t %s", once[who]);
        const char *at = strstr (found, start);
        cr_expect (at != NULL && g_str_has_prefix (strstr (at, ": "), ": So it was 9."), "%s:\n%s",
                   forms[i].form, found);
      }
}

/* Turns of which the answers have two paragraphs, then one line, then more turns. */
static char *
turns_around (const char *line, gboolean timed)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint turn = 0; turn < 6; turn++)
    {
      g_string_append_printf (text, "Interviewer: So %u?", turn);
      g_string_append_printf (text, timed ? " [00:0%u:01]\n\n" : "\n\n", turn);
      g_string_append_printf (text, "Anna: One %u.\n\nMore of it came; was it %u?", turn, turn);
      g_string_append_printf (text, timed ? " [00:0%u:30]\n\n" : "\n\n", turn);
      if (turn == 2)
        g_string_append_printf (text, "%s\n\n", line);
    }
  return turns_of (&reader_text, text->str, NULL);
}

/* A label with a slip is nobody else's words, though many paragraphs have none. */
Test (turns, of_a_label_with_a_slip_are_not_those_of_the_one_before)
{
  static const char *const slips[]
      = { "Interviwer", "lnterviewer", "1nterviewer", "Interveiwer", "Intervewer", "interviewwer" };
  static const char *const others[] = { "Interviewed", "Date", "The interview", "And then" };

  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s: How so?", slips[i]);
      g_autofree char *found = turns_around (line, FALSE);
      g_autofree char *turn = g_strdup_printf ("t %s\n", line);
      cr_expect_not_null (strstr (found, turn), "%s", found);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s: How so?", others[i]);
      g_autofree char *found = turns_around (line, FALSE);
      g_autofree char *turn = g_strdup_printf ("t %s", line);
      cr_expect_null (strstr (found, turn), "%s", found);
    }
}

/* Where each turn has one time, somebody who speaks once and has one is a speaker. */
Test (turns, of_one_who_speaks_once_are_told_by_their_time)
{
  g_autofree char *timed = turns_around ("Daughter: I did. [00:02:40]", TRUE);
  g_autofree char *bare = turns_around ("Daughter: I did.", TRUE);
  g_autofree char *other = turns_around ("Daughter: I did. [00:02:40]", FALSE);

  cr_expect_not_null (strstr (timed, "t Daughter@160: I did."), "%s", timed);
  cr_expect_null (strstr (bare, "t Daughter"), "%s", bare);
  cr_expect_null (strstr (other, "t Daughter"), "%s", other);
}

/* What is no label although it has the form of one. */
Test (turns, are_not_of_titles_of_lists_and_addresses)
{
  static const char text[] = "Ann: One.\nBo: Two.\nAgenda: https://example.org/1\nAnn: Three.\nBo: "
                             "Four.\nTopics we had:\n- Guix: https://example.org/2\n- Cost\nAnn: "
                             "Five.\nAgenda: <https://example.org/3>\nBo: Six.\n";
  g_autofree char *found = turns_of (&reader_text, text, NULL);

  cr_expect_str_eq (found, "Name: text\nt Ann: One.\nt Bo: Two./Agenda: https://example.org/1\nt "
                           "Ann: Three.\nt Bo: Four./Topics we had:/- Guix: "
                           "https://example.org/2/- Cost\nt Ann: Five./Agenda: "
                           "<https://example.org/3>\nt Bo: Six.\n");
}

/* A talk with questions at its end: what it counts up is not who speaks. */
Test (turns, do_not_begin_in_the_talk_before_the_questions)
{
  g_autoptr (GString) text
      = g_string_new ("# Talk\n\n花费条件：so it is.\n\nGood Points: one.\n\n");

  for (guint i = 0; i < 14; i++)
    g_string_append_printf (text, "and so it is %u.\n\nPlain words.\n\n", i);
  g_string_append (text, "Q: Why?\n\nA: So.\n\nQ: How?\n\nA: Thus.\n\nQ: When?\n\nA: Then.\n");
  g_autofree char *found = turns_of (&reader_markdown, text->str, NULL);
  cr_assert_not_null (strstr (found, "t Q: Why?\n"), "%s", found);
  cr_expect_null (strstr (found, "t Good Points"), "%s", found);
  cr_expect_null (strstr (found, "t \u82b1"), "%s", found);
}

Test (turns, of_a_name_and_of_its_initials_are_one_persons)
{
  g_autofree char *found = turns_of (&reader_text,
                                     "Ann Bell (AB): One.\nCy Dee (CD): Two.\nAB: Three.\nCD: "
                                     "Four.\nAB: Five.\nCD: Six.\n",
                                     NULL);
  cr_expect_str_eq (found, "Name: text\nt AB: One.\nt CD: Two.\nt AB: Three.\nt CD: Four.\nt AB: "
                           "Five.\nt CD: Six.\n");
}

/* A letter that was lost makes no other person of somebody; where two may be meant, it does. */
Test (turns, of_a_name_that_lost_a_letter_are_the_same_persons)
{
  g_autofree char *found
      = turns_of (&reader_text,
                  "Inès: One.\nZoë: Two.\nIn\uFFFDs: Three.\nZo\uFFFD\uFFFD: Four.\nInès: "
                  "Five.\nZoë: Six.\n",
                  NULL);
  cr_expect_str_eq (found, "Name: text\nt Inès: One.\nt Zoë: Two.\nt Inès: Three.\nt Zoë: "
                           "Four.\nt Inès: Five.\nt Zoë: Six.\n");
  g_autofree char *doubtful = turns_of (
      &reader_text, "P1: One.\nP2: Two.\nP1: Three.\nP\uFFFD: Four.\nP2: Five.\nP\uFFFD: Six.\n",
      NULL);
  cr_assert_not_null (strstr (doubtful, "t P\uFFFD: Four."), "%s", doubtful);
}

/* ---- times */

Test (turns, have_times_that_stand_alone_or_at_the_end)
{
  g_autofree char *alone
      = turns_of (&reader_text,
                  "Ann\n00:14:03\nHello.\n\nBo\n00:14:09\nYes?\n\nAnn\n00:14:12\nSo.\n\nBo\n"
                  "00:14:15\nNo.\n\nAnn\n00:14:18\nBye.\n",
                  NULL);
  cr_expect_str_eq (alone, "label alone on a line\nt Ann@843: Hello.\nt Bo@849: Yes?\nt Ann@852: "
                           "So.\nt Bo@855: No.\nt Ann@858: Bye.\n");
  g_autofree char *end
      = turns_of (&reader_text,
                  "I: How? #00:00:05-1#\nB: Well. [00:00:09]\n\nAnd so. "
                  "[00:00:12]\nI: And? #00:00:14-0#\nB: At 12:30.\n2:00 at most.\n",
                  NULL);
  cr_expect_str_eq (end, "Name: text\nt I@5: How?\nt B@9: Well.\nt B@12: And so.\nt I@14: And?\nt "
                         "B: At 12:30./2:00 at most.\n");
}

/* ---- what cannot be seen */

/* Marks of direction, joiners and the soft hyphen, at any place of any label, change nothing. */
Test (turns, are_whose_they_are_whatever_cannot_be_seen)
{
  static const char *const marks[]
      = { "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u2066", "\u2067",
          "\u2068", "\u2069", "\u200b", "\u2060", "\ufeff", "\u061c", "\u00ad" };
  static const char *const labels[] = { "#Bo#-#Ann#:#",
                                        "#[00:00:05]# #Ann#:#",
                                        "**#Ann#:#**",
                                        "#Ann#\uff1a#",
                                        "#Ann#\u00a0:#",
                                        "#\u05de\u05e8\u05d0\u05d9\u05d9\u05df#:#",
                                        "#\u0627\u0644\u0628\u0627\u062d\u062b# #:#",
                                        "#Ann#\n#" };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    for (gsize m = 0; m < G_N_ELEMENTS (marks); m++)
      for (guint place = 0; place < 5; place++)
        {
          g_autoptr (GString) plain = g_string_new (NULL), marked = g_string_new (NULL);
          for (guint turn = 0; turn < 8; turn++)
            {
              guint nth = 0;
              for (const char *p = turn % 2 == 0 ? "Zed Oh:#" : labels[i]; *p != '\0'; p++)
                if (*p != '#')
                  {
                    g_string_append_c (plain, *p);
                    g_string_append_c (marked, *p);
                  }
                else if (nth++ == place && turn % 4 == 1)
                  g_string_append (marked, marks[m]);
              const char *between
                  = labels[i][strlen (labels[i]) - 2] == '\n' && turn % 2 == 0 ? "\n" : " ";
              g_string_append_printf (plain, "%sword %u.\n", between, turn);
              g_string_append_printf (marked, "%sword %u.\n", between, turn);
            }
          g_autofree char *wanted = turns_of (&reader_text, plain->str, NULL);
          g_autofree char *found = turns_of (&reader_text, marked->str, NULL);
          cr_assert_not_null (strstr (wanted, "\nt "), "%s", wanted);
          cr_expect_str_eq (found, wanted, "%s, mark %zu at %u:\n%s", labels[i], m, place, found);
        }
}

/* ---- properties */

static const char *const pieces[] = {
  "Ann: %s",
  "Bo Bee: %s %s",
  "Ann:",
  "**Ann:** %s",
  "**Bo Bee** %s",
  "### Ann",
  "### Ann：",
  "## Part %s",
  "Ann",
  "Bo Bee",
  "Bo Bee  00:01:02",
  "(Ann)",
  "(%s)",
  "[laughter]",
  "> (%s %s)",
  "[id1] %s",
  "[id2] %s %s",
  "[00:00:01] Ann: %s",
  "[00:00:00.622 --> 00:00:01.563] Bo Bee: %s",
  "00:00:11.000 --> 00:00:15.000",
  "%s00:00:11.000 --> 00:00:15.000 align:start",
  "7",
  "- %s",
  "1.a Was %s",
  "1.b Did %s",
  "2 And %s?",
  "12   Ann: %s",
  "13   Bo Bee: %s",
  "14   Ann: %s",
  "MODERATOR: %s",
  "| Ann | %s %s |",
  "| Bo Bee | 00:04 | %s |",
  "| **Ann:** %s | **Ann:** %s |",
  "| Ann: %s | Bo Bee: %s |",
  "| %s | %s | %s | %s | %s | %s |",
  "00:06:31\tAnn:\t%s",
  "Ann started transcription",
  "Page 3 of 4",
  "\fStudy, page %d",
  "Notetaker: %s",
  "Date: %s",
  "SPEAKERS",
  "%s said: %s",
  "http://example.org/%s",
  "%s %s %s %s %s %s %s %s %s %s %s %s",
  "%s",
  "",
  "",
};

/* A line from the pool; each %s is a word that comes once. */
static void
append_piece (GString *text, const char *piece, guint *word)
{
  for (const char *p = piece; *p != '\0'; p++)
    if (p[0] == '%' && p[1] == 's')
      {
        g_string_append_printf (text, "w%06u", (*word)++);
        p++;
      }
    else if (p[0] == '%' && p[1] == 'd')
      {
        g_string_append_printf (text, "%u", *word % 90);
        p++;
      }
    else
      g_string_append_c (text, *p);
  g_string_append_c (text, '\n');
}

/* A document of a few kinds of lines that come back, as real ones are. */
static char *
chance_document (GRand *chance, guint *words)
{
  GString *text = g_string_new (NULL);
  guint kinds[6];
  guint count = (guint)g_rand_int_range (chance, 1, 60);

  *words = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    kinds[i] = (guint)g_rand_int_range (chance, 0, G_N_ELEMENTS (pieces));
  for (guint i = 0; i < count; i++)
    append_piece (text, pieces[kinds[g_rand_int_range (chance, 0, G_N_ELEMENTS (kinds))]], words);
  append_piece (text, "%s", words);
  return g_string_free (text, FALSE);
}

/* Each word w000000 ... stands in an item, once, and in order. */
static void
expect_all_words (const Reader *reader, const char *text, guint words)
{
  g_autoptr (Source) source = reader->read (text, strlen (text), NULL, NULL);
  cr_assert_not_null (source, "%s", text);
  g_autoptr (Layout) layout = layout_make (source, NULL);
  g_autoptr (TextIndex) index = text_index_new (source->text, (gssize)source->size);
  guint next = 0;

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LayoutItem *item = &g_array_index (layout->items, LayoutItem, i);
      g_autofree char *slice = text_slice (source->text, index, item->start_cp, item->end_cp);
      cr_assert ((*item->speaker != '\0') == (item->kind == ESP_ITEM_TURN), "%s", text);
      for (const char *p = slice; (p = strstr (p, "w0")) != NULL; p += 7)
        {
          char wanted[8];
          g_snprintf (wanted, sizeof wanted, "w%06u", next++);
          cr_assert (g_str_has_prefix (p, wanted), "%s: %s in %s:\n%s", reader->name, wanted, slice,
                     text);
        }
    }
  cr_assert_eq (next, words, "%s: %u of %u words:\n%s", reader->name, next, words, text);
}

Test (turns, lose_no_word_and_have_none_twice)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (20260404);

  for (guint round = 0; round < 4000; round++)
    {
      guint words;
      g_autofree char *text = chance_document (chance, &words);
      expect_all_words (&reader_text, text, words);
      expect_all_words (&reader_markdown, text, words);
    }
}

/* ---- large texts */

Test (turns, cost_as_much_as_the_text_is_long)
{
  static const char *const units[] = { "word ", "00:00:01.000 --> 00:00:02.000 ",
                                       "--> ",  "(((",
                                       "] [",   "a\t",
                                       "|",     "> ",
                                       "**",    "Ann: ",
                                       "1 ",    "\f",
                                       ": " };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("Ann: one\n");
      while (text->len < 4 * 1024 * 1024)
        g_string_append (text, units[i]);
      g_string_append (text, "end\n");
      g_autoptr (Source) source = reader_text.read (text->str, text->len, NULL, NULL);
      gint64 began = g_get_monotonic_time ();
      g_autoptr (Layout) layout = layout_make (source, NULL);
      cr_expect_lt (g_get_monotonic_time () - began, 10 * G_TIME_SPAN_SECOND, "%s", units[i]);
      cr_expect_gt (layout->items->len, 0);
    }
}
