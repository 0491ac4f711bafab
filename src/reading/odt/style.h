/* The styles of an OpenDocument text as its words need them: which are bold or hidden, how lists
 * are counted, which kinds of page there are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_STYLE_H
#define READING_ODT_STYLE_H

#include "base/xml.h"
#include "reading/list_number.h"

#define ODT_LEVELS 10

/* The kinds of style that words have; each has names of its own. */
typedef enum
{
  ODT_OF_PARAGRAPH,
  ODT_OF_TEXT,
  ODT_OF_TABLE,
  ODT_FAMILIES,
} OdtFamily;

/* What a style says of a property. */
typedef enum
{
  ODT_UNSAID,
  ODT_OFF,
  ODT_ON,
} OdtSays;

typedef struct
{
  char *parent;      /* NULL: none */
  char *list;        /* name of a list style, "" for none; NULL: not said */
  char *master_page; /* that begins with a paragraph of this style; NULL: none */
  OdtSays bold, bold_asian, hidden;
} OdtStyle;

typedef struct
{
  gboolean is_number, is_bullet;
  ListFormat format;
  guint start;
  guint display;         /* how many levels the number shows */
  char *prefix, *suffix; /* NULL: none */
  char *pattern;         /* "%1%.%2%": instead of prefix, suffix and display; NULL: none */
} OdtListLevel;

typedef struct
{
  OdtListLevel levels[ODT_LEVELS];
} OdtListStyle;

typedef struct
{
  GHashTable *styles[ODT_FAMILIES]; /* name -> OdtStyle; "": the one that all are based on */
  GHashTable *lists;                /* name -> OdtListStyle */
  GHashTable *masters;              /* name -> name of the one that follows it, or "" */
  char *first_master;               /* NULL: none */
  OdtListStyle outline;
  /* that are being read; NULL: none */
  OdtStyle *style;
  OdtListStyle *list;
  OdtListLevel *level;
} OdtStyles;

OdtStyles *odt_styles_new (void);
void odt_styles_free (OdtStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdtStyles, odt_styles_free)
/* Elements outside the text; what comes later with the name of an earlier one replaces it. */
void odt_styles_start (OdtStyles *styles, const char *name, const XmlAttrs *attrs);
void odt_styles_end (OdtStyles *styles, const char *name);

/* What a style says, or one that it is based on. */
OdtSays odt_styles_bold (const OdtStyles *styles, OdtFamily family, const char *name,
                         gboolean asian);
OdtSays odt_styles_hidden (const OdtStyles *styles, OdtFamily family, const char *name);
const char *odt_styles_list (const OdtStyles *styles, const char *name);
const char *odt_styles_master_page (const OdtStyles *styles, OdtFamily family, const char *name);
/* Whether a paragraph of this style is the title of the document. */
gboolean odt_styles_is_title (const OdtStyles *styles, const char *name);

#endif
