/* Reading XML: what is refused, where the fault is said to be, and what comes back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/xml.h"

#include <criterion/criterion.h>
#include <string.h>

static const char schema[]
    = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='urn:test:1'><start><ref "
      "name='top'/></start>"
      "<define name='top'><element name='top'><attribute name='title'><text/></attribute>"
      "<zeroOrMore><element name='row'><text/></element></zeroOrMore></element></define></grammar>";

static void
expect_refused (const char *xml, const char *with_schema, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XmlDoc) doc
      = xml_load_memory (xml, strlen (xml), "x.xml", with_schema, "a test definition", &error);

  cr_assert_null (doc, "%s", xml);
  cr_assert_not_null (error);
  cr_expect_eq (error->code, ESP_ERROR_INPUT);
  cr_expect_not_null (strstr (error->message, message), "'%s' does not say '%s'", error->message,
                      message);
  cr_expect_null (strchr (error->message, '\n'));
}

Test (xml, gives_names_attributes_and_text_of_a_tree)
{
  static const char xml[]
      = "<top xmlns='urn:test:1' title='a &amp; b'>\n<row> one\n  two </row><!-- c --><row/></top>";
  g_autoptr (GError) error = NULL;
  g_autoptr (XmlDoc) doc
      = xml_load_memory (xml, strlen (xml), "x.xml", schema, "a test definition", &error);

  cr_assert_not_null (doc, "%s", error != NULL ? error->message : "");
  const XmlNode *root = xml_root (doc);
  const XmlNode *row = xml_child (root, "row");
  g_autofree char *title = xml_attr (root, "title");
  g_autofree char *absent = xml_attr_or (root, "other", "none");
  g_autofree char *text = xml_text (row);
  g_autofree char *exact = xml_text_exact (row);
  g_autofree char *place = xml_place (doc, row);

  cr_expect_str_eq (xml_name (root), "top");
  cr_expect_str_eq (xml_namespace (root), "urn:test:1");
  cr_expect_null (xml_parent (root));
  cr_expect_eq (xml_parent (row), root);
  cr_expect_str_eq (title, "a & b");
  cr_expect_str_eq (absent, "none");
  cr_expect_str_eq (text, "one two");
  cr_expect_str_eq (exact, " one\n  two ");
  cr_expect_str_eq (place, "x.xml:2: ");
  cr_expect_not_null (xml_next (row, "row"));
  cr_expect_null (xml_next (row, "other"));
}

Test (xml, names_the_line_that_does_not_fit_the_schema)
{
  expect_refused ("<top xmlns='urn:test:1' title='t'>\n\n<wrong/></top>", schema,
                  "x.xml:3: this does not fit a test definition: ");
}

Test (xml, names_the_attribute_that_is_wrong_and_its_line)
{
  expect_refused ("<top xmlns='urn:test:1' title='t'>\n<row titel='x'/></top>", schema,
                  "x.xml:2: this does not fit a test definition: 'row' has no attribute 'titel'");
  expect_refused ("<top xmlns='urn:test:1'/>", schema,
                  "an attribute of 'top' is missing, or its value is not allowed");
}

Test (xml, says_that_another_root_is_not_what_was_wanted)
{
  expect_refused ("<other xmlns='urn:test:1'/>", schema, "'x.xml' is not a test definition");
  expect_refused ("<top xmlns='urn:test:2' title='t'/>", schema,
                  "'x.xml' is not a test definition");
}

Test (xml, names_the_line_of_a_fault_in_the_markup)
{
  expect_refused ("<top>\n<row></top>", NULL, "x.xml:2: this is not well-formed XML: ");
  expect_refused ("", NULL, "it is empty");
  expect_refused ("\xEF\xBB\xBF <top>\n<row></top>", NULL,
                  "x.xml:2: this is not well-formed XML: ");
}

Test (xml, says_that_a_file_is_no_xml)
{
  expect_refused ("Interviewer: How?", schema,
                  "'x.xml' is not a test definition: it does not begin with '<'");
  expect_refused ("PK\003\004 and more", schema,
                  "'x.xml' is not a test definition but a packed file");
}

Test (xml, refuses_a_document_type_declaration)
{
  expect_refused ("<!DOCTYPE top [<!ENTITY a 'b'>]><top>&a;</top>", NULL,
                  "it has a document type declaration, which is not allowed");
}

Test (xml, says_that_a_file_is_not_there)
{
  g_autoptr (GError) error = NULL;

  cr_assert_null (xml_load ("no-such-file.xml", schema, "a test definition", &error));
  cr_expect_eq (error->code, ESP_ERROR_NOT_FOUND);
  cr_expect_str_eq (error->message, "there is no file 'no-such-file.xml'");
}

Test (xml, counts_lines_beyond_65535)
{
  g_autoptr (GString) xml = g_string_new ("<top>");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 70000; i++)
    g_string_append_c (xml, '\n');
  g_string_append (xml, "<row>x</row></top>");
  g_autoptr (XmlDoc) doc = xml_load_memory (xml->str, xml->len, "x.xml", NULL, "a test", &error);
  cr_assert_not_null (doc);
  cr_expect_eq (xml_line (xml_child (xml_root (doc), "row")), 70001);
}

/* ---------------------------------------------------------------- the scan */

static void
note_start (const char *name, const char *uri, const XmlAttrs *attrs, gpointer data)
{
  const char *a = xml_attrs_get (attrs, "a");
  const char *b = xml_attrs_get (attrs, "b");
  const char *none = xml_attrs_get (attrs, "none");

  g_string_append_printf (data, "<%s|%s|%s|%s%s>", name, uri, a != NULL ? a : "",
                          b != NULL ? b : "", none != NULL ? "!" : "");
}

static void
note_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  g_string_append_printf (data, "</%s>", name);
}

static void
note_text (const char *text, gsize size, gpointer data)
{
  g_string_append_len (data, text, (gssize)size);
}

static const XmlScan note_scan = { note_start, note_end, note_text };

Test (xml_scan, calls_back_in_the_order_of_the_document)
{
  static const char xml[] = "<x:r xmlns:x='u' x:b='2' a='1&lt;'>t&amp;<![CDATA[<c>]]><e/>é</x:r>";
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  cr_assert (xml_scan (xml, strlen (xml), &note_scan, notes, &error));
  cr_expect_str_eq (notes->str, "<r|u|1<|2>t&<c><e|||></e>é</r>");
}

typedef struct
{
  const char *xml, *message;
} BadScan;

static const BadScan bad_scans[] = {
  { "", "line 1 is not well-formed XML: it is empty" },
  { "<a>\n<b></a>", "line 2 is not well-formed XML: " },
  { "<a>\n\xff\xfe</a>",
    "line 2 is not well-formed XML: it has bytes there that are no letters, " },
  { "<a>\n\x01</a>", "line 2 is not well-formed XML: it has bytes there that are no letters, " },
  { "<a>\n&undefined;</a>", "line 2 is not well-formed XML: " },
  { "\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    "line 2: it has a document type declaration, which is not allowed" },
  { "<a", "line 1 is not well-formed XML: " },
  { "no markup", "line 1 is not well-formed XML: " },
};

Test (xml_scan, says_what_is_wrong_and_where)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_scans); i++)
    {
      g_autoptr (GString) notes = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      cr_assert_not (
          xml_scan (bad_scans[i].xml, strlen (bad_scans[i].xml), &note_scan, notes, &error));
      cr_expect (g_str_has_prefix (error->message, bad_scans[i].message), "'%s'", error->message);
    }
}

static gboolean
scan_nested (guint depth, GError **error)
{
  g_autoptr (GString) xml = g_string_new (NULL);
  const XmlScan nothing = { NULL, NULL, NULL };

  for (guint i = 0; i < depth; i++)
    g_string_append (xml, "<a>");
  for (guint i = 0; i < depth; i++)
    g_string_append (xml, "</a>");
  return xml_scan (xml->str, xml->len, &nothing, NULL, error);
}

Test (xml_scan, goes_256_elements_deep_and_no_deeper)
{
  g_autoptr (GError) error = NULL;

  cr_expect (scan_nested (256, NULL));
  cr_assert_not (scan_nested (257, &error));
  cr_expect_not_null (strstr (error->message, "nested more than 256 deep"));
}

static void
count_text (const char *text G_GNUC_UNUSED, gsize size, gpointer data)
{
  *(gsize *)data += size;
}

Test (xml_scan, reads_a_text_of_more_than_ten_megabytes)
{
  const gsize length = 12u << 20;
  const XmlScan scan = { NULL, NULL, count_text };
  g_autofree char *words = g_strnfill (length, 'x');
  g_autofree char *xml = g_strconcat ("<a>", words, "</a>", NULL);
  gsize counted = 0;

  cr_assert (xml_scan (xml, strlen (xml), &scan, &counted, NULL));
  cr_expect_eq (counted, length);
}
