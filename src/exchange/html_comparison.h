/* The comparisons as web pages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_HTML_COMPARISON_H
#define EXCHANGE_HTML_COMPARISON_H

#include "base/markup.h"

void html_comparison_write (const EspComparison *comparison, Output *output);

#endif
