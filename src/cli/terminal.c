/* What standard output and standard error are, and what only a terminal gets: its width, colour, a
 * pager, progress.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/terminal.h"

#include "cli/wording.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define USUAL_WIDTH 80

/* Where standard output leads; with a pager, where it led before. */
static int out = STDOUT_FILENO;

guint
terminal_width (void)
{
  struct winsize size = { 0 };
  guint64 columns;
  if (!isatty (out))
    return 0;
  if (g_ascii_string_to_unsigned (g_getenv ("COLUMNS") != NULL ? g_getenv ("COLUMNS") : "", 10, 1,
                                  G_MAXUINT16, &columns, NULL))
    return (guint)columns;
  if (ioctl (out, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return USUAL_WIDTH;
  return size.ws_col;
}

static gboolean
terminal_has_colour (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  return isatty (out) && (no_colour == NULL || no_colour[0] == '\0')
         && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* Colours of middle lightness, so that they can be read on a dark ground and on a light one; of the
 * eight that every terminal has, those that come nearest. */
static const char *
terminal_mark_code (guint n)
{
  static const char *const codes[TERMINAL_MARKS]
      = { "38;5;33", "38;5;166", "38;5;29", "38;5;134", "38;5;168" };
  static const char *const plain[TERMINAL_MARKS] = { "36", "33", "32", "35", "31" };
  const char *term = g_getenv ("TERM"), *colours = g_getenv ("COLORTERM");
  gboolean many = (term != NULL && strstr (term, "256color") != NULL)
                  || (colours != NULL && colours[0] != '\0');
  return (many ? codes : plain)[n % TERMINAL_MARKS];
}

void
terminal_print (TerminalStyle style, const char *text)
{
  static const char *const codes[] = { [STYLE_PLAIN] = "",
                                       [STYLE_HEADING] = "1",
                                       [STYLE_GOOD] = "32",
                                       [STYLE_BAD] = "1;31",
                                       [STYLE_FOUND] = "1;4",
                                       [STYLE_FAINT] = "2" };
  g_autofree char *clean = wording_clean (text);
  const char *code = style >= STYLE_MARK ? terminal_mark_code (style - STYLE_MARK) : codes[style];
  if (style == STYLE_PLAIN || clean[0] == '\0' || !terminal_has_colour ())
    fputs (clean, stdout);
  else
    printf ("\033[%sm%s\033[0m", code, clean);
}

struct _TerminalPager
{
  GPid pid;
  void (*interrupt) (int);
};

TerminalPager *
terminal_page_begin (void)
{
  const char *wanted = g_getenv ("PAGER");
  char *words[] = { (char *)"/bin/sh", (char *)"-c", NULL, NULL };
  GPid pid = 0;
  int pipe_in = -1;
  g_autofree char *less = g_find_program_in_path ("less");

  if (!isatty (out) || (wanted != NULL ? wanted[0] == '\0' : less == NULL))
    return NULL;
  words[2] = (char *)(wanted != NULL ? wanted : "less");
  /* As much as fits one screen is not paged, colours pass, and the screen stays. */
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LESS", "FRX", FALSE);
  if (!g_spawn_async_with_pipes (NULL, words, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                 &pid, &pipe_in, NULL, NULL, NULL))
    return NULL;
  TerminalPager *pager = g_new0 (TerminalPager, 1);
  fflush (stdout);
  pager->pid = pid;
  out = dup (STDOUT_FILENO);
  dup2 (pipe_in, STDOUT_FILENO);
  close (pipe_in);
  signal (SIGPIPE, SIG_IGN);
  /* An interrupt is the pager's. */
  pager->interrupt = signal (SIGINT, SIG_IGN);
  return pager;
}

void
terminal_page_end (TerminalPager *pager)
{
  if (pager == NULL)
    return;
  fflush (stdout);
  clearerr (stdout); /* a pipe fails only when nobody reads it any more */
  dup2 (out, STDOUT_FILENO);
  close (out);
  out = STDOUT_FILENO;
  waitpid (pager->pid, NULL, 0);
  signal (SIGPIPE, SIG_DFL);
  signal (SIGINT, pager->interrupt);
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
