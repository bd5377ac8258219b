/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plugin.h: all that an area plugin may see of coopd.
 *
 * A cooperation area (trade, tourism, …) is one shared object with one exported symbol, `coop_plugin`: constant tables of
 * what is measured and of what must hold between the measures. coopd reads the tables in its core process and never
 * calls the plugin there; the optional functions run in the worker process, which may crash without harm.
 *
 * THE EXAMPLE between the two marks is a whole plugin; `make check` compiles it as it stands. Save it as plugins/sports.c, type `make`, and
 * restart coopd: AREAS lists it, and `coopctl put AZ-RU/sports/matches 2024 12` is answered.
 *
 * @example sports.c
 *     #include <coop/plugin.h>
 *
 *     static const char *const matches_phrases[] = {"friendly matches", "matches were played", NULL};
 *     static const char *const home_phrases[] = {"home matches", NULL};
 *
 *     static const struct coop_indicator indicators[] = {
 *             {.id = "matches", .title = "Matches played", .unit = "count", .kind = COOP_FLOW,
 *              .plausible_max = 10000, .decimals = 0, .phrases = matches_phrases},
 *             {.id = "home_matches", .title = "Matches played at home", .unit = "count", .kind = COOP_FLOW,
 *              .plausible_max = 10000, .decimals = 0, .phrases = home_phrases},
 *     };
 *
 *     static const struct coop_identity identities[] = {
 *             {.kind = COOP_PART, .result = "matches", .terms = {"home_matches"}},
 *     };
 *
 *     const struct coop_plugin coop_plugin = {
 *             COOP_PLUGIN_HEAD,
 *             .name = "sports",
 *             .title = "Sports",
 *             .indicators = indicators,
 *             .n_indicators = sizeof indicators / sizeof indicators[0],
 *             .identities = identities,
 *             .n_identities = sizeof identities / sizeof identities[0],
 *     };
 * @end
 *
 * HISTORY OF THE ABI. Structures only grow at their end; a field is never moved, removed or given another meaning. `abi` is
 * raised when an older coopd could not load a newer plugin safely; `size`, `indicator_size` and `identity_size` let a newer
 * coopd read the shorter structures of an older plugin (what it lacks reads as zero).
 *     1  first version
 *        `direction` and `mirror` of struct coop_indicator were added behind it; older plugins read as COOP_BETWEEN
 */
#ifndef COOP_PLUGIN_H
#define COOP_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define COOP_PLUGIN_ABI 1

/* What kind of quantity an indicator is; it decides what can be derived and how a date is understood. */
enum coop_kind {
	COOP_FLOW = 1,    /* adds up over time: S1 + S2 = year */
	COOP_STOCK = 2,   /* the state at a date */
	COOP_RATIO = 3,   /* percent of something, 0 to 100 unless COOP_SIGNED */
	COOP_RANK = 4,    /* a place counted from 1; whole */
	COOP_ORDINAL = 5, /* the number of an edition; whole, from 1, never falls */
};

enum coop_flag {
	COOP_SIGNED = 1u << 0, /* may be negative (a balance); any other kind may not */
};

/* How a report's words choose the pair: which of the two that a sentence names stands first. Giver and taker are the two ends of what is
 * measured: exporter and importer, investor and host, where visitors or students come from and where they go, the member of a list and whose
 * list it is. */
enum coop_direction {
	COOP_BETWEEN = 0, /* neither: the pair as the source orders it */
	COOP_BOOKS = 1,   /* whoever keeps the books */
	COOP_GIVES = 2,   /* whoever keeps the books, seen as the giver; from the taker's books it is `mirror` */
	COOP_TAKES = 3,   /* whoever keeps the books, seen as the taker; from the giver's books it is `mirror` */
	COOP_WHERE = 4,   /* the taker: where the visitors, schools, centres are; in whose list the other stands */
	COOP_WHENCE = 5,  /* the giver: the supplier; where the students come from */
};

/* The grammar of `phrases`. Words between blanks, compared without case and without a plural's s. "a/b" stands for either word, "@" for the name of
 * a party; hyphens, articles, genitives and names of parties may stand between the words of a phrase in a text. Behind the words may come
 * "& a/b": one of these words, too, stands in the sentence, and "! a/b": none of these does; where a sentence has
 * several numbers, first in the number's own part of it. "%span" and "%state" among them ask for a
 * stretch of time, or for none, beside the number. A number is given to the phrase that stands nearest to it and whose unit it can have. */

struct coop_indicator {
	const char *id;    /* [a-z][a-z0-9_]*, at most 40 characters; not ending in _growth, _change, _index or _xxx (a currency) */
	const char *title; /* for people: "Trade turnover" */
	const char *unit;  /* "USD", "persons", "count", "tonnes", "percent", "rank", "edition", … ; at most 15 characters */
	enum coop_kind kind;
	uint32_t flags;       /* of enum coop_flag */
	double plausible_min; /* values outside are taken for a slip of the pen unless the sender insists; in the unit */
	double plausible_max;
	int32_t decimals;           /* digits behind the point that people print of it; negative: rounded to tens, hundreds … */
	const char *const *phrases; /* words that name it in a report, lower case, most telling first; NULL-terminated; may be NULL */
	const char *note;           /* one line on meaning and direction, for INDICATORS; may be NULL */
	enum coop_direction direction;
	const char *mirror; /* COOP_GIVES, COOP_TAKES: the id in this area of the same thing in the other's books; may be NULL */
};

/* What must hold between the figures of one pair and period. Terms and result are indicator ids of this area, or
 * "area/id" of another; an identity whose other area is not loaded sleeps. */
enum coop_identity_kind {
	COOP_SUM = 1,        /* result = term 1 + term 2 + … */
	COOP_DIFFERENCE = 2, /* result = term 1 - term 2 */
	COOP_SHARE = 3,      /* result (percent) = 100 * term 1 / term 2 */
	COOP_PART = 4,       /* term 1 + term 2 + … <= result: parts of a whole, not necessarily all of them */
};

#define COOP_TERMS_MAX 8

struct coop_identity {
	enum coop_identity_kind kind;
	const char *result;
	const char *terms[COOP_TERMS_MAX]; /* the rest NULL */
};

/* One observation as the worker has read it from a file, for `review`. Pointers are valid during the call. */
struct coop_claim {
	const char *pair;      /* "AZ-RU" */
	const char *indicator; /* id, with its companion's suffix where it has one */
	const char *period;    /* as written */
	double value;          /* in the indicator's unit, NAN where not understood */
	uint32_t line;         /* in the file, from 1 */
};

struct coop_plugin {
	uint32_t abi;  /* COOP_PLUGIN_ABI */
	uint32_t size; /* sizeof (struct coop_plugin) as the plugin was compiled */
	uint32_t indicator_size;
	uint32_t identity_size;

	const char *name; /* the area's id, [a-z][a-z0-9]*, at most 24 characters; the file must be NAME.so */
	const char *title;
	const struct coop_indicator *indicators;
	size_t n_indicators;
	const struct coop_identity *identities;
	size_t n_identities;

	/* May be NULL. Looks over all claims of this area in one file and says what a careful reader would doubt: calls
	 * `remark` with the claim's number and one line of text, which the import report shows. Nothing is refused for it. Runs
	 * in the worker, may be killed when it takes too long. */
	void (*review)(const struct coop_claim *claims, size_t n, void (*remark)(void *arg, size_t i, const char *text), void *arg);
};

#define COOP_PLUGIN_HEAD                                                                                                                   \
	.abi = COOP_PLUGIN_ABI, .size = sizeof(struct coop_plugin), .indicator_size = sizeof(struct coop_indicator),                       \
	.identity_size = sizeof(struct coop_identity)

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif
extern const struct coop_plugin coop_plugin;
#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif
