/* The table of elements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/element.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by name. */
static const HtmlElement elements[] = {
  { "a", HTML_A, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "address", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "annotation", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "annotation-xml", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "area", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "article", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "aside", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "audio", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "b", HTML_OTHER, HTML_BOLD | HTML_FORMAT, OMIT_NOTHING, 0 },
  { "base", HTML_LINK, HTML_VOID, OMIT_NOTHING, 0 },
  { "basefont", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "bgsound", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "big", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "blockquote", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "body", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "br", HTML_BR, HTML_VOID, OMIT_NOTHING, 0 },
  { "canvas", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "caption", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "center", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "code", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "col", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "colgroup", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "datalist", HTML_FIELD, 0, OMIT_FIELD, 0 },
  { "dd", HTML_DD, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "del", HTML_OTHER, 0, OMIT_DELETED, 0 },
  { "details", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "dialog", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "dir", HTML_LIST, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "div", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "dl", HTML_DL, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "dt", HTML_DD, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "em", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "embed", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "fieldset", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "figcaption", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "figure", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "font", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "footer", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "form", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "frame", HTML_FRAME, HTML_VOID, OMIT_NOTHING, 0 },
  { "frameset", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "h1", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 1 },
  { "h2", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 2 },
  { "h3", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 3 },
  { "h4", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 4 },
  { "h5", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 5 },
  { "h6", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 6 },
  { "head", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "header", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "hgroup", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "hr", HTML_OTHER, HTML_BLOCK | HTML_VOID, OMIT_NOTHING, 0 },
  { "html", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "i", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "iframe", HTML_IFRAME, 0, OMIT_SILENTLY, 0 },
  { "img", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "input", HTML_INPUT, HTML_VOID, OMIT_NOTHING, 0 },
  { "legend", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "li", HTML_LI, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "link", HTML_LINK, HTML_VOID, OMIT_NOTHING, 0 },
  { "listing", HTML_PRE, HTML_BLOCK | HTML_PREFORMAT, OMIT_NOTHING, 0 },
  { "main", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "menu", HTML_LIST, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "meta", HTML_LINK, HTML_VOID, OMIT_NOTHING, 0 },
  { "nav", HTML_OTHER, HTML_BLOCK, OMIT_MENU, 0 },
  { "nobr", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "noembed", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "noframes", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "noscript", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "object", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "ol", HTML_OL, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "optgroup", HTML_OTHER, 0, OMIT_FIELD, 0 },
  { "option", HTML_OTHER, 0, OMIT_FIELD, 0 },
  { "p", HTML_P, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "param", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "plaintext", HTML_PRE, HTML_BLOCK | HTML_PREFORMAT, OMIT_NOTHING, 0 },
  { "pre", HTML_PRE, HTML_BLOCK | HTML_PREFORMAT, OMIT_NOTHING, 0 },
  { "q", HTML_Q, 0, OMIT_NOTHING, 0 },
  { "rp", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "rt", HTML_OTHER, 0, OMIT_RUBY, 0 },
  { "rtc", HTML_OTHER, 0, OMIT_RUBY, 0 },
  { "s", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "script", HTML_SCRIPT, 0, OMIT_SILENTLY, 0 },
  { "search", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "section", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "select", HTML_FIELD, 0, OMIT_FIELD, 0 },
  { "small", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "source", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "strike", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "strong", HTML_OTHER, HTML_BOLD | HTML_FORMAT, OMIT_NOTHING, 0 },
  { "style", HTML_STYLE, 0, OMIT_SILENTLY, 0 },
  { "summary", HTML_OTHER, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "svg", HTML_SVG, 0, OMIT_SILENTLY, 0 },
  { "table", HTML_TABLE, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "tbody", HTML_TBODY, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "td", HTML_TD, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "template", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "textarea", HTML_TEXTAREA, HTML_BLOCK | HTML_PREFORMAT, OMIT_NOTHING, 0 },
  { "tfoot", HTML_TBODY, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "th", HTML_TD, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "thead", HTML_TBODY, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "title", HTML_TITLE, 0, OMIT_SILENTLY, 0 },
  { "tr", HTML_TR, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "track", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "tt", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "u", HTML_OTHER, HTML_FORMAT, OMIT_NOTHING, 0 },
  { "ul", HTML_LIST, HTML_BLOCK, OMIT_NOTHING, 0 },
  { "video", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "wbr", HTML_OTHER, HTML_VOID, OMIT_NOTHING, 0 },
  { "xml", HTML_OTHER, 0, OMIT_SILENTLY, 0 },
  { "xmp", HTML_PRE, HTML_BLOCK | HTML_PREFORMAT, OMIT_NOTHING, 0 },
};

static const HtmlElement unknown = { "", HTML_OTHER, 0, OMIT_NOTHING, 0 };

static int
compare (const void *name, const void *element)
{
  return strcmp (name, ((const HtmlElement *)element)->name);
}

const HtmlElement *
html_element (const char *name)
{
  const HtmlElement *found
      = bsearch (name, elements, G_N_ELEMENTS (elements), sizeof *elements, compare);

  return found != NULL ? found : &unknown;
}
