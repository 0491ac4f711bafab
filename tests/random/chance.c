/* Chance and time of the tests' own.
 *
 * The program asks the system for random bytes with getrandom, and GLib asks it for the time with
 * gettimeofday; a program's own functions of these names are found before the system's, where they
 * show outside it. SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/chance.h"
#include "espalier.h"

#include <string.h>
#include <sys/random.h>
#include <sys/time.h>

/* 2026-03-02T09:00:00Z */
#define BEGINNING_MS ((gint64)1772442000 * 1000)

/* Threads that read files ask for nothing here; the numbers of the test and those of the program
 * do not depend on each other. */
static guint64 test_state = 1, system_state = 2;
static gint64 clock_ms = BEGINNING_MS, clock_ahead_ms;

/* SplitMix64 (Steele, Lea and Flood 2014). */
static guint64
next (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
chance_begin (guint64 seed)
{
  test_state = seed * 2 + 1;
  system_state = ~seed;
  clock_ms = BEGINNING_MS;
  clock_ahead_ms = 0;
}

guint
chance_below (guint n)
{
  return (guint)(next (&test_state) % n);
}

gboolean
chance_once_in (guint n)
{
  return chance_below (n) == 0;
}

void
chance_clock (gint64 ahead_ms)
{
  clock_ahead_ms = ahead_ms;
}

ESP_API ssize_t
getrandom (void *buffer, size_t size, unsigned flags)
{
  (void)flags;
  guint8 *bytes = buffer;
  for (size_t i = 0; i < size; i++)
    bytes[i] = (guint8)(next (&system_state) >> 24);
  return (ssize_t)size;
}

ESP_API int
gettimeofday (struct timeval *restrict time, void *restrict zone)
{
  (void)zone;
  const gint64 now = ++clock_ms + clock_ahead_ms;
  time->tv_sec = (time_t)(now / 1000);
  time->tv_usec = (suseconds_t)(now % 1000 * 1000);
  return 0;
}
