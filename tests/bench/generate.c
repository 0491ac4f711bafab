/* Makes what the benchmark measures: transcripts of natural length and vocabulary, the same ones on
 * every machine.
 *
 *   generate texts FOLDER NUMBER WORDS [SUFFIX]
 *       transcripts, named by the labels of study.xml: docx as Word writes it, or any format of
 *       tests/support/formats.h; else txt
 *   generate framework SECTIONS THEMES
 *       a framework (XML)
 *   generate charts ARCHIVE
 *       a summary with evidence for every case and theme of an exported study (XML)
 *   generate pattern
 *       a pattern: an alternation of words that the transcripts hold
 *   generate rules
 *       a rule sheet (CSV) with that pattern
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary.h"

#include "support/formats.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define VOCABULARY 3000
/* What a rule of a team looks like. */
#define PATTERN                                                                                    \
  "hope|recover(?:s|ed|y)?|care "                                                                  \
  "plans?|involv(?:ed|ing|ement)|risks?|review(?:s|ed|ing)?|caseload|signed|my mother"

static G_NORETURN G_GNUC_PRINTF (1, 2) void die (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  fputs ("generate: ", stderr);
  vfprintf (stderr, format, arguments);
  fputc ('\n', stderr);
  va_end (arguments);
  exit (EXIT_FAILURE);
}

/* ---- chance, the same everywhere: splitmix64 */

static guint64
chance (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static guint
below (guint64 *state, guint n)
{
  return (guint)(chance (state) % n);
}

/* A length around a mean, with the long tail that sentences and turns have; no more than there is
 * left. */
static guint
length_around (guint64 *state, guint mean, guint least, guint left)
{
  guint sum = 0;
  for (guint i = 0; i < 2; i++)
    sum += (guint)(-log ((double)(chance (state) >> 11 | 1) / 9007199254740992.0) * (mean - least)
                   / 2);
  return MIN (least + sum, left);
}

/* ---- the vocabulary */

typedef struct
{
  GPtrArray *words; /* char *, by rank */
  double *up_to;    /* cumulated frequency of the words up to a rank */
  guint n_function;
} Vocabulary;

static void
add_word (Vocabulary *vocabulary, GHashTable *known, char *word)
{
  if (vocabulary->words->len < VOCABULARY && g_hash_table_add (known, word))
    g_ptr_array_add (vocabulary->words, g_strdup (word));
}

/* "manage" and "ing" give "managing". */
static char *
inflect (const char *stem, const char *ending)
{
  gsize keep = strlen (stem);
  if (stem[keep - 1] == 'e' && *ending != '\0' && strchr ("aeiouy", *ending) != NULL)
    keep--;
  return g_strdup_printf ("%.*s%s", (int)keep, stem, ending);
}

static void
add_inflected (Vocabulary *vocabulary, GHashTable *known)
{
  g_auto (GStrv) all_stems = g_strsplit (stems, " ", -1);
  g_auto (GStrv) all_endings = g_strsplit (endings, " ", -1);
  for (guint e = 0; all_endings[e] != NULL; e++)
    for (guint s = 0; all_stems[s] != NULL; s++)
      /* The rarer an ending, the fewer stems take it. */
      if (s % (1 + e / 2) == 0)
        add_word (vocabulary, known, inflect (all_stems[s], all_endings[e]));
}

static void
add_rare (Vocabulary *vocabulary, GHashTable *known)
{
  g_auto (GStrv) first = g_strsplit (onsets, " ", -1);
  g_auto (GStrv) middle = g_strsplit (nuclei, " ", -1);
  g_auto (GStrv) last = g_strsplit (codas, " ", -1);
  guint n[] = { g_strv_length (first), g_strv_length (middle), g_strv_length (last) };
  guint64 state = 3;
  while (vocabulary->words->len < VOCABULARY)
    {
      GString *word = g_string_new (NULL);
      for (guint syllables = 1 + below (&state, 2); syllables > 0; syllables--)
        {
          g_string_append (word, first[below (&state, n[0])]);
          g_string_append (word, middle[below (&state, n[1])]);
          g_string_append (word, syllables == 1 ? last[below (&state, n[2])] : "");
        }
      add_word (vocabulary, known, g_string_free (word, FALSE));
    }
}

/* Frequencies fall with rank as Zipf and Mandelbrot found. */
static Vocabulary *
vocabulary_new (void)
{
  Vocabulary *vocabulary = g_new0 (Vocabulary, 1);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  vocabulary->words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) function = g_strsplit (function_words, " ", -1);
  for (guint i = 0; function[i] != NULL; i++)
    add_word (vocabulary, known, g_strdup (function[i]));
  vocabulary->n_function = vocabulary->words->len;
  add_inflected (vocabulary, known);
  add_rare (vocabulary, known);
  vocabulary->up_to = g_new (double, VOCABULARY);
  double sum = 0;
  for (guint i = 0; i < VOCABULARY; i++)
    vocabulary->up_to[i] = sum += 1 / pow (i + 2.7, 1.07);
  return vocabulary;
}

static void
vocabulary_free (Vocabulary *vocabulary)
{
  g_ptr_array_unref (vocabulary->words);
  g_free (vocabulary->up_to);
  g_free (vocabulary);
}

static const char *
pick_word (const Vocabulary *vocabulary, guint64 *state)
{
  double at
      = (double)(chance (state) >> 11) / 9007199254740992.0 * vocabulary->up_to[VOCABULARY - 1];
  guint low = 0, high = VOCABULARY - 1;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (vocabulary->up_to[middle] < at)
        low = middle + 1;
      else
        high = middle;
    }
  return vocabulary->words->pdata[low];
}

/* ---- speech */

static void
add_sentence (GString *speech, const Vocabulary *vocabulary, guint64 *state, guint words)
{
  static const char *const asides[]
      = { ", you know,", ", erm,", ", I mean,", " \xe2\x80\x93", "," };
  static const char *const ends[] = { ".", ".", ".", ".", "?", "\xe2\x80\xa6" };
  gsize start = speech->len;
  for (guint i = 0; i < words; i++)
    {
      g_string_append_printf (speech, "%s%s", i > 0 ? " " : "", pick_word (vocabulary, state));
      if (i + 1 < words && below (state, 11) == 0)
        g_string_append (speech, asides[below (state, G_N_ELEMENTS (asides))]);
    }
  speech->str[start] = g_ascii_toupper (speech->str[start]);
  g_string_append (speech, ends[below (state, G_N_ELEMENTS (ends))]);
}

/* What somebody says, of about so many words; fewer are left to say afterwards. */
static char *
make_speech (const Vocabulary *vocabulary, guint64 *state, guint mean, guint *left)
{
  GString *speech = g_string_new (NULL);
  guint words = length_around (state, mean, 3, *left);
  *left -= words;
  while (words > 0)
    {
      guint sentence = length_around (state, 13, 2, words);
      if (speech->len > 0)
        g_string_append_c (speech, ' ');
      add_sentence (speech, vocabulary, state, sentence);
      words -= sentence;
    }
  return g_string_free (speech, FALSE);
}

/* ---- one transcript, as paragraphs or in Word's markup */

typedef struct
{
  const Vocabulary *vocabulary;
  gboolean docx;
  GString *out;          /* the markup */
  GPtrArray *paragraphs; /* char *, of any other format */
  guint64 state;         /* of the words; the same in both formats */
  guint64 look;          /* of the markup */
} Writer;

/* Word parts a paragraph into runs wherever it was edited or its spelling was doubted. */
static void
write_runs (Writer *writer, const char *words, gboolean bold)
{
  for (const char *p = words; *p != '\0';)
    {
      const char *end = p;
      for (guint n = 6 + below (&writer->look, 40); n > 0 && *end != '\0'; n--)
        end = (end = strchr (end + 1, ' ')) != NULL ? end : p + strlen (p);
      g_autofree char *run = g_markup_escape_text (p, end - p);
      g_string_append_printf (writer->out,
                              "<w:r w:rsidRPr=\"00%06X\"><w:rPr><w:rFonts w:ascii=\"Calibri\" "
                              "w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/>"
                              "%s<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/></w:rPr><w:t "
                              "xml:space=\"preserve\">%s</w:t></w:r>",
                              below (&writer->look, 40) * 71993, bold ? "<w:b/><w:bCs/>" : "", run);
      if (*end != '\0' && below (&writer->look, 3) == 0)
        g_string_append (writer->out,
                         "<w:proofErr w:type=\"spellStart\"/><w:proofErr w:type=\"spellEnd\"/>");
      p = end;
    }
}

static void
write_paragraph (Writer *writer, const char *speaker, const char *words)
{
  if (!writer->docx)
    {
      g_ptr_array_add (writer->paragraphs,
                       g_strconcat (speaker, *speaker != '\0' ? ": " : "", words, NULL));
      return;
    }
  guint id = below (&writer->look, 40) * 71993;
  g_string_append_printf (
      writer->out,
      "<w:p w:rsidR=\"00%06X\" w:rsidRPr=\"00%06X\" w:rsidRDefault=\"00%06X\" "
      "w:rsidP=\"00%06X\"><w:pPr>"
      "<w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/><w:jc w:val=\"both\"/><w:rPr>"
      "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:sz w:val=\"22\"/>"
      "<w:szCs w:val=\"22\"/></w:rPr></w:pPr>",
      id, id, id, id);
  if (*speaker != '\0')
    {
      g_autofree char *mark = g_strconcat (speaker, ": ", NULL);
      write_runs (writer, mark, TRUE);
    }
  write_runs (writer, words, FALSE);
  g_string_append (writer->out, "</w:p>");
}

static void
write_interview (Writer *writer, const char *label, guint words)
{
  g_autofree char *head = g_strdup_printf ("Interview %s, made up for a benchmark", label);
  guint left = words;
  write_paragraph (writer, "", head);
  while (left > 0)
    {
      g_autofree char *question = make_speech (writer->vocabulary, &writer->state, 14, &left);
      write_paragraph (writer, "Interviewer", question);
      if (left == 0)
        break;
      g_autofree char *answer = make_speech (writer->vocabulary, &writer->state, 75, &left);
      write_paragraph (writer, label, answer);
    }
}

/* ---- files */

static void
add_part (zip_t *archive, const char *name, const char *text, gsize size)
{
  zip_source_t *source = zip_source_buffer (archive, text, size, 0);
  zip_int64_t at = source != NULL ? zip_file_add (archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
  if (at < 0 || zip_file_set_mtime (archive, (zip_uint64_t)at, 1700000000, 0) != 0)
    die ("cannot add '%s': %s", name, zip_strerror (archive));
}

static void
save_docx (const char *path, const GString *body)
{
  static const char types[]
      = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "
        "PartName=\"/word/document.xml\""
        " ContentType=\"application/"
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
        "<Override PartName=\"/word/styles.xml\""
        " ContentType=\"application/"
        "vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";
  static const char rels[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                             "<Relationships "
                             "xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                             "relationships\"><Relationship Id=\"rId1\""
                             " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                             "relationships/officeDocument\""
                             " Target=\"word/document.xml\"/></Relationships>";
  static const char document_rels[]
      = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        "<Relationships "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
        "Id=\"rId1\""
        " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
        "Target=\"styles.xml\"/>"
        "</Relationships>";
  static const char styles[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                               "<w:styles "
                               "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                               "main\"><w:style w:type=\"paragraph\""
                               " w:default=\"1\" w:styleId=\"Normal\"><w:name "
                               "w:val=\"Normal\"/><w:qFormat/></w:style></w:styles>";
  g_autofree char *document = g_strconcat (
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      "<w:document xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
      " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
      body->str,
      "<w:sectPr w:rsidR=\"00A77B3E\"><w:pgSz w:w=\"11906\" "
      "w:h=\"16838\"/></w:sectPr></w:body></w:document>",
      NULL);
  int code;
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (archive == NULL)
    die ("cannot make '%s'", path);
  add_part (archive, "[Content_Types].xml", types, sizeof types - 1);
  add_part (archive, "_rels/.rels", rels, sizeof rels - 1);
  add_part (archive, "word/document.xml", document, strlen (document));
  add_part (archive, "word/_rels/document.xml.rels", document_rels, sizeof document_rels - 1);
  add_part (archive, "word/styles.xml", styles, sizeof styles - 1);
  if (zip_close (archive) != 0)
    die ("cannot write '%s': %s", path, zip_strerror (archive));
}

static void
save (const char *path, GPtrArray *paragraphs, const char *suffix)
{
  gsize size = 0;
  g_ptr_array_add (paragraphs, NULL);
  g_autofree char *bytes = format_write (suffix, (const char *const *)paragraphs->pdata, &size);
  if (bytes == NULL)
    die ("there is no format '%s'", suffix);
  if (!g_file_set_contents (path, bytes, (gssize)size, NULL))
    die ("cannot write '%s'", path);
}

static void
make_texts (const char *folder, guint number, guint words, const char *suffix)
{
  static const char sites[] = "ABCDLP";
  static const char *const roles[] = { "SM", "SP", "CC", "SU", "CA" };
  const gboolean docx = g_str_equal (suffix, "docx");
  Vocabulary *vocabulary = vocabulary_new ();
  if (number > 6 * 5 * 999)
    die ("the labels are enough for %d transcripts", 6 * 5 * 999);
  if (g_mkdir_with_parents (folder, 0755) != 0)
    die ("cannot make '%s': %s", folder, g_strerror (errno));
  for (guint i = 0; i < number; i++)
    {
      g_autofree char *label
          = g_strdup_printf ("%c-%s-%03u", sites[i % 6], roles[i / 6 % 5], i / 30 + 1);
      g_autofree char *path = g_strdup_printf ("%s/%s.%s", folder, label, suffix);
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);
      Writer writer = { vocabulary, docx, out, paragraphs, i + 1, i + 1 };
      write_interview (&writer, label, words);
      if (docx)
        save_docx (path, out);
      else
        save (path, paragraphs, suffix);
    }
  vocabulary_free (vocabulary);
}

/* ---- a framework, and its matrix filled */

static void
print_framework (guint sections, guint themes)
{
  puts ("<framework xmlns=\"urn:espalier:framework:1\" name=\"Benchmark\">");
  for (guint s = 1; s <= sections; s++)
    {
      printf ("  <theme name=\"Section %u\" short=\"section-%u\">\n    <definition>What is said of "
              "subject %u.</definition>\n",
              s, s, s);
      for (guint t = 1; t <= themes; t++)
        printf ("    <theme name=\"Theme %u of %u\" short=\"theme-%u-%u\">\n"
                "      <definition>Whatever somebody says on point %u of subject %u, in their own "
                "words.</definition>\n    </theme>\n",
                t, s, s, t, t, s);
      puts ("  </theme>");
    }
  puts ("</framework>");
}

/* The values of an attribute of all elements of one name, in a file that our own program wrote:
 * char *. */
static GPtrArray *
values_of (const char *archive, const char *element, const char *attribute)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *pattern = g_strdup_printf ("<%s [^>]*?\\b%s=\"([^\"]*)\"", element, attribute);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  for (g_regex_match (regex, archive, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    g_ptr_array_add (values, g_match_info_fetch (match, 1));
  return values;
}

/* Themes below a section: those that have a parent. */
static GPtrArray *
columns_of (const char *archive)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRegex) regex = g_regex_new ("<theme id=\"([^\"]*)\"[^>]*\\bparent=\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  for (g_regex_match (regex, archive, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    g_ptr_array_add (columns, g_match_info_fetch (match, 1));
  return columns;
}

static char *
make_id (guint64 *state)
{
  guint64 high = chance (state), low = chance (state);
  return g_strdup_printf ("%08x-%04x-4%03x-a%03x-%012" G_GINT64_MODIFIER "x", (guint)(high >> 32),
                          (guint)(high >> 16 & 0xffff), (guint)(high & 0xfff), (guint)(low >> 52),
                          low & G_GUINT64_CONSTANT (0xffffffffffff));
}

typedef struct
{
  GPtrArray *versions, *documents_of_versions, *documents, *cases_of_documents,
      *themes; /* char *, from the archive */
  const char *coder;
  const Vocabulary *vocabulary;
  GString *summaries, *evidence;
} Charts;

static void
add_evidence (Charts *charts, const char *summary, const char *version, guint place, guint64 *state)
{
  guint start = 200 + below (state, 30000);
  g_autofree char *id = make_id (state);
  g_string_append_printf (charts->evidence,
                          "<evidence id=\"%s\" summary=\"%s\" version=\"%s\" start-cp=\"%u\" "
                          "end-cp=\"%u\" sort-key=\"%04u\"/>\n",
                          id, summary, version, start, start + 20 + below (state, 150), place);
}

/* One case: a summary for every theme, each with one or two pieces of evidence. */
static void
add_charts (Charts *charts, const char *version, const char *case_id, guint64 *state)
{
  static const char no_codings[]
      = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  for (guint i = 0; i < charts->themes->len; i++)
    {
      guint left = 60;
      g_autofree char *id = make_id (state);
      g_autofree char *text = make_speech (charts->vocabulary, state, 40, &left);
      g_string_append_printf (
          charts->summaries,
          "<summary id=\"%s\" theme=\"%s\" case=\"%s\" content=\"summarised\" work=\"charted\" "
          "basis=\"%s\""
          " coder=\"%s\" made-at=\"2026-01-01T00:00:00Z\"><text>%s</text></summary>\n",
          id, (const char *)charts->themes->pdata[i], case_id, no_codings, charts->coder, text);
      for (guint n = 1 + below (state, 2); n > 0; n--)
        add_evidence (charts, id, version, n, state);
    }
}

static void
print_charts (const char *file)
{
  g_autofree char *archive = NULL;
  if (!g_file_get_contents (file, &archive, NULL, NULL))
    die ("cannot read '%s'", file);
  g_autoptr (GPtrArray) coders = values_of (archive, "coder", "id");
  Charts charts = { .versions = values_of (archive, "document-version", "id"),
                    .documents_of_versions = values_of (archive, "document-version", "document"),
                    .documents = values_of (archive, "document", "id"),
                    .cases_of_documents = values_of (archive, "document", "case"),
                    .themes = columns_of (archive),
                    .vocabulary = vocabulary_new (),
                    .summaries = g_string_new (NULL),
                    .evidence = g_string_new (NULL) };
  if (coders->len == 0 || charts.documents->len != charts.cases_of_documents->len)
    die ("'%s' is no archive of transcripts that belong to cases", file);
  charts.coder = coders->pdata[0];
  guint64 state = 1;
  for (guint v = 0; v < charts.versions->len; v++)
    {
      guint at = 0;
      g_ptr_array_find_with_equal_func (charts.documents, charts.documents_of_versions->pdata[v],
                                        g_str_equal, &at);
      add_charts (&charts, charts.versions->pdata[v], charts.cases_of_documents->pdata[at], &state);
    }
  printf ("<archive xmlns=\"urn:espalier:archive:1\">\n<study title=\"\"/>\n%s%s</archive>\n",
          charts.summaries->str, charts.evidence->str);
}

/* ---- the program */

static guint
number (const char *text)
{
  guint64 value;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &value, NULL))
    die ("'%s' is no number", text);
  return (guint)value;
}

int
main (int n, char **arguments)
{
  const char *what = n > 1 ? arguments[1] : "";
  if (g_str_equal (what, "texts") && (n == 5 || n == 6))
    make_texts (arguments[2], number (arguments[3]), number (arguments[4]),
                n == 6 ? arguments[5] : "txt");
  else if (g_str_equal (what, "framework") && n == 4)
    print_framework (number (arguments[2]), number (arguments[3]));
  else if (g_str_equal (what, "charts") && n == 3)
    print_charts (arguments[2]);
  else if (g_str_equal (what, "pattern") && n == 2)
    puts ("\\b(?:" PATTERN ")\\b");
  else if (g_str_equal (what, "rules") && n == 2)
    puts ("theme,words\nsection-1/theme-1-1,/\\b(?:" PATTERN ")\\b/");
  else
    die ("usage: generate texts FOLDER NUMBER WORDS [docx] | framework SECTIONS THEMES | charts "
         "ARCHIVE | pattern | rules");
  return fflush (stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
