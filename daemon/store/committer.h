/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * committer: the one thread that owns the ledger while the daemon runs, and its queue.
 *
 * All functions are called on the loop's thread, all callbacks run there, never from inside the call that caused them. What
 * was submitted is answered in the order of submission, each exactly once. Everything that waits when the thread comes back from the disk
 * goes into one transaction (group commit).
 *
 * When a commit fails, its ops and every op submitted until the loop has heard of it fail: an op that relies on an earlier one (a
 * series key that was sent along with that) never goes in without it. The thread opens the ledger again (after 100 ms, doubling to 5 s);
 * until then ops fail with ERR_UNAVAILABLE. Then, on the loop and in this order: the rows found beyond the acknowledged ones go
 * to `found`, ops are taken again, and `recovered` is called, which may submit. Every op submitted before `recovered` is answered with an
 * error or already was, though some answers come shortly after it.
 */
#ifndef STORE_COMMITTER_H
#define STORE_COMMITTER_H

#include "base/err.h"
#include "store/ledger.h"
#include "store/record.h"

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct committer;

/* The committer's. */
struct committer_job {
	struct committer_job *next;
	enum { JOB_OP, JOB_READ, JOB_STAMP } kind;
	int status;
	struct err *err; /* owned; NULL for success, or when memory is short */
};

/* Records to be written together. Belongs to the committer, with its records, from submit until `done`, then to the submitter again. No record at
 * all is fine: such an op waits its turn and shares the fate of those before it. */
struct op {
	struct record **records;
	size_t n;
	/* status 0: on disk, seq is filled in. Else negative, `err` says why; nothing of the op counts as recorded. */
	void (*done)(struct op *op, int status, const struct err *err);
	void *arg;                /* the submitter's */
	struct committer_job job; /* the committer's; the submitter leaves it alone */
};

struct committer_hooks {
	struct ledger_sink found;                        /* rows that are recorded although their op failed */
	void (*failed)(void *arg, const struct err *e);  /* a commit failed; after the answers to its ops. May be NULL */
	void (*retried)(void *arg, const struct err *e); /* one more attempt to open the ledger failed. May be NULL */
	void (*recovered)(void *arg);                    /* may be NULL */
	void *arg;
};

/* `group_max`: records per transaction (an op that is larger goes alone). The ledger is the committer's until committer_stop returns. */
int committer_start(struct committer **out, uv_loop_t *loop, struct ledger *ledger, size_t group_max, const struct committer_hooks *hooks,
                    struct err *err) __attribute__((warn_unused_result));

/* From the next transaction on. */
void committer_set_group_max(struct committer *c, size_t group_max);

/* Never fails by itself: what is wrong comes with `done`. */
void committer_submit(struct committer *c, struct op *op);

/* Texts by seq, read after everything submitted before is on disk. `texts` has the rows found, valid during the call. */
typedef void committer_read_done(void *arg, const struct ledger_text *texts, size_t n, int status, const struct err *err);
void committer_read(struct committer *c, const uint64_t *seqs, size_t n, committer_read_done *done, void *arg);

/* ledger_stamp of `seq`, in its turn. */
typedef void committer_stamp_done(void *arg, uint64_t stamp, int status, const struct err *err);
void committer_stamp(struct committer *c, uint64_t seq, committer_stamp_done *done, void *arg);

size_t committer_pending(const struct committer *c); /* submitted, not yet answered; reads too */

/* Writes what is queued (while the ledger is down: fails it), answers everything, joins the thread. Callbacks must not submit any more. `c` is
 * freed when the loop has run once more. */
void committer_stop(struct committer *c);

#endif
