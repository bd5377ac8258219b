/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: coop_plugin is a function, whose code must not be read as a table.
 */

int coop_plugin(void);

int coop_plugin(void)
{
	return 1;
}
