/* Columns of a sheet by their headings: what is guessed, what is advised, and that the advice can
 * be followed to the letter. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "corpus/sheet_columns.h"
#include "study/attribute.h"
#include "support/temporary_study.h"

static Sheet *
sheet_of (const char *csv)
{
  g_autoptr (GError) error = NULL;
  const SheetOptions options = { 0 };
  Sheet *sheet = sheet_read (csv, strlen (csv), &options, &error);
  cr_assert_not_null (sheet, "%s", error != NULL ? error->message : "");
  return sheet;
}

/* "case=1 words=3 question=2 'What helps?'": what was found, by the numbers of the columns. */
static char *
found_words (const SheetColumns *columns)
{
  GString *words = g_string_new (NULL);
  for (guint use = 0; use < SHEET_USES; use++)
    if (columns->of[use] > 0)
      g_string_append_printf (words, "%s=%u ", sheet_use_name (use), columns->of[use]);
  for (guint i = 0; i < columns->questions->len; i++)
    {
      const SheetQuestion *one = &g_array_index (columns->questions, SheetQuestion, i);
      g_string_append_printf (words, "question=%u '%s' ", one->column, one->title);
    }
  for (guint i = 0; i < columns->attributes->len; i++)
    {
      const AttributeColumn *one = &g_array_index (columns->attributes, AttributeColumn, i);
      g_string_append_printf (words, "attribute=%u '%s' ", one->column, one->attribute);
    }
  return g_string_free (words, FALSE);
}

/* What the columns hold by `said`, or "! " and why not; what it warns of is put into `warned`. */
static char *
found (const char *csv, const char *rows, const char *const *said, const GPtrArray *attributes,
       char **warned)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Sheet) sheet = sheet_of (csv);
  g_autoptr (SheetMap) map = sheet_map_said (rows, said, &error);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (finding_free);
  g_autoptr (SheetColumns) columns
      = map != NULL ? sheet_columns_find (sheet, map, attributes, findings, &error) : NULL;
  if (columns == NULL)
    return g_strdup_printf ("! %s", error->message);
  if (warned != NULL)
    {
      GString *all = g_string_new (NULL);
      for (guint i = 0; i < findings->len; i++)
        g_string_append_printf (all, "%s\n", ((const EspFinding *)findings->pdata[i])->what);
      *warned = g_string_free (all, FALSE);
    }
  return found_words (columns);
}

/* `n` headings 'h1', 'h2' ..., after `first`, and a row below them. */
static char *
wide_sheet (const char *first, guint n)
{
  GString *csv = g_string_new (first);
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (csv, ",h%u", i);
  g_string_append (csv, "\nP1");
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (csv, ",a%u", i);
  g_string_append_c (csv, '\n');
  return g_string_free (csv, FALSE);
}

static GPtrArray *
written_attributes (TemporaryStudy *temporary)
{
  written_study_open (temporary);
  GPtrArray *attributes = attributes_load (temporary->study, NULL);
  cr_assert_not_null (attributes);
  return attributes;
}

static const struct
{
  const char *csv, *rows, *said[5], *expected, *warned;
} maps[] = {
  /* By their headings: of turns ... */
  { "Speaker,Start  time,Utterance\nx,y,z\n",
    "turn",
    { NULL },
    "speaker=1 words=3 time=2 ",
    "its columns are told by their headings, as if you had said --column 'Speaker=speaker' "
    "--column "
    "'Start time=time' --column 'Utterance=words'\n" },
  { "who,name,words,text\na,b,c,d\n",
    "turn",
    { NULL },
    "speaker=1 words=3 ",
    "its columns are told by their headings, as if you had said --column 'who=speaker' --column "
    "'words=words'\nnothing says what the columns 'name', 'text' hold\n" },
  /* ... and of people, where words and times are nobody's answers. */
  { "ID,Age,What helps?,words,\xe4\xbd\xa0\xe5\xa5\xbd\xef\xbc\x9f\na,b,c,d,e\n",
    "respondent",
    { NULL },
    "case=1 question=3 'What helps?' question=5 '\xe4\xbd\xa0\xe5\xa5\xbd\xef\xbc\x9f' "
    "attribute=2 'Age' ",
    "its columns are told by their headings, as if you had said --column 'ID=case' --column "
    "'Age=attribute' --column 'What helps?=question' --column "
    "'\xe4\xbd\xa0\xe5\xa5\xbd\xef\xbc\x9f=question'\nnothing says what the column 'words' "
    "holds\n" },
  { "a,b\nc,d\n",
    "turn",
    { NULL },
    "! the headings 'a', 'b' do not tell what the columns hold; say it, perhaps so: --rows turn "
    "--column 'a=words'",
    NULL },
  { "ID,b\nc,d\n",
    "respondent",
    { NULL },
    "! the headings 'ID', 'b' do not tell what the columns hold; say it, perhaps so: --rows "
    "respondent --column 'ID=case' --column 'b=question'",
    NULL },
  /* As somebody says it, whatever the order in which it is said. */
  { "p,q,r\n1,2,3\n",
    "respondent",
    { "r=question:And then?", "P=case", "q=question", NULL },
    "case=1 question=2 'q' question=3 'And then?' ",
    "" },
  { "p,q,r\n1,2,3\n",
    "respondent",
    { "p=case", "q=question", "r=attribute:age", NULL },
    "case=1 question=2 'q' attribute=3 'age' ",
    "" },
  { "p,q,r\n1,2,3\n",
    "respondent",
    { "p=case", "q=question", "r=nothing", NULL },
    "case=1 nothing=3 question=2 'q' ",
    "" },
  { "p,q\n1,2\n",
    "respondent",
    { "p=case", "q=question", "Q=question", NULL },
    "! --column: the column 'Q' is there twice",
    NULL },
  { "p,q,r\n1,2,3\n",
    "respondent",
    { "p=case", "r=question", "q=case", NULL },
    "! --column: both 'p' and 'q' are said to be the column 'case'",
    NULL },
  { "p,q\n1,2\n",
    "turn",
    { "p=speaker", NULL },
    "! --column: no column has the words of the turns; say which: words=words",
    NULL },
  { "p,q\n1,2\n",
    "turn",
    { "p=speaker:Ann", "q=words", NULL },
    "! in 'p=speaker:Ann', only a question has a title and an attribute a name",
    NULL },
  { "p,q\n1,2\n", "turn", { "=words", NULL }, "! '=words' does not say what a column holds", NULL },
};

Test (sheet_columns, hold_what_is_said_or_what_their_headings_tell)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GPtrArray) attributes = written_attributes (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autofree char *warned = NULL;
      g_autofree char *words = found (maps[i].csv, maps[i].rows, maps[i].said, attributes, &warned);
      if (*maps[i].expected == '!')
        cr_expect (g_str_has_prefix (words, maps[i].expected), "%zu: %s", i, words);
      else
        {
          cr_expect_str_eq (words, maps[i].expected, "%zu: %s", i, words);
          cr_expect_str_eq (warned, maps[i].warned, "%zu: %s", i, warned);
        }
    }
}

static const struct
{
  const char *csv, *headings, *said;
} advised[] = {
  { "id,said by,words\nx,y,z\n", "'id', 'said by', 'words'",
    "a turn of a transcript, say so: --rows turn --column 'id=case' --column 'said by=speaker' "
    "--column 'words=words'" },
  { "words,topic\nx,y\n", "'words', 'topic'",
    "a turn of a transcript, say so: --rows turn --column 'words=words'" },
  /* Questions tell answers from turns, if nobody speaks. */
  { "code,text,Why?\nx,y,z\n", "'code', 'text', 'Why?'",
    "one person's answers, say so: --rows respondent --column 'code=case' --column "
    "'Why?=question'" },
  { "nr,one,two,three\nx,y,z,w\n", "'nr', 'one', 'two', 'three'",
    "one person's answers, say so: --rows respondent --column 'nr=case' --column 'one=question' "
    "--column 'two=question'" },
  { "one,site,ID,two\nx,y,z,w\n", "'one', 'site', 'ID', 'two'",
    "one person's answers, say so: --rows respondent --column 'site=attribute' --column 'ID=case' "
    "--column 'one=question' --column 'two=question'" },
  { "\"a\n b\",c\nx,y\n", "'a b', 'c'",
    "one person's answers, say so: --rows respondent --column 'a b=case' --column 'c=question'" },
};

Test (sheet_columns, are_advised_in_words_that_can_be_followed)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GPtrArray) attributes = written_attributes (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (advised); i++)
    {
      g_autoptr (Sheet) sheet = sheet_of (advised[i].csv);
      g_autofree char *words = sheet_columns_advice (sheet, attributes);
      g_autofree char *expected = g_strdup_printf (
          "it is a sheet of values with the columns %s; where each row is %s; 'espalier attributes "
          "import' reads attributes of cases",
          advised[i].headings, advised[i].said);
      cr_expect_str_eq (words, expected, "%zu: %s", i, words);
      /* What it says is taken, word for word. */
      g_auto (GStrv) parts = g_strsplit (strstr (advised[i].said, "--rows ") + 7, "'", -1);
      g_autofree char *rows = g_strndup (parts[0], strcspn (parts[0], " "));
      g_autoptr (GPtrArray) said = g_ptr_array_new ();
      for (guint p = 1; parts[p] != NULL && parts[p + 1] != NULL; p += 2)
        g_ptr_array_add (said, parts[p]);
      g_ptr_array_add (said, NULL);
      g_autofree char *taken
          = found (advised[i].csv, rows, (const char *const *)said->pdata, attributes, NULL);
      cr_expect_neq (*taken, '!', "%zu: %s", i, taken);
    }
}

Test (sheet_columns, of_a_wide_sheet_are_counted_after_the_first_twenty)
{
  static const char *const said[] = { "ID=case", "h2=question", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GPtrArray) attributes = written_attributes (&temporary);
  for (guint n = 19; n < 25; n++)
    {
      g_autofree char *csv = wide_sheet ("ID", n), *warned = NULL;
      g_autoptr (Sheet) sheet = sheet_of (csv);
      g_autofree char *advice = sheet_columns_advice (sheet, attributes);
      g_autofree char *taken = found (csv, "respondent", said, attributes, &warned);
      cr_expect_str_eq (taken, "case=1 question=3 'h2' ");
      g_autofree char *more = g_strdup_printf ("'h19' and %u more; where", n + 1 - 20);
      cr_expect_eq (strstr (advice, more) != NULL, n + 1 > 20, "%u: %s", n, advice);
      cr_expect_eq (strstr (advice, "'h20'") != NULL, FALSE, "%u: %s", n, advice);
      cr_expect_eq (strstr (advice, "'h19'") != NULL, TRUE, "%u: %s", n, advice);
      /* Of the others, two are spoken of, so that h21 is the twentieth. */
      g_autofree char *left = g_strdup_printf ("'h%u'%s hold\n", MIN (n, 21),
                                               n == 22   ? " and 1 more"
                                               : n == 23 ? " and 2 more"
                                               : n == 24 ? " and 3 more"
                                                         : "");
      cr_expect (g_str_has_suffix (warned, left), "%u: %s", n, warned);
    }
}

Test (sheet_columns, may_be_none)
{
  g_autoptr (Sheet) sheet = sheet_of (",,\n , \n");
  g_autoptr (GPtrArray) attributes = g_ptr_array_new ();
  g_autofree char *advice = sheet_columns_advice (sheet, attributes);
  cr_expect_str_eq (advice, "it is a sheet without words in any cell");
}
