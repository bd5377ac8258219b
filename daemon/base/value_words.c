/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/value_words.h"

#include "base/bound.h"
#include "base/spell.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

const struct value_word value_hedges[] = {
    {"over|more than|above|exceeding|exceeded|exceeds|surpassing|surpassed|in excess of|upwards of|greater than|higher than|well over|>",
     .n = BOUND_GT},
    {"at least|no less than|not less than|no fewer than|not fewer than|not below|minimum|a minimum of|>=|\u2265", .n = BOUND_GE},
    {"nearly|almost|approaching|nearing|close to|just under|just below|slightly less than", .n = BOUND_NEARLY},
    {"less than|fewer than|under|below|lower than|<", .n = BOUND_LT},
    {"up to|no more than|not more than|at most|not exceeding|not over|maximum|a maximum of|<=|\u2264", .n = BOUND_LE},
    {"about|around|approximately|approx|some|roughly|circa|ca|estimated|an estimated|estimated at|in the region of|in the order of|on the "
     "order of|~|\u2248",
     .n = BOUND_ABOUT},
    {"exactly|precisely|exact", .n = BOUND_EXACT},
    {"between|from", .n = BOUND_RANGE, .flags = WORD_PAIR},
    {"top|the top|among the top|in the top|one of the top", .n = BOUND_LE, .flags = WORD_PLACE},
    {"record|a record|a total of|total|only|merely|as many as|as much as|the|=", .n = BOUND_EQ, .flags = WORD_NOTHING},
    {.phrases = NULL},
};

const struct value_word value_scales[] = {
    {"hundred|hundreds", .n = 2},
    {"thousand|thousands|k|ths|thsd|thous", .n = 3},
    {"million|millions|mln|mn|mio|mill", .n = 6},
    {"m", .n = 6, .flags = WORD_MONEY},
    {"billion|billions|bn|bln|mrd|milliard", .n = 9},
    {"b", .n = 9, .flags = WORD_MONEY},
    {"trillion|trillions|tn|trn|trln", .n = 12},
    {"lakh", .n = 5},
    {"crore", .n = 7},
    {.phrases = NULL},
};

const struct value_word value_units[] = {
    {"%|per cent|percent|pc|pct|p.c.|percents", .unit = "percent"},
    {"percentage point|percentage points|percent points|pp|p.p.|ppt", .unit = "pp"},
    {"persons|person|people|tourists|tourist|visitors|arrivals|travellers|travelers|tourist "
     "trips|trips|guests|pupils|students|schoolchildren|children|learners|passengers|workers|employees|jobs|citizens|foreigners|"
     "scholarships|grants|specialists",
     .unit = "persons"},
    {"count|companies|enterprises|firms|joint "
     "ventures|projects|agreements|documents|schools|branches|visits|events|festivals|exchanges|flights|flights a week|flights per "
     "week|centres|centers|checkpoints|regions|pieces|units",
     .unit = "count"},
    {"t|ton|tons|tonne|tonnes|metric tons|metric tonnes", .unit = "tonnes"},
    {"kt", .unit = "tonnes", .n = 3},
    {"Mt", .unit = "tonnes", .n = 6, .flags = WORD_CASE},
    {"kg", .unit = "tonnes", .n = -3},
    {"m3|m\u00b3|cubic metre|cubic metres|cubic meter|cubic meters|cu m|cbm", .unit = "m3"},
    {"mcm", .unit = "m3", .n = 6},
    {"bcm", .unit = "m3", .n = 9},
    {"kWh|kilowatt hour|kilowatt hours", .unit = "kWh"},
    {"MWh|megawatt hours", .unit = "kWh", .n = 3},
    {"GWh|gigawatt hours", .unit = "kWh", .n = 6},
    {"TWh|terawatt hours", .unit = "kWh", .n = 9},
    {"TEU|TEUs|containers", .unit = "TEU"},
    {"vehicles|vehicle|cars|trucks|lorries", .unit = "vehicles"},
    {"rank|place|no.|number|#", .unit = "rank", .flags = WORD_BEFORE},
    {"places|position", .unit = "rank"},
    {"edition|meeting|session|forum", .unit = "edition"},
    {"index|index points", .unit = "index"},
    {.phrases = NULL},
};

const struct value_word value_currencies[] = {
    {"$|US$|USD$", .unit = "USD", .flags = WORD_BEFORE},
    {"dollar|dollars|US dollar|US dollars|U.S. dollar|U.S. dollars|American dollars", .unit = "USD"},
    {"\u20ac", .unit = "EUR", .flags = WORD_BEFORE},
    {"euro|euros", .unit = "EUR"},
    {"\u00a3", .unit = "GBP", .flags = WORD_BEFORE},
    {"pounds|pounds sterling|British pounds", .unit = "GBP"},
    {"\u20bd", .unit = "RUB", .flags = WORD_BEFORE},
    {"ruble|rubles|rouble|roubles|Russian rubles|Russian roubles", .unit = "RUB"},
    {"Belarusian rubles|Belarusian roubles", .unit = "BYN"},
    {"\u20bc", .unit = "AZN", .flags = WORD_BEFORE},
    {"manat|manats|Azerbaijani manat|Azerbaijani manats", .unit = "AZN"},
    {"Turkmen manat|Turkmen manats", .unit = "TMT"},
    {"\u20ba", .unit = "TRY", .flags = WORD_BEFORE},
    {"lira|liras|Turkish lira|Turkish liras", .unit = "TRY"},
    {"\u20b8", .unit = "KZT", .flags = WORD_BEFORE},
    {"tenge|tenges", .unit = "KZT"},
    {"yuan|yuans|renminbi", .unit = "CNY"},
    {"RMB|CN\u00a5", .unit = "CNY", .flags = WORD_BEFORE},
    {"yen", .unit = "JPY"},
    {"JP\u00a5", .unit = "JPY", .flags = WORD_BEFORE},
    {"\u20be", .unit = "GEL", .flags = WORD_BEFORE},
    {"lari", .unit = "GEL"},
    {"\u058f", .unit = "AMD", .flags = WORD_BEFORE},
    {"dram|drams", .unit = "AMD"},
    {"Kyrgyz som|soms", .unit = "KGS"},
    {"Uzbek soum|Uzbek sum|soum|soums", .unit = "UZS"},
    {"somoni", .unit = "TJS"},
    {"\u20b4", .unit = "UAH", .flags = WORD_BEFORE},
    {"hryvnia|hryvnias", .unit = "UAH"},
    {"\u20b9", .unit = "INR", .flags = WORD_BEFORE},
    {"rupees|Indian rupees", .unit = "INR"},
    {"Pakistani rupees", .unit = "PKR"},
    {"Iranian rials|rials", .unit = "IRR"},
    {"SR", .unit = "SAR", .flags = WORD_BEFORE},
    {"riyals|Saudi riyals", .unit = "SAR"},
    {"Qatari riyals", .unit = "QAR"},
    {"dirhams", .unit = "AED"},
    {"RM", .unit = "MYR", .flags = WORD_BEFORE},
    {"ringgit", .unit = "MYR"},
    {"Rp", .unit = "IDR", .flags = WORD_BEFORE},
    {"rupiah", .unit = "IDR"},
    {"\u20a9", .unit = "KRW", .flags = WORD_BEFORE},
    {"won", .unit = "KRW"},
    {"\u20ab", .unit = "VND", .flags = WORD_BEFORE},
    {"dong", .unit = "VND"},
    {"baht", .unit = "THB"},
    {"\u20ae", .unit = "MNT", .flags = WORD_BEFORE},
    {"tugrik|tugriks", .unit = "MNT"},
    {"\u20a6", .unit = "NGN", .flags = WORD_BEFORE},
    {"naira", .unit = "NGN"},
    {"\u20aa", .unit = "ILS", .flags = WORD_BEFORE},
    {"shekels", .unit = "ILS"},
    {"forint|forints", .unit = "HUF"},
    {"zloty|zlotys", .unit = "PLN"},
    {"Swedish kronor|kronor", .unit = "SEK"},
    {"Norwegian kroner|kroner", .unit = "NOK"},
    {"Danish kroner", .unit = "DKK"},
    {"Swiss francs", .unit = "CHF"},
    {"Romanian lei", .unit = "RON"},
    {"Moldovan lei", .unit = "MDL"},
    {"Egyptian pounds", .unit = "EGP"},
    {"R$", .unit = "BRL", .flags = WORD_BEFORE},
    {"reais", .unit = "BRL"},
    {"C$|CA$", .unit = "CAD", .flags = WORD_BEFORE},
    {"Canadian dollars", .unit = "CAD"},
    {"A$|AU$", .unit = "AUD", .flags = WORD_BEFORE},
    {"Australian dollars", .unit = "AUD"},
    {"NZ$", .unit = "NZD", .flags = WORD_BEFORE},
    {"New Zealand dollars", .unit = "NZD"},
    {"S$", .unit = "SGD", .flags = WORD_BEFORE},
    {"HK$", .unit = "HKD", .flags = WORD_BEFORE},
    {"Hong Kong dollars", .unit = "HKD"},
    {"Singapore dollars", .unit = "SGD"},
    {"rand", .unit = "ZAR"},
    {.phrases = NULL},
};

const struct value_word value_numbers[] = {
    {"one", .n = 1},
    {"two", .n = 2},
    {"three", .n = 3},
    {"four", .n = 4},
    {"five", .n = 5},
    {"six", .n = 6},
    {"seven", .n = 7},
    {"eight", .n = 8},
    {"nine", .n = 9},
    {"ten", .n = 10},
    {"eleven", .n = 11},
    {"twelve", .n = 12},
    {"thirteen", .n = 13},
    {"fourteen", .n = 14},
    {"fifteen", .n = 15},
    {"sixteen", .n = 16},
    {"seventeen", .n = 17},
    {"eighteen", .n = 18},
    {"nineteen", .n = 19},
    {"twenty", .n = 20},
    {"thirty", .n = 30},
    {"forty", .n = 40},
    {"fifty", .n = 50},
    {"sixty", .n = 60},
    {"seventy", .n = 70},
    {"eighty", .n = 80},
    {"ninety", .n = 90},
    {"hundred", .n = 100},
    {"zero", .n = 0},
    {"a|an", .n = 1, .flags = WORD_ARTICLE},
    {"first", .n = 1, .flags = WORD_ORDINAL},
    {"second", .n = 2, .flags = WORD_ORDINAL},
    {"third", .n = 3, .flags = WORD_ORDINAL},
    {"fourth", .n = 4, .flags = WORD_ORDINAL},
    {"fifth", .n = 5, .flags = WORD_ORDINAL},
    {"sixth", .n = 6, .flags = WORD_ORDINAL},
    {"seventh", .n = 7, .flags = WORD_ORDINAL},
    {"eighth", .n = 8, .flags = WORD_ORDINAL},
    {"ninth", .n = 9, .flags = WORD_ORDINAL},
    {"tenth", .n = 10, .flags = WORD_ORDINAL},
    {"eleventh", .n = 11, .flags = WORD_ORDINAL},
    {"twelfth", .n = 12, .flags = WORD_ORDINAL},
    {"thirteenth", .n = 13, .flags = WORD_ORDINAL},
    {"fourteenth", .n = 14, .flags = WORD_ORDINAL},
    {"fifteenth", .n = 15, .flags = WORD_ORDINAL},
    {"sixteenth", .n = 16, .flags = WORD_ORDINAL},
    {"seventeenth", .n = 17, .flags = WORD_ORDINAL},
    {"eighteenth", .n = 18, .flags = WORD_ORDINAL},
    {"nineteenth", .n = 19, .flags = WORD_ORDINAL},
    {"twentieth", .n = 20, .flags = WORD_ORDINAL},
    {"thirtieth", .n = 30, .flags = WORD_ORDINAL},
    {.phrases = NULL},
};

/* Behind "a", "one", "two" …; "half" stands alone too. */
const struct value_word value_parts[] = {
    {"half", .n = 2},          {"third|thirds", .n = 3}, {"quarter|quarters", .n = 4}, {"fifth|fifths", .n = 5},
    {"sixth", .n = 6},         {"seventh", .n = 7},      {"eighth", .n = 8},           {"ninth", .n = 9},
    {"tenth|tenths", .n = 10}, {.phrases = NULL},
};

const char *const value_currency_codes[] = {
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND",
    "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BYR", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP",
    "COU", "CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL",
    "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD",
    "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD",
    "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK",
    "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR",
    "SDG", "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF",
    "XAG", "XAU", "XCD", "XCG", "XDR", "XOF", "XPD", "XPF", "XPT", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG", "ZWL", NULL,
};

/* Letters of any script; the signs that follow a word without a blank ("bn€", "bn£") are none. */
static bool is_letter(const char *at)
{
	unsigned char c = (unsigned char)*at, next = c ? (unsigned char)at[1] : 0;
	bool sign = (c == 0xe2 && (next == 0x82 || next == 0x80)) || (c == 0xc2 && next == 0xa3);
	return isalpha(c) || (c >= 0x80 && !sign);
}

/* The length of the phrase of `n` bytes where it stands at `at`, else 0. */
static size_t fits(const char *phrase, size_t n, const char *at, unsigned flags)
{
	if (tolower((unsigned char)phrase[0]) != tolower((unsigned char)at[0]))
		return 0;
	for (size_t i = 0; i < n; i++) {
		bool same = flags & WORD_CASE ? phrase[i] == at[i] : tolower((unsigned char)phrase[i]) == tolower((unsigned char)at[i]);
		if (!same && !(phrase[i] == ' ' && at[i] == '-'))
			return 0;
	}
	if (!isalnum((unsigned char)phrase[n - 1]))
		return n;
	if (is_letter(at + n) || (isdigit((unsigned char)at[n]) && !(flags & WORD_BEFORE)))
		return 0;
	/* The point of an abbreviation goes with it: "bln. rubles". */
	return n + (at[n] == '.' && (at[n + 1] == ' ' || !at[n + 1]));
}

/* Walks the phrases of a row: the next one and its length, or NULL behind the last. */
static const char *next_phrase(const char *phrase, size_t *n)
{
	phrase += *n;
	phrase += *n && *phrase == '|';
	*n = (size_t)(strchrnul(phrase, '|') - phrase);
	return *n ? phrase : NULL;
}

const struct value_word *value_word_at(const struct value_word *table, const char *at, size_t *len)
{
	const struct value_word *best = NULL;

	*len = 0;
	for (; *at && table->phrases; table++) {
		size_t n = 0;
		for (const char *p = table->phrases; (p = next_phrase(p, &n));) {
			size_t found = fits(p, n, at, table->flags);
			if (found > *len) {
				*len = found;
				best = table;
			}
		}
	}
	return best;
}

const char *value_currency_at(const char *at, bool before, size_t *len)
{
	/* In front of a number "try" and "all" are words, behind it they are codes. */
	*len = 0;
	for (const char *const *code = value_currency_codes; *at && *code; code++) {
		*len = fits(*code, 3, at, before ? WORD_CASE | WORD_BEFORE : 0);
		if (*len)
			return *code;
	}
	const struct value_word *w = value_word_at(value_currencies, at, len);
	return w && (!before || w->flags & WORD_BEFORE) ? w->unit : NULL;
}

bool value_word_like(const char *word, char out[VALUE_WORD_MAX])
{
	static const struct value_word *const tables[] = {value_hedges, value_scales, value_units, value_currencies, value_numbers};
	unsigned least = UINT_MAX;

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		for (const struct value_word *w = tables[i]; w->phrases; w++) {
			size_t n = 0;
			for (const char *p = w->phrases; (p = next_phrase(p, &n));) {
				char phrase[VALUE_WORD_MAX];
				struct spell s;
				if (n < 4 || n >= VALUE_WORD_MAX)
					continue;
				memcpy(phrase, p, n);
				phrase[n] = '\0';
				spell_start(&s, word);
				spell_offer(&s, phrase);
				if (spell_answer(&s) && s.distance < least) {
					least = s.distance;
					memcpy(out, phrase, n + 1);
				}
			}
		}
	return least != UINT_MAX && strlen(word) >= 4;
}
