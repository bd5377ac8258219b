/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the schools, pupils and branches are comes first; students and scholarships: where the students come from comes first.
 */
#include <coop/plugin.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "schools", .title = "Schools teaching in the language", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6,
	 .decimals = 0,
	 .phrases = (const char *const[]){"schools & instruction/taught/teach/teaching/teaches/language/medium/lessons/languages",
	             "general education schools & instruction/taught/teach/teaching/language",
	             "secondary schools & instruction/taught/teach/teaching/language", "schools with/offering/that instruction in", "schools & tuition/classes/curriculum/instruct/instructs", "@-language schools", "schools teaching", "schools that teach", "@-medium schools", "schools with @",
	             NULL},
	 .note = "schools of the first party that teach in the second's language",
	 .direction = COOP_WHERE},
	{.id = "pupils_taught", .title = "Pupils taught in the language", .unit = "persons", .kind = COOP_STOCK, .plausible_max = 1e9,
	 .decimals = 0,
	 .phrases = (const char *const[]){
	             "pupils/students/children/schoolchildren & taught/instruction/educated/medium/teach/teaches/teaching ! foreign/learn/learning/learns/university/universities",
	             "people taught in", "pupils/students/children taught in", "receive education in & school/schools/pupils/children", "pupils/children/schoolchildren & tuition/taught/instructed",
	             "pupils/children attend & schools/school & language/instruction/taught/teach",
	             NULL},
	 .note = "pupils of the first party taught in the second's language; never the number of language_learners",
	 .direction = COOP_WHERE},
	{.id = "language_learners", .title = "Learners of the language", .unit = "persons", .kind = COOP_STOCK, .plausible_max = 1e9,
	 .decimals = 0,
	 .phrases = (const char *const[]){
	             "pupils/students/children/schoolchildren/people/youngsters/learners/persons & learn/learning/learns/learned/learnt ! enrolled",
	             "pupils/students/children/schoolchildren/people/youngsters & study/studying/studies/studied & language ! university/universities/abroad",
	             "@ study/studies/studying/learn/learns/learning @", "pupils/students/children/schoolchildren & foreign & language ! university/universities/abroad", "as second foreign language", "as foreign language", "learners", "students/pupils learning", "people/persons/adults & learn/learning/study/studying & language/courses",
	             "learn/learning/studying/study @ as",
	             "take/taking/attend @ lessons/classes/courses",
	             "course participants & language",
	             "@ learn/learns/learning/study/studying language",
	             "@ learn/learns/learning it",
	             NULL},
	 .note = "people in the first party who learn the second's language as a foreign one; never the number of pupils_taught",
	 .direction = COOP_WHERE},
	{.id = "students_abroad", .title = "Students abroad", .unit = "persons", .kind = COOP_STOCK, .plausible_max = 1e8, .decimals = 0,
	 .phrases = (const char *const[]){
	             "students/citizens/youths/youngsters & study/studying/studies/enrolled/university/universities/attend/trained/pursuing/studied ! language/learn/learning/school/schools/taught",
	             "young people & study/studying/enrolled/university/universities/trained ! language/learn/learning/school",
	             "@ study/studying/enrolled in/at", "@ are/were studying/enrolled/educated/trained in/at", "@ attend/attended/attending university/universities/institute/institutes",
	             "@ attend/attended/attending @ university/universities", "students study/studying/enrolled in/at",
	             "students/people are/were enrolled in/at", "@ students are/were enrolled in/at", "@ are/were enrolled in/at",
	             "people & studying/study & university/universities ! language/learn/learning/school",
	             "@ students ! learn/learning/learns/language/languages/school/schools/taught/pupils/instruction", "students & attending/registered/matriculated/campuses/faculties/academies/colleges/institutions/higher ! language/learn/learning/school/schools/taught",
	             "young men/women/people & study/studying/enrolled/university/universities/attend/attending ! language/learn/learning/school",
	             "undergraduates",
	             "citizens & enrolled/university/universities",
	             "students from & host/hosts/hosting/hosted/university/universities/college/colleges/enrolled/study/studying ! learn/learning/learns/language/school/schools/taught/pupils/exchange",
	             NULL},
	 .note = "students from the first party in the second",
	 .direction = COOP_WHENCE},
	{.id = "scholarships", .title = "Scholarships", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e7, .decimals = 0,
	 .phrases = (const char *const[]){"scholarships", "state scholarships", "government scholarships", "study grants", "quota places",
	             "grants & student/students/study/studying/university/universities/education/young/scholarship/educational",
	             "quota & student/students/study/university/universities/education/places",
	             "places & quota/student/students/university/universities/scholarship", "state-funded places", "budget places",
	             "government-funded places", "bursaries", "study places", "stipends", "fellowships", "free places", "state-financed places", "tuition-free places", "funded places", "places & state-funded/grant/grants/study/studies", "government grants & student/students/study", "study scholarships", "university places", "budget-funded places",
	             NULL},
	 .note = "places that the second party grants to students from the first in the period",
	 .direction = COOP_WHENCE},
	{.id = "university_branches", .title = "University branches", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e4,
	 .decimals = 0,
	 .phrases = (const char *const[]){"branches of universities", "university branches", "branches & university/universities",
	             "campuses & university/universities", "branch campuses", "branches of @ universities", "branches of higher/institutes/academies", "offshoots & university/universities", "university campuses", "branches of state university/universities",
	             NULL},
	 .note = "branches of the second party's universities in the first",
	 .direction = COOP_WHERE},
};
/* clang-format on */

static bool is_pupils(const struct coop_claim *c)
{
	return strcmp(c->indicator, "pupils_taught") == 0;
}

static int compare_figure(const struct coop_claim *a, const struct coop_claim *b)
{
	int c = strcmp(a->pair, b->pair);
	if (c == 0)
		c = strcmp(a->period, b->period);
	return c ? c : (a->value > b->value) - (a->value < b->value);
}

/* Among equal figures in order of their rows, so that the remarks come in that order too. */
static int compare(const void *a, const void *b)
{
	const struct coop_claim *x = *(const struct coop_claim *const *)a, *y = *(const struct coop_claim *const *)b;
	int c = compare_figure(x, y);
	return c ? c : (x > y) - (x < y);
}

/* Pupils taught in a language and people who learn it as a foreign one are different populations: a file that gives both the same number
 * has most likely read one of them twice. */
static void review(const struct coop_claim *claims, size_t n, void (*remark)(void *arg, size_t i, const char *text), void *arg)
{
	const struct coop_claim **sorted = calloc(n ? n : 1, sizeof(const struct coop_claim *));
	size_t m = 0;
	if (!sorted)
		return;
	for (size_t i = 0; i < n; i++)
		if (!isnan(claims[i].value) && (is_pupils(&claims[i]) || strcmp(claims[i].indicator, "language_learners") == 0))
			sorted[m++] = &claims[i];
	qsort(sorted, m, sizeof(const struct coop_claim *), compare);
	for (size_t first = 0, end; first < m; first = end) {
		bool learners = false;
		for (end = first; end < m && compare_figure(sorted[first], sorted[end]) == 0; end++)
			learners |= !is_pupils(sorted[end]);
		for (size_t i = first; learners && i < end; i++)
			if (is_pupils(sorted[i]))
				remark(arg, (size_t)(sorted[i] - claims),
				       "language_learners has the same number: those taught in a language and those who learn it are "
				       "different people");
	}
	free(sorted);
}

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "education",
    .title = "Education",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
    .review = review,
};
