/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * partycode: what foreign tables write for a country, as the code that we write: ISO 3166-1 alpha-2 ("az"), alpha-3 ("AZE"), the number of ISO and of
 * the United Nations' M49 ("031", "31"), names ("Azerbaijan", "Korea, Rep."), regions ("RU-STA"). Upper and lower case are the same. Codes that the
 * configuration declares are not here.
 */
#ifndef MODEL_PARTYCODE_H
#define MODEL_PARTYCODE_H

#include "model/party.h"

/* 0, or ERR_UNKNOWN; then `out` is of no use. */
int partycode_read(const char *text, char out[PARTY_CODE_MAX]) __attribute__((warn_unused_result));

#endif
