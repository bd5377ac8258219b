/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/notes.h"

void notes_read(struct scribe *w, bool has_figures)
{
	(void)w;
	(void)has_figures;
}
