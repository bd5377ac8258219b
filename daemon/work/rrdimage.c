/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layout is RRD version 0003 as librrd 1.7 writes it on this machine: stat_head, four ds_def, one rra_def; then what depends on the points: live_head,
 * four pdp_prep, four cdp_prep, one rra_ptr, and the rows, a ring of four doubles each whose newest is at cur_row. Every update of ours ends a row, so that of
 * what librrd carries from one update to the next only these are not as in the blank: the time of the last update, the last reading as text, and the
 * last value; the seconds that the next row has so far are none.
 */
#define RRD_EXPORT_DEPRECATED
#include "work/rrdimage.h"

#include "work/rrdlayout.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <rrd.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_DS RRDLAYOUT_N_DS
#define ROW_SIZE (N_DS * sizeof(double))

struct header {
	stat_head_t stat;
	ds_def_t ds[N_DS];
	rra_def_t rra;
	live_head_t live; /* from here on it depends on the points */
	pdp_prep_t pdp[N_DS];
	cdp_prep_t cdp[N_DS];
	rra_ptr_t ptr;
};
_Static_assert(sizeof(struct header) == RRDLAYOUT_HEADER_SIZE, "the header has no padding between its parts");
_Static_assert(RRDLAYOUT_TEXT_MAX == LAST_DS_LEN, "the last reading is written where it belongs");

static int create(const char *path, int64_t step, uint32_t rows, struct err *err)
{
	char line[N_DS + 1][64];
	const char *argv[N_DS + 1];

	for (size_t i = 0; i < N_DS; i++)
		snprintf(line[i], sizeof line[i], "DS:%s:GAUGE:%lld:U:U", rrdlayout_ds[i], (long long)step);
	snprintf(line[N_DS], sizeof line[N_DS], "RRA:AVERAGE:0.5:1:%u", rows);
	for (size_t i = 0; i <= N_DS; i++)
		argv[i] = line[i];

	/* librrd begins the ring at a random row; the same seed makes the same file. The first call of rrd_random seeds by time, so it comes before. */
	(void)rrd_set_to_DNAN();
	(void)rrd_random();
	srandom(1);
	rrd_clear_error();
	if (rrd_create_r2(path, (unsigned long)step, (time_t)step, 0, NULL, NULL, N_DS + 1, argv) != 0)
		return err_set(err, ERR_DAMAGED, "librrd cannot create %s: %s", path,
		               rrd_test_error() ? rrd_get_error() : "no reason given");
	return 0;
}

/* The file has exactly `size` bytes. */
static int read_blank(const char *path, unsigned char *to, size_t size, struct err *err)
{
	FILE *f = fopen(path, "re");
	int rc = 0;

	if (!f)
		return err_sys(err, errno, "cannot read %s", path);
	if (fread(to, 1, size, f) != size || fgetc(f) != EOF)
		rc = ferror(f) ? err_sys(err, errno, "cannot read %s", path)
		               : err_set(err, ERR_DAMAGED, "librrd wrote %s with another size than %zu bytes", path, size);
	fclose(f);
	return rc;
}

/* Another librrd may write another layout; into that one nothing may be put. */
static bool layout_is_known(const struct header *h, int64_t step, uint32_t rows)
{
	bool known = memcmp(h->stat.cookie, RRD_COOKIE, 4) == 0 && memcmp(h->stat.version, RRD_VERSION3, 5) == 0 &&
	             h->stat.float_cookie == FLOAT_COOKIE && h->stat.ds_cnt == N_DS && h->stat.rra_cnt == 1 &&
	             h->stat.pdp_step == (unsigned long)step && h->rra.row_cnt == rows && h->rra.pdp_cnt == 1 && h->live.last_up == step &&
	             h->ptr.cur_row == rrdlayout_current(0, rows);

	for (size_t i = 0; i < N_DS; i++)
		known = known && strcmp(h->ds[i].ds_nam, rrdlayout_ds[i]) == 0 && strcmp(h->pdp[i].last_ds, "U") == 0;
	return known;
}

int rrdimage_init(struct rrdimage_blank *blank, int64_t step, uint32_t rows, const char *path, struct err *err)
{
	size_t size = sizeof(struct header) + rows * ROW_SIZE;
	struct header h;

	*blank = (struct rrdimage_blank){step, rows, size, malloc(size)};
	if (!blank->bytes)
		return err_sys(err, ENOMEM, "cannot write %s", path);
	int rc = create(path, step, rows, err);
	if (!rc) {
		rc = read_blank(path, blank->bytes, size, err);
		unlink(path);
	}
	if (!rc) {
		memcpy(&h, blank->bytes, sizeof h);
		if (!layout_is_known(&h, step, rows))
			rc = err_set(err, ERR_DAMAGED, "librrd wrote %s in a layout that coopd does not know", path);
	}
	if (rc)
		rrdimage_fini(blank);
	return rc;
}

void rrdimage_fini(struct rrdimage_blank *blank)
{
	free(blank->bytes);
	*blank = (struct rrdimage_blank){0};
}

/* The number of a data source in the newest row, as librrd leaves it for the next update. */
static void put_newest(struct header *h, size_t ds, double v)
{
	rrdlayout_text(v, h->pdp[ds].last_ds);
	/* The part of the reading that belongs to the next row: nothing, of the sign of the reading; where the reading is unknown the blank has it. */
	if (!isnan(v))
		h->pdp[ds].scratch[PDP_val].u_val = copysign(0, v);
	h->cdp[ds].scratch[CDP_primary_val].u_val = v;
}

void rrdimage_fill(const struct rrdimage_blank *blank, const struct rrdfile_point *points, size_t n, unsigned char *out)
{
	int64_t last = points[n - 1].row_end;
	uint32_t current = rrdlayout_current(rrdlayout_n_written(points, n, blank->step, blank->rows), blank->rows);
	struct header h;
	double unknown;

	memcpy(out, blank->bytes, blank->size);
	memcpy(&h, out, sizeof h);
	memcpy(&unknown, out + sizeof h, sizeof unknown); /* librrd's own, of all that are not a number */
	h.live.last_up = (time_t)last;
	h.ptr.cur_row = current;
	for (size_t i = n; i--;) {
		int64_t back = (last - points[i].row_end) / blank->step;
		if (back >= blank->rows)
			break;
		double row[N_DS];
		for (size_t ds = 0; ds < N_DS; ds++) {
			double v = rrdlayout_number(&points[i], ds);
			row[ds] = isnan(v) ? unknown : v;
			if (i == n - 1)
				put_newest(&h, ds, row[ds]);
		}
		memcpy(out + sizeof h + ((size_t)current + blank->rows - (size_t)back) % blank->rows * ROW_SIZE, row, ROW_SIZE);
	}
	memcpy(out, &h, sizeof h);
}

bool rrdimage_is_kin(const struct rrdimage_blank *blank, const unsigned char *bytes)
{
	return memcmp(bytes, blank->bytes, offsetof(struct header, live)) == 0;
}

int64_t rrdimage_last(const unsigned char *bytes)
{
	live_head_t live;

	memcpy(&live, bytes + offsetof(struct header, live), sizeof live);
	return live.last_up;
}
