/* Reads web pages: saved by word processors, by transcription services, from a browser. What is not
 * imported (deletions, hidden words, menus) is said in the findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "base/error.h"
#include "base/html.h"
#include "base/text.h"
#include "reading/html/encoding.h"
#include "reading/html/page.h"
#include "reading/left_out.h"
#include "reading/reader.h"

#include <string.h>

extern const Reader reader_html;

/* ---- bidding */

#define LOOK_FIRST 4096 /* bytes from the beginning that are looked at */
#define LOOK_MOST 65536 /* and of what may be a page */

/* Behind white space, comments and the XML declaration. */
static const char *
skip_prelude (const char *at)
{
  for (;;)
    {
      while (g_ascii_isspace (*at))
        at++;
      const char *end = NULL;
      if (g_str_has_prefix (at, "<!--"))
        end = strstr (at + 4, "-->");
      else if (g_str_has_prefix (at, "<?"))
        end = strchr (at, '>');
      if (end == NULL)
        return at;
      at = strchr (end, '>') + 1;
    }
}

static gboolean
begins (const char *at, const char *prefix)
{
  return g_ascii_strncasecmp (at, prefix, strlen (prefix)) == 0;
}

static gboolean
is_page (const char *at)
{
  return begins (at, "<!doctype html") || begins (at, "<html") || begins (at, "<head>")
         || begins (at, "<body");
}

/* A piece of a page: it begins with an element that pages have. */
static gboolean
is_piece (const char *at)
{
  static const char *const beginnings[]
      = { "a",       "article", "b",      "center", "div",   "dl",    "font", "h1",  "h2",
          "h3",      "head",    "hr",     "main",   "meta",  "ol",    "p",    "pre", "script",
          "section", "span",    "strong", "style",  "table", "title", "ul",   NULL };

  if (*at != '<')
    return FALSE;
  g_autofree char *name = g_ascii_strdown (at + 1, (gssize)strcspn (at + 1, " \t\r\n/>"));
  return g_strv_contains (beginnings, name);
}

static gboolean
is_named_html (const char *name)
{
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : g_strdup ("");

  return g_str_has_suffix (folded, ".html") || g_str_has_suffix (folded, ".htm")
         || g_str_has_suffix (folded, ".xhtml");
}

/* A page with its pictures in one file, as mail (.mht) or of Safari. */
static gboolean
is_bundle (const char *bytes, gsize size, const char *look)
{
  if (size > 8 && memcmp (bytes, "bplist00", 8) == 0)
    return memmem (bytes, MIN (size, LOOK_MOST), "WebMainResource", 15) != NULL;
  g_autofree char *folded = g_ascii_strdown (look, -1);
  return strstr (folded, "mime-version:") != NULL
         && strstr (folded, "content-type: multipart/related") != NULL;
}

/* Other XML documents have a doctype or elements of their own; Markdown may begin with a tag, and
 * plain text with anything. */
static int
html_bid (const char *bytes, gsize size, const char *name)
{
  g_autofree char *first = decode_beginning (bytes, size, LOOK_FIRST);
  const gsize blank = strspn (first, " \t\n\v\f\r");

  if (is_bundle (bytes, size, first))
    return 85;
  if (first[blank] != '<' && first[blank] != '\0' && !is_named_html (name))
    return 0;
  g_autofree char *look = decode_beginning (bytes, size, LOOK_MOST);
  const char *at = skip_prelude (look);

  if (is_page (at))
    return 85;
  if (is_piece (at))
    return is_named_html (name) ? 80 : 45;
  return is_named_html (name) && strpbrk (look, "<") != NULL && strstr (look, "</") != NULL ? 50
                                                                                            : 0;
}

/* ---- the report */

static void
find_left_out (Source *source, const HtmlOmissions *omissions, const HtmlPlan *plan)
{
  const LeftOut left = {
    .deletions = omissions->deletions,
    .hidden = omissions->met[OMIT_HIDDEN],
    .pages = plan->embedded,
    .menus = omissions->met[OMIT_MENU],
    .fields = omissions->fields,
    .readings = omissions->met[OMIT_RUBY],
  };

  left_out_find (source, &left);
}

/* ---- the title */

#define TITLE_LOOK 20000 /* bytes of the text in which the title may stand already */

/* The title of the page says more than the text: it becomes a note behind it. */
static void
add_title (Source *source, const char *written)
{
  g_autofree char *title = text_excerpt (written, 1000);
  g_autofree char *folded_title = text_fold_name (title);

  if (*folded_title == '\0')
    return;
  const gsize look = MIN (source->size, TITLE_LOOK);
  g_autofree char *start = g_strndup (
      source->text,
      (gsize)(g_utf8_find_prev_char (source->text, source->text + look + 1) - source->text));
  g_autofree char *folded_start = text_fold_name (start);
  if (strstr (folded_start, folded_title) != NULL)
    return;
  GString *text = g_string_new_len (source->text, (gssize)source->size);
  g_string_append (text, "\n\n");
  const Para note
      = { .kind = PARA_NOTE, .line = 1, .start = text->len, .end = text->len + strlen (title) };
  g_string_append (text, title);
  g_array_append_val (source->paras, note);
  g_free (source->text);
  source->size = text->len;
  source->text = g_string_free (text, FALSE);
}

/* ---- the page */

#define SAVE_FROM_BROWSER                                                                          \
  "open it in a browser and save it from there as a whole page, or copy its words into a document"

static gboolean
fail_without_words (const HtmlPlan *plan, const HtmlOmissions *omissions, GError **error)
{
  if (plan->frames > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it is only the frame around other pages; import those pages");
  if (omissions->met[OMIT_HIDDEN] > 0)
    return fail (
        error, ESP_ERROR_INPUT,
        "all its words are hidden; open it in a browser and copy its words into a document");
  if (plan->scripts > 0)
    return fail (error, ESP_ERROR_INPUT, "it is a web page that builds its text with a script; %s",
                 SAVE_FROM_BROWSER);
  if (plan->embedded > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "it is only the frame around other pages; import those pages");
  return fail (error, ESP_ERROR_INPUT, "there are no words in it");
}

/* "Loading ..." is all that such a page has. */
#define WORDS_FEW 12

static gboolean
html_read_page (Source *source, const char *text, gsize size, GError **error)
{
  g_autoptr (HtmlPlan) plan = html_plan_new (text, size);
  HtmlOmissions omissions;

  html_page_read (source, plan, text, size, &omissions);
  if (omissions.too_deep)
    return fail (error, ESP_ERROR_INPUT, "its elements are nested more than %d deep; %s",
                 HTML_DEPTH_MOST, SAVE_FROM_BROWSER);
  if (source->paras->len == 0)
    return fail_without_words (plan, &omissions, error);
  if (plan->scripts > 0 && text_count_words (source->text) <= WORDS_FEW)
    source_find (source, ESP_GRADE_WARNING, 0, g_strdup ("has scripts and hardly a word"),
                 "none was run; words that a script puts into a page are not read");
  find_left_out (source, &omissions, plan);
  add_title (source, plan->title->str);
  return TRUE;
}

static Source *
html_read (const char *bytes, gsize size, const ReadOptions *options, GError **error)
{
  if (size == 0)
    {
      fail (error, ESP_ERROR_INPUT, "it is empty");
      return NULL;
    }
  g_autofree char *look = decode_beginning (bytes, size, LOOK_MOST);
  if (is_bundle (bytes, size, look))
    {
      fail (error, ESP_ERROR_INPUT,
            "it is a web archive, a page and its pictures in one file; open it in a browser and "
            "save it as a web page, HTML only");
      return NULL;
    }
  g_autoptr (Source) source = source_new ();
  g_autofree char *text = html_encoding_decode (source, bytes, size,
                                                options != NULL ? options->encoding : NULL, error);
  return text != NULL && html_read_page (source, text, strlen (text), error)
             ? g_steal_pointer (&source)
             : NULL;
}

const Reader reader_html = {
  .name = "html",
  .about = "web page (.html, .htm), of word processors and transcription services too",
  .bid = html_bid,
  .read = html_read,
};
