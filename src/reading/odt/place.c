/* Which elements an OpenDocument text has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/place.h"

#include <string.h>

#define URI_OASIS "urn:oasis:names:tc:opendocument:xmlns:"

typedef enum
{
  SPACE_TEXT,
  SPACE_TABLE,
  SPACE_OFFICE,
  SPACE_DUBLIN,
  SPACE_DRAWING,
  SPACE_MUTE, /* titles of pictures, properties, marks of a program */
  SPACE_SKIPPED,
  SPACE_OTHER,
} Space;

static const struct
{
  const char *uri;
  gboolean is_whole; /* the whole uri, else its beginning */
  Space space;
} spaces[] = {
  { URI_OASIS "text:", FALSE, SPACE_TEXT },
  { URI_OASIS "table:", FALSE, SPACE_TABLE },
  { URI_OASIS "office:", FALSE, SPACE_OFFICE },
  { URI_OASIS "drawing:", FALSE, SPACE_DRAWING },
  { URI_OASIS "dr3d:", FALSE, SPACE_DRAWING },
  { URI_OASIS "presentation:", FALSE, SPACE_OTHER },
  { URI_OASIS "form:", FALSE, SPACE_SKIPPED },
  { URI_OASIS "script:", FALSE, SPACE_SKIPPED },
  { URI_OASIS "chart:", FALSE, SPACE_SKIPPED },
  { URI_OASIS, FALSE, SPACE_MUTE },
  { "http://purl.org/dc/elements/1.1/", TRUE, SPACE_DUBLIN },
  { "http://www.w3.org/1998/Math/MathML", TRUE, SPACE_SKIPPED },
  { "http://www.w3.org/2002/xforms", TRUE, SPACE_SKIPPED },
};

static const struct
{
  const char *name;
  Space space;
  OdtPlace place;
} elements[] = {
  { "p", SPACE_TEXT, ODT_PARAGRAPH },
  { "span", SPACE_TEXT, ODT_SPAN },
  { "s", SPACE_TEXT, ODT_SPACES },
  { "tab", SPACE_TEXT, ODT_TAB },
  { "line-break", SPACE_TEXT, ODT_LINE_BREAK },
  { "h", SPACE_TEXT, ODT_HEADING },
  { "list", SPACE_TEXT, ODT_LIST },
  { "list-item", SPACE_TEXT, ODT_LIST_ITEM },
  { "list-header", SPACE_TEXT, ODT_LIST_HEADER },
  { "numbered-paragraph", SPACE_TEXT, ODT_NUMBERED },
  { "section", SPACE_TEXT, ODT_SECTION },
  { "note-body", SPACE_TEXT, ODT_NOTE },
  { "note-citation", SPACE_TEXT, ODT_SKIPPED },
  { "ruby-text", SPACE_TEXT, ODT_READING },
  { "script", SPACE_TEXT, ODT_SKIPPED },
  { "tracked-changes", SPACE_TEXT, ODT_CHANGES },
  { "hidden-text", SPACE_TEXT, ODT_HIDDEN_TEXT },
  { "hidden-paragraph", SPACE_TEXT, ODT_HIDDEN_PARAGRAPH },
  { "table", SPACE_TABLE, ODT_TABLE },
  { "table-row", SPACE_TABLE, ODT_ROW },
  { "table-cell", SPACE_TABLE, ODT_CELL },
  { "covered-table-cell", SPACE_TABLE, ODT_COVERED_CELL },
  { "title", SPACE_TABLE, ODT_MUTE },
  { "desc", SPACE_TABLE, ODT_MUTE },
  { "object", SPACE_DRAWING, ODT_OBJECT },
  { "object-ole", SPACE_DRAWING, ODT_OBJECT },
  { "annotation", SPACE_OFFICE, ODT_ANNOTATION },
  { "annotation-end", SPACE_OFFICE, ODT_ANNOTATION_END },
  { "forms", SPACE_OFFICE, ODT_SKIPPED },
  { "creator", SPACE_DUBLIN, ODT_CREATOR },
  { "date", SPACE_DUBLIN, ODT_DATE },
};

/* What an element is that is not in the table. */
static const OdtPlace otherwise[] = {
  [SPACE_TEXT] = ODT_TRANSPARENT, [SPACE_TABLE] = ODT_TRANSPARENT, [SPACE_OFFICE] = ODT_MUTE,
  [SPACE_DUBLIN] = ODT_MUTE,      [SPACE_DRAWING] = ODT_SHAPE,     [SPACE_MUTE] = ODT_MUTE,
  [SPACE_SKIPPED] = ODT_SKIPPED,  [SPACE_OTHER] = ODT_TRANSPARENT,
};

void
odt_places_clear (OdtPlaces *places)
{
  places->count = 0;
}

static Space
space_of (const char *uri)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (spaces[i].is_whole ? strcmp (uri, spaces[i].uri) == 0
                           : g_str_has_prefix (uri, spaces[i].uri))
      return spaces[i].space;
  return SPACE_OTHER;
}

static Space
places_space (OdtPlaces *places, const char *uri)
{
  for (guint i = 0; i < places->count; i++)
    if (places->uris[i] == uri)
      return (Space)places->spaces[i];
  const Space space = space_of (uri);
  if (places->count < ODT_URIS_MAX)
    {
      places->uris[places->count] = uri;
      places->spaces[places->count++] = space;
    }
  return space;
}

OdtPlace
odt_places_of (OdtPlaces *places, const char *name, const char *uri)
{
  const Space space = places_space (places, uri);

  for (gsize i = 0; i < G_N_ELEMENTS (elements); i++)
    if (elements[i].space == space && strcmp (name, elements[i].name) == 0)
      return elements[i].place;
  return otherwise[space];
}
