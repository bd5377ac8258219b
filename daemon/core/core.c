/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/core.h"

#include "base/log.h"
#include "core/names.h"
#include "core/spool.h"
#include "core/view.h"
#include "weigh/answers.h"
#include "weigh/kin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EFFORT 3000000 /* of system_effort: what one request may have solved of long lists */

int core_load_conf(const struct core *core, struct conf **out, struct err *err)
{
	const struct {
		const char *key, *text;
	} given[] = {{"state_dir", core->state_dir}, {"socket.path", core->socket_path}, {"plugins_dir", core->plugins_dir}};

	int rc = conf_load(out, core->conf_path, err);
	for (size_t i = 0; i < sizeof given / sizeof given[0] && !rc; i++)
		if (given[i].text) {
			rc = conf_override(*out, given[i].key, given[i].text, err);
			if (rc) {
				conf_destroy(*out);
				*out = NULL;
			}
		}
	return rc;
}

static int add_refused(struct core *core, const char *path, const char *reason)
{
	struct core_refused *grown = realloc(core->refused, (core->n_refused + 1) * sizeof *grown);
	if (!grown)
		return -ENOMEM;
	core->refused = grown;
	grown[core->n_refused] = (struct core_refused){strdup(path), strdup(reason)};
	core->n_refused++;
	return 0;
}

int core_load_plugins(struct core *core, struct err *err)
{
	char **paths;
	size_t n;
	int rc = plug_list(core->conf->plugins_dir, &paths, &n, err);
	if (rc)
		return rc;

	core->plugs = calloc(n ? n : 1, sizeof(struct plug *));
	for (size_t i = 0; i < n && core->plugs && !rc; i++) {
		struct err why;
		if (plug_open(&core->plugs[core->n_plugs], paths[i], &why)) {
			log_error("plugin refused: %s", why.text);
			rc = add_refused(core, paths[i], why.text);
		} else {
			core->n_plugs++;
		}
	}
	if (!core->plugs)
		rc = -ENOMEM;
	plug_free_list(paths, n);
	return rc ? err_sys(err, ENOMEM, "plugins") : 0;
}

static int build_parties(const struct conf *conf, struct parties **out, struct err *err)
{
	struct party *declared = calloc(conf->n_parties ? conf->n_parties : 1, sizeof *declared);
	int rc = declared ? 0 : err_sys(err, ENOMEM, "parties");

	for (size_t i = 0; i < conf->n_parties && !rc; i++) {
		const struct conf_party *p = &conf->parties[i];
		if (strlen(p->code) >= PARTY_CODE_MAX)
			rc = err_set(err, ERR_CONFIG, "%s: party code \"%.40s\" is longer than %d characters", p->where, p->code,
			             PARTY_CODE_MAX - 1);
		else
			strcpy(declared[i].code, p->code);
		declared[i].name = p->name;
	}
	if (!rc)
		rc = parties_create(out, declared, conf->n_parties, (const char *const *)conf->pairs,
		                    (const char *const *)conf->pairs_where, conf->n_pairs, err);
	free(declared);
	return rc;
}

static int add_indicator(struct catalogue *c, const struct conf_indicator *in, struct err *err)
{
	struct indicator_spec spec = {
	    .area = in->area,
	    .id = in->id,
	    .title = in->title,
	    .unit = in->unit,
	    .kind = in->kind,
	    .note = in->note[0] ? in->note : NULL,
	    .is_signed = in->is_signed,
	    .plausible_min = in->plausible_min,
	    .plausible_max = in->plausible_max,
	    .decimals = in->decimals,
	    .phrases = (const char *const *)in->phrases,
	    .direction = in->direction,
	};
	if (!catalogue_add_indicator(c, &spec, err))
		return 0;
	err_prefix(err, "%s", in->where);
	return err->code = ERR_CONFIG;
}

static int build_catalogue(const struct core *core, const struct conf *conf, struct catalogue **out, struct err *err)
{
	int rc = catalogue_create(out);
	if (rc)
		return err_sys(err, ENOMEM, "catalogue");
	for (size_t i = 0; i < core->n_plugs && !rc; i++)
		rc = catalogue_add_plugin(*out, plug_table(core->plugs[i]), plug_path(core->plugs[i]), err);
	for (size_t i = 0; i < conf->n_indicators && !rc; i++)
		rc = add_indicator(*out, &conf->indicators[i], err);
	if (!rc)
		rc = catalogue_seal(*out, err);
	if (rc) {
		catalogue_destroy(*out);
		*out = NULL;
	}
	return rc;
}

int core_build_model(const struct core *core, const struct conf *conf, struct parties **parties, struct catalogue **catalogue,
                     struct err *err)
{
	int rc = build_parties(conf, parties, err);
	if (rc)
		return rc;
	rc = build_catalogue(core, conf, catalogue, err);
	if (rc) {
		parties_destroy(*parties);
		*parties = NULL;
	}
	return rc;
}

/* What only a restart can change stays as it was, and is named in the log. */
static void keep_fixed(const struct conf *old, struct conf *new)
{
	struct buf names;
	struct err err;

	buf_init(&names, 4096);
	if (conf_check_restart(old, new, &names) > 0)
		log_warning("reload: these settings are in force only after a restart: %.*s", (int)names.len, buf_bytes(&names));
	buf_fini(&names);
	if (conf_override(new, "state_dir", old->state_dir, &err) || conf_override(new, "plugins_dir", old->plugins_dir, &err) ||
	    conf_override(new, "socket.path", old->socket.path, &err))
		log_error("reload: %s", err.text);
}

/* What parts of the daemon have taken from the old configuration, they take from the new one. */
static void apply_conf(struct core *core)
{
	const struct conf *conf = core->conf;
	struct err err;

	log_set_level(conf->log_level);
	committer_set_group_max(core->committer, conf->ledger.group_max);
	supervisor_set_limits(core->supervisor, conf->worker.job_timeout_s * 1000u, conf->worker.backoff_ms, conf->worker.backoff_max_ms);
	if (core->spool && conf->import.spool) {
		spool_apply_conf(core->spool);
		return;
	}
	spool_destroy(core->spool);
	core->spool = NULL;
	if (conf->import.spool && spool_create(&core->spool, core, &err)) {
		log_error("reload: files dropped into the spool folder are not taken: %s", err.text);
		spool_destroy(core->spool);
		core->spool = NULL;
	}
}

int core_reload(struct core *core, struct err *err)
{
	struct conf *conf;
	struct parties *parties;
	struct catalogue *catalogue;

	int rc = core_load_conf(core, &conf, err);
	if (rc)
		return rc;
	rc = core_build_model(core, conf, &parties, &catalogue, err);
	if (rc) {
		conf_destroy(conf);
		return rc;
	}
	keep_fixed(core->conf, conf);
	answers_forget(core->answers);
	conf_destroy(core->conf);
	parties_destroy(core->parties);
	catalogue_destroy(core->catalogue);
	core->conf = conf;
	core->parties = parties;
	core->catalogue = catalogue;
	names_forget(core->names);
	kin_forget(core->kin);
	apply_conf(core);
	core_count_orphans(core);
	/* The hedge policy or a source's rank may have changed, and with it any figure. */
	view_mark_all(core->view);
	return 0;
}

static int source_rank(const void *arg, const struct source *source)
{
	const struct conf *conf = arg;

	for (size_t i = 0; i < conf->n_sources; i++)
		if (strcmp(conf->sources[i].id, source->id) == 0)
			return conf->sources[i].rank;
	return source->rank ? source->rank : SOURCE_RANK_DEFAULT;
}

struct weigh core_weigh(const struct core *core)
{
	return (struct weigh){.book = core->book,
	                      .catalogue = core->catalogue,
	                      .derive = core->conf->weigh.derive,
	                      .policy = &core->conf->hedge,
	                      .rank = source_rank,
	                      .rank_arg = core->conf,
	                      .kin = core->kin,
	                      .answers = core->answers,
	                      .effort_until = system_effort() + EFFORT};
}

int core_create_book(struct core *core)
{
	int rc = book_create(&core->book);

	rc = rc ? rc : names_create(&core->names);
	rc = rc ? rc : kin_create(&core->kin);
	return rc ? rc : answers_create(&core->answers);
}

int core_parse_series(const struct core *core, const char *text, struct series_name *out, uint32_t *number, struct err *err)
{
	return names_parse(core->names, core->book, core->parties, core->catalogue, text, out, number, err);
}

int core_series_name(const struct core *core, uint32_t series, struct series_name *out)
{
	return names_of(core->names, core->book, core->parties, core->catalogue, series, out);
}

int core_find_rrd_dir(struct core *core, struct err *err)
{
	char *path = NULL, *state = NULL;
	int rc = 0;

	if (asprintf(&path, "%s/rrd", core->conf->state_dir) < 0)
		return err_sys(err, ENOMEM, "the folder of RRD files");
	core->rrd_dir = realpath(path, NULL);
	if (!core->rrd_dir && errno == ENOENT) {
		/* Made with the first file. */
		state = realpath(core->conf->state_dir, NULL);
		if (state && asprintf(&core->rrd_dir, "%s/rrd", state[1] ? state : "") < 0)
			core->rrd_dir = NULL;
	}
	if (!core->rrd_dir)
		rc = err_sys(err, errno, "the folder of RRD files, %s", path);
	free(state);
	free(path);
	return rc;
}

uint32_t core_rrd_rows(const struct core *core, char freq)
{
	const struct conf *conf = core->conf;

	return freq == 'A' ? conf->rrd.rows_a : freq == 'S' ? conf->rrd.rows_s : freq == 'Q' ? conf->rrd.rows_q : conf->rrd.rows_m;
}

void core_count_orphans(struct core *core)
{
	struct series_name name;

	core->n_orphans = 0;
	for (uint32_t s = 1; s <= book_n_series(core->book); s++)
		if (book_series_durable(core->book, s) && core_series_name(core, s, &name))
			core->n_orphans += book_n_observations(core->book, s);
}

void core_changed(struct core *core, uint32_t series, const struct period *p)
{
	view_changed(core->view, series, p);
	if (core->watch)
		core->watch(core, series, p);
}

void core_fini(struct core *core)
{
	for (size_t i = 0; i < core->n_plugs; i++)
		plug_close(core->plugs[i]);
	free(core->plugs);
	for (size_t i = 0; i < core->n_refused; i++) {
		free(core->refused[i].path);
		free(core->refused[i].reason);
	}
	free(core->refused);
	names_destroy(core->names);
	kin_destroy(core->kin);
	answers_destroy(core->answers);
	catalogue_destroy(core->catalogue);
	parties_destroy(core->parties);
	book_destroy(core->book);
	ledger_close(core->ledger);
	free(core->rrd_dir);
	conf_destroy(core->conf);
}
