/* Reading files ahead of their storing, in several threads. At most AHEAD files a thread are read
 * and not yet stored, so memory does not grow with the number of files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/read_ahead.h"

#define AHEAD 4

struct _ReadAhead
{
  const GPtrArray *paths;
  Intake **slots; /* by position; NULL until read */
  guint started;
  GMutex mutex;
  GCond arrived;
  GThreadPool *pool;
  Rulebook *book;
  const SheetWish *wish;
  gboolean keep_bytes;
  ReadOptions options;
};

static void
read_one (gpointer position, gpointer data)
{
  ReadAhead *ahead = data;
  guint i = GPOINTER_TO_UINT (position) - 1;
  const char *path = ahead->paths->pdata[i];
  g_autofree char *base = g_path_get_basename (path), *name = g_filename_display_name (base);
  const LayoutNames names = rulebook_names (ahead->book, name);
  const SheetMap *map = sheet_documents_map (ahead->book, ahead->wish, name);
  Intake *intake
      = map == NULL ? intake_read (path, &names, &ahead->options, ahead->keep_bytes) : NULL;
  /* What no reader takes and is called as a sheet is told what could be said of it. */
  if (intake == NULL || (intake->error != NULL && sheet_documents_named (name)))
    {
      intake_free (intake);
      intake = sheet_documents_read (path, ahead->book, map, ahead->wish, ahead->keep_bytes);
    }
  g_mutex_lock (&ahead->mutex);
  ahead->slots[i] = intake;
  g_cond_signal (&ahead->arrived);
  g_mutex_unlock (&ahead->mutex);
}

static void
read_ahead_start (ReadAhead *ahead, guint upto)
{
  for (; ahead->started < MIN (upto, ahead->paths->len); ahead->started++)
    g_thread_pool_push (ahead->pool, GUINT_TO_POINTER (ahead->started + 1), NULL);
}

ReadAhead *
read_ahead_new (const GPtrArray *paths, Rulebook *book, const SheetWish *wish,
                const EspImportOptions *options)
{
  ReadAhead *ahead = g_new0 (ReadAhead, 1);
  guint threads = MAX (1, g_get_num_processors ());
  ahead->paths = paths;
  ahead->slots = g_new0 (Intake *, paths->len + 1);
  ahead->book = book;
  ahead->wish = wish;
  ahead->keep_bytes = options->keep_originals;
  ahead->options = (ReadOptions){ .encoding = options->encoding };
  g_mutex_init (&ahead->mutex);
  g_cond_init (&ahead->arrived);
  ahead->pool = g_thread_pool_new (read_one, ahead, (gint)threads, TRUE, NULL);
  read_ahead_start (ahead, threads * AHEAD);
  return ahead;
}

Intake *
read_ahead_take (ReadAhead *ahead, guint i)
{
  g_mutex_lock (&ahead->mutex);
  while (ahead->slots[i] == NULL)
    g_cond_wait (&ahead->arrived, &ahead->mutex);
  Intake *intake = g_steal_pointer (&ahead->slots[i]);
  g_mutex_unlock (&ahead->mutex);
  read_ahead_start (ahead, ahead->started + 1);
  return intake;
}

void
read_ahead_free (ReadAhead *ahead)
{
  g_thread_pool_free (ahead->pool, TRUE, TRUE);
  for (guint i = 0; i < ahead->paths->len; i++)
    intake_free (ahead->slots[i]);
  g_free (ahead->slots);
  g_mutex_clear (&ahead->mutex);
  g_cond_clear (&ahead->arrived);
  g_free (ahead);
}
