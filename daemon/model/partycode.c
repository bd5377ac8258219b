/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/partycode.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* The three codes of ISO 3166-1, in order of alpha-2. The number is also that of the United Nations (M49). */
/* clang-format off */
static const struct {
	char alpha2[3], alpha3[4];
	unsigned short number;
} codes[] = {
	{"AD", "AND", 20}, {"AE", "ARE", 784}, {"AF", "AFG", 4}, {"AG", "ATG", 28}, {"AI", "AIA", 660}, {"AL", "ALB", 8}, {"AM", "ARM", 51},
	{"AO", "AGO", 24}, {"AQ", "ATA", 10}, {"AR", "ARG", 32}, {"AS", "ASM", 16}, {"AT", "AUT", 40}, {"AU", "AUS", 36}, {"AW", "ABW", 533},
	{"AX", "ALA", 248}, {"AZ", "AZE", 31}, {"BA", "BIH", 70}, {"BB", "BRB", 52}, {"BD", "BGD", 50}, {"BE", "BEL", 56},
	{"BF", "BFA", 854}, {"BG", "BGR", 100}, {"BH", "BHR", 48}, {"BI", "BDI", 108}, {"BJ", "BEN", 204}, {"BL", "BLM", 652},
	{"BM", "BMU", 60}, {"BN", "BRN", 96}, {"BO", "BOL", 68}, {"BQ", "BES", 535}, {"BR", "BRA", 76}, {"BS", "BHS", 44}, {"BT", "BTN", 64},
	{"BV", "BVT", 74}, {"BW", "BWA", 72}, {"BY", "BLR", 112}, {"BZ", "BLZ", 84}, {"CA", "CAN", 124}, {"CC", "CCK", 166},
	{"CD", "COD", 180}, {"CF", "CAF", 140}, {"CG", "COG", 178}, {"CH", "CHE", 756}, {"CI", "CIV", 384}, {"CK", "COK", 184},
	{"CL", "CHL", 152}, {"CM", "CMR", 120}, {"CN", "CHN", 156}, {"CO", "COL", 170}, {"CR", "CRI", 188}, {"CU", "CUB", 192},
	{"CV", "CPV", 132}, {"CW", "CUW", 531}, {"CX", "CXR", 162}, {"CY", "CYP", 196}, {"CZ", "CZE", 203}, {"DE", "DEU", 276},
	{"DJ", "DJI", 262}, {"DK", "DNK", 208}, {"DM", "DMA", 212}, {"DO", "DOM", 214}, {"DZ", "DZA", 12}, {"EC", "ECU", 218},
	{"EE", "EST", 233}, {"EG", "EGY", 818}, {"EH", "ESH", 732}, {"ER", "ERI", 232}, {"ES", "ESP", 724}, {"ET", "ETH", 231},
	{"FI", "FIN", 246}, {"FJ", "FJI", 242}, {"FK", "FLK", 238}, {"FM", "FSM", 583}, {"FO", "FRO", 234}, {"FR", "FRA", 250},
	{"GA", "GAB", 266}, {"GB", "GBR", 826}, {"GD", "GRD", 308}, {"GE", "GEO", 268}, {"GF", "GUF", 254}, {"GG", "GGY", 831},
	{"GH", "GHA", 288}, {"GI", "GIB", 292}, {"GL", "GRL", 304}, {"GM", "GMB", 270}, {"GN", "GIN", 324}, {"GP", "GLP", 312},
	{"GQ", "GNQ", 226}, {"GR", "GRC", 300}, {"GS", "SGS", 239}, {"GT", "GTM", 320}, {"GU", "GUM", 316}, {"GW", "GNB", 624},
	{"GY", "GUY", 328}, {"HK", "HKG", 344}, {"HM", "HMD", 334}, {"HN", "HND", 340}, {"HR", "HRV", 191}, {"HT", "HTI", 332},
	{"HU", "HUN", 348}, {"ID", "IDN", 360}, {"IE", "IRL", 372}, {"IL", "ISR", 376}, {"IM", "IMN", 833}, {"IN", "IND", 356},
	{"IO", "IOT", 86}, {"IQ", "IRQ", 368}, {"IR", "IRN", 364}, {"IS", "ISL", 352}, {"IT", "ITA", 380}, {"JE", "JEY", 832},
	{"JM", "JAM", 388}, {"JO", "JOR", 400}, {"JP", "JPN", 392}, {"KE", "KEN", 404}, {"KG", "KGZ", 417}, {"KH", "KHM", 116},
	{"KI", "KIR", 296}, {"KM", "COM", 174}, {"KN", "KNA", 659}, {"KP", "PRK", 408}, {"KR", "KOR", 410}, {"KW", "KWT", 414},
	{"KY", "CYM", 136}, {"KZ", "KAZ", 398}, {"LA", "LAO", 418}, {"LB", "LBN", 422}, {"LC", "LCA", 662}, {"LI", "LIE", 438},
	{"LK", "LKA", 144}, {"LR", "LBR", 430}, {"LS", "LSO", 426}, {"LT", "LTU", 440}, {"LU", "LUX", 442}, {"LV", "LVA", 428},
	{"LY", "LBY", 434}, {"MA", "MAR", 504}, {"MC", "MCO", 492}, {"MD", "MDA", 498}, {"ME", "MNE", 499}, {"MF", "MAF", 663},
	{"MG", "MDG", 450}, {"MH", "MHL", 584}, {"MK", "MKD", 807}, {"ML", "MLI", 466}, {"MM", "MMR", 104}, {"MN", "MNG", 496},
	{"MO", "MAC", 446}, {"MP", "MNP", 580}, {"MQ", "MTQ", 474}, {"MR", "MRT", 478}, {"MS", "MSR", 500}, {"MT", "MLT", 470},
	{"MU", "MUS", 480}, {"MV", "MDV", 462}, {"MW", "MWI", 454}, {"MX", "MEX", 484}, {"MY", "MYS", 458}, {"MZ", "MOZ", 508},
	{"NA", "NAM", 516}, {"NC", "NCL", 540}, {"NE", "NER", 562}, {"NF", "NFK", 574}, {"NG", "NGA", 566}, {"NI", "NIC", 558},
	{"NL", "NLD", 528}, {"NO", "NOR", 578}, {"NP", "NPL", 524}, {"NR", "NRU", 520}, {"NU", "NIU", 570}, {"NZ", "NZL", 554},
	{"OM", "OMN", 512}, {"PA", "PAN", 591}, {"PE", "PER", 604}, {"PF", "PYF", 258}, {"PG", "PNG", 598}, {"PH", "PHL", 608},
	{"PK", "PAK", 586}, {"PL", "POL", 616}, {"PM", "SPM", 666}, {"PN", "PCN", 612}, {"PR", "PRI", 630}, {"PS", "PSE", 275},
	{"PT", "PRT", 620}, {"PW", "PLW", 585}, {"PY", "PRY", 600}, {"QA", "QAT", 634}, {"RE", "REU", 638}, {"RO", "ROU", 642},
	{"RS", "SRB", 688}, {"RU", "RUS", 643}, {"RW", "RWA", 646}, {"SA", "SAU", 682}, {"SB", "SLB", 90}, {"SC", "SYC", 690},
	{"SD", "SDN", 729}, {"SE", "SWE", 752}, {"SG", "SGP", 702}, {"SH", "SHN", 654}, {"SI", "SVN", 705}, {"SJ", "SJM", 744},
	{"SK", "SVK", 703}, {"SL", "SLE", 694}, {"SM", "SMR", 674}, {"SN", "SEN", 686}, {"SO", "SOM", 706}, {"SR", "SUR", 740},
	{"SS", "SSD", 728}, {"ST", "STP", 678}, {"SV", "SLV", 222}, {"SX", "SXM", 534}, {"SY", "SYR", 760}, {"SZ", "SWZ", 748},
	{"TC", "TCA", 796}, {"TD", "TCD", 148}, {"TF", "ATF", 260}, {"TG", "TGO", 768}, {"TH", "THA", 764}, {"TJ", "TJK", 762},
	{"TK", "TKL", 772}, {"TL", "TLS", 626}, {"TM", "TKM", 795}, {"TN", "TUN", 788}, {"TO", "TON", 776}, {"TR", "TUR", 792},
	{"TT", "TTO", 780}, {"TV", "TUV", 798}, {"TW", "TWN", 158}, {"TZ", "TZA", 834}, {"UA", "UKR", 804}, {"UG", "UGA", 800},
	{"UM", "UMI", 581}, {"US", "USA", 840}, {"UY", "URY", 858}, {"UZ", "UZB", 860}, {"VA", "VAT", 336}, {"VC", "VCT", 670},
	{"VE", "VEN", 862}, {"VG", "VGB", 92}, {"VI", "VIR", 850}, {"VN", "VNM", 704}, {"VU", "VUT", 548}, {"WF", "WLF", 876},
	{"WS", "WSM", 882}, {"YE", "YEM", 887}, {"YT", "MYT", 175}, {"ZA", "ZAF", 710}, {"ZM", "ZMB", 894}, {"ZW", "ZWE", 716}
};
/* Names that the United Nations, the World Bank, Eurostat and CLDR write where ours is another. */
static const struct {
	const char *name;
	char alpha2[3];
} others[] = {
	{"Antigua & Barbuda", "AG"}, {"Bolivia (Plurinational State of)", "BO"}, {"Bosnia", "BA"}, {"Brunei Darussalam", "BN"},
	{"Cape Verde", "CV"}, {"Hong Kong SAR, China", "HK"}, {"China, Hong Kong Special Administrative Region", "HK"},
	{"China, Hong Kong SAR", "HK"}, {"China, Macao Special Administrative Region", "MO"}, {"China, Macao SAR", "MO"},
	{"Macao SAR, China", "MO"}, {"Congo, Rep.", "CG"}, {"Republic of the Congo", "CG"}, {"Congo, Dem. Rep.", "CD"}, {"Czech Republic", "CZ"},
	{"Democratic People's Republic of Korea", "KP"}, {"Korea, Dem. People's Rep.", "KP"}, {"Egypt, Arab Rep.", "EG"},
	{"Gambia, The", "GM"}, {"Holy See", "VA"}, {"Vatican City", "VA"}, {"Iran (Islamic Republic of)", "IR"}, {"Iran, Islamic Rep.", "IR"},
	{"Ivory Coast", "CI"}, {"Cote d'Ivoire", "CI"}, {"Korea, Rep.", "KR"}, {"Republic of Korea", "KR"}, {"Kyrgyz Republic", "KG"},
	{"Lao People's Democratic Republic", "LA"}, {"Lao PDR", "LA"}, {"Macedonia", "MK"}, {"Micronesia, Fed. Sts.", "FM"},
	{"Micronesia (Federated States of)", "FM"}, {"Republic of Moldova", "MD"}, {"Burma", "MM"}, {"State of Palestine", "PS"},
	{"West Bank and Gaza", "PS"}, {"Russian Federation", "RU"}, {"Sao Tome and Principe", "ST"}, {"Slovak Republic", "SK"},
	{"St. Kitts and Nevis", "KN"}, {"St. Lucia", "LC"}, {"St. Vincent and the Grenadines", "VC"}, {"Swaziland", "SZ"},
	{"Syrian Arab Republic", "SY"}, {"Trinidad & Tobago", "TT"}, {"Turkey", "TR"}, {"Turkiye", "TR"}, {"UK", "GB"},
	{"United Kingdom of Great Britain and Northern Ireland", "GB"}, {"Great Britain", "GB"}, {"United Republic of Tanzania", "TZ"},
	{"United States of America", "US"}, {"Venezuela, RB", "VE"}, {"Venezuela (Bolivarian Republic of)", "VE"}, {"Vietnam", "VN"},
	{"Yemen, Rep.", "YE"}, {"World", "W1"}, {"Rest of the world", "W1"}
};
/* clang-format on */
#define N(table) (sizeof(table) / sizeof(table)[0])

static const char *by_number(const char *text, size_t n)
{
	unsigned number = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return NULL;
		number = number * 10 + (unsigned)(text[i] - '0');
	}
	for (size_t i = 0; i < N(codes); i++)
		if (codes[i].number == number)
			return codes[i].alpha2;
	return NULL;
}

static const char *by_letters(const char *text, size_t n)
{
	for (size_t i = 0; i < N(codes); i++)
		if (strcasecmp(text, n == 2 ? codes[i].alpha2 : codes[i].alpha3) == 0)
			return codes[i].alpha2;
	return NULL;
}

static const char *by_name(const char *text)
{
	for (size_t i = 0; i < n_iso3166; i++)
		if (strcasecmp(text, iso3166[i].name) == 0)
			return iso3166[i].code;
	for (size_t i = 0; i < N(others); i++)
		if (strcasecmp(text, others[i].name) == 0)
			return others[i].alpha2;
	return NULL;
}

/* "RU-STA", "ru.sta": a region, of a country that there is. */
static bool read_region(const char *text, size_t n, char out[PARTY_CODE_MAX])
{
	char country[3] = {text[0], n > 1 ? text[1] : '\0', '\0'};

	if (n < 4 || n > 6 || (text[2] != '-' && text[2] != '.') || !by_letters(country, 2))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i != 2 && !isalnum((unsigned char)text[i]))
			return false;
		out[i] = i == 2 ? '.' : (char)toupper((unsigned char)text[i]);
	}
	out[n] = '\0';
	return true;
}

int partycode_read(const char *text, char out[PARTY_CODE_MAX])
{
	size_t n = strlen(text);
	const char *found = NULL;

	if (n == 2 && strcasecmp(text, "W1") == 0)
		found = "W1";
	else if (n && n <= 3 && isdigit((unsigned char)text[0]))
		found = by_number(text, n);
	else if (n == 2 || n == 3)
		found = by_letters(text, n);
	else if (read_region(text, n, out))
		return 0;
	if (!found)
		found = by_name(text);
	if (!found)
		return ERR_UNKNOWN;
	strcpy(out, found);
	return 0;
}
