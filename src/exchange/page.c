/* The frame of every page, and the parts that pages share. The policy in its head allows the page's
 * own style and script by their checksums and nothing else, so that even a page opened from a mail
 * cannot load or run what is not its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/page.h"

#include "exchange/words.h"

#include <string.h>

const char page_css[] =
#include "exchange/page.css.inc"
    ;

const char page_js[] =
#include "exchange/page.js.inc"
    ;

/* A source expression of a Content-Security-Policy: 'sha256-...' over the bytes inside the element.
 */
static char *
page_checksum (const char *bytes)
{
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *)bytes, -1);
  g_checksum_get_digest (checksum, digest, &size);
  g_autofree char *base64 = g_base64_encode (digest, size);
  return g_strdup_printf ("'sha256-%s'", base64);
}

void
page_open (Markup *markup, const char *name, const char *class)
{
  markup_open (markup, name);
  markup_attr (markup, "class", class);
}

void
page_leaf (Markup *markup, const char *name, const char *class, const char *text)
{
  page_open (markup, name, class);
  markup_text (markup, text);
  markup_close (markup);
}

static void
page_meta (Markup *markup, const char *key, const char *name, const char *content)
{
  markup_open (markup, "meta");
  markup_attr (markup, key, name);
  markup_attr (markup, "content", content);
  markup_close (markup);
}

static void
page_head (Markup *markup, const PageFrame *frame)
{
  g_autofree char *style = page_checksum (page_css);
  g_autofree char *script = page_checksum (page_js);
  g_autofree char *policy = g_strdup_printf (
      "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", style,
      script);
  g_autofree char *title = g_strdup_printf ("%s – %s", frame->title, frame->study);
  g_autofree char *generator = g_strdup_printf ("Espalier %s %s", frame->kind, esp_version ());
  markup_open (markup, "head");
  markup_open (markup, "meta");
  markup_attr (markup, "charset", "utf-8");
  markup_close (markup);
  page_meta (markup, "name", "generator", generator);
  page_meta (markup, "http-equiv", "Content-Security-Policy", policy);
  page_meta (markup, "name", "viewport", "width=device-width, initial-scale=1");
  page_meta (markup, "name", "referrer", "no-referrer");
  page_meta (markup, "name", "robots", "noindex");
  page_meta (markup, "name", "color-scheme", "light dark");
  markup_leaf (markup, "title", title);
  markup_open (markup, "style");
  markup_raw (markup, page_css);
  markup_close (markup);
  markup_close (markup);
}

void
page_begin (Markup *markup, const PageFrame *frame)
{
  markup_raw (markup, "<!DOCTYPE html>\n");
  markup_open (markup, "html");
  markup_attr (markup, "lang", "en");
  page_head (markup, frame);
  markup_open (markup, "body");
  g_autofree char *skip = g_strdup_printf ("Skip to the %s", frame->kind);
  page_open (markup, "a", "skip");
  markup_attr (markup, "href", "#main");
  markup_text (markup, skip);
  markup_close (markup);
  markup_open (markup, "header");
  page_leaf (markup, "p", "study", frame->study);
  markup_leaf (markup, "h1", frame->title);
}

void
page_facts_begin (Markup *markup)
{
  page_open (markup, "dl", "facts");
}

void
page_fact (Markup *markup, const char *name, const char *value)
{
  if (*value == '\0')
    return;
  markup_open (markup, "div");
  markup_leaf (markup, "dt", name);
  markup_leaf (markup, "dd", value);
  markup_close (markup);
}

void
page_fact_time (Markup *markup, const char *name, const char *time)
{
  if (*time == '\0')
    return;
  g_autofree char *words = words_time (time);
  markup_open (markup, "div");
  markup_leaf (markup, "dt", name);
  markup_open (markup, "dd");
  markup_open (markup, "time");
  markup_attr (markup, "datetime", time);
  markup_text (markup, words);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
}

void
page_facts_end (Markup *markup)
{
  markup_close (markup);
}

void
page_how (Markup *markup, const char *how_to_read)
{
  page_open (markup, "p", "how");
  markup_text (markup, how_to_read);
  markup_text (markup, " ");
  markup_open (markup, "a");
  markup_attr (markup, "href", "#words");
  markup_text (markup, "What the words in the cells mean");
  markup_close (markup);
  markup_close (markup);
}

/* Printed with every page: a state is a word, and its meaning must not be left to guessing. */
static void
page_legend (Markup *markup)
{
  static const struct
  {
    const char *word, *means;
  } legend[] = {
    { "not started", "nobody has charted this cell yet" },
    { "draft", "written, but not finished" },
    { "by …", "who wrote what stands in the cell" },
    { "codings have changed since this was written",
      "passages of this case were coded with the theme, or are no longer: read the summary again" },
    { "checked by …", "another look at the summary: agreed, to discuss or disagreed" },
    { "not yet charted", "passages coded with the theme that no summary of the cell rests on yet" },
    { "nothing said", "the question was put, and nothing was said on the theme" },
    { "not asked", "the interview held no question on the theme" },
    { "not applicable", "the theme cannot concern this case" },
    { "mentioned",
      "a summary rests on the case's own words; where nothing is charted, own words are coded" },
    { "as context", "words that are not the case's own; they do not count as mentioning" },
    { "edited",
      "a quote shortened by … or altered in [brackets]: what remains stands in the source "
      "in this order" },
    { "not found in the text", "a quote that does not stand where it is said to: look at it" },
  };
  page_open (markup, "section", "themes");
  markup_attr (markup, "id", "words");
  markup_leaf (markup, "h2", "Words in the cells");
  markup_open (markup, "dl");
  for (gsize i = 0; i < G_N_ELEMENTS (legend); i++)
    {
      markup_open (markup, "div");
      markup_leaf (markup, "dt", legend[i].word);
      markup_leaf (markup, "dd", legend[i].means);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
}

void
page_main (Markup *markup)
{
  markup_close (markup);
  markup_open (markup, "main");
  markup_attr (markup, "id", "main");
}

void
page_end (Markup *markup)
{
  page_legend (markup);
  page_end_plain (markup, "It holds words of participants: keep it as the study is kept.");
}

void
page_end_plain (Markup *markup, const char *care)
{
  g_autofree char *made
      = g_strdup_printf ("Written by Espalier %s. This file needs no other and loads nothing from "
                         "elsewhere. %s",
                         esp_version (), care);
  markup_close (markup);
  markup_open (markup, "footer");
  markup_leaf (markup, "p", made);
  markup_close (markup);
  markup_open (markup, "script");
  markup_raw (markup, page_js);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
}

/* Each line is a paragraph; its direction is its own, as participants' languages are. */
static void
page_paragraphs (Markup *markup, const char *class, const char *text)
{
  while (*text != '\0')
    {
      gsize size = strcspn (text, "\n");
      g_autofree char *line = g_strstrip (g_strndup (text, size));
      if (*line != '\0')
        {
          page_open (markup, "p", class);
          markup_attr (markup, "dir", "auto");
          markup_text (markup, line);
          markup_close (markup);
        }
      text += size + (text[size] == '\n');
    }
}

static void
page_evidence (Markup *markup, const EspEvidence *evidence)
{
  g_autofree char *place = words_place (evidence);
  const char *whose = words_whose (evidence);
  const char *match = words_match (evidence);
  g_autofree char *corrected = words_corrected (evidence);
  markup_open (markup, "li");
  markup_open (markup, "details");
  markup_open (markup, "summary");
  markup_text (markup, place);
  if (*match != '\0')
    {
      markup_text (markup, " ");
      page_leaf (markup, "span", evidence->match == ESP_QUOTE_NOT_FOUND ? "problem" : "note",
                 match);
    }
  if (*whose != '\0')
    {
      markup_text (markup, " ");
      page_leaf (markup, "span", "note", whose);
    }
  if (*corrected != '\0')
    {
      markup_text (markup, " ");
      page_leaf (markup, "span", "problem", corrected);
    }
  markup_close (markup);
  markup_open (markup, "blockquote");
  page_paragraphs (markup, NULL, evidence->words);
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
}

static void
page_summary (Markup *markup, const EspSummary *summary)
{
  g_autofree char *about = words_about_summary (summary, TRUE);
  page_open (markup, "div", "summary");
  if (summary->content == ESP_CONTENT_SUMMARISED)
    page_paragraphs (markup, NULL, summary->text);
  else
    page_leaf (markup, "p", "state", words_summary (summary));
  page_leaf (markup, "p", "about", about);
  if (summary->evidence->len > 0)
    {
      page_open (markup, "ul", "evidence");
      markup_attr (markup, "aria-label", "Evidence");
      for (guint i = 0; i < summary->evidence->len; i++)
        page_evidence (markup, g_ptr_array_index (summary->evidence, i));
      markup_close (markup);
    }
  markup_close (markup);
}

void
page_summaries (Markup *markup, const EspCell *cell)
{
  for (guint i = 0; i < cell->summaries->len; i++)
    page_summary (markup, g_ptr_array_index (cell->summaries, i));
}

void
page_cell (Markup *markup, const EspCell *cell)
{
  g_autofree char *uncharted = words_uncharted (cell);
  if (cell->summaries->len == 0)
    page_leaf (markup, "p", "state", words_empty_cell (cell));
  page_summaries (markup, cell);
  if (*uncharted != '\0')
    page_leaf (markup, "p", "about", uncharted);
}

static void
page_list (Markup *markup, const char *heading, const GPtrArray *words)
{
  if (words->len == 0)
    return;
  page_leaf (markup, "p", "list-heading", heading);
  markup_open (markup, "ul");
  for (guint i = 0; i < words->len; i++)
    markup_leaf (markup, "li", g_ptr_array_index (words, i));
  markup_close (markup);
}

void
page_theme_meaning (Markup *markup, const EspTheme *theme)
{
  if (strcmp (theme->origin, "emergent") == 0)
    page_leaf (markup, "p", "about", "emergent: found in the data");
  if (*theme->definition != '\0')
    page_paragraphs (markup, NULL, theme->definition);
  page_list (markup, "Belongs here:", theme->include);
  page_list (markup, "Does not:", theme->exclude);
}
