/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mention: where a sentence names an indicator, by the phrases of the catalogue.
 */
#ifndef READ_MENTION_H
#define READ_MENTION_H

#include "read/sentence.h"

/* Numbers of the two context words that stand for no word of the text. */
struct mention_marks {
	uint32_t span, state;
};

/* Fills s->mentions: phrases whose contexts hold, without those that stand inside a longer one. A mention is `blocked` where the words around it make
 * it a part or a total that the indicator does not measure: "exports of cars", "trade with the rest of the world". */
void mention_find(struct sentence *s, const struct mention_marks *marks);

/* "freight by road": the phrase itself says by what. */
bool mention_says_by(const struct sentence *s, const struct mention *m);

/* Token i is a word that nobody knows and that is neither adverb nor participle: most likely a noun of another matter. */
bool mention_is_noun(const struct sentence *s, size_t i);

#endif
