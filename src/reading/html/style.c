/* Declarations and rules of CSS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/style.h"

#include <string.h>

#define RULES_MAX 50000 /* of a page: more say nothing */
#define VALUE_MAX 200   /* bytes: nothing that is looked for is longer */

/* ---- declarations */

static StyleSwitch
is_one_of (const char *value, const char *const *wanted)
{
  return g_strv_contains (wanted, value) ? STYLE_YES : STYLE_NO;
}

static void
style_weight (HtmlStyle *style, const char *value)
{
  static const char *const bold[] = { "bold", "bolder", "600", "700", "800", "900", NULL };

  if (strcmp (value, "inherit") != 0)
    style->bold = is_one_of (value, bold);
}

static void
style_display (HtmlStyle *style, const char *value)
{
  static const char *const blocks[] = { "block", "flex",      "flow-root",     "grid", "list-item",
                                        "table", "table-row", "table-caption", NULL };
  static const char *const lines[]
      = { "inline", "inline-block", "inline-flex", "table-cell", NULL };

  style->gone = strcmp (value, "none") == 0 ? STYLE_YES : STYLE_NO;
  if (g_strv_contains (blocks, value))
    style->block = STYLE_YES;
  else if (g_strv_contains (lines, value))
    style->block = STYLE_NO;
}

static HtmlMark
mark_of (const char *type, ListFormat *format)
{
  static const struct
  {
    const char *type;
    ListFormat format;
  } formats[] = {
    { "decimal-leading-zero", LIST_DECIMAL_ZERO },
    { "decimal", LIST_DECIMAL },
    { "lower-alpha", LIST_LETTER },
    { "lower-latin", LIST_LETTER },
    { "upper-alpha", LIST_LETTER_UPPER },
    { "upper-latin", LIST_LETTER_UPPER },
    { "lower-roman", LIST_ROMAN },
    { "upper-roman", LIST_ROMAN_UPPER },
  };
  static const char *const bullets[] = { "disc", "circle", "square", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (type, formats[i].type) == 0)
      {
        *format = formats[i].format;
        return MARK_NUMBER;
      }
  if (strcmp (type, "none") == 0)
    return MARK_NONE;
  return g_strv_contains (bullets, type) ? MARK_BULLET : MARK_UNSAID;
}

/* list-style and list-style-type: the type is one word of several. */
static void
style_list (HtmlStyle *style, const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const HtmlMark mark = mark_of (words[i], &style->format);
      if (mark != MARK_UNSAID)
        style->mark = mark;
    }
}

/* How Google Docs counts: content: "" counter(name, lower-latin) ". " */
static void
style_content (HtmlStyle *style, const char *value)
{
  const char *counter = strstr (value, "counter(");
  const char *comma = counter != NULL ? strchr (counter, ',') : NULL;

  style->mark_before = MARK_BULLET;
  if (comma == NULL)
    return;
  g_autofree char *type = g_strndup (comma + 1, strcspn (comma + 1, ")"));
  if (mark_of (g_strstrip (type), &style->format_before) == MARK_NUMBER)
    style->mark_before = MARK_NUMBER;
}

static gboolean
style_word (HtmlStyle *style, const char *name, const char *value)
{
  static const char *const notes[] = { "footnote-list", "endnote-list", "header", "footer", NULL };

  if (strcmp (name, "mso-list") == 0)
    style->word = strcmp (value, "ignore") == 0 ? WORD_MARK : style->word;
  else if (strcmp (name, "mso-hide") == 0)
    style->gone = strcmp (value, "all") == 0 ? STYLE_YES : STYLE_NO;
  else if (strcmp (name, "mso-element") == 0)
    style->word = g_strv_contains (notes, value) ? WORD_NOTES : style->word;
  else if (strcmp (name, "mso-comment-reference") == 0)
    g_strlcpy (style->comment, value, sizeof style->comment);
  else if (strcmp (name, "mso-comment-date") == 0)
    g_strlcpy (style->comment_made_at, value, sizeof style->comment_made_at);
  else
    return FALSE;
  return TRUE;
}

static void
style_declare (HtmlStyle *style, const char *name, const char *value)
{
  static const char *const kept[] = { "pre", "pre-wrap", "pre-line", "break-spaces", NULL };
  static const char *const unseen[] = { "hidden", "collapse", NULL };

  if (strcmp (name, "display") == 0)
    style_display (style, value);
  else if (strcmp (name, "visibility") == 0)
    style->unseen = is_one_of (value, unseen);
  else if (strcmp (name, "font-weight") == 0)
    style_weight (style, value);
  else if (strcmp (name, "font") == 0)
    {
      style->bold = strstr (value, "bold") != NULL ? STYLE_YES : STYLE_UNSAID;
      if (strcmp (value, "7.0pt \"times new roman\"") == 0)
        style->word = WORD_GAP;
    }
  else if (strcmp (name, "white-space") == 0)
    style->pre = is_one_of (value, kept);
  else if (strcmp (name, "list-style") == 0 || strcmp (name, "list-style-type") == 0)
    style_list (style, value);
  else if (strcmp (name, "content") == 0)
    style_content (style, value);
  else
    style_word (style, name, value);
}

/* The end of a declaration: a ';' outside quotes and parentheses. */
static const char *
declaration_end (const char *at, const char *end)
{
  guint depth = 0;
  char quote = '\0';

  for (; at < end && (*at != ';' || depth > 0 || quote != '\0'); at++)
    {
      if (quote != '\0')
        quote = *at == quote ? '\0' : quote;
      else if (*at == '"' || *at == '\'')
        quote = *at;
      else if (*at == '(')
        depth++;
      else if (*at == ')' && depth > 0)
        depth--;
    }
  return at;
}

/* A copy with its white space folded, without "!important". */
static char *
plain (const char *from, const char *to)
{
  const gsize size = MIN ((gsize)(to - from), VALUE_MAX);
  char *copy = g_strndup (from, size);
  char *important = strchr (copy, '!');

  if (important != NULL)
    *important = '\0';
  g_strdelimit (copy, "\t\n\r\f", ' ');
  return g_strstrip (copy);
}

static char *
lower (const char *from, const char *to)
{
  g_autofree char *copy = plain (from, to);

  return g_ascii_strdown (copy, -1);
}

void
html_style_read (HtmlStyle *style, const char *css, gsize size_bytes)
{
  const char *end = css + size_bytes;

  while (css < end)
    {
      const char *stop = declaration_end (css, end);
      const char *colon = memchr (css, ':', (gsize)(stop - css));
      if (colon != NULL)
        {
          g_autofree char *name = lower (css, colon);
          g_autofree char *value = strcmp (name, "mso-comment-reference") == 0
                                       ? plain (colon + 1, stop)
                                       : lower (colon + 1, stop);
          style_declare (style, name, value);
        }
      css = stop + 1;
    }
}

/* ---- rules */

struct _HtmlSheet
{
  GHashTable *rules; /* ".class", "element.class", "#id" -> HtmlStyle */
};

HtmlSheet *
html_sheet_new (void)
{
  HtmlSheet *sheet = g_new0 (HtmlSheet, 1);

  sheet->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return sheet;
}

void
html_sheet_free (HtmlSheet *sheet)
{
  if (sheet == NULL)
    return;
  g_hash_table_unref (sheet->rules);
  g_free (sheet);
}

static void
style_add (HtmlStyle *style, const HtmlStyle *more)
{
#define ADD(field)                                                                                 \
  if (more->field)                                                                                 \
  style->field = more->field
  ADD (bold);
  ADD (pre);
  ADD (gone);
  ADD (unseen);
  ADD (block);
  ADD (word);
#undef ADD
  if (more->mark != MARK_UNSAID)
    {
      style->mark = more->mark;
      style->format = more->format;
    }
  if (more->mark_before != MARK_UNSAID)
    {
      style->mark_before = more->mark_before;
      style->format_before = more->format_before;
    }
}

static gboolean
is_simple (const char *selector)
{
  return strpbrk (selector, " >+~:[*,") == NULL && strpbrk (selector, ".#") != NULL;
}

static void
sheet_add (HtmlSheet *sheet, const char *from, const char *to, const HtmlStyle *more)
{
  static const char *const counted[] = { ">li:before", " > li:before", ">li::before" };
  g_autofree char *selector = g_strndup (from, MIN ((gsize)(to - from), VALUE_MAX));

  g_strstrip (selector);
  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++)
    if (g_str_has_suffix (selector, counted[i]))
      selector[strlen (selector) - strlen (counted[i])] = '\0';
  if (!is_simple (selector))
    return;
  for (char *at = selector; *at != '.' && *at != '#'; at++)
    *at = g_ascii_tolower (*at);
  HtmlStyle *style = g_hash_table_lookup (sheet->rules, selector);
  if (style == NULL && g_hash_table_size (sheet->rules) >= RULES_MAX)
    return;
  if (style == NULL)
    {
      style = g_new0 (HtmlStyle, 1);
      g_hash_table_insert (sheet->rules, g_steal_pointer (&selector), style);
    }
  style_add (style, more);
}

/* Behind a comment, or the marks that hide a sheet from old browsers; the same place: there is
 * none.
 */
static const char *
skip_comment (const char *at, const char *end)
{
  if (end - at >= 4 && memcmp (at, "<!--", 4) == 0)
    return at + 4;
  if (end - at >= 3 && memcmp (at, "-->", 3) == 0)
    return at + 3;
  if (end - at < 2 || memcmp (at, "/*", 2) != 0)
    return at;
  const char *close = memmem (at + 2, (gsize)(end - at - 2), "*/", 2);
  return close != NULL ? close + 2 : end;
}

/* Behind the block whose '{' stands at `at`. What is quoted ends with its line at the latest. */
static const char *
block_end (const char *at, const char *end)
{
  guint depth = 0;
  char quote = '\0';

  for (; at < end; at++)
    {
      if (quote != '\0')
        quote = *at == quote || *at == '\n' ? '\0' : quote;
      else if (*at == '"' || *at == '\'')
        quote = *at;
      depth += quote == '\0' && *at == '{';
      if (quote == '\0' && *at == '}' && --depth == 0)
        return at + 1;
    }
  return end;
}

/* A copy without comments. */
static char *
without_comments (const char *css, gsize size, gsize *kept)
{
  const char *end = css + size;
  char *copy = g_malloc (size + 1), *to = copy;

  while (css < end)
    {
      const char *next = skip_comment (css, end);
      if (next == css)
        *to++ = *css++;
      else
        css = next;
    }
  *to = '\0';
  *kept = (gsize)(to - copy);
  return copy;
}

static void
sheet_add_rule (HtmlSheet *sheet, const char *from, const char *open, const char *stop)
{
  const char *close = stop[-1] == '}' ? stop - 1 : stop;
  HtmlStyle style = { 0 };

  html_style_read (&style, open + 1, (gsize)MAX (close - open - 1, 0));
  while (from < open)
    {
      const char *comma = memchr (from, ',', (gsize)(open - from));
      const char *to = comma != NULL ? comma : open;
      sheet_add (sheet, from, to, &style);
      from = to + 1;
    }
}

void
html_sheet_read (HtmlSheet *sheet, const char *css, gsize size_bytes)
{
  gsize size = 0;
  g_autofree char *copy = without_comments (css, size_bytes, &size);
  const char *at = copy, *end = copy + size;

  while (at < end)
    {
      while (at < end && g_ascii_isspace (*at))
        at++;
      const char *stop = at + strcspn (at, "{;");
      if (stop < end && *stop == '{')
        {
          const char *behind = block_end (stop, end);
          sheet_add_rule (sheet, at, stop, behind); /* "@media print" is no selector either */
          at = behind;
        }
      else
        at = stop + 1;
    }
}

/* ---- what they say of an element */

static void
sheet_look (const HtmlSheet *sheet, HtmlStyle *style, const char *element, char kind,
            const char *name, gsize size)
{
  char key[VALUE_MAX];
  const gsize before = strlen (element);

  if (before + size + 2 > sizeof key)
    return;
  memcpy (key, element, before);
  key[before] = kind;
  memcpy (key + before + 1, name, size);
  key[before + 1 + size] = '\0';
  const HtmlStyle *found = g_hash_table_lookup (sheet->rules, key);
  if (found != NULL)
    style_add (style, found);
}

void
html_sheet_apply (const HtmlSheet *sheet, const char *element, const char *classes, const char *id,
                  HtmlStyle *style)
{
  static const char gaps[] = " \t\n\r\f";

  if (g_hash_table_size (sheet->rules) == 0)
    return;
  for (const char *at = classes; at != NULL && *at != '\0';)
    {
      at += strspn (at, gaps);
      const gsize size = strcspn (at, gaps);
      sheet_look (sheet, style, "", '.', at, size);
      sheet_look (sheet, style, element, '.', at, size);
      at += size;
    }
  if (id != NULL)
    {
      sheet_look (sheet, style, "", '#', id, strlen (id));
      sheet_look (sheet, style, element, '#', id, strlen (id));
    }
}
