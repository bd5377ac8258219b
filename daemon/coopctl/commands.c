/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/command.h"
#include "coopctl/figure.h"

#define WORD(name, place, flags)                                                                                                           \
	{                                                                                                                                  \
		name, place, COLUMN_TEXT, flags                                                                                            \
	}
#define TEXT(name, flags)                                                                                                                  \
	{                                                                                                                                  \
		name, COLUMN_OPTION, COLUMN_TEXT, flags                                                                                    \
	}
#define NUMBER(name, flags)                                                                                                                \
	{                                                                                                                                  \
		name, COLUMN_OPTION, COLUMN_NUMBER, flags                                                                                  \
	}
#define END                                                                                                                                \
	{                                                                                                                                  \
		0                                                                                                                          \
	}

static const struct column series_columns[] = {WORD("series", 1, COLUMN_KEY),
                                               NUMBER("figures", 0),
                                               TEXT("first", 0),
                                               TEXT("last", 0),
                                               TEXT("unit", 0),
                                               TEXT("title", COLUMN_CUT),
                                               END};

static const struct column area_columns[] = {WORD("area", 1, COLUMN_KEY), NUMBER("indicators", 0), NUMBER("observations", 0),
                                             TEXT("title", COLUMN_CUT), END};

static const struct column indicator_columns[] = {
    WORD("indicator", 1, COLUMN_KEY),
    TEXT("kind", 0),
    TEXT("unit", 0),
    TEXT("title", COLUMN_CUT),
    TEXT("note", COLUMN_CUT),
    {"signed", COLUMN_OPTION, COLUMN_FLAG, COLUMN_HIDDEN},
    TEXT("origin", 0),
    END,
};

static const struct column source_columns[] = {WORD("id", 1, COLUMN_KEY),
                                               TEXT("name", COLUMN_CUT),
                                               TEXT("authority", COLUMN_CUT),
                                               TEXT("url", COLUMN_CUT | COLUMN_HIDDEN),
                                               TEXT("published", 0),
                                               TEXT("party", 0),
                                               NUMBER("rank", 0),
                                               NUMBER("observations", 0),
                                               END};

static const struct column observation_columns[] = {WORD("series", 1, COLUMN_HIDDEN),
                                                    WORD("period", 2, COLUMN_KEY),
                                                    {"value", 3, COLUMN_NUMBER, 0},
                                                    NUMBER("high", COLUMN_HIDDEN),
                                                    NUMBER("g", 0),
                                                    TEXT("bound", 0),
                                                    TEXT("status", 0),
                                                    TEXT("source", 0),
                                                    TEXT("published", 0),
                                                    TEXT("recorded", COLUMN_DAY),
                                                    TEXT("written", COLUMN_CUT),
                                                    TEXT("evidence", COLUMN_CUT),
                                                    END};

static const struct column note_columns[] = {
    WORD("date", 1, COLUMN_KEY), TEXT("pair", COLUMN_HIDDEN), TEXT("area", 0),      TEXT("kind", 0),
    TEXT("text", COLUMN_CUT),    TEXT("source", COLUMN_CUT),  TEXT("published", 0), END};

static const struct column gap_columns[] = {WORD("indicator", 1, COLUMN_KEY), TEXT("title", COLUMN_CUT), TEXT("last", 0), END};

static const struct column status_columns[] = {WORD("key", 1, COLUMN_KEY), WORD("value", 2, COLUMN_CUT), END};

static const struct flag get_flags[] = {
    {"--as-of", "DATE", "asof", NULL, "only what had been published by that day"},
    {"--hard", NULL, "bounds", "hard", "low and high as logic has them, not as people read them"},
    {"--status", "F|T", "status", NULL, "forecasts or targets instead of figures"},
    {"--assume", "even", "assume", NULL, "where nothing tells: as if a flow spread evenly over its year"},
    {0},
};

static const struct flag put_flags[] = {
    {"--source", "ID", "source", NULL, "who said it; see coopctl source"},
    {"--bound", "B", "bound", NULL, "eq about nearly gt ge lt le range exact"},
    {"--status", "S", "status", NULL, "SDMX letters: P provisional, E estimated, F forecast, M missing; T a target"},
    {"--evidence", "TEXT", "evidence", NULL, "the sentence that says it"},
    {"--g", "G", "g", NULL, "place of the last digit written: 10000 for 630 thousand"},
    {"--high", "H", "high", NULL, "upper end of a range"},
    {"--published", "DATE", "published", NULL, "when it was said; the source's day where left out"},
    {"--force", NULL, "force", "1", "although the value is far from what is plausible"},
    {0},
};

static const struct flag source_flags[] = {
    {"--name", "TEXT", "name", NULL, "what it is called"},
    {"--authority", "TEXT", "authority", NULL, "whose word it is"},
    {"--url", "URL", "url", NULL, "where it can be read"},
    {"--published", "DATE", "published", NULL, "when it came out"},
    {"--party", "CODE", "party", NULL, "the party that speaks: AZ"},
    {"--rank", "N", "rank", NULL, "1 to 9999, the smaller the better; 100 where left out"},
    {0},
};

static const struct flag note_flags[] = {{"--source", "ID", "source", NULL, "who said it"}, {0}};

static const struct flag read_flags[] = {
    {"--published", "DATE", "published", NULL, "when the report came out: what \"last year\" is counted from"},
    {"--pair", "AZ-RU", "pair", NULL, "whom it is about"},
    {"--party", "AZ", "party", NULL, "whose authority speaks: whose books these are; the first of the pair where left out"},
    {"--record", NULL, "record", "1", "record what was found, as provisional"},
    {"--status", "S", "status", NULL, "status of what is recorded; A: I have checked it"},
    {"--source", "ID", "source", NULL, "id of the source; else made of its name and day"},
    {0},
};

static const struct flag import_flags[] = {
    {"--name", "NAME", NULL, NULL, "name of what comes from standard input (-), with its ending"},
    {"--map", "FILE", NULL, NULL, "how to read the columns of a CSV that is not ours"},
    {"--dry-run", NULL, NULL, "1", "check and count everything, record nothing"},
    {"--list-unknown", NULL, NULL, "1", "dry run that prints indicators coopd does not know, as configuration"},
    {0},
};

static const struct flag export_flags[] = {{"--format", "FORMAT", NULL, NULL, "csv (where left out), json, sdmx-csv; openmetrics: figures"},
                                           {"--as-of", "DATE", NULL, NULL, "only what had been published by that day"},
                                           {0}};

static const struct flag graph_flags[] = {
    {"-o", "FILE", NULL, NULL, "picture file, .png or .svg; - is standard output; else the first series' name in this folder"},
    {"--format", "png|svg", "format", NULL, "what to draw where FILE does not say; png where left out"},
    {"--theme", "light|dark", "theme", NULL, "light where left out"},
    {"--width", "N", "width", NULL, "pixels of the whole picture, 200 to 4000"},
    {"--height", "N", "height", NULL, "pixels of the whole picture, 120 to 3000"},
    {"--as-of", "DATE", "asof", NULL, "as it was known on that day"},
    {"--assume", "even", "assume", NULL, "where nothing tells: as if a flow spread evenly over its year"},
    {0},
};

static const struct flag asof_flags[] = {{"--as-of", "DATE", "asof", NULL, "only what had been published by that day"}, {0}};

static const struct flag explain_flags[] = {
    {"--as-of", "DATE", "asof", NULL, "as it was known on that day"},
    {"--hard", NULL, "bounds", "hard", "low and high as logic has them, not as people read them"},
    {"--assume", "even", "assume", NULL, "where nothing tells: as if a flow spread evenly over its year"},
    {0}};

static const struct flag revisions_flags[] = {
    {"--as-of", "DATE", "asof", NULL, "only what had been published by that day"},
    {"--threshold", "PERCENT", NULL, NULL,
     "smaller changes are formatting, and are counted only; coopd's weigh.revision_threshold where left out"},
    {0},
};

static const struct flag mirror_flags[] = {
    {"--as-of", "DATE", "asof", NULL, "only what had been published by that day"},
    {"--with", "INDICATOR", NULL, NULL, "what the other side calls it; imports for exports, inward for outward where left out"},
    {0},
};

const struct command commands[] = {
    {"get",
     "SERIES|PAIR[/AREA] [PERIOD]",
     "figures of a series; or of a pair, area by area",
     "GET",
     1,
     2,
     {NULL},
     get_flags,
     figure_columns,
     get_run,
     "coopctl get AZ-RU\n"
     "coopctl get AZ-RU/tourism\n"
     "coopctl get AZ-RU/tourism/arrivals 2023\n"
     "coopctl get AZ-RU/trade/turnover-A 2015..2023 --as-of 2024-03-01 --json\n"},
    {"put",
     "SERIES PERIOD VALUE",
     "record what a source says",
     "PUT",
     3,
     3,
     {NULL},
     put_flags,
     NULL,
     simple_run,
     "coopctl put AZ-RU/trade/turnover 2023 \"nearly 4.4 billion USD\" --source caliber-2024-08-09\n"
     "coopctl put AZ-RU/tourism/arrivals 2024-S1 360000 --g 10000\n"},
    {"source",
     "ID",
     "name a source, or say more of one",
     "SOURCE",
     1,
     1,
     {NULL},
     source_flags,
     NULL,
     simple_run,
     "coopctl source caliber-2024-08-09 --authority \"Cabinet of Ministers\" --published 2024-08-09 --party AZ\n"},
    {"note",
     "PAIR[/AREA] DATE event|statement TEXT",
     "record what was said or held, without a number",
     "NOTE",
     4,
     4,
     {NULL, NULL, "kind", "text"},
     note_flags,
     NULL,
     simple_run,
     "coopctl note AZ-RU/energy 2024-08-09 statement \"oil and gas are a key area\"\n"},
    {"list",
     "[GLOB]",
     "series that have figures",
     "SERIES",
     0,
     1,
     {NULL},
     NULL,
     series_columns,
     list_run,
     "coopctl list 'AZ-RU/trade/*'\n"},
    {"areas", "", "areas of cooperation", "AREAS", 0, 0, {NULL}, NULL, area_columns, list_run, "coopctl areas\n"},
    {"indicators",
     "[AREA]",
     "what is measured",
     "INDICATORS",
     0,
     1,
     {NULL},
     NULL,
     indicator_columns,
     list_run,
     "coopctl indicators trade\n"},
    {"sources", "[GLOB]", "who said it", "SOURCES", 0, 1, {NULL}, NULL, source_columns, list_run, "coopctl sources 'caliber*' --json\n"},
    {"observations",
     "SERIES [PERIOD]",
     "all that was said of a series, oldest first",
     "OBSERVATIONS",
     1,
     2,
     {NULL},
     asof_flags,
     observation_columns,
     list_run,
     "coopctl observations AZ-RU/tourism/arrivals 2023\n"
     "coopctl observations AZ-RU/trade/turnover --as-of 2024-03-01 --csv\n"},
    {"graph",
     "SERIES…|PAIR[/AREA] [PERIODS]",
     "a picture of series, or a page of all areas of a pair",
     "GRAPH",
     1,
     9,
     {NULL},
     graph_flags,
     NULL,
     graph_run,
     "coopctl graph AZ-RU -o AZ-RU.png\n"
     "coopctl graph AZ-RU/tourism/arrivals-S --theme dark\n"
     "coopctl graph AZ-RU/trade/exports AZ-RU/trade/imports 2015..2023 -o trade.svg --as-of 2024-03-01\n"},
    {"explain",
     "SERIES PERIOD",
     "what the low and the high of a figure rest on",
     "EXPLAIN",
     2,
     2,
     {NULL},
     explain_flags,
     NULL,
     explain_run,
     "coopctl explain AZ-RU/trade/turnover 2022\n"
     "coopctl explain AZ-RU/tourism/arrivals 2023-S1 --as-of 2024-09-01 --json\n"},
    {"conflicts",
     "[GLOB]",
     "what cannot be true together, and what was set aside",
     "CONFLICTS",
     0,
     1,
     {NULL},
     asof_flags,
     NULL,
     conflicts_run,
     "coopctl conflicts\n"
     "coopctl conflicts 'AZ-RU/trade/*' --as-of 2024-03-01\n"},
    {"revisions",
     "SERIES [PERIOD]",
     "what each source said anew, and by how much it differs",
     "OBSERVATIONS",
     1,
     2,
     {NULL},
     revisions_flags,
     NULL,
     revisions_run,
     "coopctl revisions AZ-RU/trade/turnover\n"
     "coopctl revisions AZ-RU/trade/turnover 2020..2023 --threshold 0.5 --csv\n"},
    {"mirror",
     "PAIR AREA/INDICATOR [PERIOD]",
     "the books of both sides, side by side",
     "GET",
     2,
     3,
     {NULL},
     mirror_flags,
     NULL,
     mirror_run,
     "coopctl mirror AZ-RU trade/turnover\n"
     "coopctl mirror AZ-RU trade/exports 2015..2023 --csv\n"},
    {"notes",
     "PAIR[/AREA] [FROM..TO]",
     "events and statements, oldest first",
     "NOTES",
     1,
     2,
     {NULL},
     NULL,
     note_columns,
     list_run,
     "coopctl notes AZ-RU/energy 2022..2024\n"},
    {"gaps",
     "PAIR PERIOD",
     "what has no figure in a period",
     "GAPS",
     2,
     2,
     {NULL},
     NULL,
     gap_columns,
     list_run,
     "coopctl gaps AZ-RU 2023\n"},
    {"watch",
     "[GLOB]",
     "figures as they come, until Ctrl-C",
     "WATCH",
     0,
     1,
     {NULL},
     NULL,
     NULL,
     watch_run,
     "coopctl watch 'AZ-RU/*' --json\n"},
    {"import",
     "FILE…",
     "take in bulletins, CSV and SDMX-CSV, packed with gzip or not; - is standard input",
     "IMPORT",
     1,
     4096,
     {NULL},
     import_flags,
     NULL,
     import_run,
     "coopctl import trade.csv visit.bulletin old.csv.gz\n"
     "curl -s https://example.org/table.csv | coopctl import - --name table.csv\n"
     "coopctl import foreign.csv.gz --map foreign.map\n"
     "coopctl import foreign.csv.gz --map foreign.map --list-unknown > 20-foreign.conf\n"},
    {"read",
     "FILE|-",
     "the figures in a report in prose, with the sentence that each came from; nothing is recorded without --record",
     "READ",
     1,
     1,
     {NULL},
     read_flags,
     NULL,
     read_run,
     "coopctl read --published 2024-08-09 --pair AZ-RU --party AZ report.txt\n"
     "coopctl read --record report.txt        (its first lines say Published: and Pair:)\n"
     "pdftotext visit.pdf - | coopctl read --pair AZ-TR --published 2024-11-22 --json -\n"},
    {"export",
     "[GLOB]",
     "all observations, in a form that import reads back",
     "SERIES",
     0,
     1,
     {NULL},
     export_flags,
     NULL,
     export_run,
     "coopctl export > all.csv\n"
     "coopctl export 'AZ-RU/trade/*' --format json\n"
     "coopctl export --format sdmx-csv > all-sdmx.csv\n"
     "coopctl export --format openmetrics > all.om && promtool tsdb create-blocks-from openmetrics all.om data\n"
     "coopctl export --as-of 2024-03-01 > then.csv\n"},
    {"status", "", "how coopd is", "STATUS", 0, 0, {NULL}, NULL, status_columns, status_run, "coopctl status\n"},
    {0},
};
