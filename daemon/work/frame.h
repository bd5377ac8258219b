/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * frame: length-prefixed, typed messages over the socketpair between core and worker.
 *
 *     frame  = length type payload        length, type: uint32, host byte order; length counts the payload alone
 *     string = uint32 length, the bytes, and a NUL that is not counted
 *
 * Both ends are the same binary on the same machine, but a crashing worker may leave anything behind, so the reading side
 * checks every bound. No payload passes FRAME_MAX.
 */
#ifndef WORK_FRAME_H
#define WORK_FRAME_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_MAX (1024 * 1024)
#define FRAME_HEAD 8

/* Writing: begin, put, end. A put that fails makes the end fail; then the buffer is as it was before the beginning. */
struct frame_writer {
	struct buf *buf;
	size_t start; /* of the frame, in the buffer's content */
	int rc;
	bool is_loose; /* no frame is begun: the buffer's maximum is the only one */
};

void frame_begin(struct frame_writer *w, struct buf *buf, uint32_t type);
void frame_put_u8(struct frame_writer *w, uint8_t v);
void frame_put_u32(struct frame_writer *w, uint32_t v);
void frame_put_u64(struct frame_writer *w, uint64_t v);
void frame_put_f64(struct frame_writer *w, double v);
void frame_put_text(struct frame_writer *w, const char *text);
void frame_put_bytes(struct frame_writer *w, const void *bytes, size_t n); /* as they are, without a length */
int frame_end(struct frame_writer *w) __attribute__((warn_unused_result)); /* 0, ERR_LIMIT, -ENOMEM */

/* Reading: a view into a buffer's front. A get beyond the end gives zero or "" and marks the frame as bad. */
struct frame {
	uint32_t type;
	const char *data;
	size_t len, at;
	bool bad;
};

/* 1: `f` views the first frame in `in`; valid until the buffer changes; drop it with frame_drop. 0: not all there yet.
 * ERR_DAMAGED: the length passes FRAME_MAX. */
int frame_peek(const struct buf *in, struct frame *f) __attribute__((warn_unused_result));
void frame_drop(struct buf *in, const struct frame *f);

uint8_t frame_get_u8(struct frame *f);
uint32_t frame_get_u32(struct frame *f);
uint64_t frame_get_u64(struct frame *f);
double frame_get_f64(struct frame *f);
const char *frame_get_text(struct frame *f);                                 /* never NULL; NUL-terminated; points into the frame */
const char *frame_get_rest(struct frame *f, size_t *n);                      /* all that is left, `n` bytes; points into the frame */
int frame_finish(const struct frame *f) __attribute__((warn_unused_result)); /* 0 when all was read and nothing was bad, else ERR_DAMAGED */

/* For the blocking end. Sends all of `out` and clears it: 0 or -errno. Never raises SIGPIPE. */
int frame_send(int fd, struct buf *out) __attribute__((warn_unused_result));
/* Waits until `in` begins with a whole frame. 1: there it is. 0: the other end closed. -errno, ERR_DAMAGED. */
int frame_wait(int fd, struct buf *in, struct frame *f) __attribute__((warn_unused_result));

#endif
