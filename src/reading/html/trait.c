/* Reading the attributes of an element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/trait.h"

#include <string.h>

typedef struct
{
  char *classes, *id, *style, *title;
  char *name; /* of anchors */
} Attributes;

static void
attributes_clear (Attributes *self)
{
  g_free (self->classes);
  g_free (self->id);
  g_free (self->style);
  g_free (self->title);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attributes, attributes_clear)

/* ---- classes and ids */

static gboolean
has_class (const char *classes, const char *wanted)
{
  const gsize size = strlen (wanted);

  for (const char *at = classes; at != NULL && (at = strstr (at, wanted)) != NULL; at += size)
    if ((at == classes || g_ascii_isspace (at[-1]))
        && (at[size] == '\0' || g_ascii_isspace (at[size])))
      return TRUE;
  return FALSE;
}

/* "speaker", "SpeakerName", "transcript__speaker-label" */
static gboolean
names_speaker (const char *classes)
{
  g_autofree char *folded = classes != NULL ? g_ascii_strdown (classes, -1) : NULL;

  return folded != NULL && strstr (folded, "speaker") != NULL;
}

/* What follows the prefix of an id, when that is a number; NULL: it is another id. */
static const char *
id_number (const char *id, const char *prefix)
{
  if (id == NULL || !g_str_has_prefix (id, prefix))
    return NULL;
  const char *number = id + strlen (prefix);
  return *number != '\0' && strspn (number, "0123456789") == strlen (number) ? number : NULL;
}

static gboolean
trait_is (HtmlTrait *trait, HtmlTraitKind kind, const char *number)
{
  if (number == NULL)
    return FALSE;
  trait->kind = kind;
  g_strlcpy (trait->number, number, sizeof trait->number);
  return TRUE;
}

static gboolean
is_note (const Attributes *attributes, const HtmlStyle *style)
{
  static const char *const ids[] = { "ftn", "edn", "sdfootnote", "sdendnote" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    if (id_number (attributes->id, ids[i]) != NULL)
      return TRUE;
  return style->word == WORD_NOTES || has_class (attributes->classes, "footnotes")
         || g_strcmp0 (attributes->title, "header") == 0
         || g_strcmp0 (attributes->title, "footer") == 0;
}

/* Word has them by their name, Google Docs by their id, others by their class. */
static gboolean
is_note_sign (const Attributes *attributes)
{
  static const char *const names[] = { "_ftnref", "_ftn", "_ednref", "_edn" };
  static const char *const classes[] = { "sdfootnoteanc", "sdfootnotesym", "sdendnoteanc",
                                         "sdendnotesym",  "footnote-ref",  "footnote-back" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (id_number (attributes->name, names[i]) != NULL)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    if (has_class (attributes->classes, classes[i]))
      return TRUE;
  return id_number (attributes->id, "ftnt_ref") != NULL;
}

static void
trait_of_anchor (HtmlTrait *trait, const Attributes *attributes)
{
  const char *id = attributes->id;

  if (is_note_sign (attributes))
    trait->kind = TRAIT_NOTE_SIGN;
  else if (!trait_is (trait, TRAIT_COMMENT_SIGN, id_number (id, "_anchor_"))
           && !trait_is (trait, TRAIT_COMMENT_SIGN, id_number (id, "cmnt_ref"))
           && !trait_is (trait, TRAIT_COMMENT_BACK, id_number (id, "cmnt")))
    trait_is (trait, TRAIT_NOTE_BACK, id_number (id, "ftnt"));
}

static void
trait_set (HtmlTrait *trait, const HtmlEntry *entry, const Attributes *attributes)
{
  if (entry->element->tag == HTML_A)
    trait_of_anchor (trait, attributes);
  else if (!trait_is (trait, TRAIT_COMMENT, id_number (attributes->id, "_com_"))
           && (entry->element->flags & HTML_BLOCK) && is_note (attributes, &entry->style))
    trait->kind = TRAIT_NOTE;
  if (trait->kind == TRAIT_NOTHING && has_class (attributes->classes, "msocomanchor"))
    trait->kind = TRAIT_COMMENT_SIGN;
}

/* ---- what an element is by itself */

static void
entry_own (HtmlEntry *entry)
{
  const guint flags = entry->element->flags;

  entry->omit = entry->element->omit;
  entry->level = entry->element->level;
  entry->style.bold = (flags & HTML_BOLD) ? STYLE_YES : STYLE_UNSAID;
  entry->style.pre = (flags & HTML_PREFORMAT) ? STYLE_YES : STYLE_UNSAID;
}

/* Attributes that hide: an element with them is shown only when its style says so. */
static void
entry_hide (HtmlEntry *entry, const char *name, const HtmlAttrs *attrs)
{
  g_autofree char *hidden = html_attrs_get (attrs, "hidden");
  g_autofree char *open
      = strcmp (name, "dialog") == 0 ? html_attrs_get (attrs, "open") : g_strdup ("");

  if ((hidden != NULL && g_ascii_strcasecmp (hidden, "until-found") != 0) || open == NULL)
    entry->style.gone = STYLE_YES;
}

static void
entry_style (HtmlEntry *entry, const char *name, const Attributes *attributes,
             const HtmlSheet *sheet)
{
  HtmlStyle *style = &entry->style;

  html_sheet_apply (sheet, name, attributes->classes, attributes->id, style);
  if (attributes->style != NULL)
    html_style_read (style, attributes->style, strlen (attributes->style));
  if (entry->omit == OMIT_NOTHING && style->gone == STYLE_YES)
    entry->omit = OMIT_HIDDEN;
  if (entry->omit == OMIT_NOTHING && has_class (attributes->classes, "MsoCommentReference"))
    entry->omit = OMIT_SIGN;
  if (!(entry->element->flags & HTML_BLOCK) && style->bold == STYLE_UNSAID
      && names_speaker (attributes->classes))
    style->bold = STYLE_YES;
  if (entry->element->tag == HTML_P
      && (has_class (attributes->classes, "MsoTitle") || has_class (attributes->classes, "title")))
    entry->level = 1;
}

void
html_trait_read (HtmlTrait *trait, HtmlEntry *entry, const char *name, const HtmlAttrs *attrs,
                 const HtmlSheet *sheet)
{
  const gboolean is_dialog = strcmp (name, "dialog") == 0;

  entry_own (entry);
  if (html_attrs_any (attrs) || is_dialog)
    {
      g_auto (Attributes) attributes
          = { html_attrs_get (attrs, "class"), html_attrs_get (attrs, "id"),
              html_attrs_get (attrs, "style"), html_attrs_get (attrs, "title"),
              entry->element->tag == HTML_A ? html_attrs_get (attrs, "name") : NULL };
      entry_hide (entry, name, attrs);
      entry_style (entry, name, &attributes, sheet);
      trait_set (trait, entry, &attributes);
    }
  entry->block = entry->style.block != STYLE_UNSAID ? entry->style.block == STYLE_YES
                                                    : (entry->element->flags & HTML_BLOCK) != 0;
}

gboolean
html_is_field (const HtmlAttrs *attrs)
{
  static const char *const others[] = { "hidden", "submit", "reset", "button", "image", NULL };
  g_autofree char *type = html_attrs_get (attrs, "type");
  g_autofree char *folded = type != NULL ? g_ascii_strdown (type, -1) : g_strdup ("text");

  return !g_strv_contains (others, folded);
}
