/* The scan of HTML: tags, words, and what is neither.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/html.h"

#include <string.h>

#define NAME_SIZE 64

/* How the words inside an element are read. */
typedef enum
{
  INSIDE_MARKUP,
  INSIDE_WORDS,  /* characters by name, but no tags: title, textarea */
  INSIDE_RAW,    /* neither: style, iframe */
  INSIDE_SCRIPT, /* neither, and it may hold a script inside a comment */
  INSIDE_ALL,    /* neither, to the end of the file: plaintext */
} Inside;

typedef struct
{
  const HtmlScan *scan;
  gpointer data;
  const char *at, *end;
  GString *piece;  /* a decoded character */
  gboolean is_xml; /* the text says so at its beginning */
  guint foreign;   /* elements of SVG and MathML that are open */
  char name[NAME_SIZE];
} Scanner;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

static gboolean
has_prefix (const char *at, const char *end, const char *prefix)
{
  const gsize size = strlen (prefix);

  return (gsize)(end - at) >= size && g_ascii_strncasecmp (at, prefix, size) == 0;
}

/* Behind the next `mark`; the end when there is none. */
static const char *
behind (const char *at, const char *end, const char *mark)
{
  const gsize size = strlen (mark);
  const char *found = memmem (at, (gsize)(end - at), mark, size);

  return found != NULL ? found + size : end;
}

/* ---- attributes */

typedef struct
{
  const char *name, *name_end;
  const char *value, *value_end; /* the same: there is none */
} Attr;

static const char *
attr_value (Attr *attr, const char *at, const char *end)
{
  while (at < end && is_space (*at))
    at++;
  if (at < end && (*at == '"' || *at == '\''))
    {
      attr->value = at + 1;
      attr->value_end = memchr (at + 1, *at, (gsize)(end - at - 1));
      if (attr->value_end == NULL)
        attr->value_end = end;
      return MIN (attr->value_end + 1, end);
    }
  attr->value = at;
  while (at < end && !is_space (*at) && *at != '>')
    at++;
  attr->value_end = at;
  return at;
}

/* Reads one attribute; NULL at the '>' of the tag, or the end. A '/' between attributes is passed
 * over. */
static const char *
attr_next (Attr *attr, const char *at, const char *end)
{
  while (at < end && (is_space (*at) || *at == '/'))
    at++;
  if (at >= end || *at == '>')
    return NULL;
  attr->name = at++;
  while (at < end && !is_space (*at) && *at != '/' && *at != '>' && *at != '=')
    at++;
  attr->name_end = at;
  attr->value = attr->value_end = at;
  while (at < end && is_space (*at))
    at++;
  return at < end && *at == '=' ? attr_value (attr, at + 1, end) : at;
}

static char *
attr_decode (const Attr *attr)
{
  const gsize size = (gsize)(attr->value_end - attr->value);

  if (memchr (attr->value, '&', size) == NULL)
    return g_strndup (attr->value, size);
  GString *value = g_string_sized_new (size);
  for (const char *at = attr->value; at < attr->value_end;)
    {
      const gsize taken = *at == '&' ? html_reference (at, attr->value_end, TRUE, value) : 0;
      if (taken == 0)
        g_string_append_c (value, *at);
      at += MAX (taken, 1);
    }
  return g_string_free (value, FALSE);
}

char *
html_attrs_get (const HtmlAttrs *attrs, const char *name)
{
  const gsize size = strlen (name);
  Attr attr = { 0 };

  for (const char *at = attrs->at; (at = attr_next (&attr, at, attrs->end)) != NULL;)
    if ((gsize)(attr.name_end - attr.name) == size
        && g_ascii_strncasecmp (attr.name, name, size) == 0)
      return attr_decode (&attr);
  return NULL;
}

gboolean
html_attrs_any (const HtmlAttrs *attrs)
{
  return attrs->at < attrs->end;
}

/* ---- words */

static void
scanner_text (Scanner *self, const char *from, const char *to)
{
  if (to > from && self->scan->text != NULL)
    self->scan->text (from, (gsize)(to - from), self->data);
}

/* Words with characters by name in them. */
static void
scanner_words (Scanner *self, const char *from, const char *to)
{
  while (from < to)
    {
      const char *mark = memchr (from, '&', (gsize)(to - from));
      if (mark == NULL)
        break;
      g_string_truncate (self->piece, 0);
      const gsize taken = html_reference (mark, to, FALSE, self->piece);
      scanner_text (self, from, taken > 0 ? mark : mark + 1);
      scanner_text (self, self->piece->str, self->piece->str + self->piece->len);
      from = mark + MAX (taken, 1);
    }
  scanner_text (self, from, to);
}

/* ---- what is neither tag nor words */

/* Behind a comment whose "<!--" stands at `at`. */
static const char *
comment_end (const char *at, const char *end)
{
  at += 4;
  if (has_prefix (at, end, ">"))
    return at + 1;
  if (has_prefix (at, end, "->"))
    return at + 2;
  while ((at = memmem (at, (gsize)(end - at), "--", 2)) != NULL)
    {
      if (has_prefix (at, end, "-->"))
        return at + 3;
      if (has_prefix (at, end, "--!>"))
        return at + 4;
      at++;
    }
  return end;
}

static void
scanner_comment (Scanner *self)
{
  const char *from = self->at + 4, *end = comment_end (self->at, self->end), *to = end;

  self->at = end;
  if (self->scan->comment == NULL)
    return;
  to -= to > from && to[-1] == '>';
  to -= to > from && to[-1] == '!';
  while (to > from && to[-1] == '-' && end - to < 4)
    to--;
  self->scan->comment (from, (gsize)(to - from), self->data);
}

/* "<!...": comments, the document type, Word's "<![if ...]>", and CDATA, which is words in XHTML
 * and SVG. */
static void
scanner_declaration (Scanner *self)
{
  static const char cdata[] = "<![CDATA[";

  if (has_prefix (self->at, self->end, "<!--"))
    scanner_comment (self);
  else if ((self->is_xml || self->foreign > 0) && has_prefix (self->at, self->end, cdata))
    {
      const char *from = self->at + sizeof cdata - 1;
      const char *close = memmem (from, (gsize)(self->end - from), "]]>", 3);
      scanner_text (self, from, close != NULL ? close : self->end);
      self->at = close != NULL ? close + 3 : self->end;
    }
  else
    self->at = behind (self->at, self->end, ">");
}

/* ---- tags */

/* Takes the name at `at`, in lower case; what stands behind it. */
static const char *
scanner_name (Scanner *self, const char *at)
{
  gsize length = 0;

  for (; at < self->end && !is_space (*at) && *at != '/' && *at != '>'; at++)
    if (length + 1 < NAME_SIZE)
      self->name[length++] = g_ascii_tolower (*at);
  /* A name that is cut stays valid UTF-8. */
  const char *valid = NULL;
  self->name[length] = '\0';
  if (!g_utf8_validate (self->name, (gssize)length, &valid))
    self->name[valid - self->name] = '\0';
  return at;
}

/* The '>' of the tag whose attributes begin at `at`; NULL: it never ends. */
static const char *
tag_close (const char *at, const char *end)
{
  Attr attr = { 0 };

  for (const char *next = at; (next = attr_next (&attr, next, end)) != NULL;)
    at = next;
  while (at < end && (is_space (*at) || *at == '/'))
    at++;
  return at < end && *at == '>' ? at : NULL;
}

/* Whether the '/' before the '>' stands by itself, and not at the end of a value without quotes. */
static gboolean
tag_slash_is_free (const char *at, const char *close)
{
  Attr attr = { 0 };

  for (const char *next = at; (next = attr_next (&attr, next, close)) != NULL;)
    at = next;
  return at < close;
}

static Inside
inside_of (const char *name)
{
  static const struct
  {
    const char *name;
    Inside inside;
  } special[] = {
    { "iframe", INSIDE_RAW },   { "noembed", INSIDE_RAW },    { "noframes", INSIDE_RAW },
    { "noscript", INSIDE_RAW }, { "plaintext", INSIDE_ALL },  { "script", INSIDE_SCRIPT },
    { "style", INSIDE_RAW },    { "textarea", INSIDE_WORDS }, { "title", INSIDE_WORDS },
    { "xmp", INSIDE_RAW },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (strcmp (name, special[i].name) == 0)
      return special[i].inside;
  return INSIDE_MARKUP;
}

gboolean
html_is_raw (const char *name)
{
  return inside_of (name) != INSIDE_MARKUP;
}

/* Whether "<name" or "</name" stands here, whole. */
static gboolean
is_tag (const char *at, const char *end, const char *opening, const char *name)
{
  const gsize size = strlen (opening) + strlen (name);

  return has_prefix (at, end, opening) && has_prefix (at + strlen (opening), end, name)
         && at + size < end && (is_space (at[size]) || at[size] == '/' || at[size] == '>');
}

/* The "</name" that ends a special element, or the end of all. */
static const char *
raw_close (const Scanner *self)
{
  for (const char *at = self->at; at < self->end; at++)
    {
      at = memchr (at, '<', (gsize)(self->end - at));
      if (at == NULL)
        break;
      if (is_tag (at, self->end, "</", self->name))
        return at;
    }
  return self->end;
}

/* The same of a script: inside a comment it may write out another one. */
static const char *
script_close (const Scanner *self)
{
  gboolean in_comment = FALSE, in_script = FALSE;

  for (const char *at = self->at; at < self->end; at++)
    {
      if (*at == '-' && in_comment && has_prefix (at, self->end, "-->"))
        in_comment = in_script = FALSE;
      if (*at != '<')
        continue;
      if (has_prefix (at, self->end, "<!--"))
        {
          in_comment = TRUE;
          at++; /* "<!-->" is a whole comment */
        }
      else if (in_comment && is_tag (at, self->end, "<", "script"))
        in_script = TRUE;
      else if (is_tag (at, self->end, "</", "script"))
        {
          if (!in_script)
            return at;
          in_script = FALSE;
        }
    }
  return self->end;
}

/* The words of an element that holds no markup. Its end tag is read as any other. */
static void
scanner_inside (Scanner *self, Inside inside)
{
  const char *from = self->at;

  self->at = inside == INSIDE_ALL      ? self->end
             : inside == INSIDE_SCRIPT ? script_close (self)
                                       : raw_close (self);
  if (inside == INSIDE_WORDS)
    scanner_words (self, from, self->at);
  else
    scanner_text (self, from, self->at);
}

/* Elements of a page that end a picture which was never ended. */
static gboolean
ends_foreign (const char *name)
{
  static const char *const enders[]
      = { "b",  "body", "br", "center", "div", "dl", "em",  "h1",     "h2",    "h3", "h4", "h5",
          "h6", "hr",   "i",  "li",     "ol",  "p",  "pre", "strong", "table", "u",  "ul", NULL };

  return g_strv_contains (enders, name);
}

static gboolean
scanner_start_tag (Scanner *self)
{
  const char *behind_name = scanner_name (self, self->at + 1);
  const char *close = tag_close (behind_name, self->end);

  if (close == NULL)
    {
      self->at = self->end;
      return FALSE;
    }
  const gboolean is_foreign = strcmp (self->name, "svg") == 0 || strcmp (self->name, "math") == 0;
  const gboolean slash = close[-1] == '/' && tag_slash_is_free (behind_name, close);
  if (self->foreign > 0 && ends_foreign (self->name))
    self->foreign = 0;
  const gboolean closed = slash && (self->is_xml || is_foreign || self->foreign > 0);
  const Inside inside = self->foreign > 0 || closed ? INSIDE_MARKUP : inside_of (self->name);
  const HtmlAttrs attrs = { behind_name, close };

  self->foreign += is_foreign && !closed;
  self->at = close + 1;
  if (self->scan->start != NULL && self->scan->start (self->name, &attrs, closed, self->data))
    return TRUE;
  if (inside != INSIDE_MARKUP)
    scanner_inside (self, inside);
  return FALSE;
}

static gboolean
scanner_end_tag (Scanner *self)
{
  const char *behind_name = scanner_name (self, self->at + 2);
  const char *close = tag_close (behind_name, self->end);

  if ((strcmp (self->name, "svg") == 0 || strcmp (self->name, "math") == 0) && self->foreign > 0)
    self->foreign--;
  self->at = close != NULL ? close + 1 : self->end;
  return close != NULL && self->scan->end != NULL && self->scan->end (self->name, self->data);
}

/* What a '<' at the place opens; TRUE: the caller has enough. */
static gboolean
scanner_markup (Scanner *self)
{
  const char next = self->end - self->at > 1 ? self->at[1] : ' ';
  const char after = self->end - self->at > 2 ? self->at[2] : ' ';

  if (g_ascii_isalpha (next))
    return scanner_start_tag (self);
  if (next == '/' && g_ascii_isalpha (after))
    return scanner_end_tag (self);
  if (next == '!')
    scanner_declaration (self);
  else if (next == '?' || (next == '/' && self->end - self->at > 2))
    self->at = behind (self->at, self->end, ">");
  else
    {
      scanner_text (self, self->at, self->at + 1);
      self->at++;
    }
  return FALSE;
}

void
html_scan (const char *text, gsize size_bytes, const HtmlScan *scan, gpointer data)
{
  Scanner self = { .scan = scan, .data = data, .at = text, .end = text + size_bytes };

  self.piece = g_string_new (NULL);
  self.is_xml = has_prefix (text, self.end, "<?xml");
  while (self.at < self.end)
    {
      const char *mark = memchr (self.at, '<', (gsize)(self.end - self.at));
      scanner_words (&self, self.at, mark != NULL ? mark : self.end);
      self.at = mark != NULL ? mark : self.end;
      if (mark != NULL && scanner_markup (&self))
        break;
    }
  g_string_free (self.piece, TRUE);
}
