/* The same paragraphs written in every format that is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/formats.h"

#include "support/packed.h"

#include <string.h>

/* ---- text and captions */

static void
write_text (GString *out, const char *const *paragraphs)
{
  for (; *paragraphs != NULL; paragraphs++)
    g_string_append_printf (out, "%s\n\n", *paragraphs);
}

/* Every sign that could be a mark is written with a backslash, or by its name. */
static void
write_markdown (GString *out, const char *const *paragraphs)
{
  for (; *paragraphs != NULL; paragraphs++)
    {
      for (const char *at = *paragraphs; *at != '\0'; at++)
        if (*at == '&')
          g_string_append (out, "&amp;");
        else if (g_ascii_ispunct (*at))
          g_string_append_printf (out, "\\%c", *at);
        else
          g_string_append_c (out, *at);
      g_string_append (out, "\n\n");
    }
}

/* Cues of six seconds, each three seconds after the other, which is a pause; `point` parts seconds
 * from milliseconds. */
static void
write_cues (GString *out, const char *const *paragraphs, char point)
{
  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      const guint from = 9 * i, to = from + 6;
      g_autofree char *words = g_markup_escape_text (paragraphs[i], -1);
      g_string_append_printf (out, "\n%u\n%02u:%02u:%02u%c000 --> %02u:%02u:%02u%c000\n%s\n", i + 1,
                              from / 3600, from / 60 % 60, from % 60, point, to / 3600,
                              to / 60 % 60, to % 60, point, words);
    }
}

/* ---- HTML */

static void
write_html (GString *out, const char *const *paragraphs)
{
  g_string_append (out,
                   "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><style>p.turn {margin: "
                   "0 0 6pt 0}</style></head>\n<body>\n");
  for (; *paragraphs != NULL; paragraphs++)
    {
      g_autofree char *words = g_markup_escape_text (*paragraphs, -1);
      g_string_append_printf (out, "<p class=\"turn\"><span lang=\"en-GB\">%s</span></p>\n", words);
    }
  g_string_append (out, "</body></html>\n");
}

/* ---- RTF */

static void
write_rtf_words (GString *out, const char *words)
{
  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (c == '\t')
        g_string_append (out, "\\tab ");
      else if (c == '\\' || c == '{' || c == '}')
        g_string_append_printf (out, "\\%c", (char)c);
      else if (c < 0x80)
        g_string_append_c (out, (char)c);
      else if (c < 0x10000)
        g_string_append_printf (out, "\\u%d?", (gint16)c);
      else
        g_string_append_printf (out, "\\u%d?\\u%d?", (gint16)(0xD800 + ((c - 0x10000) >> 10)),
                                (gint16)(0xDC00 + ((c - 0x10000) & 0x3FF)));
    }
}

static void
write_rtf (GString *out, const char *const *paragraphs)
{
  g_string_append (out, "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl{\\f0\\fswiss\\fcharset0 "
                        "Calibri;}}{\\stylesheet{\\s0 Normal;}}\n");
  for (; *paragraphs != NULL; paragraphs++)
    {
      g_string_append (out, "\\pard\\plain \\s0\\sa120\\qj{\\f0\\fs22\\lang2057 ");
      write_rtf_words (out, *paragraphs);
      g_string_append (out, "}\\par\n");
    }
  g_string_append_c (out, '}');
}

/* ---- packages of XML */

static char *
pack (const PackedPart *parts, gsize n_parts, GString *body, gsize *size)
{
  char *bytes = packed_new (parts, n_parts, size);

  g_string_free (body, TRUE);
  return bytes;
}

static void
append_escaped (GString *out, const char *from, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (from, end - from);

  g_string_append (out, escaped);
}

static char *
write_docx (const char *const *paragraphs, gsize *size)
{
  GString *body = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");

  for (; *paragraphs != NULL; paragraphs++)
    {
      g_string_append (body, "<w:p><w:r>");
      for (const char *at = *paragraphs; *at != '\0';)
        {
          const char *end = at + strcspn (at, "\t");
          g_string_append (body, "<w:t xml:space=\"preserve\">");
          append_escaped (body, at, end);
          g_string_append_printf (body, "</w:t>%s", *end == '\t' ? "<w:tab/>" : "");
          at = *end == '\t' ? end + 1 : end;
        }
      g_string_append (body, "</w:r></w:p>");
    }
  g_string_append (body, "</w:body></w:document>");
  const PackedPart parts[] = {
    { "[Content_Types].xml",
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
      "Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
      "PartName=\"/word/document.xml\" "
      "ContentType=\"application/"
      "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>" },
    { "_rels/.rels",
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      "<Relationship Id=\"rId1\" "
      "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
      "Target=\"word/document.xml\"/></Relationships>" },
    { "word/document.xml", body->str },
  };
  return pack (parts, G_N_ELEMENTS (parts), body, size);
}

/* Of several blanks, and of those at an end, OpenDocument keeps one where they are not counted. */
static void
write_odt_words (GString *out, const char *words)
{
  for (const char *at = words; *at != '\0';)
    {
      const gsize blanks = strspn (at, " "), plain = strcspn (at, " \t");
      if (*at == '\t')
        g_string_append (out, "<text:tab/>");
      else if (blanks == 1 && at > words && at[1] != '\0')
        g_string_append_c (out, ' ');
      else if (blanks > 0)
        g_string_append_printf (out, "<text:s text:c=\"%u\"/>", (guint)blanks);
      else
        append_escaped (out, at, at + plain);
      at += *at == '\t' ? 1 : blanks > 0 ? blanks : plain;
    }
}

static char *
write_odt (const char *const *paragraphs, gsize *size)
{
  GString *body = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content "
      "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
      "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
      "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">"
      "<office:automatic-styles><style:style style:name=\"P1\" style:family=\"paragraph\"/>"
      "<style:style style:name=\"T1\" style:family=\"text\"/></office:automatic-styles>"
      "<office:body><office:text>");

  for (; *paragraphs != NULL; paragraphs++)
    {
      g_string_append (body, "<text:p text:style-name=\"P1\"><text:span text:style-name=\"T1\">");
      write_odt_words (body, *paragraphs);
      g_string_append (body, "</text:span></text:p>");
    }
  g_string_append (body, "</office:text></office:body></office:document-content>");
  const PackedPart parts[] = {
    { "mimetype", "application/vnd.oasis.opendocument.text" },
    { "META-INF/manifest.xml",
      "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">"
      "<manifest:file-entry manifest:full-path=\"/\" "
      "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/><manifest:file-entry "
      "manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>" },
    { "content.xml", body->str },
  };
  return pack (parts, G_N_ELEMENTS (parts), body, size);
}

/* ---- PDF */

/* Lines are written to the pages as a printer sets them: every letter half as wide as it is high,
 * its code what Unicode says, in a font that need not be there. */
#define LINE_CP 80
#define PAGE_TOP 780
#define PAGE_BOTTOM 60
#define LINE_HEIGHT 14
#define PARAGRAPH_GAP 8

typedef struct
{
  GString *out;
  GArray *places; /* gsize: of object 1 ... in the file */
  GString *page;  /* what is on the page */
  GString *kids;
  guint pages;
  int y;
} Printing;

static void
printing_object (Printing *self, const char *content)
{
  g_array_append_val (self->places, self->out->len);
  g_string_append_printf (self->out, "%u 0 obj\n%s\nendobj\n", self->places->len, content);
}

static void
printing_page (Printing *self)
{
  g_autofree char *stream
      = g_strdup_printf ("<< /Length %" G_GSIZE_FORMAT " >>\nstream\nBT /F1 11 Tf\n%sET\nendstream",
                         self->page->len + strlen ("BT /F1 11 Tf\nET\n"), self->page->str);
  printing_object (self, stream);
  g_autofree char *page
      = g_strdup_printf ("<< /Type /Page /Parent 2 0 R /Contents %u 0 R >>", self->places->len);
  printing_object (self, page);
  g_string_append_printf (self->kids, "%u 0 R ", self->places->len);
  g_string_truncate (self->page, 0);
  self->pages++;
  self->y = PAGE_TOP;
}

static void
printing_line (Printing *self, const char *from, const char *end)
{
  if (self->y < PAGE_BOTTOM)
    printing_page (self);
  g_string_append_printf (self->page, "1 0 0 1 72 %d Tm <", self->y);
  for (const char *at = from; at < end; at = g_utf8_next_char (at))
    g_string_append_printf (self->page, "%04X", g_utf8_get_char (at));
  g_string_append (self->page, "> Tj\n");
  self->y -= LINE_HEIGHT;
}

/* As many words a line as there is place for. */
static void
printing_paragraph (Printing *self, const char *words)
{
  while (*words != '\0')
    {
      const char *end = words, *next = words;
      do
        {
          end = strchrnul (next, ' ');
          next = *end == ' ' ? end + 1 : end;
        }
      while (*next != '\0' && g_utf8_strlen (words, strchrnul (next, ' ') - words) <= LINE_CP);
      printing_line (self, words, end);
      words = next;
    }
  self->y -= PARAGRAPH_GAP;
}

static void
printing_end (Printing *self)
{
  const gsize start = self->out->len;
  const guint count = self->places->len + 1;

  g_string_append_printf (self->out, "xref\n0 %u\n0000000000 65535 f \n", count);
  for (guint i = 0; i < self->places->len; i++)
    g_string_append_printf (self->out, "%010" G_GSIZE_FORMAT " 00000 n \n",
                            g_array_index (self->places, gsize, i));
  g_string_append_printf (
      self->out, "trailer << /Size %u /Root 1 0 R >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
      count, start);
}

/* The objects that every page needs have the numbers 1 to 6; which pages there are is known last.
 */
static void
write_pdf (GString *out, const char *const *paragraphs)
{
  static const char map[]
      = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Same def "
        "/CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end\n";
  g_autofree char *stream = g_strdup_printf (
      "<< /Length %" G_GSIZE_FORMAT " >>\nstream\n%sendstream", sizeof map - 1, map);
  Printing self = { .out = out,
                    .places = g_array_new (FALSE, FALSE, sizeof (gsize)),
                    .page = g_string_new (NULL),
                    .kids = g_string_new (NULL),
                    .y = PAGE_TOP };

  g_string_append (out, "%PDF-1.5\n");
  printing_object (&self, "<< /Type /Catalog /Pages 2 0 R >>");
  const gsize no_pages = 0;
  g_array_append_val (self.places, no_pages);
  printing_object (&self, "<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H "
                          "/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>");
  printing_object (&self, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /CIDSystemInfo << "
                          "/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                          "/FontDescriptor 5 0 R /DW 500 >>");
  printing_object (&self, "<< /Type /FontDescriptor /FontName /Sans /Flags 4 /FontBBox [0 -200 500 "
                          "800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 "
                          ">>");
  printing_object (&self, stream);
  for (; *paragraphs != NULL; paragraphs++)
    printing_paragraph (&self, *paragraphs);
  printing_page (&self);
  g_array_index (self.places, gsize, 1) = out->len;
  g_string_append_printf (out,
                          "2 0 obj\n<< /Type /Pages /Count %u /MediaBox [0 0 595 842] /Resources "
                          "<< /Font << /F1 3 0 R >> >> /Kids [%s] >>\nendobj\n",
                          self.pages, self.kids->str);
  printing_end (&self);
  g_array_unref (self.places);
  g_string_free (self.page, TRUE);
  g_string_free (self.kids, TRUE);
}

/* ---- all together */

char *
format_write (const char *suffix, const char *const *paragraphs, gsize *size)
{
  if (g_str_equal (suffix, "docx"))
    return write_docx (paragraphs, size);
  if (g_str_equal (suffix, "odt"))
    return write_odt (paragraphs, size);
  GString *out = g_string_new (g_str_equal (suffix, "vtt") ? "WEBVTT\n" : NULL);
  if (g_str_equal (suffix, "txt"))
    write_text (out, paragraphs);
  else if (g_str_equal (suffix, "md"))
    write_markdown (out, paragraphs);
  else if (g_str_equal (suffix, "vtt") || g_str_equal (suffix, "srt"))
    write_cues (out, paragraphs, *suffix == 'v' ? '.' : ',');
  else if (g_str_equal (suffix, "html"))
    write_html (out, paragraphs);
  else if (g_str_equal (suffix, "rtf"))
    write_rtf (out, paragraphs);
  else if (g_str_equal (suffix, "pdf"))
    write_pdf (out, paragraphs);
  *size = out->len;
  return g_string_free (out, out->len == 0);
}
