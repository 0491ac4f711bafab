/* Thousands of operations on one study, undone at random: what was undone is back, and what others
 * did stands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RANDOM_UNDOS_H
#define RANDOM_UNDOS_H

#include "random/operations.h"

/* Does so many steps in a folder, with a copy of the study that the bytes are, and prints the line
 * of test 2. Returns how many faults there were. */
guint undos_run (const char *folder, GBytes *base, guint64 seed, guint64 steps,
                 OperationCount *counts);

#endif
