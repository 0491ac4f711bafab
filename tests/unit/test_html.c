/* The scan of HTML: what is a tag, what are words, what is neither, as browsers tell them apart.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/html.h"

#include <criterion/criterion.h>
#include <string.h>

/* ---- what the scan gave, as one line: <name a=[...]> </name> and words, whose '<' is printed as
 * '{' */

typedef struct
{
  GString *seen;
  const char *attribute; /* is asked of each tag; NULL: none */
  guint stop_after;      /* tags; 0: never */
  guint tags;
} Seen;

static gboolean
seen_start (const char *name, const HtmlAttrs *attrs, gboolean closed, gpointer data)
{
  Seen *self = data;
  g_autofree char *value = self->attribute != NULL ? html_attrs_get (attrs, self->attribute) : NULL;

  g_string_append_printf (self->seen, "<%s", name);
  if (value != NULL)
    g_string_append_printf (self->seen, " %s=[%s]", self->attribute, value);
  g_string_append (self->seen, closed ? "/>" : ">");
  return ++self->tags == self->stop_after;
}

static gboolean
seen_end (const char *name, gpointer data)
{
  g_string_append_printf (((Seen *)data)->seen, "</%s>", name);
  return FALSE;
}

static void
seen_text (const char *text, gsize size, gpointer data)
{
  g_autofree char *words = g_strndup (text, size);

  g_string_append (((Seen *)data)->seen, g_strdelimit (words, "<", '{'));
}

static const HtmlScan seen_scan = { seen_start, seen_end, seen_text, NULL };

static void
expect_seen (const char *html, const char *attribute, const char *wanted)
{
  Seen seen = { g_string_new (NULL), attribute, 0, 0 };

  html_scan (html, strlen (html), &seen_scan, &seen);
  cr_expect_str_eq (seen.seen->str, wanted, "%s gave %s", html, seen.seen->str);
  g_string_free (seen.seen, TRUE);
}

/* ---- characters by name */

static void
expect_words (const char *html, const char *wanted)
{
  expect_seen (html, NULL, wanted);
}

Test (html, decodes_characters_with_names_and_numbers)
{
  expect_words ("caf&eacute; &AMP; &lt;b&gt; &quot;&apos;", "caf\u00E9 & {b> \"'");
  expect_words ("&#233;&#xE9;&#XE9;&#233 &#xE9.", "\u00E9\u00E9\u00E9\u00E9 \u00E9.");
  expect_words ("&AElig;&zwnj;&CounterClockwiseContourIntegral;&NotEqualTilde;",
                "\u00C6\u200C\u2233\u2242\u0338");
  expect_words ("&#128;&#x99;&#150;", "\u20AC\u2122\u2013");
  expect_words ("&#0;&#xD800;&#x110000;&#99999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD");
}

Test (html, reads_old_names_without_a_semicolon_and_leaves_what_is_no_name)
{
  expect_words ("&copy2024 &notit; &amp;amp &eacute", "\u00A92024 \u00ACit; &amp \u00E9");
  expect_words ("&hellip &notin; &nosuch; &; & &# &#x; &#y",
                "&hellip \u2209 &nosuch; &; & &# &#x; &#y");
  expect_words ("A&B&C", "A&B&C");
}

Test (html, does_not_change_addresses_in_attributes)
{
  expect_seen ("<a href='?a=1&copy=2&amp;b=&lt'>", "href", "<a href=[?a=1&copy=2&b=<]>");
}

/* ---- tags */

Test (html, reads_attributes_with_and_without_quotes)
{
  expect_seen ("<P CLASS=Turn>x</P >", "class", "<p class=[Turn]>x</p>");
  expect_seen ("<p id=1 class = 'a>b' class=c>", "class", "<p class=[a>b]>");
  expect_seen ("<p/class=\"a\"/>", "class", "<p class=[a]>");
  expect_seen ("<input hidden value=a/>", "hidden", "<input hidden=[]>");
  expect_seen ("<input hidden value=a/>", "value", "<input value=[a/]>");
  expect_seen ("<p classes=a xclass=b>", "class", "<p>");
}

Test (html, takes_a_lone_sign_for_words)
{
  expect_words ("1 < 2 <3 <- a<", "1 { 2 {3 {- a{");
  expect_words ("a</>b</ c>d<?php 1 ?>e</", "abde{/");
}

Test (html, leaves_out_a_tag_that_never_ends)
{
  expect_words ("words<p class=\"x>y", "words");
  expect_words ("words</p", "words");
}

Test (html, cuts_a_name_that_has_no_end_between_characters)
{
  g_autofree char *name = g_strnfill (62, 'x');
  g_autofree char *tag = g_strconcat ("<", name, "\u00E9y>", NULL);
  g_autofree char *wanted = g_strconcat ("<", name, ">", NULL);

  expect_words (tag, wanted);
}

Test (html, passes_over_comments_and_declarations)
{
  expect_words ("a<!-- - -- <b> -->b<!-->c<!--->d<!-- --!>e<!---->f<!-- never", "abcdef");
  expect_words ("a<!DOCTYPE html>b<![if !supportLists]>c<![endif]>d<!>e", "abcde");
  expect_words ("<!--[if gte mso 9]><xml>no</xml><![endif]-->yes", "yes");
  expect_words ("<!--[if !mso]><!-->yes<!--<![endif]-->", "yes");
}

Test (html, gives_what_scripts_and_the_like_hold_as_it_stands)
{
  expect_words ("<script>if (a<b && c) '</b>'</script>x", "<script>if (a{b && c) '{/b>'</script>x");
  expect_words ("<style>a>b{}<b></styles></STYLE>x", "<style>a>b{}{b>{/styles></style>x");
  expect_words ("<title>A &amp; <b></title>x", "<title>A & {b></title>x");
  expect_words ("<textarea><p>&lt;</textarea>", "<textarea>{p>{</textarea>");
  expect_words ("<noframes><p>&lt;</noframes>", "<noframes>{p>&lt;</noframes>");
  expect_words ("<plaintext></plaintext>&amp;", "<plaintext>{/plaintext>&amp;");
  expect_words ("<style>never", "<style>never");
}

Test (html, finds_the_end_of_a_script_that_writes_scripts)
{
  expect_words ("<script><!--<script>a</script>--></script>b",
                "<script>{!--{script>a{/script>--></script>b");
  expect_words ("<script><!--a</script>b", "<script>{!--a</script>b");
  expect_words ("<script><!--><script></script>b", "<script>{!-->{script></script>b");
}

Test (html, closes_empty_elements_in_xhtml_and_pictures_only)
{
  expect_words ("<p/>a<script/>b</script>", "<p>a<script>b</script>");
  expect_words ("<?xml version='1.0'?><p/>a<script src='x' />b", "<p/>a<script/>b");
  expect_words ("<svg><path/><title/><script/></svg><p/>",
                "<svg><path/><title/><script/></svg><p>");
  expect_words ("<svg><path><p/>", "<svg><path><p>");
  expect_words ("<?xml?><p><![CDATA[a<b&amp;]]></p>", "<p>a{b&amp;</p>");
  expect_words ("<p><![CDATA[a]]></p>", "<p></p>");
}

Test (html, stops_when_the_caller_has_enough)
{
  const char *html = "<a><b>x";
  Seen seen = { g_string_new (NULL), NULL, 1, 0 };

  html_scan (html, strlen (html), &seen_scan, &seen);
  cr_expect_str_eq (seen.seen->str, "<a>");
  g_string_free (seen.seen, TRUE);
}

/* Plain words come out as they went in, wherever they are cut. */
Test (html, gives_back_words_that_were_escaped)
{
  GRand *chance = g_rand_new_with_seed (4);

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      const guint length = (guint)g_rand_int_range (chance, 0, 40);
      for (guint i = 0; i < length; i++)
        {
          gunichar c = (gunichar)g_rand_int_range (chance, 1, 0x2FFF);
          if (g_rand_int_range (chance, 0, 3) > 0)
            c = (gunichar) "<>&;#ax1 /!-="[g_rand_int_range (chance, 0, 13)];
          g_string_append_unichar (words, c);
        }
      g_autofree char *escaped = g_markup_escape_text (words->str, -1);
      /* GLib writes control characters as numbers, which mean others in HTML. */
      if (strstr (escaped, "&#x") == NULL)
        expect_words (escaped, g_strdelimit (words->str, "<", '{'));
    }
  g_rand_free (chance);
}
