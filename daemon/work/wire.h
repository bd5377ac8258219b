/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * wire: what core and worker say to each other, frame by frame.
 *
 *     core to worker     RRD     job path freq rows n points
 *                        PARSE   job path name map survey n words      map: "" for none; words: keys and values for the reader of reports
 *                        CREDIT  job n              n more batches of rows may come; a PARSE begins with none
 *                        GRAPH   job left bytes     a piece of an order for a picture; left: bytes that are still to come
 *     worker to core     HELLO                      ready for jobs
 *                        RRD_DONE    job code outcome text
 *                        ROWS        job first done total n rows      first: ordinal of the first row in the file's yield
 *                        PARSE_DONE  job code text
 *                        IMAGE       job at bytes   a piece of the picture; at: bytes that came before
 *                        GRAPH_DONE  job code text
 */
#ifndef WORK_WIRE_H
#define WORK_WIRE_H

#include "work/csvfile.h"
#include "work/frame.h"
#include "work/graph.h"
#include "work/rows.h"
#include "work/rrdfile.h"

enum wire_type {
	WIRE_HELLO = 1,
	WIRE_RRD,
	WIRE_RRD_DONE,
	WIRE_PARSE,
	WIRE_CREDIT,
	WIRE_ROWS,
	WIRE_PARSE_DONE,
	WIRE_GRAPH,
	WIRE_IMAGE,
	WIRE_GRAPH_DONE
};

#define WIRE_BATCH_ROWS 256
#define WIRE_BATCH_BYTES 65536 /* a batch ends when it has grown beyond */

#define WIRE_GRAPH_MAX (4 * 1024 * 1024)  /* bytes of an order for a picture */
#define WIRE_IMAGE_MAX (32 * 1024 * 1024) /* bytes of a picture */
#define WIRE_PIECE (256 * 1024)           /* of either, in one frame */
/* Keys and values beside a file: what was asked of a report (pair, published …), and what the configuration adds to the words of its reader. */
#define WIRE_WORDS_MAX 4096
struct wire_words {
	size_t n;
	struct row_field *word;
};

/* Each appends one frame: 0, ERR_LIMIT, -ENOMEM. */
int wire_put_hello(struct buf *out) __attribute__((warn_unused_result));
int wire_put_rrd(struct buf *out, uint64_t job, const struct rrdfile_request *r) __attribute__((warn_unused_result));
int wire_put_rrd_done(struct buf *out, uint64_t job, enum rrdfile_outcome outcome, const struct err *e) __attribute__((warn_unused_result));
int wire_put_parse(struct buf *out, uint64_t job, const struct csvfile_order *order, const struct wire_words *words)
    __attribute__((warn_unused_result)); /* words may be NULL */
int wire_put_credit(struct buf *out, uint64_t job, uint32_t n) __attribute__((warn_unused_result));
int wire_put_parse_done(struct buf *out, uint64_t job, const struct err *e) __attribute__((warn_unused_result));
int wire_put_image(struct buf *out, uint64_t job, uint64_t at, const char *bytes, size_t n) __attribute__((warn_unused_result));
int wire_put_graph_done(struct buf *out, uint64_t job, const struct err *e) __attribute__((warn_unused_result));

/* Rows are gathered in `rows` first, then framed. */
int wire_put_row(struct buf *rows, const struct row *row) __attribute__((warn_unused_result));
int wire_put_rows(struct buf *out, uint64_t job, uint64_t first, uint64_t done, uint64_t total, uint32_t n, const struct buf *rows)
    __attribute__((warn_unused_result));

/* Each reads the whole frame: 0, ERR_DAMAGED, -ENOMEM. Texts point into the frame; arrays are the caller's to free. */
int wire_get_rrd(struct frame *f, uint64_t *job, struct rrdfile_request *r, struct rrdfile_point **points)
    __attribute__((warn_unused_result));
int wire_get_rrd_done(struct frame *f, uint64_t *job, enum rrdfile_outcome *outcome, struct err *e) __attribute__((warn_unused_result));
int wire_get_parse(struct frame *f, uint64_t *job, struct csvfile_order *order, struct wire_words *words)
    __attribute__((warn_unused_result));
int wire_get_credit(struct frame *f, uint64_t *job, uint32_t *n) __attribute__((warn_unused_result));
int wire_get_parse_done(struct frame *f, uint64_t *job, struct err *e) __attribute__((warn_unused_result));
int wire_get_image(struct frame *f, uint64_t *job, uint64_t *at, const char **bytes, size_t *n) __attribute__((warn_unused_result));
int wire_get_graph_done(struct frame *f, uint64_t *job, struct err *e) __attribute__((warn_unused_result));

struct wire_batch {
	uint64_t job, first, done, total;
	uint32_t n;
	struct row *rows;
};
int wire_get_rows(struct frame *f, struct wire_batch *b) __attribute__((warn_unused_result));

/* An order for a picture, wire_graph.c. `tmp`: the folder that graph_draw may work in. It may be larger than a frame, so it goes in pieces: as many frames
 * as it takes are appended. 0, ERR_LIMIT (more than WIRE_GRAPH_MAX bytes, or than graph.h allows), -ENOMEM; then nothing is appended. */
int wire_put_graph(struct buf *out, uint64_t job, const char *tmp, const struct graph_request *r) __attribute__((warn_unused_result));

/* One of these frames; left 0: the last. The bytes of all pieces, one behind the other, are for wire_graph_read. */
int wire_get_graph(struct frame *f, uint64_t *job, uint64_t *left, const char **bytes, size_t *n) __attribute__((warn_unused_result));

struct wire_graph {
	struct graph_request request; /* its arrays are owned, its texts point into the bytes */
	const char *tmp;
};

/* 0, ERR_DAMAGED, -ENOMEM. In every case followed by wire_graph_fini. */
int wire_graph_read(struct wire_graph *g, const char *bytes, size_t n) __attribute__((warn_unused_result));
void wire_graph_fini(struct wire_graph *g);

#endif
