/* What standard output and standard error are, and what only a terminal gets: its width, colour, a
 * pager, progress.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/terminal.h"

#include "cli/wording.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define USUAL_WIDTH 80

guint
terminal_width (void)
{
  struct winsize size = { 0 };
  if (!isatty (STDOUT_FILENO))
    return 0;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return USUAL_WIDTH;
  return size.ws_col;
}

static gboolean
terminal_has_colour (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  return isatty (STDOUT_FILENO) && (no_colour == NULL || no_colour[0] == '\0')
         && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

void
terminal_print (TerminalStyle style, const char *text)
{
  static const char *const codes[] = { [STYLE_PLAIN] = "",
                                       [STYLE_HEADING] = "1",
                                       [STYLE_GOOD] = "32",
                                       [STYLE_BAD] = "1;31",
                                       [STYLE_FOUND] = "1;4" };
  g_autofree char *clean = wording_clean (text);
  if (style == STYLE_PLAIN || !terminal_has_colour ())
    fputs (clean, stdout);
  else
    printf ("\033[%sm%s\033[0m", codes[style], clean);
}

struct _TerminalPager
{
  GPid pid;
  int saved; /* standard output as it was */
};

TerminalPager *
terminal_page_begin (void)
{
  const char *wanted = g_getenv ("PAGER");
  const char *words[] = { "/bin/sh", "-c", wanted != NULL ? wanted : "less -FRX", NULL };
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);
  GPid pid = 0;
  int pipe_in = -1;
  g_autofree char *less = g_find_program_in_path ("less");

  if (!isatty (STDOUT_FILENO) || (wanted != NULL ? wanted[0] == '\0' : less == NULL))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_ptr_array_add (command, g_strdup (words[i]));
  if (!g_spawn_async_with_pipes (NULL, (char **)command->pdata, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                 NULL, NULL, &pid, &pipe_in, NULL, NULL, NULL))
    return NULL;
  TerminalPager *pager = g_new0 (TerminalPager, 1);
  fflush (stdout);
  pager->pid = pid;
  pager->saved = dup (STDOUT_FILENO);
  dup2 (pipe_in, STDOUT_FILENO);
  close (pipe_in);
  return pager;
}

void
terminal_page_end (TerminalPager *pager)
{
  if (pager == NULL)
    return;
  fflush (stdout);
  dup2 (pager->saved, STDOUT_FILENO);
  close (pager->saved);
  waitpid (pager->pid, NULL, 0);
  g_spawn_close_pid (pager->pid);
  g_free (pager);
}

void
terminal_progress (guint done, guint total, const char *what)
{
  if (!isatty (STDERR_FILENO))
    return;
  g_autofree char *name = g_path_get_basename (what);
  g_autofree char *clean = wording_line (name);
  fprintf (stderr, "\r\033[K%u of %u  %s", done, total, clean);
  fflush (stderr);
}

void
terminal_progress_end (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}
