/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of reports: one row at least for each of its rules, whole reports with what is to be found in them (tests/read), and texts that are none.
 * The words are those of the real plugins in $COOPD_BUILD.
 */
#include "read/prose.h"

#include "base/bound.h"
#include "base/date.h"
#include "plug/plug.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static struct catalogue *catalogue;
static struct prose *prose;
static struct plug *plugs[64];
static size_t n_plugs;

static struct prose_options options_of(const char *published, const char *pair, const char *party)
{
	struct prose_options o = {.published = DATE_NONE, .party = party};
	const char *dash = strchr(pair, '-');
	if (*published)
		assert_int_equal(date_parse(published, strlen(published), &o.published), 0);
	snprintf(o.pair.ref, sizeof o.pair.ref, "%.*s", (int)(dash - pair), pair);
	snprintf(o.pair.cpt, sizeof o.pair.cpt, "%s", dash + 1);
	return o;
}

static struct reading read_text(const char *text, size_t n, const struct prose_options *o)
{
	struct reading r = {0};
	struct err err;
	if (prose_read(prose, text, n, o, &r, &err) != 0)
		fail_msg("%s", err.text);
	return r;
}

/* "AZ-RU/trade/turnover 2023 nearly 4400000000 A" */
static void figure_text(const struct figure_read *f, char *out, size_t cap)
{
	char series[READING_SERIES_MAX], period[PERIOD_TEXT_MAX], high[40] = "";
	reading_series(f, series);
	period_format(&f->period, period);
	if (f->bound == BOUND_RANGE)
		snprintf(high, sizeof high, "..%.12g", f->high);
	snprintf(out, cap, "%s %s %s %.12g%s %c", series, period, bound_name(f->bound), f->value, high, f->status);
}

/* Rules ------------------------------------------------------------------------------------------------------------------ */

/* Each row: a text of 15 June 2024 about AZ-TR by AZ, and what is read in it, one figure a line. */
static const struct {
	const char *text, *wanted;
} rows[] = {
    /* What the number is. */
    {"Exports to Türkiye rose by 12 per cent in 2023.", "AZ-TR/trade/exports_growth 2023 eq 12 A\n"},
    {"In 2023 there was a 12-percent fall in imports from Türkiye.", "AZ-TR/trade/imports_growth 2023 eq -12 A\n"},
    {"Bilateral trade was 3.5% less in 2023 than a year earlier.", "AZ-TR/trade/turnover_growth 2023 eq -3.5 A\n"},
    {"In 2023 trade turnover amounted to 92 per cent of the level of 2022.", "AZ-TR/trade/turnover_growth 2023 eq -8 A\n"},
    {"In 2023 mutual trade more than doubled year on year.", "AZ-TR/trade/turnover_growth 2023 gt 100 A\n"},
    {"Freight traffic grew 1.4 times in 2023.", "AZ-TR/transport/freight_growth 2023 eq 40 A\n"},
    {"Trade turnover was $7 billion in 2023 (+4.5%).",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 4.5 A\n"},
    {"In 2023 exports and imports both shrank, exports by 3 per cent and imports by a quarter.",
     "AZ-TR/trade/exports_growth 2023 eq -3 A\nAZ-TR/trade/imports_growth 2023 eq -25 A\n"},
    {"Trade turnover climbed by a fifth in 2023, to $7 billion.",
     "AZ-TR/trade/turnover_growth 2023 eq 20 A\nAZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"Growth of exports came to 8 per cent in 2023.", "AZ-TR/trade/exports_growth 2023 eq 8 A\n"},
    {"In 2023 trade turnover reached 5 billion manats ($2.9 billion).",
     "AZ-TR/trade/turnover_azn 2023 eq 5000000000 A\nAZ-TR/trade/turnover 2023 eq 2900000000 A\n"},
    {"In 2023 Türkiye accounted for 15.2 per cent of Azerbaijan's foreign trade.", "AZ-TR/trade/share 2023 eq 15.2 A\n"},
    {"The volume of bilateral trade fell from $7.5 billion in 2022 to $7 billion in 2023.",
     "AZ-TR/trade/turnover 2022 eq 7500000000 A\nAZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    /* Hedges and numbers. */
    {"In 2023 trade exceeded $7 billion.", "AZ-TR/trade/turnover 2023 gt 7000000000 A\n"},
    {"In 2023 trade approached $7 billion.", "AZ-TR/trade/turnover 2023 nearly 7000000000 A\n"},
    {"In 2023 trade was no more than $7 billion.", "AZ-TR/trade/turnover 2023 le 7000000000 A\n"},
    {"In 2023 trade was between $6 billion and $7 billion.", "AZ-TR/trade/turnover 2023 range 6000000000..7000000000 A\n"},
    {"In 2023 Türkiye received 1 million 40 thousand visitors from Azerbaijan.", "TR-AZ/tourism/arrivals 2023 eq 1040000 A\n"},
    {"In 2023 trade passed the $7 billion mark.", "AZ-TR/trade/turnover 2023 gt 7000000000 A\n"},
    {"In 2023 trade was half a billion dollars.", "AZ-TR/trade/turnover 2023 eq 500000000 A\n"},
    {"One hundred and twenty flights a week connect the two.", "AZ-TR/transport/flights_weekly 2024-06-15 exact 120 A\n"},
    {"Exports to Türkiye were $1.2 billion (2022: $1.1 billion) in 2023.",
     "AZ-TR/trade/exports 2023 eq 1200000000 A\nAZ-TR/trade/exports 2022 eq 1100000000 A\n"},
    /* Periods. */
    {"Trade turnover was $3 billion in January-May 2024.", "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"},
    {"Last year trade turnover was $7 billion.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"In the first quarter trade turnover was $1 billion.", "AZ-TR/trade/turnover 2024-Q1 eq 1000000000 A\n"},
    {"In May trade turnover was $1 billion.", "AZ-TR/trade/turnover 2024-05 eq 1000000000 A\n"},
    {"In four months of this year trade turnover was $1 billion.", "AZ-TR/trade/turnover 2024-01-01/P4M eq 1000000000 A\n"},
    {"H2 2023 brought a trade turnover of $4 billion.", "AZ-TR/trade/turnover 2023-S2 eq 4000000000 A\n"},
    {"In 11M2023 trade turnover was $6 billion.", "AZ-TR/trade/turnover 2023-01-01/P11M eq 6000000000 A\n"},
    {"In 2022 trade turnover was $6 billion. It came to $7 billion in the following year 2023, 17 per cent more than in 2022.",
     "AZ-TR/trade/turnover 2022 eq 6000000000 A\nAZ-TR/trade/turnover 2023 eq 7000000000 A\n"
     "AZ-TR/trade/turnover_growth 2023 eq 17 A\n"},
    {"As of 1 May 2024, 120 companies with Turkish capital work in Azerbaijan.",
     "AZ-TR/investment/inward_companies 2024-05-01 exact 120 A\n"},
    {"Over the past year, over 300,000 tourists from Türkiye visited Azerbaijan.", "AZ-TR/tourism/arrivals 2023 gt 300000 A\n"},
    {"In January-May 2024 exports to Türkiye were $500 million, up from $400 million in the same period of last year.",
     "AZ-TR/trade/exports 2024-01-01/P5M eq 500000000 A\nAZ-TR/trade/exports 2023-01-01/P5M eq 400000000 A\n"},
    {"In the year to March 2024 trade turnover was $7 billion.", "AZ-TR/trade/turnover 2023-04-01/P12M eq 7000000000 A\n"},
    {"Since the beginning of the year 21,000 Turkish visitors have come to Azerbaijan.", ""},
    {"A visit took place.\nKey figures for 2023:\n- Trade turnover: $7 billion (+4.5%)\n- Exports to Türkiye: $3 billion",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 4.5 A\nAZ-TR/trade/exports 2023 eq 3000000000 A\n"},
    {"In 2023 trade\nwas nearly $7\nbillion.", "AZ-TR/trade/turnover 2023 nearly 7000000000 A\n"},
    {"Trade was brisk in 2023, when it reached $7 billion; in 2022 it had stood at $6 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover 2022 eq 6000000000 A\n"},
    {"In the first quarter of 2023 trade was $1 billion; this year's figure for the same period was $2 billion.",
     "AZ-TR/trade/turnover 2023-Q1 eq 1000000000 A\nAZ-TR/trade/turnover 2024-Q1 eq 2000000000 A\n"},
    /* Aims and forecasts. */
    {"The sides aim to bring trade turnover to $15 billion by 2030.", "AZ-TR/trade/turnover 2030 eq 15000000000 T\n"},
    {"Trade turnover is expected to reach $8 billion in 2024.", "AZ-TR/trade/turnover 2024 eq 8000000000 F\n"},
    {"The sides aim to bring trade turnover to $15 billion.", ""},
    {"The sides will raise trade from less than $7 billion to $15 billion by 2030.", "AZ-TR/trade/turnover 2030 eq 15000000000 T\n"},
    {"In 2023 Azerbaijan sold 1.1 million tons of goods to Türkiye.", ""},
    {"Exports to Türkiye, which the sides plan to double, were $3 billion in 2023.", "AZ-TR/trade/exports 2023 eq 3000000000 A\n"},
    /* Whose it is. */
    {"Azerbaijan's exports to Türkiye ($4.2 billion) exceeded its imports ($2.8 billion) in 2023.",
     "AZ-TR/trade/exports 2023 eq 4200000000 A\nAZ-TR/trade/imports 2023 eq 2800000000 A\n"},
    {"In 2023 Turkish exports to Azerbaijan were $3 billion.", "AZ-TR/trade/imports 2023 eq 3000000000 A\n"},
    {"According to the Turkish statistics, exports to Azerbaijan were $3 billion in 2023.", "TR-AZ/trade/exports 2023 eq 3000000000 A\n"},
    {"In 2023 Azerbaijan supplied Türkiye with 9.5 billion cubic metres of gas.", "AZ-TR/energy/gas 2023 eq 9500000000 A\n"},
    {"In 2023 Türkiye bought 2 million tonnes of oil from Azerbaijan.", "AZ-TR/energy/oil 2023 eq 2000000 A\n"},
    {"Turkish companies have invested $16 billion in Azerbaijan so far.", "AZ-TR/investment/inward_stock 2024-06-15 eq 16000000000 A\n"},
    {"In 2023 Azerbaijan's direct investment in Türkiye amounted to $400 million.", "AZ-TR/investment/outward_flow 2023 eq 400000000 A\n"},
    {"About 9,000 Azerbaijani students study at Turkish universities.", "AZ-TR/education/students_abroad 2024-06-15 about 9000 A\n"},
    {"Türkiye offers Azerbaijan 120 scholarships for 2024.", "AZ-TR/education/scholarships 2024 exact 120 A\n"},
    {"About 4,000 Azerbaijanis study in Türkiye.", "AZ-TR/education/students_abroad 2024-06-15 about 4000 A\n"},
    {"46 Azerbaijani schools teach Turkish.", "AZ-TR/education/schools 2024-06-15 exact 46 A\n"},
    {"Türkiye was Azerbaijan's third-largest trading partner in 2022 with a share of 14 per cent in its foreign trade.",
     "AZ-TR/trade/partner_rank 2022 exact 3 A\nAZ-TR/trade/share 2022 eq 14 A\n"},
    {"In Baku 3,200 Azerbaijanis learn Turkish.", "AZ-TR/education/language_learners 2024-06-15 eq 3200 A\n"},
    {"In 2023 Turkish goods for $3 billion were imported.", "AZ-TR/trade/imports 2023 eq 3000000000 A\n"},
    /* Ranks and editions. */
    {"Türkiye is Azerbaijan's third-largest trading partner.", "AZ-TR/trade/partner_rank 2023 exact 3 A\n"},
    {"Azerbaijan is among the top ten suppliers of agricultural products to Türkiye.", "TR-AZ/agriculture/supplier_rank 2023 le 10 A\n"},
    {"Türkiye was second only to Russia as a source of visitors to Azerbaijan in 2022.", "AZ-TR/tourism/source_rank 2022 exact 2 A\n"},
    {"Türkiye takes fourth place among Azerbaijan's trading partners.", "AZ-TR/trade/partner_rank 2023 exact 4 A\n"},
    {"Türkiye is the number one source of tourists for Azerbaijan.", "AZ-TR/tourism/source_rank 2023 exact 1 A\n"},
    {"The 12th meeting of the joint intergovernmental commission was held in Baku on Friday.",
     "AZ-TR/framework/meeting_number 2024-06-14 exact 12 A\n"},
    {"The 13th meeting of the joint intergovernmental commission will be held in Ankara.", ""},
    /* Lists. */
    {"In 2023 exports and imports came to $3 billion and $4 billion, respectively.",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\nAZ-TR/trade/imports 2023 eq 4000000000 A\n"},
    {"Branches of Ege University and Ankara University work in Baku.", "AZ-TR/education/university_branches 2024-06-15 ge 2 A\n"},
    /* What came before. */
    {"In 2023 trade turnover was $7 billion. In January-May 2024 it reached $3 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"},
    /* What is no figure. */
    {"In 2023 exports of textiles to Türkiye were $3 million.", ""},
    {"In 2023 trade with the rest of the world grew by 5 per cent.", ""},
    {"Azerbaijan's share in imports rose by 2 percentage points in 2023.", ""},
    {"Since 2015 trade turnover has grown by 12 per cent a year on average.", ""},
    {"Between 2020 and 2023 trade turnover doubled.", ""},
    {"In 2023 a loan of $500 million was agreed on after trade talks.", ""},
    {"The delegation saw Pavilion 3, stayed 4 days and met 55 exhibitors.", ""},
    {"In 2023 trade rose by $200 million.", ""},
    {"The note gave trade in 2023 as $9 billion by mistake.", ""},
    {"In 2023 trade turnover was 20 per cent below the record of 2011.", ""},
    {"Wine exports to Türkiye hit $20 million in 2023.", ""},
    {"Freight traffic fell by 11 per cent, or 25,000 tonnes, to 200,000 tonnes in 2023.",
     "AZ-TR/transport/freight_growth 2023 eq -11 A\nAZ-TR/transport/freight 2023 eq 200000 A\n"},
    {"In Türkiye 35 schools teach Azerbaijani, and 3,500 pupils learn it.",
     "TR-AZ/education/schools 2024-06-15 exact 35 A\nTR-AZ/education/language_learners 2024-06-15 eq 3500 A\n"},
    {"In 2023 Azerbaijan shipped goods worth $9 million to Türkiye and spent $5 million on advertising.",
     "AZ-TR/trade/exports 2023 eq 9000000 A\n"},
    {"In 2023 exports to Türkiye were $100 million. A year earlier they had been $90 million.",
     "AZ-TR/trade/exports 2023 eq 100000000 A\nAZ-TR/trade/exports 2022 eq 90000000 A\n"},
    {"There are two more flights a week from Baku.", ""},
    {"In the years 2019-2023 the two countries signed 22 agreements.", ""},
    {"Imports exceeded exports by $35 million in 2023.", ""},
    {"The festival brought 40,000 visitors to Baku in 2023.", ""},
    {"In 2023 only 5,000 of the 90,000 visitors to the fair came from Türkiye.", ""},
    /* What a number is compared with, and what it is not. */
    {"Compared with 2015 exports to Türkiye doubled in 2023.", ""},
    {"In 2023 trade was $7 billion, 4 per cent up on 2022 and 60 per cent above the level of 2018.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 4 A\n"},
    {"Compared with the same period of 2019, trade grew by 30 per cent in January-May 2024.", ""},
    {"In January-May 2024 trade was $3 billion, an increase of a third on the same period of last year.",
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\nAZ-TR/trade/turnover_growth 2024-01-01/P5M eq 33.3333333333 A\n"},
    {"In 2023 trade did not reach $7 billion.", ""},
    {"In 2023 trade was $7 billion. The bridge, planned for 2026, will cost $40 million.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"In 2023 trade was $7 billion. A tunnel is expected to take $40 million by 2026.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"Türkiye does not rank among the top five suppliers of agricultural products to Azerbaijan.", ""},
    {"In 2023 Türkiye ranked first among Azerbaijan's trading partners.", "AZ-TR/trade/partner_rank 2023 exact 1 A\n"},
    {"In May 90,000 vehicles crossed the border, including 8,000 lorries.", "AZ-TR/transport/crossings 2024-05 eq 90000 A\n"},
    {"Under the 2021 treaty, 700 tractors were assembled jointly in the first quarter of 2024.",
     "AZ-TR/industry/vehicles_assembled 2024-Q1 exact 700 A\n"},
    {"Trade turnover, which the agreement of 2020 was to double, came to $7 billion last year.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"Freight carried by rail between the two came to 2 million tonnes in 2023.", "AZ-TR/transport/rail_freight 2023 eq 2000000 A\n"},
    {"In 2023, 2 million tonnes of goods were carried by road between the two.", "AZ-TR/transport/road_freight 2023 eq 2000000 A\n"},
    /* What is not said again. */
    {"Exports to Türkiye were worth 3 billion euros in 2023, and imports from Türkiye stood at 4 billion.",
     "AZ-TR/trade/exports_eur 2023 eq 3000000000 A\nAZ-TR/trade/imports_eur 2023 eq 4000000000 A\n"},
    {"In 2023 exports and imports fell by 3 and 4 per cent respectively, to 5.1 billion and 6.2 billion dollars.",
     "AZ-TR/trade/exports_growth 2023 eq -3 A\nAZ-TR/trade/imports_growth 2023 eq -4 A\n"
     "AZ-TR/trade/exports 2023 eq 5100000000 A\nAZ-TR/trade/imports 2023 eq 6200000000 A\n"},
    {"In 2023 exports rose 9 per cent year on year, imports 4 per cent.",
     "AZ-TR/trade/exports_growth 2023 eq 9 A\nAZ-TR/trade/imports_growth 2023 eq 4 A\n"},
    {"Sea freight in Q1 2024: 2 million tonnes (Q1 2023: 1.5 million tonnes).",
     "AZ-TR/transport/sea_freight 2024-Q1 eq 2000000 A\nAZ-TR/transport/sea_freight 2023-Q1 eq 1500000 A\n"},
    {"1,200 Azerbaijanis now study in Türkiye, and 340 Turks in Azerbaijan.",
     "AZ-TR/education/students_abroad 2024-06-15 eq 1200 A\nTR-AZ/education/students_abroad 2024-06-15 exact 340 A\n"},
    {"In 2022 Azerbaijan received 120,000 visitors from Türkiye. In 2023 there were 150,000.",
     "AZ-TR/tourism/arrivals 2022 eq 120000 A\nAZ-TR/tourism/arrivals 2023 eq 150000 A\n"},
    {"In 2023 80,000 Turks visited Azerbaijan. In January-March 2024 another 12,000 came.",
     "AZ-TR/tourism/arrivals 2023 eq 80000 A\nAZ-TR/tourism/arrivals 2024-Q1 eq 12000 A\n"},
    {"In 2023 80,000 tourists from Türkiye visited Azerbaijan, a quarter more than in 2022.",
     "AZ-TR/tourism/arrivals 2023 eq 80000 A\nAZ-TR/tourism/arrivals_growth 2023 eq 25 A\n"},
    {"In 2023 $3 billion were Azerbaijan's exports and $4 billion its imports.",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\nAZ-TR/trade/imports 2023 eq 4000000000 A\n"},
    {"Accumulated Turkish investment at the end of March 2024: USD 9 bn. Pledges for the coming years: USD 5 bn.",
     "AZ-TR/investment/inward_stock 2024-03-31 eq 9000000000 A\n"},
    {"In 2023 trade was 7 bn. Turkish lira.", "AZ-TR/trade/turnover_try 2023 eq 7000000000 A\n"},
    {"Target: trade of USD 15 billion by 2030.", "AZ-TR/trade/turnover 2030 eq 15000000000 T\n"},
    {"In January-May 2024 trade was $3 billion, i.e. 5 per cent more than in the same period of 2023.",
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\nAZ-TR/trade/turnover_growth 2024-01-01/P5M eq 5 A\n"},
    {"Total trade therefore came to $7 billion in 2023.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    /* Who counts, and when. */
    {"The Turkish side put mutual trade at $8 billion in 2023.", "TR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"According to the Bank of Türkiye, exports to Azerbaijan were $3 billion in 2023.", "TR-AZ/trade/exports 2023 eq 3000000000 A\n"},
    {"12 flights a week link the two countries; a year ago there were 9.",
     "AZ-TR/transport/flights_weekly 2024-06-15 exact 12 A\nAZ-TR/transport/flights_weekly 2023-06-15 exact 9 A\n"},
    {"Accumulated Turkish investment was $9 billion at the end of 2023, and 120 companies with Turkish capital operate in Azerbaijan.",
     "AZ-TR/investment/inward_stock 2023 eq 9000000000 A\nAZ-TR/investment/inward_companies 2024-06-15 exact 120 A\n"},
    {"The joint intergovernmental commission held its 12th session in Baku on 4 June.",
     "AZ-TR/framework/meeting_number 2024-06-04 exact 12 A\n"},
    {"The joint intergovernmental commission met for the 12th time on 4 June.", "AZ-TR/framework/meeting_number 2024-06-04 exact 12 A\n"},
    {"The joint intergovernmental commission held its 11th session last autumn.", ""},
    {"In 2023 Azerbaijan supplied Türkiye with 2 TWh of electricity, three times as much as it received.",
     "AZ-TR/energy/electricity 2023 eq 2000000000 A\n"},
    {"In May 2024 some 4,000 vehicles crossed the border at Sarpi on an average day.", ""},
    {"About 4,000 Azerbaijanis study in Türkiye. The other way, the number is 700.",
     "AZ-TR/education/students_abroad 2024-06-15 about 4000 A\nTR-AZ/education/students_abroad 2024-06-15 exact 700 A\n"},
    {"Accumulated Turkish investment stood at $9 billion as of end-March.", "AZ-TR/investment/inward_stock 2024-03-31 eq 9000000000 A\n"},
    {"In 2023 exports were 40 million kronor.", "AZ-TR/trade/exports_sek 2023 eq 40000000 A\n"},
    {"In 2023 a surplus of Azerbaijan turned into a deficit of $2 billion.", "AZ-TR/trade/balance 2023 eq -2000000000 A\n"},
    {"Trade passed $7 billion in 2023, rising by 5 per cent over 2022.",
     "AZ-TR/trade/turnover 2023 gt 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 5 A\n"},
    {"The sides agreed to sign a memorandum and to hold the 13th meeting of the joint commission in Ankara.", ""},
    {"80 joint investment projects in Türkiye worth $2 billion are under way.",
     "AZ-TR/investment/projects 2024-06-15 exact 80 A\nAZ-TR/investment/projects_value 2024-06-15 eq 2000000000 A\n"},
    {"The sides aim for trade of between 10 and 12 billion dollars by 2030.",
     "AZ-TR/trade/turnover 2030 range 10000000000..12000000000 T\n"},
    {"Some 140 companies with Azerbaijani capital are registered in Türkiye; they had invested a total of $2 billion by the end of 2023.",
     "AZ-TR/investment/outward_companies 2024-06-15 about 140 A\nAZ-TR/investment/outward_stock 2023 eq 2000000000 A\n"},
    {"Azerbaijanis travelling to Türkiye numbered 90,000 in 2023.", "TR-AZ/tourism/arrivals 2023 eq 90000 A\n"},
    {"On learning: 320 Azerbaijani students are enrolled in Turkish universities.",
     "AZ-TR/education/students_abroad 2024-06-15 exact 320 A\n"},
    {"Last month trade was $1 billion.", "AZ-TR/trade/turnover 2024-05 eq 1000000000 A\n"},
    {"By rail, 2 million tonnes of cargo were moved between the two in 2023.", "AZ-TR/transport/rail_freight 2023 eq 2000000 A\n"},
    {"In the first quarter of 2024 trade was $2 billion, more than in the same period last year ($1.8 billion).",
     "AZ-TR/trade/turnover 2024-Q1 eq 2000000000 A\nAZ-TR/trade/turnover 2023-Q1 eq 1800000000 A\n"},
    {"In 2023 80,000 citizens of Türkiye visited Azerbaijan (+9%).",
     "AZ-TR/tourism/arrivals 2023 eq 80000 A\nAZ-TR/tourism/arrivals_growth 2023 eq 9 A\n"},
    {"In 2023 exports rose to $3 billion, imports to $4 billion; the growth rates were 6 and 10 per cent respectively.",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\nAZ-TR/trade/imports 2023 eq 4000000000 A\n"},
    {"In 2023 trade was $7 billion. It rose by only 2 per cent, after 9 per cent in 2022.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 2 A\n"},
    {"Of the 80 joint investment projects 12 of them are finished.", "AZ-TR/investment/projects 2024-06-15 exact 80 A\n"},
    /* Once more. */
    {"Türkiye was Azerbaijan's second trading partner in 2023, behind Italy, and its share in Azerbaijani foreign trade was 14.8 percent.",
     "AZ-TR/trade/partner_rank 2023 exact 2 A\n"
     "AZ-TR/trade/share 2023 eq 14.8 A\n"},
    {"At the joint commission's sixth meeting, held in Ankara on 7 May, the two sides signed five agreements and agreed to hold the next "
     "in 2028.",
     "AZ-TR/framework/meeting_number 2024-05-07 exact 6 A\n"
     "AZ-TR/framework/documents_signed 2024-05 exact 5 A\n"},
    {"In 2023 trade recovered by 11 percent to $7 billion.", "AZ-TR/trade/turnover_growth 2023 eq 11 A\n"
                                                             "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"In 2023 trade was $7 billion, 2 percent less than in the record year before.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
                                                                                     "AZ-TR/trade/turnover_growth 2023 eq -2 A\n"},
    /* Who went where. */
    {"In 2023 300,000 Turks travelled to Azerbaijan, while 1.2 million Azerbaijanis went to Türkiye.",
     "AZ-TR/tourism/arrivals 2023 eq 300000 A\n"
     "TR-AZ/tourism/arrivals 2023 eq 1200000 A\n"},
    {"In 2023 400,000 visitors from Türkiye came to the Republic of Azerbaijan, 5 percent more than in 2022.",
     "AZ-TR/tourism/arrivals 2023 eq 400000 A\n"
     "AZ-TR/tourism/arrivals_growth 2023 eq 5 A\n"},
    {"In five months rail freight between the two countries came to 4 million tonnes.",
     "AZ-TR/transport/rail_freight 2024-01-01/P5M eq 4000000 A\n"},
    /* What it is of. */
    {"Trade recovered to $7 billion in 2023 after falling by 8% to $6 billion in 2022.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
                                                                                         "AZ-TR/trade/turnover_growth 2022 eq -8 A\n"
                                                                                         "AZ-TR/trade/turnover 2022 eq 6000000000 A\n"},
    {"Türkiye bought $3 billion worth of Azerbaijani goods in 2023.", "AZ-TR/trade/exports 2023 eq 3000000000 A\n"},
    {"Azerbaijan's negative trade balance with Türkiye was $300 million in 2023.", "AZ-TR/trade/balance 2023 eq -300000000 A\n"},
    {"Türkiye's deficit in trade with Azerbaijan was $900 million in 2023.", "AZ-TR/trade/balance 2023 eq 900000000 A\n"},
    {"Azerbaijan exported $95 million worth of fruit and vegetables to Türkiye in 2023.",
     "AZ-TR/agriculture/fruit_veg_exports 2023 eq 95000000 A\n"},
    {"Azerbaijan exported $95 million worth of polymers to Türkiye in 2023.", ""},
    {"The share of national currencies in mutual settlements rose from 40 percent in 2022 to 62 percent in 2023.",
     "AZ-TR/trade/national_currency_share 2022 eq 40 A\n"
     "AZ-TR/trade/national_currency_share 2023 eq 62 A\n"},
    {"The number of Azerbaijanis who visited Türkiye in 2023 reached 1.2 million.", "TR-AZ/tourism/arrivals 2023 eq 1200000 A\n"},
    /* What goes on. */
    {"In the first half of 2023 trade turnover grew 1.3-fold on January-June 2022 and reached $174 million.",
     "AZ-TR/trade/turnover_growth 2023-S1 eq 30 A\n"
     "AZ-TR/trade/turnover 2023-S1 eq 174000000 A\n"},
    {"Turks are Azerbaijan's third-largest group of visitors. In 2023 they numbered 300,000.", "AZ-TR/tourism/source_rank 2023 exact 3 A\n"
                                                                                               "AZ-TR/tourism/arrivals 2023 eq 300000 A\n"},
    {"In the first quarter exports fell 3 percent to $5 million, and imports 16 percent to $4 million.",
     "AZ-TR/trade/exports_growth 2024-Q1 eq -3 A\n"
     "AZ-TR/trade/exports 2024-Q1 eq 5000000 A\n"
     "AZ-TR/trade/imports_growth 2024-Q1 eq -16 A\n"
     "AZ-TR/trade/imports 2024-Q1 eq 4000000 A\n"},
    {"In 2023 exports were $3 billion and imports $4 billion. Together they made $7 billion.",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\n"
     "AZ-TR/trade/imports 2023 eq 4000000000 A\n"},
    {"Turkish investment in Azerbaijan came to $38 million in 2023; the joint fund has so far held two meetings.",
     "AZ-TR/investment/inward_flow 2023 eq 38000000 A\n"},
    {"By road 2 million tonnes of cargo moved between the two countries in 2023.", "AZ-TR/transport/road_freight 2023 eq 2000000 A\n"},
    {"Purchases from Türkiye cost $2 billion in 2023.", "AZ-TR/trade/imports 2023 eq 2000000000 A\n"},
    {"In January-May exports were $1 billion. In 2023 they had been $3 billion. Imports came to $2 billion in the same five months.",
     "AZ-TR/trade/exports 2024-01-01/P5M eq 1000000000 A\n"
     "AZ-TR/trade/exports 2023 eq 3000000000 A\n"
     "AZ-TR/trade/imports 2024-01-01/P5M eq 2000000000 A\n"},
    {"In ten years trade had doubled.", ""},
    {"Türkiye counts differently. The Turkish side reports a turnover of $8 billion for 2023.",
     "TR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"The Turkish statistical office has Azerbaijan in fourth place among the country's trading partners in 2023.",
     "TR-AZ/trade/partner_rank 2023 exact 4 A\n"},
    {"Turks visiting Azerbaijan numbered 300,000 in 2023.", "AZ-TR/tourism/arrivals 2023 eq 300000 A\n"},
    {"At Baku's Khazar University 45 Turkish students are studying.", "TR-AZ/education/students_abroad 2024-06-15 exact 45 A\n"},
    {"Turkish is taught as a foreign language to 4,000 pupils in Azerbaijan.", "AZ-TR/education/language_learners 2024-06-15 eq 4000 A\n"},
    {"In 2023 Azerbaijan exported goods for 3.3 billion liras and imported goods for 0.3 billion.",
     "AZ-TR/trade/exports_try 2023 eq 3300000000 A\n"
     "AZ-TR/trade/imports_try 2023 eq 300000000 A\n"},
    {"Rail freight between the two, including transit, was 2 million tonnes in 2023.", "AZ-TR/transport/rail_freight 2023 eq 2000000 A\n"},
    /* Carriers and loads. */
    {"Trains carried 550,000 tonnes of freight between the two countries in 2023, twice as much as in 2022.",
     "AZ-TR/transport/rail_freight 2023 eq 550000 A\n"
     "AZ-TR/transport/rail_freight_growth 2023 eq 100 A\n"},
    {"In 2023 lorries moved 900,000 tonnes of goods, and ships 200,000 tonnes.", "AZ-TR/transport/road_freight 2023 eq 900000 A\n"
                                                                                 "AZ-TR/transport/sea_freight 2023 eq 200000 A\n"},
    {"A cargo of 60,000 tonnes was sent off in May.", ""},
    {"In 2023 freight totalled 4 million tonnes: 2.2 million by road, 1.1 million by rail and 0.7 million by sea.",
     "AZ-TR/transport/freight 2023 eq 4000000 A\n"
     "AZ-TR/transport/road_freight 2023 eq 2200000 A\n"
     "AZ-TR/transport/rail_freight 2023 eq 1100000 A\n"
     "AZ-TR/transport/sea_freight 2023 eq 700000 A\n"},
    {"Rail cargo between the two came to 1.2m tonnes in 2023.", "AZ-TR/transport/rail_freight 2023 eq 1200000 A\n"},
    {"In 2023 Azerbaijan received 1.4m visitors from Türkiye.", "AZ-TR/tourism/arrivals 2023 eq 1400000 A\n"},
    {"The railway took 400,000 tonnes of Turkish transit cargo across Azerbaijan in 2023.", "AZ-TR/transport/transit 2023 eq 400000 A\n"},
    /* Whose it is. */
    {"In 2023 Azerbaijan sold its neighbour goods worth $3 billion and bought Turkish goods worth $2 billion.",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\n"
     "AZ-TR/trade/imports 2023 eq 2000000000 A\n"},
    {"In 2023 Azerbaijan received 300,000 Turkish tourists, and Türkiye welcomed 1.2 million Azerbaijanis.",
     "AZ-TR/tourism/arrivals 2023 eq 300000 A\n"
     "TR-AZ/tourism/arrivals 2023 eq 1200000 A\n"},
    {"By Ankara's reckoning, trade with Azerbaijan was $8 billion in 2023.", "TR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"The statistics agency in Ankara has more: by its data, trade with Azerbaijan was $8 billion in 2023.",
     "TR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"TurkStat recorded exports of $3.6 billion to Azerbaijan in 2023.", "TR-AZ/trade/exports 2023 eq 3600000000 A\n"},
    {"According to the Turkish customs, trade with Azerbaijan was $8 billion in 2023. The two governments aim for $15 billion by 2030.",
     "TR-AZ/trade/turnover 2023 eq 8000000000 A\n"
     "AZ-TR/trade/turnover 2030 eq 15000000000 T\n"},
    {"In 2023 Türkiye received 1.2 million visitors from Azerbaijan, which was its third-largest source of visitors.",
     "TR-AZ/tourism/source_rank 2023 exact 3 A\n"
     "TR-AZ/tourism/arrivals 2023 eq 1200000 A\n"},
    {"Azerbaijan counted 300,000 Turkish tourists in 2023, making Türkiye the second source of visitors.",
     "AZ-TR/tourism/source_rank 2023 exact 2 A\n"
     "AZ-TR/tourism/arrivals 2023 eq 300000 A\n"},
    {"In 2023 2 billion cubic metres of Russian gas flowed through Azerbaijan to Turkish buyers.", ""},
    {"Türkiye's imports of gas from Azerbaijan rose to 9.5 billion cubic metres in 2023.", "AZ-TR/energy/gas 2023 eq 9500000000 A\n"},
    {"Azerbaijan sold 290 GWh of electricity to its western neighbour in 2023.", "AZ-TR/energy/electricity 2023 eq 290000000 A\n"},
    {"Türkiye's scholarship quota for Azerbaijan is 150 places in 2024.", "AZ-TR/education/scholarships 2024 exact 150 A\n"},
    {"The quota of scholarships that Türkiye grants to Azerbaijani students is 150 places for 2024.",
     "AZ-TR/education/scholarships 2024 exact 150 A\n"},
    {"In Türkiye 35 schools teach in Azerbaijani, and 46 schools in Azerbaijan teach in Turkish; about 5,000 children attend the latter.",
     "TR-AZ/education/schools 2024-06-15 exact 35 A\n"
     "AZ-TR/education/schools 2024-06-15 exact 46 A\n"
     "AZ-TR/education/pupils_taught 2024-06-15 about 5000 A\n"},
    {"To date Azerbaijan has invested over $20 billion in Türkiye and Türkiye $16 billion in Azerbaijan.",
     "AZ-TR/investment/outward_stock 2024-06-15 gt 20000000000 A\n"
     "AZ-TR/investment/inward_stock 2024-06-15 eq 16000000000 A\n"},
    {"Türkiye took a 14.8 percent share of Azerbaijan's foreign trade in 2023.", "AZ-TR/trade/share 2023 eq 14.8 A\n"},
    {"Türkiye takes fourth place among Azerbaijan's trading partners; its share in the foreign trade of the republic is 14.8%.",
     "AZ-TR/trade/partner_rank 2023 exact 4 A\n"
     "AZ-TR/trade/share 2023 eq 14.8 A\n"},
    {"There are 28 Turkish cultural centres in Azerbaijan and 12 Azerbaijani ones in Türkiye.",
     "AZ-TR/culture/centres 2024-06-15 exact 28 A\n"
     "TR-AZ/culture/centres 2024-06-15 exact 12 A\n"},
    {"Azerbaijan registered 300,000 Turkish arrivals in 2023, 18 percent of all visitors.", "AZ-TR/tourism/arrivals 2023 eq 300000 A\n"
                                                                                            "AZ-TR/tourism/share 2023 eq 18 A\n"},
    /* Periods. */
    {"From January through May 2024 trade came to $3 billion, 109.3% of what it had been a year earlier.",
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"
     "AZ-TR/trade/turnover_growth 2024-01-01/P5M eq 9.3 A\n"},
    {"In January-May trade made $3 billion, or 103.5% of the same period of last year.",
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"
     "AZ-TR/trade/turnover_growth 2024-01-01/P5M eq 3.5 A\n"},
    {"In 2023 trade was $7 billion. Exports fell to $3 billion from $3.3 billion in 2022. The result was a surplus of $1 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
     "AZ-TR/trade/exports 2023 eq 3000000000 A\n"
     "AZ-TR/trade/exports 2022 eq 3300000000 A\n"
     "AZ-TR/trade/balance 2023 eq 1000000000 A\n"},
    {"In 2023 trade was $7 billion, of which exports made up $4 billion and imports $3 billion. In January-May 2024 it increased by 8% to "
     "$3 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
     "AZ-TR/trade/exports 2023 eq 4000000000 A\n"
     "AZ-TR/trade/imports 2023 eq 3000000000 A\n"
     "AZ-TR/trade/turnover_growth 2024-01-01/P5M eq 8 A\n"
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"},
    {"In the January-May period trade turnover was $2.9 billion.", "AZ-TR/trade/turnover 2024-01-01/P5M eq 2900000000 A\n"},
    {"The volume of trade came in at $7.2 billion in 2023, some 12% above 2022.", "AZ-TR/trade/turnover 2023 eq 7200000000 A\n"
                                                                                  "AZ-TR/trade/turnover_growth 2023 about 12 A\n"},
    {"From January to May exports to Türkiye were worth $1.3 billion, a year-on-year fall of 8%.",
     "AZ-TR/trade/exports 2024-01-01/P5M eq 1300000000 A\n"
     "AZ-TR/trade/exports_growth 2024-01-01/P5M eq -8 A\n"},
    {"In January-May 2024 trade was $3 billion. A year earlier it was $1 billion, so trade has tripled.",
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"
     "AZ-TR/trade/turnover 2023-01-01/P5M eq 1000000000 A\n"
     "AZ-TR/trade/turnover_growth 2024-01-01/P5M eq 200 A\n"},
    {"In the first quarter 40,000 vehicles crossed the border, and 70,000 Turkish citizens visited Azerbaijan in January-May.",
     "AZ-TR/transport/crossings 2024-Q1 eq 40000 A\n"
     "AZ-TR/tourism/arrivals 2024-01-01/P5M eq 70000 A\n"},
    {"Türkiye ranked sixth among Azerbaijan's trading partners in 2023, down from fifth place in 2022.",
     "AZ-TR/trade/partner_rank 2023 exact 6 A\n"},
    {"By the end of the year the sides expect turnover of about $8 billion.", "AZ-TR/trade/turnover 2024 about 8000000000 F\n"},
    {"In the nine months from July 2023 to March 2024 exports were worth $2 billion.",
     "AZ-TR/trade/exports 2023-07-01/P9M eq 2000000000 A\n"},
    {"In 2023 trade was $7 billion, 2% less than in the record year 2022.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
                                                                            "AZ-TR/trade/turnover_growth 2023 eq -2 A\n"},
    /* Lists, labels and signs. */
    {"Two-way trade: $7 billion in 2023, $3 billion in January-May 2024 (plus 4 percent).",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\n"
     "AZ-TR/trade/turnover_growth 2024-01-01/P5M eq 4 A\n"},
    {"In 2023 trade was $7 billion. Target for 2030: $15 billion.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"
                                                                    "AZ-TR/trade/turnover 2030 eq 15000000000 T\n"},
    {"Türkiye is no. 2 among Azerbaijan's trading partners.", "AZ-TR/trade/partner_rank 2023 exact 2 A\n"},
    {"Türkiye is number one among Azerbaijan's trading partners.", "AZ-TR/trade/partner_rank 2023 exact 1 A\n"},
    {"Türkiye was among Azerbaijan's top three trading partners in 2023.", "AZ-TR/trade/partner_rank 2023 le 3 A\n"},
    {"Over 60 per cent of settlements were made in liras and manats in 2023.", "AZ-TR/trade/national_currency_share 2023 gt 60 A\n"},
    /* What is no figure. */
    {"Goods and services together will pass $9 billion in 2024.", ""},
    {"Each cubic metre of gas is paid for with 3 kWh of electricity.", ""},
    {"How many visited Azerbaijan in 2023? Was it 300,000 Turkish tourists?", ""},
    {"The 13th meeting of the joint intergovernmental commission should follow in Ankara.", ""},
    {"Five agreements between regions are waiting for a signature.", ""},
    {"In 2023 the Turkish trade minister gave $7 million to charity.", ""},
    /* Where a share set out, and what it is compared with. */
    {"In 2023 Türkiye's share in Azerbaijan's foreign trade rose to 15 per cent, up from 14 per cent in 2022.",
     "AZ-TR/trade/share 2023 eq 15 A\nAZ-TR/trade/share 2022 eq 14 A\n"},
    {"The share of national currencies in payments has climbed to 80 per cent from 60 per cent some years ago.",
     "AZ-TR/trade/national_currency_share 2023 eq 80 A\n"},
    {"In 2023 trade was $7 billion, 9 per cent above the previous year.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 9 A\n"},
    {"In 2023 it was quiet. Turkish visitors numbered 300,000 in the first quarter of 2024, double the figure for January-March 2023.",
     "AZ-TR/tourism/arrivals 2024-Q1 eq 300000 A\nAZ-TR/tourism/arrivals_growth 2024-Q1 eq 100 A\n"},
    {"In 2023 90,000 lorries crossed the border, half as many again as a year earlier.",
     "AZ-TR/transport/crossings 2023 eq 90000 A\nAZ-TR/transport/crossings_growth 2023 eq 50 A\n"},
    {"In 2023 imports from Türkiye cost $3 billion.", "AZ-TR/trade/imports 2023 eq 3000000000 A\n"},
    {"In 2023 trade came to $7 billion, 4 per cent over the year before.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 4 A\n"},
    {"In 2023 exports, the trade ministry said, were $3 billion, which is less by 8 per cent than in 2022.",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\nAZ-TR/trade/exports_growth 2023 eq -8 A\n"},
    {"In 2023 imports rose by 20 per cent up to $4 billion.",
     "AZ-TR/trade/imports_growth 2023 eq 20 A\nAZ-TR/trade/imports 2023 eq 4000000000 A\n"},
    {"In April-May 2024 exports and imports were brisk, being 4 per cent and 9 per cent less, respectively, than in April-May 2023.",
     "AZ-TR/trade/exports_growth 2024-04-01/P2M eq -4 A\nAZ-TR/trade/imports_growth 2024-04-01/P2M eq -9 A\n"},
    /* Times that point back. */
    {"In the first quarter of 2024 trade was $2 billion, after $7 billion in 2023. Non-oil exports to Türkiye came to $90 million in the "
     "same quarter.",
     "AZ-TR/trade/turnover 2024-Q1 eq 2000000000 A\nAZ-TR/trade/turnover 2023 eq 7000000000 A\n"
     "AZ-TR/trade/nonoil_exports 2024-Q1 eq 90000000 A\n"},
    {"In the four months to April trade was $2 billion.", "AZ-TR/trade/turnover 2024-01-01/P4M eq 2000000000 A\n"},
    {"In the January-April period of this year trade was $2 billion.", "AZ-TR/trade/turnover 2024-01-01/P4M eq 2000000000 A\n"},
    {"In January-May 2024 trade was $3 billion; a turnover of $8 billion is expected for the full year.",
     "AZ-TR/trade/turnover 2024-01-01/P5M eq 3000000000 A\nAZ-TR/trade/turnover 2024 eq 8000000000 F\n"},
    {"Accumulated Turkish investment had reached $9 billion by mid-2023.", "AZ-TR/investment/inward_stock 2023-06-30 eq 9000000000 A\n"},
    {"In 2023 trade was $7 billion. A year earlier the figure had been $6 billion; the increase works out at 17 per cent.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover 2022 eq 6000000000 A\nAZ-TR/trade/turnover_growth 2023 eq 17 A\n"},
    {"In 2023 trade was $7 billion. In May it was $600 million.\n\nFreight traffic came to 400,000 tonnes.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nAZ-TR/trade/turnover 2024-05 eq 600000000 A\nAZ-TR/transport/freight 2023 eq 400000 A\n"},
    {"There were 30 flights a week in summer; now there are 24.", "AZ-TR/transport/flights_weekly 2024-06-15 exact 24 A\n"},
    {"In 2022 Azerbaijan received 90,000 visitors from Türkiye. In 2023 there were 120,000 of them.",
     "AZ-TR/tourism/arrivals 2022 eq 90000 A\nAZ-TR/tourism/arrivals 2023 eq 120000 A\n"},
    /* The words of a context stand in the number's own part of the sentence. */
    {"5,000 Azerbaijani students are studying in Türkiye, and about 900 people in Türkiye learn Azerbaijani.",
     "AZ-TR/education/students_abroad 2024-06-15 eq 5000 A\nTR-AZ/education/language_learners 2024-06-15 about 900 A\n"},
    {"Direct investment from Türkiye came to $300 million in 2023; the accumulated stock of Turkish investment is $9 billion.",
     "AZ-TR/investment/inward_flow 2023 eq 300000000 A\nAZ-TR/investment/inward_stock 2024-06-15 eq 9000000000 A\n"},
    {"In 11 Turkish schools Azerbaijani is taught, and 350 pupils learn it as a foreign language.",
     "TR-AZ/education/schools 2024-06-15 exact 11 A\nTR-AZ/education/language_learners 2024-06-15 exact 350 A\n"},
    {"In 2023 lorries carried 400,000 tonnes of freight, a rise of 4 per cent, and trains moved 1.2m tonnes.",
     "AZ-TR/transport/road_freight 2023 eq 400000 A\nAZ-TR/transport/road_freight_growth 2023 eq 4 A\n"
     "AZ-TR/transport/rail_freight 2023 eq 1200000 A\n"},
    {"Passengers who flew between the two numbered 900,000 in 2023.", "AZ-TR/transport/passengers 2023 eq 900000 A\n"},
    {"The two countries have signed 190 agreements.", ""},
    {"Over 600 companies with Turkish capital were registered in Azerbaijan last year.", ""},
    /* Who counts, who comes, who grants. */
    {"According to Azstat, trade was $7 billion in 2023. The statistics institute in Ankara puts it at $8 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nTR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"In 2023 trade was $7 billion. TurkStat, whose books are fuller, gives a figure of $8 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nTR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"In 2023 Azerbaijan's customs put the trade at $7 billion, Türkiye's at $8 billion.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\nTR-AZ/trade/turnover 2023 eq 8000000000 A\n"},
    {"Turkish firms have put $9 billion into Azerbaijan to date, Azerbaijani ones $16 billion into Türkiye.",
     "AZ-TR/investment/inward_stock 2024-06-15 eq 9000000000 A\nAZ-TR/investment/outward_stock 2024-06-15 eq 16000000000 A\n"},
    {"In 2023 Azerbaijan welcomed 80,000 Turkish tourists and sent 60,000 the other way.",
     "AZ-TR/tourism/arrivals 2023 eq 80000 A\nTR-AZ/tourism/arrivals 2023 eq 60000 A\n"},
    {"In 2023 90,000 Azerbaijanis visited Türkiye, and 70,000 Turks took a holiday in Azerbaijan.",
     "TR-AZ/tourism/arrivals 2023 eq 90000 A\nAZ-TR/tourism/arrivals 2023 eq 70000 A\n"},
    {"In 2023 Azerbaijan received 80,000 visitors from Türkiye. They made up 7 per cent of all foreign arrivals.",
     "AZ-TR/tourism/arrivals 2023 eq 80000 A\nAZ-TR/tourism/share 2023 eq 7 A\n"},
    {"In 2023 80,000 tourists came from Türkiye, which made Türkiye the second biggest source of visitors to Azerbaijan.",
     "AZ-TR/tourism/source_rank 2023 exact 2 A\nAZ-TR/tourism/arrivals 2023 eq 80000 A\n"},
    {"Ankara's quota for 2024 is 120 scholarships.", "AZ-TR/education/scholarships 2024 exact 120 A\n"},
    {"In 2023 Türkiye bought Azerbaijani goods for $3 billion.", "AZ-TR/trade/exports 2023 eq 3000000000 A\n"},
    {"In 2023 Türkiye ranked fourth among buyers of carpets and third among Azerbaijan's trading partners.",
     "AZ-TR/trade/partner_rank 2023 exact 3 A\n"},
    {"The 13th meeting of the joint intergovernmental commission is being prepared; the 12th was held in Baku in May.",
     "AZ-TR/framework/meeting_number 2024-05 exact 12 A\n"},
    {"In 2023 exports were $3 billion (minus 8.8 per cent).",
     "AZ-TR/trade/exports 2023 eq 3000000000 A\nAZ-TR/trade/exports_growth 2023 eq -8.8 A\n"},
    {"In January-May 2024 90,000 Turks visited Azerbaijan, twice as many as in the whole of 2021.",
     "AZ-TR/tourism/arrivals 2024-01-01/P5M eq 90000 A\n"},
    {"Azerbaijani direct investment in Türkiye rose to $400 million in 2023, while Turkish direct investment in Azerbaijan fell to $300 "
     "million.",
     "AZ-TR/investment/outward_flow 2023 eq 400000000 A\nAZ-TR/investment/inward_flow 2023 eq 300000000 A\n"},
    {"In 2023 trade was $7 billion. The deliveries of one firm made up $1.4 billion of this amount (+8%).",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"In 2023 Azerbaijan supplied Türkiye with 9 billion cubic metres of gas. In January-May 2024 4 billion cubic metres were delivered.",
     "AZ-TR/energy/gas 2023 eq 9000000000 A\nAZ-TR/energy/gas 2024-01-01/P5M eq 4000000000 A\n"},
    /* Other people's sales, visits and money. */
    {"In 2023 the company's sales rose by 12 per cent to $40 million.", ""},
    {"In 2023 the mayor made 14 visits to schools, and 300 guests attended the dinner.", ""},
    {"Some 250 students from Türkiye sang at the festival.", ""},
    {"Lorries made up $12.4 million of the exports to Türkiye in 2023.", ""},
    {"Türkiye accounted for 14.2 per cent of Azerbaijan's foreign trade in 2023 and for 35.1 per cent of its exports.",
     "AZ-TR/trade/share 2023 eq 14.2 A\n"},
    {"In 2023 more than 91 per cent of settlements were made in national currencies.",
     "AZ-TR/trade/national_currency_share 2023 gt 91 A\n"},
    {"A turnover of $7.6 billion in 2023 is more than twice what it was in 2020.", "AZ-TR/trade/turnover 2023 eq 7600000000 A\n"},
    {"Trade came to $510 million in the first ten months of the fiscal year that began in July.", ""},
    {"In 2023 exports to Türkiye reached $5 billion and imports $2.6 billion; the former were down by 4.1 per cent.",
     "AZ-TR/trade/exports 2023 eq 5000000000 A\nAZ-TR/trade/imports 2023 eq 2600000000 A\n"},
    {"In 2023 trade was $7 billion. Some 70 lorries with aid crossed the border on Sunday.", "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"In 2023 trade was $7 billion. Investors pledged $800 million for the next five years.",
     "AZ-TR/trade/turnover 2023 eq 7000000000 A\n"},
    {"The Turkish Investment Fund has put $1 billion into Azerbaijan so far and wants to invest $3 billion by 2028.",
     "AZ-TR/investment/inward_stock 2024-06-15 eq 1000000000 A\n"},
    {"The joint programme provides for a trade turnover of $15 billion in 2030.", "AZ-TR/trade/turnover 2030 eq 15000000000 T\n"},
};

static void rules(void **state)
{
	(void)state;
	size_t failed = 0;
	struct prose_options o = options_of("2024-06-15", "AZ-TR", "AZ");
	for (size_t i = 0; i < N(rows); i++) {
		struct reading r = read_text(rows[i].text, strlen(rows[i].text), &o);
		char got[2000] = "", line[300];
		for (size_t k = 0; k < r.n_figures; k++) {
			figure_text(&r.figures[k], line, sizeof line);
			strncat(got, line, sizeof got - strlen(got) - 2);
			strcat(got, "\n");
		}
		if (strcmp(got, rows[i].wanted) != 0)
			print_message("%s\n  wanted:\n%s  got:\n%s\n", rows[i].text, rows[i].wanted, got);
		failed += strcmp(got, rows[i].wanted) != 0;
		reading_fini(&r);
	}
	assert_int_equal(failed, 0);
}

/* The same figure said again is one, with both places. */
static void repeats(void **state)
{
	(void)state;
	static const char text[] = "In 2023 trade turnover was $7 billion. Once more: trade between the two was $7 billion in 2023.";
	struct prose_options o = options_of("2024-06-15", "AZ-TR", "AZ");
	struct reading r = read_text(text, sizeof text - 1, &o);
	assert_int_equal(r.n_figures, 1);
	assert_int_equal(r.figures[0].quote.at, 0);
	assert_memory_equal(text + r.figures[0].quote.number, "$7 billion", r.figures[0].quote.number_len);
	assert_true(r.figures[0].again.at > 30);
	reading_fini(&r);
}

/* Without a date of publication nothing is counted from today. */
static void no_clock(void **state)
{
	(void)state;
	static const char text[] = "Last year trade turnover was $7 billion. In 2022 trade turnover was $6 billion.";
	struct prose_options o = options_of("", "AZ-TR", NULL);
	struct reading r = read_text(text, sizeof text - 1, &o);
	assert_int_equal(r.n_figures, 1);
	assert_true(r.figures[0].value == 6e9);
	reading_fini(&r);
}

/* Names of money that several countries share are those of the one of the two that has it. */
static void shared_money(void **state)
{
	(void)state;
	static const struct {
		const char *pair, *party, *text, *currency;
	} cases[] = {
	    {"OM-TR", "OM", "Exports were 90 million rials in 2023.", "OMR"},
	    {"TR-OM", "TR", "Exports were 90 million rials in 2023.", "OMR"},
	    {"TR-OM", "TR", "Exports were 90 million Iranian rials in 2023.", "IRR"},
	    {"IN-PK", "IN", "Exports were 90 million rupees in 2023.", "INR"},
	    {"PK-TR", "PK", "Exports were 90 million rupees in 2023.", "PKR"},
	};
	for (size_t i = 0; i < N(cases); i++) {
		struct prose_options o = options_of("2024-06-15", cases[i].pair, cases[i].party);
		struct reading r = read_text(cases[i].text, strlen(cases[i].text), &o);
		assert_int_equal(r.n_figures, 1);
		assert_string_equal(r.figures[0].currency, cases[i].currency);
		reading_fini(&r);
	}
}

/* Whole reports ---------------------------------------------------------------------------------------------------------- */

static char *load(const char *name, const char *ending, size_t *n)
{
	char path[300];
	snprintf(path, sizeof path, "tests/read/%s%s", name, ending);
	FILE *f = fopen(path, "r");
	if (!f)
		fail_msg("%s cannot be opened", path);
	char *text = malloc(1 << 20);
	assert_non_null(text);
	*n = fread(text, 1, (1 << 20) - 1, f);
	text[*n] = '\0';
	fclose(f);
	return text;
}

static struct prose_options meta_of(const char *name, char meta[300])
{
	char published[40], party[40], pair[40];
	size_t n;
	char *text = load(name, ".meta", &n);
	assert_int_equal(sscanf(text, "published=%39s party=%39s pair=%39s", published, party, pair), 3);
	free(text);
	snprintf(meta, 300, "%s", party);
	return options_of(published, pair, strcmp(party, "none") == 0 ? NULL : meta);
}

static bool one_of(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = list; *at;) {
		size_t k = strcspn(at, "|");
		if (k == n && memcmp(at, word, n) == 0)
			return true;
		at += k + (at[k] == '|');
	}
	return false;
}

/* A row of gold: series, period, value, bound, unit, status, must. */
static bool row_is(char *const cells[7], const struct figure_read *f)
{
	char series[READING_SERIES_MAX], period[PERIOD_TEXT_MAX];
	reading_series(f, series);
	period_format(&f->period, period);
	bool named = one_of(cells[0], series);
	for (const char *unit = cells[4]; *f->currency && !named && *unit; unit++) {
		char other[READING_SERIES_MAX];
		snprintf(other, sizeof other, "%.*s", (int)(strlen(series) - 4), series);
		named = one_of(cells[0], other);
	}
	if (!named || !one_of(cells[1], period))
		return false;
	for (const char *at = cells[2]; *at;) {
		char *end;
		double v = strtod(at, &end);
		bool same = fabs(v - f->value) <= 1e-9 * fabs(v);
		if (strncmp(end, "..", 2) == 0) {
			double high = strtod(end + 2, &end);
			same = same && fabs(high - f->high) <= 1e-9 * fabs(high);
		}
		if (same)
			return true;
		at = end + (*end == '|');
	}
	return false;
}

struct score {
	size_t wrong, found, must, must_found, bounds;
};

static void score_report(const char *name, struct score *sum)
{
	char meta[300];
	size_t n_text, n_gold;
	struct prose_options o = meta_of(name, meta);
	char *text = load(name, ".txt", &n_text), *gold = load(name, ".gold", &n_gold);
	struct reading r = read_text(text, n_text, &o);
	bool *right = calloc(r.n_figures + 1, sizeof *right);
	assert_non_null(right);
	char *save = NULL;
	strtok_r(gold, "\n", &save);
	for (char *line; (line = strtok_r(NULL, "\n", &save));) {
		char *cells[7], *rest = line;
		for (size_t c = 0; c < 7; c++)
			cells[c] = strsep(&rest, "\t");
		bool found = false;
		for (size_t k = 0; k < r.n_figures; k++)
			if (row_is(cells, &r.figures[k])) {
				found = right[k] = true;
				sum->bounds += !one_of(cells[3], bound_name(r.figures[k].bound));
			}
		sum->must += *cells[6] == '1';
		sum->must_found += *cells[6] == '1' && found;
		if (*cells[6] == '1' && !found)
			print_message("%s: missing %s %s %s\n", name, cells[0], cells[1], cells[2]);
	}
	for (size_t k = 0; k < r.n_figures; k++) {
		char line[300];
		figure_text(&r.figures[k], line, sizeof line);
		sum->found += right[k];
		sum->wrong += !right[k];
		if (!right[k])
			print_message("%s: wrong %s (%s)\n", name, line, r.figures[k].rule);
	}
	free(right);
	free(text);
	free(gold);
	reading_fini(&r);
}

static void each_report(void (*call)(const char *name, struct score *sum), struct score *sum)
{
	DIR *d = opendir("tests/read");
	if (!d)
		fail_msg("tests/read cannot be opened: run from the top of the tree");
	for (const struct dirent *e; (e = readdir(d));) {
		char name[300];
		size_t n = strlen(e->d_name);
		if (n < 6 || strcmp(e->d_name + n - 5, ".gold") != 0)
			continue;
		snprintf(name, sizeof name, "%.*s", (int)(n - 5), e->d_name);
		call(name, sum);
	}
	closedir(d);
}

/* No figure of them may be wrong, and all but a few are found. */
static void reports(void **state)
{
	(void)state;
	struct score sum = {0};
	each_report(score_report, &sum);
	assert_int_equal(sum.wrong, 0);
	assert_int_equal(sum.bounds, 0);
	assert_true(sum.must > 100);
	assert_true((double)sum.must_found >= 0.97 * (double)sum.must);
}

/* Texts that are none ---------------------------------------------------------------------------------------------------- */

static void read_prefixes(const char *name, struct score *sum)
{
	(void)sum;
	char meta[300];
	size_t n;
	struct prose_options o = meta_of(name, meta);
	char *text = load(name, ".txt", &n);
	for (size_t k = 0; k <= n; k += k < 400 ? 1 : 23) {
		char *exact = malloc(k + 1); /* so that a read behind the end shows */
		assert_non_null(exact);
		memcpy(exact, text, k);
		struct reading r = read_text(exact, k, &o);
		reading_fini(&r);
		free(exact);
	}
	free(text);
}

static void prefixes(void **state)
{
	(void)state;
	each_report(read_prefixes, NULL);
}

static void hostile(void **state)
{
	(void)state;
	static const char *const units[] = {"a",
	                                    "a.",
	                                    "\n",
	                                    "1 ",
	                                    "630,000 per cent ",
	                                    "trade ",
	                                    "the ",
	                                    "(",
	                                    "\xe2\x80",
	                                    "January-",
	                                    "5 to ",
	                                    "$",
	                                    "of the ",
	                                    "exports rose by 5 per cent, ",
	                                    "twenty-",
	                                    "its third-largest "};
	struct prose_options o = options_of("2024-06-15", "AZ-TR", "AZ");
	enum { SIZE = 60000 };
	char *text = malloc(SIZE);
	assert_non_null(text);
	for (size_t i = 0; i < N(units); i++) {
		size_t n = strlen(units[i]);
		for (size_t k = 0; k < SIZE; k++)
			text[k] = units[i][k % n];
		struct reading r = read_text(text, SIZE, &o);
		reading_fini(&r);
	}
	srand(seed_begin(0));
	for (int round = 0; round < 4; round++) {
		/* Bytes, then words of the rows above in any order. */
		size_t n = 0;
		while (n < SIZE - 300) {
			const char *from = rows[(size_t)rand() % N(rows)].text;
			size_t len = strlen(from), at = (size_t)rand() % len, take = 1 + (size_t)rand() % (len - at);
			if (round % 2)
				take = 1;
			memcpy(text + n, from + at, take);
			n += take;
			text[n++] = round % 2 ? (char)rand() : ' ';
		}
		struct reading r = read_text(text, n, &o);
		reading_fini(&r);
	}
	free(text);
}

static int open_words(void **state)
{
	(void)state;
	const char *build = getenv("COOPD_BUILD");
	char dir[4096], **paths;
	struct err err = {0};
	size_t n;
	if (!build) {
		print_message("COOPD_BUILD is not set\n");
		return -1;
	}
	snprintf(dir, sizeof dir, "%s/plugins", build);
	int rc = catalogue_create(&catalogue);
	if (!rc)
		rc = plug_list(dir, &paths, &n, &err);
	for (size_t i = 0; !rc && i < n && n_plugs < N(plugs); i++) {
		rc = plug_open(&plugs[n_plugs], paths[i], &err);
		if (!rc)
			rc = catalogue_add_plugin(catalogue, plug_table(plugs[n_plugs++]), paths[i], &err);
	}
	if (!rc) {
		plug_free_list(paths, n);
		rc = prose_create(&prose, catalogue, NULL, 0, &err);
	}
	if (rc)
		print_message("%s\n", err.text);
	return rc;
}

static int close_words(void **state)
{
	(void)state;
	prose_destroy(prose);
	catalogue_destroy(catalogue);
	for (size_t i = 0; i < n_plugs; i++)
		plug_close(plugs[i]);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules),   cmocka_unit_test(repeats),  cmocka_unit_test(no_clock), cmocka_unit_test(shared_money),
	    cmocka_unit_test(reports), cmocka_unit_test(prefixes), cmocka_unit_test(hostile),
	};
	return cmocka_run_group_tests(tests, open_words, close_words);
}
