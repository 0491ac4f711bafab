/* Counting the lists of a Word document.
 *
 * A paragraph names a list (w:num), which is one of a kind (w:abstractNum) of nine levels. Lists of
 * one kind count on together, unless one says that it begins anew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/docx/number.h"

#include "reading/list_number.h"

#include <string.h>

#define START_MAX 100000

typedef struct
{
  ListFormat format;
  gboolean is_bullet, is_close; /* no space behind it */
  gboolean keeps;               /* does not begin anew below a higher level */
  gboolean legal;               /* all numbers in it are decimal */
  guint start;
  char *text;  /* "%1.%2"; NULL: none */
  char *style; /* whose paragraphs are of this level; NULL: none */
} Level;

typedef struct
{
  Level levels[DOCX_LEVELS];
  guint count[DOCX_LEVELS];
  gboolean begun[DOCX_LEVELS];
  char *style_link; /* the list of another style stands for it; NULL: none */
} Kind;

typedef struct
{
  Kind *kind;                  /* NULL: not known */
  Level *instead[DOCX_LEVELS]; /* NULL: as the kind has it */
  gboolean restarts[DOCX_LEVELS];
  guint start[DOCX_LEVELS];
} List;

struct _DocxNumbers
{
  const DocxStyles *styles;
  GHashTable *kinds; /* id -> Kind */
  GHashTable *lists; /* id -> List */
  /* that are being read; NULL: none */
  Kind *kind;
  List *list;
  Level *level;
  int at; /* level that a list alters */
};

/* ---- made and freed */

static void
level_clear (Level *level)
{
  g_free (level->text);
  g_free (level->style);
}

static void
kind_free (gpointer data)
{
  Kind *kind = data;

  for (guint i = 0; i < DOCX_LEVELS; i++)
    level_clear (&kind->levels[i]);
  g_free (kind->style_link);
  g_free (kind);
}

static void
list_free (gpointer data)
{
  List *list = data;

  for (guint i = 0; i < DOCX_LEVELS; i++)
    if (list->instead[i] != NULL)
      {
        level_clear (list->instead[i]);
        g_free (list->instead[i]);
      }
  g_free (list);
}

DocxNumbers *
docx_numbers_new (const DocxStyles *styles)
{
  DocxNumbers *self = g_new0 (DocxNumbers, 1);

  self->styles = styles;
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kind_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
  return self;
}

void
docx_numbers_free (DocxNumbers *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->kinds);
  g_hash_table_unref (self->lists);
  g_free (self);
}

/* ---- reading */

static ListFormat
format_of (const char *name)
{
  static const struct
  {
    const char *name;
    ListFormat format;
  } formats[] = {
    { "none", LIST_NOTHING },        { "decimalZero", LIST_DECIMAL_ZERO },
    { "lowerLetter", LIST_LETTERS }, { "upperLetter", LIST_LETTERS_UPPER },
    { "lowerRoman", LIST_ROMAN },    { "upperRoman", LIST_ROMAN_UPPER },
  };

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (formats); i++)
    if (strcmp (name, formats[i].name) == 0)
      return formats[i].format;
  return LIST_DECIMAL;
}

static guint
number_of (const XmlAttrs *attrs, const char *name)
{
  const char *value = xml_attrs_get (attrs, name);

  return value != NULL ? (guint)MIN (g_ascii_strtoull (value, NULL, 10), START_MAX) : 0;
}

static void
level_start (Level *level, const char *name, const XmlAttrs *attrs)
{
  const char *value = xml_attrs_get (attrs, "val");

  if (strcmp (name, "start") == 0)
    level->start = number_of (attrs, "val");
  else if (strcmp (name, "numFmt") == 0)
    {
      level->format = format_of (value);
      level->is_bullet = g_strcmp0 (value, "bullet") == 0;
    }
  else if (strcmp (name, "lvlText") == 0 && level->text == NULL)
    level->text = g_strdup (value);
  else if (strcmp (name, "pStyle") == 0 && level->style == NULL)
    level->style = g_strdup (value);
  else if (strcmp (name, "suff") == 0)
    level->is_close = g_strcmp0 (value, "nothing") == 0;
  else if (strcmp (name, "lvlRestart") == 0)
    level->keeps = g_strcmp0 (value, "0") == 0;
  else if (strcmp (name, "isLgl") == 0)
    level->legal = docx_property_is_on (attrs);
}

/* A level of the kind, or one that a list has instead. */
static Level *
level_new (DocxNumbers *self, guint at)
{
  if (at >= DOCX_LEVELS)
    return NULL;
  if (self->kind != NULL)
    return &self->kind->levels[at];
  if (self->list == NULL || self->list->instead[at] != NULL)
    return NULL;
  return self->list->instead[at] = g_new0 (Level, 1);
}

static void
list_start (DocxNumbers *self, const char *name, const XmlAttrs *attrs)
{
  const char *id = xml_attrs_get (attrs, "val");

  if (strcmp (name, "abstractNumId") == 0 && id != NULL)
    self->list->kind = g_hash_table_lookup (self->kinds, id);
  else if (strcmp (name, "lvlOverride") == 0)
    self->at = (int)MIN (number_of (attrs, "ilvl"), DOCX_LEVELS);
  else if (strcmp (name, "startOverride") == 0 && self->at >= 0 && self->at < DOCX_LEVELS)
    {
      self->list->restarts[self->at] = TRUE;
      self->list->start[self->at] = number_of (attrs, "val");
    }
}

static void
numbers_start (const char *name, const char *uri G_GNUC_UNUSED, const XmlAttrs *attrs,
               gpointer data)
{
  DocxNumbers *self = data;
  const char *id;

  /* Of two with one id the first counts. */
  if (strcmp (name, "abstractNum") == 0 && (id = xml_attrs_get (attrs, "abstractNumId")) != NULL
      && !g_hash_table_contains (self->kinds, id))
    {
      self->kind = g_new0 (Kind, 1);
      g_hash_table_replace (self->kinds, g_strdup (id), self->kind);
    }
  else if (strcmp (name, "num") == 0 && (id = xml_attrs_get (attrs, "numId")) != NULL
           && !g_hash_table_contains (self->lists, id))
    {
      self->list = g_new0 (List, 1);
      self->at = -1;
      g_hash_table_replace (self->lists, g_strdup (id), self->list);
    }
  else if (strcmp (name, "lvl") == 0)
    self->level = level_new (self, number_of (attrs, "ilvl"));
  else if (self->level != NULL)
    level_start (self->level, name, attrs);
  else if (self->list != NULL)
    list_start (self, name, attrs);
  else if (self->kind != NULL && strcmp (name, "numStyleLink") == 0
           && self->kind->style_link == NULL)
    self->kind->style_link = g_strdup (xml_attrs_get (attrs, "val"));
}

static void
numbers_end (const char *name, const char *uri G_GNUC_UNUSED, gpointer data)
{
  DocxNumbers *self = data;

  if (strcmp (name, "lvl") == 0)
    self->level = NULL;
  else if (strcmp (name, "abstractNum") == 0)
    self->kind = NULL;
  else if (strcmp (name, "num") == 0)
    self->list = NULL;
}

const XmlScan docx_numbers_scan = { .start = numbers_start, .end = numbers_end };

/* ---- which list, and which level of it */

static List *
list_find (DocxNumbers *self, const char *id)
{
  List *list = id != NULL ? g_hash_table_lookup (self->lists, id) : NULL;

  /* A kind that another style stands for: that style's list. Once: no file needs more. */
  if (list != NULL && list->kind != NULL && list->kind->style_link != NULL)
    {
      const DocxStyle *style = docx_styles_get (self->styles, list->kind->style_link);
      List *linked = style != NULL && style->num_id != NULL
                         ? g_hash_table_lookup (self->lists, style->num_id)
                         : NULL;
      return linked != NULL ? linked : list;
    }
  return list;
}

static const Level *
level_of (const List *list, guint at)
{
  return list->instead[at] != NULL ? list->instead[at] : &list->kind->levels[at];
}

/* The level of a list whose paragraphs have this style, or one that it is based on. */
static int
level_of_style (const DocxNumbers *self, const List *list, const char *style_id)
{
  for (guint steps = 0; style_id != NULL && steps < 16; steps++)
    {
      for (guint i = 0; i < DOCX_LEVELS; i++)
        if (g_strcmp0 (level_of (list, i)->style, style_id) == 0)
          return (int)i;
      const DocxStyle *style = docx_styles_get (self->styles, style_id);
      style_id = style != NULL ? style->based_on : NULL;
    }
  return 0;
}

/* ---- counting */

static void
count_on (List *list, guint at)
{
  Kind *kind = list->kind;

  if (list->restarts[at])
    {
      kind->count[at] = list->start[at];
      list->restarts[at] = FALSE;
    }
  else
    kind->count[at] = kind->begun[at] ? kind->count[at] + 1 : level_of (list, at)->start;
  kind->begun[at] = TRUE;
  for (guint i = 0; i < at; i++)
    if (!kind->begun[i])
      {
        kind->count[i] = level_of (list, i)->start;
        kind->begun[i] = TRUE;
      }
  for (guint i = at + 1; i < DOCX_LEVELS; i++)
    kind->begun[i] = kind->begun[i] && level_of (list, i)->keeps;
}

static char *
words_of (const List *list, guint at)
{
  const Level *level = level_of (list, at);
  GString *words = g_string_new (NULL);

  if (level->is_bullet)
    g_string_append (words, "-");
  for (const char *p = level->is_bullet || level->text == NULL ? "" : level->text; *p != '\0'; p++)
    if (p[0] == '%' && p[1] >= '1' && p[1] <= '9')
      {
        const guint of = (guint)(*++p - '1');
        const ListFormat format = level_of (list, of)->format;
        list_number_append (words, level->legal && format != LIST_NOTHING ? LIST_DECIMAL : format,
                            list->kind->count[of]);
      }
    else if (!g_ascii_iscntrl (*p))
      g_string_append_c (words, *p);
  if (words->len > 0 && !level->is_close)
    g_string_append_c (words, ' ');
  return g_string_free (words, words->len == 0);
}

char *
docx_numbers_next (DocxNumbers *self, const char *style_id, const char *num_id, int level)
{
  const DocxStyle *style = docx_styles_get (self->styles, style_id);
  gboolean of_style = num_id == NULL;

  for (guint steps = 0; num_id == NULL && style != NULL && steps < 16; steps++)
    {
      num_id = style->num_id;
      if (level < 0)
        level = style->num_level;
      style = docx_styles_get (self->styles, style->based_on);
    }
  List *list = list_find (self, num_id);
  if (list == NULL || list->kind == NULL)
    return NULL;
  if (level < 0)
    level = of_style ? level_of_style (self, list, style_id) : 0;
  if (level >= DOCX_LEVELS)
    return NULL;
  count_on (list, (guint)level);
  return words_of (list, (guint)level);
}
