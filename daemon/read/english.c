/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers, scales, units, currencies and the plain hedges are in base/value_words.c; here is what else reports are written with.
 */
#include "read/english.h"

#include "base/bound.h"

const char *const english_areas[ENGLISH_AREAS] = {"trade",   "investment", "industry", "agriculture", "transport", "energy",
                                                  "tourism", "education",  "culture",  "regions",     "framework"};

/* clang-format off */
const struct word_row english_words[] = {
	{CLASS_FILLER, 0, "the|a|an|its|their|our|his|her|this|that|these|those|such|currently|presently|now"},
	{CLASS_ITS, 0, "its|their|his|her"},

	{CLASS_PREP, ROLE_TO, "to|into|towards|toward|onto"},
	{CLASS_PREP, ROLE_FROM, "from|out of"},
	{CLASS_PREP, ROLE_WITH, "with"},
	{CLASS_PREP, ROLE_IN, "in|at|inside|within|through|across"},
	{CLASS_PREP, ROLE_OF, "of"},
	{CLASS_PREP, ROLE_BETWEEN, "between"},
	{CLASS_PREP, ROLE_BY, "by"},
	{CLASS_PREP, ROLE_NONE, "for|on|over|during|since|until|till|upon|against|per|among|under|about|as|than|via|after|before|behind|along|because of|"
	                        "thanks to|due to|including|excluding|without|above|below"},
	{CLASS_JOIN, 0, "and|or|as well as"},
	{CLASS_BREAK, 0, "while|whereas|although|though|but|because|however|when|whose|who|where"},

	{CLASS_VERB, 1, "is|are|has|have|ranks|rank|remains|remain|continues|continue|takes|take|holds|hold|accounts|makes|make|stands|stand|exceeds|exceed|"
	                "totals|amounts|does|do|comes|come|occupies|constitutes|represents|comprises|boasts|works|work|operates|operate|lives|live|"
	                "studies|study|learns|learn|exists|exist|employs|employ|gives|give|offers|offer|unites|unite|connects|connect|own|owns|run|"
	                "covers|cover|includes|include|numbers|owes|hosts|attracts|serves|serve|link|links|linked|uses|counts"},
	{CLASS_VERB, 0, "was|were|been|be|had|did|came|amounted|totalled|totaled|totalling|totaling|reached|reaching|reach|stood|hit|made|exceeded|surpassed|"
	                "numbered|equalled|equaled|constituted|comprised|recorded|registered|accounted|attained|gone|went|brought|put|took|"
	                "ranked|remained|became|becoming|making|showed|shown|moved|carried|transported|shipped|delivered|supplied|sent|exported|"
	                "imported|bought|sold|visited|welcomed|received|hosted|invested|signed|assembled|produced|worth|valued|said|told|announced|"
	                "noted|added|reported|held|used|counted|employed|traded|exchanged|topped|passed|approached|created|opened|allocated|granted|see|sees|seeing|lift|boost|help|helped|keep|kept|drive|drives|drove|promote|strengthen|deepen|form|forms|"
	                "formed|constitute|develop|let|spent|spend|paid|pay|earned|earn|bring|brings|account|fill|filled|crossed|cross|flew|fly|rested|"
	                "travelled|traveled|travel|push|chose|chosen|cost|costs|got|get|gets|left|leaves|pumped|buy|sell|"
	                "send|receive|hauled|haul|handled|handle|provided|provides|provide|united|join|joined|employing|working|studying|learning|enrolled|"
	                "attend|attended|applied|apply|teach|taught|operated|launched|built|issued|accounting|starting|began|begun|show|shows|showing|gave|giving|say|says|mean|means|meant|led|leads|saw|reports|indicate|"
	                "indicates|suggest|suggests|confirm|confirms|recall|recalled|stressed|pointed|cut|cuts|resumed|stopped|started|agreed|"
	                "decided|discussed|reviewed|praised|boosted|pushes|lifts|lets|double|doubles|raise|raises|expand|expands|revive"},
	{CLASS_VERB, 0, "clocked|occupied|stagnated|contributed|posted|logged|notched|generated|yielded|fetched|grossed|realised|realized|settled|landed|weighed|ferried|railed|trucked|"
	                "unloaded|loaded|absorbed|swelled|tallied|aggregated|ran|runs|works out|worked out|comes in|came in|wound up|finished|closed|ended|"
	                "accumulated|attracted|drew|poured|placed|injected|committed|secured|garnered|drawn|taken|spending|buys|sells|"
	                "delivers|deliver|carries|carry|flown|arrive|arrives|serving|maintains|maintain|keeps|adds|sends|earns|puts"},

	{CLASS_CHANGE, 1, "increased|increase|increasing|rose|risen|rise|rising|grew|grown|grow|growing|growth|surged|surge|surging|jumped|jump|jumping|"
	                  "climbed|climb|climbing|soared|soaring|gained|gain|expanded|expanding|expansion|went up|gone up|going up|go up|up|picked up|"
	                  "leapt|leaped|leap|swelled|swollen|edged up|upturn|upsurge|uptick|shot up|advanced|rocketed|boosted|accelerated by|"
	                  "moved up|improvement|recovered by|rebounded|rebounding|bounced back|firmed|strengthened|added|augmented|pushed up|upswing|climbs|rises|soars"},
	{CLASS_CHANGE, 1, "higher by|more by|greater by|larger by|bigger by|rebound|recovered|ballooned|mushroomed|spiked|skyrocketed|escalated|inched up|crept up|ticked up|nudged up|"
	                  "came up|a plus of|increment|improved|swelling|expands|grows|increases|jumps|surges|gains|rallied|"
	                  "lifted|inflated|multiplied|raised|upward movement|stepped up|pushed higher|moved higher|upped|lift of"},
	{CLASS_CHANGE, -1, "decreased|decrease|decreasing|declined|decline|declining|dropped|drop|dropping|fell|fallen|fall|falling|shrank|shrunk|shrink|"
	                   "shrinking|slipped|slip|slid|slide|sliding|down|went down|gone down|going down|contracted|contraction|contracting|"
	                   "reduced|reduction|plunged|plunge|plummeted|tumbled|sank|sunk|dipped|dip|lost|loses|slumped|slump|narrowed|"
	                   "weakened|downturn|eased|diminished|falls|retreated|receded|lost ground|slowed by|shed"},
	{CLASS_CHANGE, -1, "lower by|less by|fewer by|smaller by|crashed|collapsed|collapse|nosedived|sagged|dwindled|dwindling|ebbed|waned|cooled|softened|edged down|ticked down|inched down|"
	                   "crept down|came down|setback|a minus of|slackened|lowered|decreases|drops|declines|shrinks|shrinkage|slips|dips|tumble|"
	                   "sagging|deteriorated|moved lower|went lower|knocked back|trimmed|cut by|cutback|retreat|gave up|subsided|thinned|was off"},
	{CLASS_MULTIPLE, 100, "doubled|doubling|doubles|a doubling|double|twofold|two-fold|twice as much|twice as many|twice as high|twice as large|twice the"},
	{CLASS_MULTIPLE, 50, "one and a half times"},
	{CLASS_MULTIPLE, 150, "two and a half times"},
	{CLASS_MULTIPLE, 250, "three and a half times"},
	{CLASS_MULTIPLE, 100, "twice that of|twice what|double that of|double what|double the|twice as big|twice as strong|twice as great|twice more|two times more|"
	                      "two times as much|two times as many|twice its|double its|redoubled"},
	{CLASS_MULTIPLE, 50, "half as much again|half as many again|half again as much|half again as many|half as large again|half as high again|half as big again|"
	                     "one and a half times as much|one and a half times as many|one-and-a-half times as much|one-and-a-half times as many"},
	{CLASS_MULTIPLE, 200, "tripled|tripling|trebled|triples|threefold|three times as much|three times as many"},
	{CLASS_MULTIPLE, 200, "a tripling|a trebling|treble|trebling|trebles|triple|three times the|three times that of|three times as high|three times as large|treble the|triple the"},
	{CLASS_MULTIPLE, 300, "quadrupled|quadrupling|fourfold|four times as much|four times as many"},
	{CLASS_MULTIPLE, 300, "a quadrupling|four times the|four times that of|four times as high|four times as large|quadruple|quadruples"},
	{CLASS_MULTIPLE, 400, "quintupled"},
	{CLASS_MULTIPLE, 400, "fivefold|quintupling|five times as much|five times as many"},
	{CLASS_MULTIPLE, -50, "halved|halving|half as much|half as many"},
	{CLASS_COMPARE, 1, "more|higher|greater|larger|above|up|better|bigger|ahead of"},
	{CLASS_COMPARE, 1, "stronger|heavier|busier|in excess of|up on|clear of"},
	{CLASS_COMPARE, -1, "less|lower|fewer|smaller|below|down|short of"},
	{CLASS_COMPARE, -1, "weaker|lighter|quieter|under|down on|shy of|behind"},

	{CLASS_HEDGE, BOUND_GT, "just over|a little over|slightly over|slightly more than|slightly above|a little more than|somewhat more than|well above|"
	                        "well over|topped|topping|tops|topped the|passed|passing|crossed|crossing|exceed|surpass|surpasses|beyond|north of|just above|"
	                        "outstripped|overtook|has passed|upward of|larger than|bigger than|outnumbered"},
	{CLASS_HEDGE, BOUND_GT, "somewhat over|a shade over|a shade above|a touch over|a touch above|a fraction over|fractionally over|fractionally more than|marginally more than|"
	                        "marginally above|marginally over|a bit more than|a bit over|considerably more than|well in excess of|well beyond|"
	                        "comfortably over|comfortably above|comfortably more than|rather more than|far more than|upwards|clearly above|easily over|"
	                        "in excess|surpassing|overtaking|broke through|breaking through|climbed past|climbed above|rose above|rose past|grew past|"
	                        "went past|went beyond|moved past|cleared|clearing|cracked|exceeding"},
	{CLASS_HEDGE, BOUND_GE, "at the least|a minimum|from at least|no fewer than|not fewer than|no lower than|not lower than"},
	{CLASS_HEDGE, BOUND_GE, "at a minimum|a good|not under|a minimum number of|fully at least"},
	{CLASS_HEDGE, BOUND_NEARLY, "approached|approaches|approach|neared|nears|near|just short of|a little under|slightly under|slightly below|a shade under|"
	                            "not quite|little short of|virtually|practically|slightly fewer than|a little less than|close on|all but|nigh on"},
	{CLASS_HEDGE, BOUND_NEARLY, "shy of|just shy of|a touch under|a touch below|a shade below|a fraction under|a bit less than|a bit under|marginally less than|marginally under|"
	                            "marginally below|fractionally under|a whisker under|a whisker below|a whisker short of|not far short of|not far off|"
	                            "little less than|only just under|slightly short of|close upon|coming close to|came close to|comes close to|well-nigh|well nigh|"
	                            "nudged|nudging|edging towards|brushing|somewhat less than|somewhat under|somewhat below|approximated to"},
	{CLASS_HEDGE, BOUND_LT, "short of|south of"},
	{CLASS_HEDGE, BOUND_LT, "well below|well under|far less than|far below|considerably less than|rather less than|smaller than|comfortably under"},
	{CLASS_HEDGE, BOUND_LE, "no higher than|not higher than|a maximum|at the most|not above|no greater than"},
	{CLASS_HEDGE, BOUND_LE, "as many as possibly|not beyond|at best|a ceiling of|capped at"},
	{CLASS_HEDGE, BOUND_ABOUT, "estimated to reach|estimated to total|estimated to be|estimated to amount to|is estimated at|put at about|or so|more or less|"
	                           "something like|somewhere around|approximating|an average of about|approximately equal to|estimated to have reached|"
	                           "estimated to have been|an estimate of|estimated to come to|estimated to have totalled"},
	{CLASS_HEDGE, BOUND_ABOUT, "give or take|in the neighbourhood of|in the neighborhood of|in the vicinity of|an approximate|approximate|something over|plus or minus|"
	                           "a rough|an estimated total of|thought to be|reckoned at|estimated to number|in the area of|of the order of|"
	                           "is put at some|or thereabouts|some estimated"},
	{CLASS_HEDGE, HEDGE_NOTHING, "the remaining|the other|some record|an all-time high of|a new record|a record-breaking|an unprecedented|a historic|a historical|a mere|just|"
	                             "no other than|a full|fully|a modest|a solid|a robust|an impressive|a sharp|a slight|another|even|altogether|"
	                             "a combined|a whopping|a further|a total|the equivalent of|equivalent to|already|a staggering|"
	                             "only some of"},
	{CLASS_HEDGE, HEDGE_NOTHING, "no more and no less than|a bare|a meagre|a paltry|a scant|a moderate|a healthy|a strong|a steep|a hefty|a handsome|a remarkable|a massive|"
	                             "a huge|a substantial|a considerable|a tiny|a small|a grand total of|an overall|a cumulative|a respectable|a decent|a marginal|"
	                             "an estimated record|a steady|a net|a gross|an aggregate|the sum of|a sum of|a figure of|the figure of|an amount of|a level of|"
	                             "a value of|a volume of|the tidy sum of|a round|the record|an all-time record of|an all-time record|a high of|a peak of|a new high of|"
	                             "its highest ever|a mere total of|so many as|so much as"},

	{CLASS_BASE, 0, "compared to|compared with|in comparison with|in comparison to|as compared to|as compared with|comparing to|relative to|versus|vs|against|"
	                "than|than in|than for|than during|than that of|than the figure for|on|from|over|as against|"
	                "figure for|figure in|figure of|level of|level in|levels of|level for|volume of|volume in|total for|total of|value for|value in|"
	                "result for|result of|up on|down on|in relation to|with respect to|that of|those of|indicator of|indicators of|"
	                "amount in|amount for|as in|as during|as for|record of|peak of|high of|low of|maximum of|number in|number for|number registered in|number recorded in"},
	{CLASS_BASE, 0, "compared against|when compared with|when compared to|if compared with|set against|measured against|by comparison with|as opposed to|as set against|"
	                "by contrast with|in contrast with|in contrast to|as compared|contrasted with|number recorded for|number reported for|"
	                "count for|tally for|sum for|total recorded in|total reported for|figure recorded in|figure reported for|amount recorded in|"
	                "number of|numbers of|amount of|sum of|level recorded in|level reached in|level seen in|result achieved in|volume recorded in"},
	{CLASS_YOY, 0, "year on year|year over year|yoy|on the year|on a year|from a year earlier|from a year ago|than a year earlier|"
	               "than a year before|than a year ago|compared with a year earlier|compared to a year earlier|on a year earlier|on a year before|"
	               "on the previous year|in annual terms|in annual comparison|annual growth|on an annual basis"},
	{CLASS_YOY, 0, "y-o-y|year-on-year|year-over-year|from one year earlier|from the year before|from the previous year|on the year before|than one year earlier|"
	               "than one year before|than the previous year|than the year before|compared with the year before|compared with the previous year|"
	               "compared to the previous year|compared to the year before|against the previous year|against the year before|over the year before|over the previous year|"
	               "over a year earlier|over a year before|on last year|in a year|within a year|in the space of a year|in one year|against a year earlier|"
	               "on an annual comparison|in yearly terms"},
	{CLASS_SHARE, 0, "accounted for|accounts for|accounting for|account for|made up|makes up|making up|make up|share|shares|proportion|represented|"
	                 "represents|constituted|constitutes|comprised|comprises|took up|was responsible for|percentage|formed|settled in|"
	                 "were settled|are settled|carried out in|conducted in|is conducted|are made in|were made in"},
	{CLASS_SHARE, 0, "claimed|claims|stood for|stands for|provides|contributed|contributes|slice|portion|made for|equalled|equals|equal to|equivalent to|corresponds to|"
	                 "are carried out in|was carried out in|were carried out in|is carried out in|were conducted in|are conducted in|was settled in|are done in|were done in|is settled in"},
	{CLASS_TARGET, 0, "target|targets|targeted|targeting|goal|goals|aim|aims|aimed|aiming|plan to|plans to|planned to|plan|plans|planned|intend|"
	                  "intends|intend to|intention|strive|strives|ambition|ambitious|objective|want to|wants to|want|wants|seek to|seeks to|seek|seeks|bring|"
	                  "raise|raising|bringing|set a target|set the task|the task|the bar|believes in|agreed to increase|to increase|to raise|to bring|"
	                  "to double|to boost|to expand|to lift|to push|committed to|pledged|pledge|hope to|hopes to|wish to|would like|aspire|"
	                  "aspires|a bar of|set a bar|set the bar|set themselves|roadmap to|benchmark|vowed|resolved to|determined to|set their sights on|sights|milestone of"},
	{CLASS_TARGET, 0, "is to be raised|is to be brought|is to be increased|is to be doubled|is to be lifted|to be raised|to be brought up|to be doubled|hopes for|hope for|hoping for|provides for|provide for|aspiration|aspirations|set itself|set out to|agreed to bring|agreed to raise|agreed to double|agreed to lift|agreed to boost|agreed on a goal|hoping to|eye|eyes|"
	                  "eyeing|sets a goal|set a goal|set the goal|bent on|keen to|resolve to|pledging|vows|"
	                  "vowing|strove|striving"},
	{CLASS_FORECAST, 0, "expect|expects|expected|expecting|expectation|expectations|forecast|forecasts|forecasted|forecasting|predict|predicts|predicted|"
	                    "prediction|projected|projects that|projection|projections|estimated to reach|is set to|are set to|likely to|likely|"
	                    "will reach|will exceed|will grow|will be|will rise|will|would|could|may|might|anticipate|anticipates|anticipated|on track to|outlook|"
	                    "on course to|are to|is to|were to|is due to|foresees|foresee|is seen at|are seen at|is seen reaching|reckons with|prognosis|envisages|can reach|"
	                    "should reach|should rise|should grow|should climb|should exceed|should hit|should come to|should increase|should amount to|"
	                    "should total|should pass|should double|should surpass|should top|should approach|should near|expects to|looks set to|poised to|"
	                    "bound to|reckoned to reach|hoped to reach|seen rising|seen reaching|seen growing|pencilled in|pencils in"},
	{CLASS_FORECAST, 0, "projects a|projects an|projects trade|projects turnover|projects exports|projects imports|reckon with|reckon on|reckons on|reckoning with|counts on|count on|counting on|"
	                    "banks on|bank on|banking on|looks for|foreseen|foreseeing|foresaw|predicting|predicts that|anticipating|"
	                    "envisage|envisaged|on pace to|in line to|should rise to|"
	                    "could reach|may reach|might reach|sees trade|sees turnover|sees exports|sees imports|sees it|estimates that it will|tipped to|"
	                    "heading for|headed for|heading towards|on the way to|is thought to reach|prognoses|extrapolates|prediction is"},
	{CLASS_FUTURE, 0, "will|next meeting|next session|is to be|are to be|scheduled|set for|to be held|is due|planned for|is planned|upcoming|forthcoming|"
	                  "is to|are to|next|following meeting|coming|to take place|to convene|is expected|invited|preparations for|preparation for|"
	                  "agreed to hold|ahead of the|due in|due to|should|shall|would|must|expected|is foreseen|are foreseen|"
	                  "to be convened|be convened|takes place next|ahead of|proposed|preparing|prepare for|prepared for|preparing for|pencilled in|follow in"},
	{CLASS_FUTURE, 0, "being prepared|in preparation|under preparation|being planned|in the offing|in view|set to take place|slated for|slated to|will be|to meet|to be hosted|put off|postponed|later this year|is to convene|is to meet|due to meet|"
	                  "looking forward to|in the pipeline|expected in"},
	{CLASS_ANAPHOR, 0, "it|the figure|the number|the total|the volume|the amount|this figure|this number|this amount|the indicator|this indicator|they|"
	                   "the value|this volume|the sum|these figures|the total figure|the total number|the overall figure|that figure|that number|"
	                   "the trend|positive trend|a positive trend|this trend|upward trend|the growth|that total|the overall number|the result|"
	                   "the overall volume|the share|its share|their share|their number|their total|its volume|its value|the same figure|the corresponding figure|"
	                   "the rate|the former|the latter|both|the tally|the count|the pace|the overall total|positive dynamics|the dynamics|the upward trend|"
	                   "the overall value|the comparable figure|their volume|their value|this"},
	{CLASS_ANAPHOR, 0, "that sum|that amount|that volume|that value|the sums|those figures|the turnover|its total|the aggregate|the overall sum|the annual total|the annual figure|the full-year figure|"
	                   "the full-year total|the equivalent figure|the corresponding number|the corresponding total|the comparable number|the comparable total|this flow|"
	                   "their ranks|this traffic|this total|the value of these|this sum|such trade|the previous figure|the earlier figure|last year's figure|this value|"
	                   "the level|this level|the increase|the decrease|the decline|the rise|the drop|the fall|such deliveries|these deliveries|these supplies|these shipments"},
	{CLASS_NEUTRAL, 0, "goods|total|value|volume|level|record|amount|figure|sum|number|worth|mark|turnover|result|size|rate|peak|maximum|minimum|high|low|"
	                   "tune|equivalent|rank|place|extent|quantity|threshold|milestone|target|goal|increase|decrease|growth|decline|drop|rise|"
	                   "fall|reduction|jump|surge|margin|order|share|surplus|deficit|tally|region|excess|gain|forecast|objective|average|"
	                   "barrier|bar|ceiling|range|index|factor|neighbourhood|vicinity|traffic|flow|total value|total amount|expansion|"
	                   "contraction|proportion|package|series|set|batch|list|quota|score|count|estimate|projection|prediction|outlook|imbalance|balance"},
	{CLASS_PLAIN, 0, "more|less|respectively|worth|last|this|that|each|only|alone|now|already|today|so|currently|which|according|year|over|up|down|"
	                 "higher|lower|there|here|then|also|mark|threshold|milestone|level|compared|thus|annually|overall|altogether|in|as|is|was|are|were|"
	                 "has|have|had|reflecting|representing|showing|making|marking|including|excluding|thanks|despite|when|equivalent|a|the|"
	                 "since|both|barrier|apiece|exactly|again|too|well|total|combined|annual|yearly|surplus|deficit|turnover|trade|imports|exports|"
	                 "he|she|they|it|officials|said|say|says|noted|reported|following|until|next|previously|earlier|later|before|after|ago|"
	                 "came|went|arrived|crossed|goes|go|come|moved|first|record|stood|who|because|whose|than|not|target|goal|"
	                 "during|late|early|if|once|just|almost|nearly|actually|still|yet|namely|even|per|therefore|hence|instead|meanwhile|moreover|nevertheless|nonetheless|"
	                 "likewise|indeed|furthermore|together|rather|quite|very|ever|never|perhaps|thereby|besides|otherwise|somewhat|elsewhere|apart|while|whereas|although|though|but|and|or"},
	{CLASS_RETRACT, 0, "apologised|apologized|apologises|apologizes|corrected|correction|corrects|mistakenly|by mistake|erroneously|in error|wrongly|"
	                   "should read|misprint|misstated|typing error|retracted|withdrew the figure|withdrawn|was mistaken|were mistaken|"
	                   "had been given as|revised from|was wrong|were wrong|an error|a slip"},
	{CLASS_RETRACT, 0, "was incorrect|were incorrect|was inaccurate|an inaccurate|incorrectly|inaccurately|has been withdrawn|have been withdrawn|mistyped|misprinted|"
	                   "in mistake|rectified|a typo|false figure|wrong figure|disowned|disavowed"},
	{CLASS_AVERAGE, 0, "a year on average|on average|average annual|annually|per year|per annum|each year|every year|average|annual average|"
	                   "averaged|averaging|a year|compound|yearly average|monthly|a month|per month|month on month|on the month|"
	                   "from the previous month|compared to the previous month|than in the previous month|mom"},
	{CLASS_RATE, 0, "per|each|apiece|a head|per capita|an hour|a day|a night|a ton|a tonne|a barrel|a kilogram|a kilo|a piece|every"},
	{CLASS_PART, 0, "of them|among them|of which|of these|of those|of whom|out of every|out of"},
	{CLASS_WORLD, 0, "rest of the world|the world|world|all countries|other countries|third countries|all its partners|foreign countries|central asia|europe|"
	                 "africa|asia|latin america|the cis|cis countries|the region as a whole|all partners|worldwide|global|globally|all trading partners|"
	                 "all neighbours|neighbouring countries|neighboring countries|eu countries|oic countries|arab countries|all foreign|abroad|turkic states|"
	                 "member states|goods and services|including services|goods plus services|international trade|"
	                 "all destinations|all over the world|regional trade|intraregional|gulf states|south caucasus|the caucasus"},
	{CLASS_LARGEST, 0, "largest|biggest|main|leading|most important|major|key|top|principal|foremost|chief|number one|primary|greatest|best|strongest"},
	{CLASS_PLACE, 0, "place|position|rank|ranks|ranked|ranking|spot|places|placed|slot|rating"},
	{CLASS_PLACE, 0, "positions|berth|rung|standing"},
	{CLASS_HOST, 0, "welcomed|welcome|welcomes|welcoming|received|receive|receives|hosted|hosts|attracted|attracts|recorded|registered|saw|counted|greeted|"
	                "accommodated|admitted|drew|accepted"},
	{CLASS_HOST, 0, "hosting|receiving|lured|enticed|played host to|housed|took in|attracting|drawing|has drawn|was visited by|were visited by"},
	{CLASS_TAKE, 0, "bought|buy|buys|imported|import|imports|received|receives|receive|purchased|purchases|purchase|took|obtained|got|acquired|"
	                "procured|importing|buying|importer|buyer|purchasing"},
	{CLASS_TAKE, 0, "bring in|brought in|ordered|sourced|sources|sourcing|took delivery of|gets|getting|taking"},
	{CLASS_BOOKS, 0, "statistics|statistic|customs|customs committee|customs service|data|count|books|figures|calculations|statistical agency|"
	                 "statistics committee|statistical office|statistics office|central bank|national bank|bank of|state bank|bureau of statistics|records|numbers|reckoning|side|"
	                 "statistical committee|customs administration|estimates|estimate|customs authorities|ministry|authorities|bookkeeping|accounts|"
	                 "statistical institute|statistics institute|institute of statistics|statistics service|statistical service|statistics authority|"
	                 "statistical authority|statistics department|statistics bureau|statistical bureau|statisticians|customs office|customs house|"
	                 "customs union|trade data|rosstat|geostat|armstat|turkstat|tüik|eurostat|istat|destatis|insee|ksh|capmas|belstat|uzstat|monstat|"
	                 "statistics agency|tax service|revenue service|officials|customs agency|customs data|tally|customs statistics|accounting|sources"},
	{CLASS_BOOKS, 0, "customs department|commerce department|trade department|"
	                 "commerce ministry|trade ministry|economy ministry|statistics board|department|institute|"
	                 "national accounts|ledgers|ledger|statistical yearbook|arithmetic|counting"},
	{CLASS_ACCORDING, 0, "according to|by|as per|based on|data of|data from|on the basis of|as reported by|in the books of|citing|quoting|going by"},
	{CLASS_ACCORDING, 0, "in the words of|judging by|going by the|on the figures of|according|as counted by|as recorded by|calculated by|compiled by|published by|released by|quoted by|per the|in the statistics of|"
	                     "as measured by|as seen by|if one follows|to go by"},
	{CLASS_LOSS, 0, "deficit|deficits|shortfall|negative balance|in the red|disadvantage|detriment|to the detriment of"},
	{CLASS_LOSS, 0, "trade gap|a gap|the gap|gap of|shortfalls|minus of|passive balance"},
	{CLASS_GAIN, 0, "surplus|surpluses|in favour of|in favor of|favour|favor|positive balance|in the black|advantage"},
	{CLASS_GAIN, 0, "active balance|to the advantage of|excess of exports"},
	{CLASS_SOFAR, 0, "so far|to date|accumulated|cumulative|by now|up to now|total investment|total investments|as of|at present|currently|currently stands|"
	                 "over the years|over the past years|in recent years|until now|overall investment|up to the present|"
	                 "stock|stocks|since independence|invested so far|altogether|already invested|total volume of investment"},
	{CLASS_SOFAR, 0, "all told|in total so far|as things stand|up to today|up till now|thus far|to this day|over time|all in all|by today|in all these years"},

	{CLASS_MONTH, 1, "january|jan"}, {CLASS_MONTH, 2, "february|feb"}, {CLASS_MONTH, 3, "march|mar"}, {CLASS_MONTH, 4, "april|apr"},
	{CLASS_MONTH, 5, "may"}, {CLASS_MONTH, 6, "june|jun"}, {CLASS_MONTH, 7, "july|jul"}, {CLASS_MONTH, 8, "august|aug"},
	{CLASS_MONTH, 9, "september|sept|sep"}, {CLASS_MONTH, 10, "october|oct"}, {CLASS_MONTH, 11, "november|nov"},
	{CLASS_MONTH, 12, "december|dec"},
	{CLASS_WEEKDAY, 0, "monday"}, {CLASS_WEEKDAY, 1, "tuesday"}, {CLASS_WEEKDAY, 2, "wednesday"}, {CLASS_WEEKDAY, 3, "thursday"},
	{CLASS_WEEKDAY, 4, "friday"}, {CLASS_WEEKDAY, 5, "saturday"}, {CLASS_WEEKDAY, 6, "sunday"},
	{CLASS_SPAN, 12, "year|years"}, {CLASS_SPAN, 6, "half|half-year|semester|halves"}, {CLASS_SPAN, 3, "quarter|quarters"},
	{CLASS_SPAN, 1, "month|months"},
	{CLASS_RESPECT, 0, "respectively|correspondingly"},
	{CLASS_RESPECT, 0, "in that order"},
	{CLASS_CAPACITY, 0, "capacity|capable|designed for|design capacity|throughput capacity|potential|could do|room for|can handle|annual capacity|be able to"},
	{CLASS_HELD, 0, "held|took place|met|convened|chaired|co-chaired|hosted|opened|concluded|ended|gathered|signed|was held|takes place|meets|"
	                "attended|began|addressed|sat|brought together|participated|wrapped up|inaugurated|speaking|spoke"},
	{CLASS_HELD, 0, "was convened|hosting|closed|came together|assembled in|was staged|staged|ran from|was chaired|has been held|completed its"},
	{CLASS_ALL, 0, "all|total|overall|entire|whole|foreign|general"},
	{CLASS_EVENT, 0, "was held|were held|took place|was signed|were signed|signed a|hosted the|was opened|has been opened|entered into force|was launched|"
	                 "was inaugurated|was adopted|inaugurated|successfully held|successfully hosted"},
	{CLASS_STATEMENT, 0, "key area|positive trend|dynamic growth|progressive development|important component|emphasized|emphasised|underlined|highlighted|"
	                     "acknowledged|positively|welcomed|satisfaction|stressed|committed|priority|actively investing|importance|prospects|identified as|"
	                     "central pillar|key aspect|reaffirmed|significantly represented"},
	{CLASS_PHYSICAL, 0, "by weight|in physical terms|in volume terms|in tonnage|in real terms|in tonnes|in tons|by volume|in kind|in weight"},
	{CLASS_GRANT, 0, "offer|offers|offered|offering|grants|granted|granting|allocated|allocates|allocate|provides|provided|provide|awarded|awards|award|gives|gave|"
	                 "reserved|reserves|set aside"},
	{CLASS_GRANT, 0, "earmarked|earmarks|made available|makes available|assigned|assigns|bestowed|bestows|sponsors|sponsored|put aside|puts aside"},
	{CLASS_AREA, 0, "trade|turnover|exports|imports|commerce"},
	{CLASS_AREA, 1, "investment cooperation|investment|investing|investors|invest|projects have been implemented"},
	{CLASS_AREA, 2, "industrial|industry|shipbuilding|pharmaceuticals|assembly|joint production|manufacturing|factories|plants"},
	{CLASS_AREA, 3, "agricultural|agriculture|farm|food|fruits and vegetables"},
	{CLASS_AREA, 4, "transport|corridor|freight|cargo|railway|checkpoints|logistics|aviation|flights|transit"},
	{CLASS_AREA, 5, "energy|oil and gas|oil|gas|electricity|power plant|nuclear"},
	{CLASS_AREA, 6, "tourism|tourist|tourists|visitors"},
	{CLASS_AREA, 7, "education|university|universities|schools|students|school"},
	{CLASS_AREA, 8, "culture|cultural|humanitarian|youth|festival|museum|theatre"},
	{CLASS_AREA, 9, "interregional|regions|regional"},
	{CLASS_AREA, 10, "legal framework|agreements|intergovernmental commission|protocol|declaration|treaty|memorandum"},
	{CLASS_SELF, 0, "the republic|the union|the country|the kingdom|the region|the emirates|the emirate|the federation|the nation|the island|the bloc"},
	{.phrases = NULL},
};
/* clang-format on */
