/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/country.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PARTY_WORD_MAX 16

/* clang-format off */
const struct country_row country_rows[] = {
	{"AE", "United Arab Emirates|UAE|the Emirates", "Emirati|Emiratis|Arabic", "Abu Dhabi|Dubai"},
	{"AF", "Afghanistan", "Afghan|Afghans|Pashto|Dari", "Kabul"},
	{"AL", "Albania", "Albanian|Albanians", "Tirana"},
	{"AM", "Armenia", "Armenian|Armenians", "Yerevan"},
	{"AO", "Angola", "Angolan|Angolans", "Luanda"},
	{"AR", "Argentina|Argentine Republic", "Argentine|Argentines|Argentinian|Argentinians|Argentinean", "Buenos Aires"},
	{"AT", "Austria", "Austrian|Austrians", "Vienna"},
	{"AU", "Australia", "Australian|Australians", "Canberra"},
	{"AZ", "Azerbaijan|Republic of Azerbaijan", "Azerbaijani|Azerbaijanis|Azeri|Azeris", "Baku"},
	{"BA", "Bosnia and Herzegovina|Bosnia", "Bosnian|Bosnians", "Sarajevo"},
	{"BD", "Bangladesh", "Bangladeshi|Bangladeshis", "Dhaka"},
	{"BE", "Belgium", "Belgian|Belgians", "Brussels"},
	{"BG", "Bulgaria", "Bulgarian|Bulgarians", "Sofia"},
	{"BH", "Bahrain", "Bahraini|Bahrainis|Arabic", "Manama"},
	{"BN", "Brunei|Brunei Darussalam", "Bruneian|Bruneians", "Bandar Seri Begawan"},
	{"BO", "Bolivia", "Bolivian|Bolivians", "La Paz"},
	{"BR", "Brazil", "Brazilian|Brazilians", "Brasilia|Brasília"},
	{"BY", "Belarus|Republic of Belarus", "Belarusian|Belarusians|Belarussian", "Minsk"},
	{"CA", "Canada", "Canadian|Canadians", "Ottawa"},
	{"CD", "Democratic Republic of the Congo", "Congolese", "Kinshasa"},
	{"CH", "Switzerland", "Swiss", "Bern|Berne"},
	{"CI", "Côte d'Ivoire|Ivory Coast", "Ivorian|Ivorians", "Abidjan"},
	{"CL", "Chile", "Chilean|Chileans", "Santiago"},
	{"CM", "Cameroon", "Cameroonian|Cameroonians", "Yaounde"},
	{"CN", "China|People's Republic of China|PRC", "Chinese|Mandarin", "Beijing"},
	{"CO", "Colombia", "Colombian|Colombians", "Bogota|Bogotá"},
	{"CU", "Cuba", "Cuban|Cubans", "Havana"},
	{"CY", "Cyprus", "Cypriot|Cypriots", "Nicosia"},
	{"CZ", "Czechia|Czech Republic", "Czech|Czechs", "Prague"},
	{"DE", "Germany|Federal Republic of Germany", "German|Germans", "Berlin"},
	{"DK", "Denmark", "Danish|Danes", "Copenhagen"},
	{"DZ", "Algeria", "Algerian|Algerians|Arabic", "Algiers"},
	{"EC", "Ecuador", "Ecuadorian|Ecuadorians", "Quito"},
	{"EE", "Estonia", "Estonian|Estonians", "Tallinn"},
	{"EG", "Egypt|Arab Republic of Egypt", "Egyptian|Egyptians|Arabic", "Cairo"},
	{"ES", "Spain", "Spanish|Spaniards", "Madrid"},
	{"ET", "Ethiopia", "Ethiopian|Ethiopians|Amharic", "Addis Ababa"},
	{"FI", "Finland", "Finnish|Finns", "Helsinki"},
	{"FR", "France", "French", "Paris"},
	{"GB", "United Kingdom|UK|Britain|Great Britain", "British|Britons", "London"},
	{"GE", "Georgia|Republic of Georgia", "Georgian|Georgians", "Tbilisi"},
	{"GH", "Ghana", "Ghanaian|Ghanaians", "Accra"},
	{"GR", "Greece|Hellenic Republic", "Greek|Greeks", "Athens"},
	{"HK", "Hong Kong", "", ""},
	{"HR", "Croatia", "Croatian|Croatians|Croats", "Zagreb"},
	{"HU", "Hungary", "Hungarian|Hungarians", "Budapest"},
	{"ID", "Indonesia|Republic of Indonesia", "Indonesian|Indonesians|Bahasa Indonesia", "Jakarta"},
	{"IE", "Ireland", "Irish", "Dublin"},
	{"IL", "Israel", "Israeli|Israelis|Hebrew", "Jerusalem|Tel Aviv"},
	{"IN", "India|Republic of India", "Indian|Indians|Hindi", "New Delhi|Delhi"},
	{"IQ", "Iraq", "Iraqi|Iraqis|Arabic", "Baghdad"},
	{"IR", "Iran|Islamic Republic of Iran", "Iranian|Iranians|Persian|Farsi", "Tehran|Teheran"},
	{"IS", "Iceland", "Icelandic|Icelanders", "Reykjavik"},
	{"IT", "Italy", "Italian|Italians", "Rome"},
	{"JO", "Jordan", "Jordanian|Jordanians|Arabic", "Amman"},
	{"JP", "Japan", "Japanese", "Tokyo"},
	{"KE", "Kenya", "Kenyan|Kenyans|Swahili|Kiswahili", "Nairobi"},
	{"KG", "Kyrgyzstan|Kyrgyz Republic", "Kyrgyz|Kyrgyzstani|Kyrgyzstanis", "Bishkek"},
	{"KH", "Cambodia", "Cambodian|Cambodians|Khmer", "Phnom Penh"},
	{"KP", "North Korea|DPRK", "North Korean|North Koreans", "Pyongyang"},
	{"KR", "South Korea|Republic of Korea|Korea", "South Korean|South Koreans|Korean|Koreans", "Seoul"},
	{"KW", "Kuwait", "Kuwaiti|Kuwaitis|Arabic", "Kuwait City"},
	{"KZ", "Kazakhstan|Republic of Kazakhstan", "Kazakh|Kazakhs|Kazakhstani|Kazakhstanis", "Astana|Nur-Sultan|Almaty"},
	{"LA", "Laos", "Lao|Laotian|Laotians", "Vientiane"},
	{"LB", "Lebanon", "Lebanese|Arabic", "Beirut"},
	{"LK", "Sri Lanka", "Sri Lankan|Sri Lankans", "Colombo"},
	{"LT", "Lithuania", "Lithuanian|Lithuanians", "Vilnius"},
	{"LU", "Luxembourg", "Luxembourgish", ""},
	{"LV", "Latvia", "Latvian|Latvians", "Riga"},
	{"LY", "Libya", "Libyan|Libyans|Arabic", "Tripoli"},
	{"MA", "Morocco", "Moroccan|Moroccans|Arabic", "Rabat"},
	{"MD", "Moldova|Republic of Moldova", "Moldovan|Moldovans", "Chisinau|Chișinău"},
	{"ME", "Montenegro", "Montenegrin|Montenegrins", "Podgorica"},
	{"MK", "North Macedonia", "Macedonian|Macedonians", "Skopje"},
	{"MM", "Myanmar", "Burmese", "Naypyidaw"},
	{"MN", "Mongolia", "Mongolian|Mongolians", "Ulaanbaatar|Ulan Bator"},
	{"MX", "Mexico", "Mexican|Mexicans", "Mexico City"},
	{"MY", "Malaysia", "Malaysian|Malaysians", "Kuala Lumpur|Putrajaya"},
	{"MZ", "Mozambique", "Mozambican|Mozambicans", "Maputo"},
	{"NA", "Namibia", "Namibian|Namibians", "Windhoek"},
	{"NG", "Nigeria", "Nigerian|Nigerians", "Abuja"},
	{"NL", "Netherlands|Holland", "Dutch", "The Hague|Amsterdam"},
	{"NO", "Norway", "Norwegian|Norwegians", "Oslo"},
	{"NP", "Nepal", "Nepali|Nepalis|Nepalese", "Kathmandu"},
	{"NZ", "New Zealand", "New Zealander|New Zealanders", "Wellington"},
	{"OM", "Oman", "Omani|Omanis|Arabic", "Muscat"},
	{"PE", "Peru", "Peruvian|Peruvians", "Lima"},
	{"PH", "Philippines", "Philippine|Filipino|Filipinos", "Manila"},
	{"PK", "Pakistan", "Pakistani|Pakistanis|Urdu", "Islamabad"},
	{"PL", "Poland", "Polish|Poles", "Warsaw"},
	{"PS", "Palestine", "Palestinian|Palestinians|Arabic", "Ramallah"},
	{"PT", "Portugal", "Portuguese", "Lisbon"},
	{"PY", "Paraguay", "Paraguayan|Paraguayans", "Asuncion"},
	{"QA", "Qatar", "Qatari|Qataris|Arabic", "Doha"},
	{"RO", "Romania", "Romanian|Romanians", "Bucharest"},
	{"RS", "Serbia", "Serbian|Serbians|Serbs", "Belgrade"},
	{"RU", "Russia|Russian Federation", "Russian|Russians", "Moscow"},
	{"SA", "Saudi Arabia|Kingdom of Saudi Arabia", "Saudi|Saudis|Saudi Arabian|Arabic", "Riyadh"},
	{"SD", "Sudan", "Sudanese|Arabic", "Khartoum"},
	{"SE", "Sweden", "Swedish|Swedes", "Stockholm"},
	{"SG", "Singapore", "Singaporean|Singaporeans", ""},
	{"SI", "Slovenia", "Slovenian|Slovenians|Slovene|Slovenes", "Ljubljana"},
	{"SK", "Slovakia", "Slovak|Slovaks", "Bratislava"},
	{"SN", "Senegal", "Senegalese", "Dakar"},
	{"SY", "Syria", "Syrian|Syrians|Arabic", "Damascus"},
	{"TH", "Thailand", "Thai|Thais", "Bangkok"},
	{"TJ", "Tajikistan", "Tajik|Tajiks|Tajikistani", "Dushanbe"},
	{"TM", "Turkmenistan", "Turkmen|Turkmens", "Ashgabat"},
	{"TN", "Tunisia", "Tunisian|Tunisians|Arabic", "Tunis"},
	{"TR", "Türkiye|Turkey|Turkiye|Republic of Türkiye", "Turkish|Turks", "Ankara|Istanbul"},
	{"TW", "Taiwan", "Taiwanese", "Taipei"},
	{"TZ", "Tanzania", "Tanzanian|Tanzanians", "Dar es Salaam|Dodoma"},
	{"UA", "Ukraine", "Ukrainian|Ukrainians", "Kyiv|Kiev"},
	{"UG", "Uganda", "Ugandan|Ugandans", "Kampala"},
	{"US", "United States|United States of America|US|U.S.|USA|America", "American|Americans", "Washington"},
	{"UY", "Uruguay", "Uruguayan|Uruguayans", "Montevideo"},
	{"UZ", "Uzbekistan|Republic of Uzbekistan", "Uzbek|Uzbeks|Uzbekistani", "Tashkent|Samarkand"},
	{"VE", "Venezuela", "Venezuelan|Venezuelans", "Caracas"},
	{"VN", "Vietnam|Viet Nam", "Vietnamese", "Hanoi|Ho Chi Minh City"},
	{"YE", "Yemen", "Yemeni|Yemenis|Arabic", "Sanaa"},
	{"ZA", "South Africa", "South African|South Africans", "Pretoria"},
	{"ZM", "Zambia", "Zambian|Zambians", "Lusaka"},
	{"ZW", "Zimbabwe", "Zimbabwean|Zimbabweans", "Harare"},
	{"EAEU", "Eurasian Economic Union|EAEU|EEU", "", ""},
	{"EU", "European Union|EU", "", ""},
	{"ASEAN", "ASEAN|Association of Southeast Asian Nations", "", ""},
	{"CIS", "CIS|Commonwealth of Independent States", "", ""},
	{"GCC", "GCC|Gulf Cooperation Council", "", ""},
	{"OTS", "OTS|Organization of Turkic States|Organisation of Turkic States", "", ""},
	{"RU.TA", "Tatarstan|Republic of Tatarstan", "Tatarstani|Tatar", "Kazan"},
	{"RU.BA", "Bashkortostan|Bashkiria", "Bashkir", "Ufa"},
	{"RU.STA", "Stavropol Krai|Stavropol Territory|Stavropol", "", ""},
	{"RU.DA", "Dagestan", "Dagestani", "Makhachkala"},
	{"RU.SPE", "Saint Petersburg|St. Petersburg|St Petersburg", "", ""},
	{"RU.AST", "Astrakhan Oblast|Astrakhan Region|Astrakhan", "", ""},
	{"RU.SVE", "Sverdlovsk Oblast|Sverdlovsk Region", "", "Yekaterinburg"},
	{"RU.PRI", "Primorye|Primorsky Krai", "", "Vladivostok"},
	{"RU.CHE", "Chelyabinsk Oblast|Chelyabinsk Region|Chelyabinsk", "", ""},
	{"RU.TYU", "Tyumen Oblast|Tyumen Region|Tyumen", "", ""},
	{"RU.OMS", "Omsk Oblast|Omsk Region|Omsk", "", ""},
	{"RU.ORE", "Orenburg Oblast|Orenburg Region|Orenburg", "", ""},
	{"CN.XJ", "Xinjiang", "", "Urumqi"},
	{"CN.HL", "Heilongjiang", "", "Harbin"},
	{"DE.BY", "Bavaria", "Bavarian|Bavarians", "Munich"},
	{.code = NULL},
};
/* clang-format on */

bool country_is_a(const char *code, const char *word, size_t n)
{
	static const struct {
		const char *word, *codes; /* of which one may be called so; the word's plural too */
	} rows[] = {
	    {"kingdom", "BE BH BT DK ES GB JO KH LS MA NL NO SA SE SZ TH TO "},
	    {"emirate", "AE KW QA "},
	    {"union", "EAEU EU "},
	    {"bloc", "EAEU EU ASEAN CIS GCC "},
	    {"federation", "RU "},
	};
	char key[PARTY_WORD_MAX];
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t k = strlen(rows[i].word);
		if ((n != k && n != k + 1) || strncasecmp(rows[i].word, word, k) != 0)
			continue;
		int len = snprintf(key, sizeof key, "%s ", code);
		return len > 0 && (size_t)len < sizeof key && strstr(rows[i].codes, key) != NULL;
	}
	return false;
}

const char *country_money(const char *code, const char *currency)
{
	static const struct {
		const char *currency, *code, *own; /* the currency that the bare name is read as; a country with another of that name */
	} rows[] = {
	    {"IRR", "IR", "IRR"}, {"IRR", "OM", "OMR"}, {"IRR", "YE", "YER"}, {"SAR", "SA", "SAR"}, {"SAR", "QA", "QAR"},
	    {"SAR", "YE", "YER"}, {"INR", "IN", "INR"}, {"INR", "PK", "PKR"}, {"INR", "LK", "LKR"}, {"INR", "NP", "NPR"},
	    {"INR", "MU", "MUR"}, {"INR", "MV", "MVR"}, {"RUB", "RU", "RUB"}, {"RUB", "BY", "BYN"}, {"AZN", "AZ", "AZN"},
	    {"AZN", "TM", "TMT"}, {"GBP", "GB", "GBP"}, {"GBP", "EG", "EGP"}, {"GBP", "SY", "SYP"}, {"GBP", "LB", "LBP"},
	    {"GBP", "SD", "SDG"}, {"AED", "AE", "AED"}, {"AED", "MA", "MAD"}, {"KRW", "KR", "KRW"}, {"KRW", "KP", "KPW"},
	    {"NOK", "NO", "NOK"}, {"NOK", "DK", "DKK"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (strcmp(rows[i].currency, currency) == 0 && strcmp(rows[i].code, code) == 0)
			return rows[i].own;
	return NULL;
}

const struct country_office country_offices[] = {
    {"AM", "Armstat"},
    {"AR", "INDEC"},
    {"AU", "Australian Bureau of Statistics"},
    {"AZ", "Azstat"},
    {"BE", "Statbel"},
    {"BR", "IBGE|Secex"},
    {"BY", "Belstat"},
    {"CA", "Statistics Canada|StatCan"},
    {"CO", "DANE"},
    {"DE", "Destatis"},
    {"DK", "Statistics Denmark"},
    {"EE", "Statistics Estonia"},
    {"FI", "Statistics Finland"},
    {"FR", "INSEE"},
    {"GB", "HMRC"},
    {"GE", "Geostat"},
    {"GR", "ELSTAT"},
    {"ID", "BPS"},
    {"IT", "Istat"},
    {"KG", "Kyrgyzstat"},
    {"KR", "KOSTAT"},
    {"KZ", "Kazstat"},
    {"LT", "Statistics Lithuania"},
    {"LU", "STATEC"},
    {"ME", "Monstat"},
    {"MX", "INEGI"},
    {"NL", "Statistics Netherlands"},
    {"NO", "Statistics Norway"},
    {"NZ", "Stats NZ"},
    {"PL", "Statistics Poland"},
    {"RU", "Rosstat"},
    {"SE", "Statistics Sweden"},
    {"TJ", "TajStat"},
    {"TM", "Turkmenstat"},
    {"TR", "TurkStat|Turkstat|TUIK|TÜİK"},
    {"UA", "Ukrstat"},
    {"UZ", "Uzstat"},
    {"ZA", "Stats SA"},
    {.code = NULL},
};

void country_fiscal_start(const char *code, unsigned *month, unsigned *day)
{
	static const struct {
		const char *code;
		unsigned month, day;
	} rows[] = {
	    {"IN", 4, 1},  {"PK", 7, 1}, {"BD", 7, 1}, {"EG", 7, 1}, {"NP", 7, 16}, {"MM", 4, 1}, {"ET", 7, 8}, {"IR", 3, 20},
	    {"AF", 3, 21}, {"JP", 4, 1}, {"NZ", 7, 1}, {"AU", 7, 1}, {"BT", 7, 1},  {"UG", 7, 1}, {"TZ", 7, 1}, {"KE", 7, 1},
	};
	*month = *day = 1;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (strncmp(rows[i].code, code, 2) == 0 && (code[2] == '\0' || code[2] == '.')) {
			*month = rows[i].month;
			*day = rows[i].day;
		}
}
