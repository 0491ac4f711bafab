/* Fonts with signs of their own, as Word documents use them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_SYMBOL_H
#define READING_RTF_SYMBOL_H

#include "espalier.h"

/* What the byte shows in the font Symbol, or in Wingdings; 0: nothing that Unicode has. */
gunichar rtf_symbol_symbol (guchar byte);
gunichar rtf_symbol_wingdings (guchar byte);

#endif
