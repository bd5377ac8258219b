/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/currency.h"

#include <stdlib.h>
#include <string.h>

/* ISO 4217, in alphabetical order: the codes in use, and withdrawn ones that old statistics are in. */
/* clang-format off */
static const char codes[][4] = {
	"AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "ATS", "AUD", "AWG", "AZM", "AZN", "BAM", "BBD", "BDT", "BEF", "BGN", "BHD",
	"BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYB", "BYN", "BYR", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP",
	"CRC", "CSK", "CUC", "CUP", "CVE", "CYP", "CZK", "DDM", "DEM", "DJF", "DKK", "DOP", "DZD", "EEK", "EGP", "ERN", "ESP", "ETB",
	"EUR", "FIM", "FJD", "FKP", "FRF", "GBP", "GEL", "GHC", "GHS", "GIP", "GMD", "GNF", "GRD", "GTQ", "GYD", "HKD", "HNL", "HRK",
	"HTG", "HUF", "IDR", "IEP", "ILS", "INR", "IQD", "IRR", "ISK", "ITL", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW",
	"KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LTL", "LUF", "LVL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK",
	"MNT", "MOP", "MRO", "MRU", "MTL", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NLG", "NOK", "NPR", "NZD",
	"OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PLZ", "PTE", "PYG", "QAR", "ROL", "RON", "RSD", "RUB", "RUR", "RWF", "SAR",
	"SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SIT", "SKK", "SLE", "SLL", "SOS", "SRD", "SSP", "STD", "STN", "SUR", "SVC", "SYP",
	"SZL", "THB", "TJR", "TJS", "TMM", "TMT", "TND", "TOP", "TRL", "TRY", "TTD", "TWD", "TZS", "UAH", "UAK", "UGX", "USD", "UYU",
	"UYW", "UZS", "VED", "VEF", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XDR", "XEU", "XOF", "XPF", "YER", "YUM", "ZAR",
	"ZMK", "ZMW", "ZWG", "ZWL",
};
/* clang-format on */

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool currency_known(const char *code)
{
	return bsearch(code, codes, sizeof codes / sizeof codes[0], sizeof codes[0], compare) != NULL;
}

bool currency_from_suffix(const char *suffix, size_t n, char out[CURRENCY_MAX])
{
	if (n != 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (suffix[i] < 'a' || suffix[i] > 'z')
			return false;
		out[i] = (char)(suffix[i] - 'a' + 'A');
	}
	out[3] = '\0';
	return currency_known(out);
}
