/* Reading the files of an import: which they are, what is in them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/intake.h"

#include "base/error.h"
#include "base/file.h"
#include "base/uuid.h"
#include "corpus/layout_lines.h"
#include "corpus/sheet_documents.h"

#include <string.h>

/* ---- which files */

static gboolean
is_left_out (const char *name)
{
  return *name == '.' || g_str_has_prefix (name, "~$") || g_str_has_suffix (name, "~")
         || g_ascii_strcasecmp (name, "desktop.ini") == 0
         || g_ascii_strcasecmp (name, "thumbs.db") == 0;
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
add_folder (GPtrArray *files, const char *folder, gboolean recurse, GPtrArray *passed_over)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  if (dir == NULL)
    {
      g_ptr_array_add (files, g_strdup (folder));
      return;
    }
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    if (!is_left_out (name))
      g_ptr_array_add (here, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (here, by_text);
  for (guint i = 0; i < here->len; i++)
    {
      const char *path = here->pdata[i];
      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (files, g_strdup (path));
      else if (recurse && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        add_folder (files, path, TRUE, passed_over);
      else
        g_ptr_array_add (passed_over, g_filename_display_name (path));
    }
}

GPtrArray *
intake_paths (const char *const *paths, gboolean recurse, GPtrArray *passed_over)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  for (; *paths != NULL; paths++)
    if (g_file_test (*paths, G_FILE_TEST_IS_DIR))
      add_folder (files, *paths, recurse, passed_over);
    else
      g_ptr_array_add (files, g_strdup (*paths));
  return files;
}

/* ---- one file */

/* A plain text is often the very bytes of its file, and then has their hash. */
static void
hash_all (Intake *intake, const char *bytes, gsize size)
{
  const Source *source = intake->source;
  sha256 (intake->original_hash, bytes, size, NULL, 0);
  if (source->size == size && memcmp (source->text, bytes, size) == 0)
    memcpy (intake->text_hash, intake->original_hash, sizeof intake->text_hash);
  else
    sha256 (intake->text_hash, source->text, source->size, NULL, 0);
  intake_finish (intake);
}

void
intake_finish (Intake *intake)
{
  intake->index = text_index_new (intake->source->text, (gssize)intake->source->size);
  intake->lines = layout_lines (intake->layout->items);
  const StoredWords layout = layout_words (intake->lines, intake->text_hash);
  store_words_key (WORDS_LAYOUT, &layout, intake->layout_key);
}

/* A text of marks only, such as the bullet of a page that is otherwise a picture, has no words. */
static gboolean
has_words (const Source *source)
{
  for (const char *p = source->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      if (!g_unichar_isspace (c) && !g_unichar_ispunct (c) && !g_unichar_iscntrl (c))
        return TRUE;
    }
  return FALSE;
}

static void
intake_fill (Intake *intake, const LayoutNames *names, const ReadOptions *options,
             gboolean keep_bytes)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;
  if (!file_read (intake->path, TRANSCRIPT_SIZE_MAX, &bytes, &size, &intake->error))
    return;
  if (size == 0)
    {
      fail (&intake->error, ESP_ERROR_INPUT, "it is empty");
      return;
    }
  const Reader *reader = reader_for (bytes, size, intake->name, &intake->error);
  if (reader == NULL
      || (intake->source = reader->read (bytes, size, options, &intake->error)) == NULL)
    return;
  if (!has_words (intake->source))
    {
      fail (&intake->error, ESP_ERROR_INPUT, "it has no words");
      return;
    }
  intake->reader = reader;
  intake->layout = layout_make (intake->source, names);
  hash_all (intake, bytes, size);
  if (keep_bytes)
    {
      intake->bytes = g_steal_pointer (&bytes);
      intake->bytes_size = size;
    }
}

static char *
stem_of (const char *name)
{
  const char *dot = strrchr (name, '.');
  return dot != NULL && dot > name ? g_strndup (name, (gsize)(dot - name)) : g_strdup (name);
}

void
intake_name (Intake *intake, const char *name)
{
  g_autofree char *stem = intake->name != NULL ? stem_of (intake->name) : NULL;
  if (g_strcmp0 (intake->stem, stem) == 0)
    {
      g_free (intake->stem);
      intake->stem = stem_of (name);
    }
  g_free (intake->name);
  intake->name = g_strdup (name);
}

Intake *
intake_new (const char *path)
{
  Intake *intake = g_new0 (Intake, 1);
  intake->path = g_strdup (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  intake_name (intake, name);
  return intake;
}

Intake *
intake_read (const char *path, const LayoutNames *names, const ReadOptions *options,
             gboolean keep_bytes)
{
  Intake *intake = intake_new (path);
  intake_fill (intake, names, options, keep_bytes);
  return intake;
}

void
intake_free (Intake *intake)
{
  if (intake == NULL)
    return;
  g_free (intake->path);
  g_free (intake->name);
  g_free (intake->stem);
  source_free (intake->source);
  layout_free (intake->layout);
  g_free (intake->lines);
  text_index_free (intake->index);
  sheet_documents_free (intake->sheet);
  label_free (intake->label);
  g_free (intake->written);
  g_free (intake->part);
  g_free (intake->bytes);
  g_clear_error (&intake->error);
  g_free (intake);
}
