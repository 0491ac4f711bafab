/* The kinds of page that an OpenDocument text uses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/page.h"

void
odt_pages_init (OdtPages *self)
{
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
odt_pages_clear (OdtPages *self)
{
  g_hash_table_unref (self->used);
}

gboolean
odt_pages_has (const OdtPages *self, const char *name)
{
  return name != NULL && g_hash_table_contains (self->used, name);
}

void
odt_pages_use (OdtPages *self, const OdtStyles *styles, OdtFamily family, const char *style)
{
  const char *page = odt_styles_master_page (styles, family, style);

  if (page == NULL && !self->has_started)
    page = g_hash_table_contains (styles->masters, "Standard") ? "Standard" : styles->first_master;
  self->has_started = TRUE;
  if (page != NULL && !odt_pages_has (self, page))
    g_hash_table_add (self->used, g_strdup (page));
}

void
odt_pages_follow (OdtPages *self, const OdtStyles *styles)
{
  guint count = 0;
  g_autofree gpointer *used = g_hash_table_get_keys_as_array (self->used, &count);

  for (guint i = 0; i < count; i++)
    {
      const char *next = g_hash_table_lookup (styles->masters, used[i]);
      while (next != NULL && *next != '\0' && !odt_pages_has (self, next))
        {
          g_hash_table_add (self->used, g_strdup (next));
          next = g_hash_table_lookup (styles->masters, next);
        }
    }
}

gboolean
odt_page_is_text (const char *element)
{
  static const char *const names[]
      = { "header", "footer", "header-left", "footer-left", "header-first", "footer-first", NULL };

  return g_strv_contains (names, element);
}
