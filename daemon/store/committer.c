/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two lists of jobs under one lock: `queue` (for the thread) and `finished` (for the loop, woken by uv_async). A job moves from
 * queue to finished once. Order is kept because the thread finishes jobs in the order it took them, and because a failure moves the
 * batch, then the whole queue, in one critical section; jobs submitted while the state is not UP go straight behind them.
 *
 * Missing on purpose: priorities, cancelling, more than one thread. One disk, one file, one order.
 */
#include "store/committer.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 5000
#define GATHER_MAX 256       /* jobs that are handed over before the turn of the loop ends */
#define ANSWERS_AT_ONCE 1024 /* ops that are answered before the loop sees to others */

struct read {
	struct committer_job job;
	committer_read_done *done;
	committer_stamp_done *stamp_done;
	void *arg;
	uint64_t stamp;
	uint64_t *seqs;            /* owned */
	struct ledger_text *texts; /* owned with their strings */
	size_t n, n_texts;
};

struct list {
	struct committer_job *first, **end;
};

enum state {
	UP,       /* takes ops */
	DOWN,     /* the thread is opening the ledger again */
	REOPENED, /* it has; the loop has not heard yet */
};

struct committer {
	struct ledger *ledger; /* the thread's */
	size_t group_max;
	struct committer_hooks hooks;
	uv_thread_t thread;
	uv_async_t async;
	/* the loop's */
	size_t pending;
	struct list answers;
	bool due_failed, due_retried; /* to be told behind the answers */
	struct list gathered;         /* submitted in this turn, not handed over yet */
	size_t n_gathered;
	uv_idle_t idle;
	unsigned n_handles;

	uv_mutex_t lock; /* for all below */
	uv_cond_t wake;
	struct list queue, finished;
	enum state state;
	bool stopping, tell_failed, tell_retried;
	struct err why;        /* of the failure that brought the ledger down */
	struct err last_try;   /* of the last attempt to open it again */
	struct record **found; /* owned; rows found by the reopening, for the loop */
	size_t n_found, found_cap;
};

static struct op *op_of(struct committer_job *j)
{
	return (struct op *)((char *)j - offsetof(struct op, job));
}

static struct read *read_of(struct committer_job *j)
{
	return (struct read *)j;
}

static void list_init(struct list *l)
{
	l->first = NULL;
	l->end = &l->first;
}

static void list_add(struct list *l, struct committer_job *j)
{
	j->next = NULL;
	*l->end = j;
	l->end = &j->next;
}

/* All of `from` behind `to`. */
static void list_move(struct list *to, struct list *from)
{
	if (!from->first)
		return;
	*to->end = from->first;
	to->end = from->end;
	list_init(from);
}

static void job_fail(struct committer_job *j, const struct err *e)
{
	j->status = e->code;
	j->err = malloc(sizeof *j->err);
	if (j->err)
		*j->err = *e;
}

static void list_fail(struct list *l, const struct err *e)
{
	for (struct committer_job *j = l->first; j; j = j->next)
		job_fail(j, e);
}

static void down_sentence(const struct committer *c, struct err *e)
{
	err_set(e, ERR_UNAVAILABLE, "the ledger is being reopened after: %.380s; nothing was recorded; send it again", c->why.text);
}

static void read_destroy(struct read *r)
{
	for (size_t i = 0; i < r->n_texts; i++) {
		free((char *)r->texts[i].written);
		free((char *)r->texts[i].evidence);
	}
	free(r->texts);
	free(r->seqs);
	free(r);
}

/* ---- the thread ---- */

static void keep_text(void *arg, const struct ledger_text *t)
{
	struct read *r = arg;
	struct ledger_text *mine = &r->texts[r->n_texts++];

	*mine = *t;
	mine->written = t->written ? strdup(t->written) : NULL;
	mine->evidence = t->evidence ? strdup(t->evidence) : NULL;
}

static void do_read(struct committer *c, struct read *r)
{
	struct err e = {0};
	int rc;

	if (r->job.kind == JOB_STAMP) {
		if (ledger_stamp(c->ledger, r->seqs[0], &r->stamp, &e))
			job_fail(&r->job, &e);
		return;
	}
	r->texts = calloc(r->n ? r->n : 1, sizeof *r->texts);
	rc = r->texts ? ledger_text(c->ledger, r->seqs, r->n, keep_text, r, &e) : err_set(&e, -ENOMEM, "out of memory for texts");
	if (rc)
		job_fail(&r->job, &e);
}

static int keep_found(void *arg, const struct record *r, struct err *err)
{
	struct committer *c = arg;

	if (c->n_found == c->found_cap) {
		size_t cap = c->found_cap ? 2 * c->found_cap : 64;
		struct record **p = realloc(c->found, cap * sizeof *p);
		if (!p)
			return err_set(err, -ENOMEM, "out of memory for rows found in the ledger");
		c->found = p;
		c->found_cap = cap;
	}
	c->found[c->n_found] = record_create(r);
	if (!c->found[c->n_found])
		return err_set(err, -ENOMEM, "out of memory for rows found in the ledger");
	c->n_found++;
	return 0;
}

static void drop_found(struct committer *c)
{
	for (size_t i = 0; i < c->n_found; i++)
		record_destroy(c->found[i]);
	free(c->found);
	c->found = NULL;
	c->n_found = c->found_cap = 0;
}

/* Called and returns with the lock held, in state DOWN. Comes back in state REOPENED, or when the committer is to stop. Rows found are
 * the thread's until the state says REOPENED. */
static void reopen(struct committer *c)
{
	uint64_t wait_ms = BACKOFF_MIN_MS;

	while (!c->stopping) {
		uint64_t until = uv_hrtime() + wait_ms * 1000000;
		for (uint64_t now = uv_hrtime(); !c->stopping && now < until; now = uv_hrtime())
			uv_cond_timedwait(&c->wake, &c->lock, until - now);
		if (c->stopping)
			return;
		uv_mutex_unlock(&c->lock);
		struct err e = {0};
		int rc = ledger_reopen(c->ledger, &(struct ledger_sink){.row = keep_found, .arg = c}, &e);
		if (rc)
			drop_found(c);
		uv_mutex_lock(&c->lock);
		if (rc == 0) {
			c->state = REOPENED;
			uv_async_send(&c->async);
			return;
		}
		c->last_try = e;
		c->tell_retried = true;
		uv_async_send(&c->async);
		wait_ms = wait_ms * 2 < BACKOFF_MAX_MS ? wait_ms * 2 : BACKOFF_MAX_MS;
	}
}

/* The ops that go into one transaction, from the front of the queue; stops at a read. */
static size_t take_batch(struct committer *c, struct list *batch)
{
	size_t n = 0;

	list_init(batch);
	for (struct committer_job *j = c->queue.first; j && j->kind == JOB_OP; j = c->queue.first) {
		size_t more = op_of(j)->n;
		if (batch->first && n + more > c->group_max)
			break;
		c->queue.first = j->next;
		if (!c->queue.first)
			c->queue.end = &c->queue.first;
		n += more;
		list_add(batch, j);
	}
	return n;
}

static int commit(struct committer *c, const struct list *batch, size_t n, struct err *e)
{
	struct record **all = malloc((n ? n : 1) * sizeof *all);
	size_t at = 0;

	if (!all)
		return err_set(e, -ENOMEM, "out of memory for a transaction of %zu records", n);
	for (struct committer_job *j = batch->first; j; j = j->next) {
		const struct op *op = op_of(j);
		if (op->n)
			memcpy(all + at, op->records, op->n * sizeof *all);
		at += op->n;
	}
	int rc = ledger_append(c->ledger, all, n, e);
	free(all);
	return rc;
}

/* With the lock held: the batch, then all that waits, is failed in order, and the ledger is down. */
static void bring_down(struct committer *c, struct list *batch, const struct err *e)
{
	struct err told;

	c->why = *e;
	c->state = DOWN;
	c->tell_failed = true;
	err_set(&told, e->code, "%.440s; it does not count as recorded; send it again", e->text);
	list_fail(batch, &told);
	list_move(&c->finished, batch);
	down_sentence(c, &told);
	list_fail(&c->queue, &told);
	list_move(&c->finished, &c->queue);
}

/* With the lock held; let go while the disk works. */
static void work(struct committer *c)
{
	struct list batch;
	struct err e = {0};
	size_t n = take_batch(c, &batch);
	int rc = 0;

	struct committer_job *read = batch.first ? NULL : c->queue.first;
	if (read) {
		c->queue.first = read->next;
		if (!c->queue.first)
			c->queue.end = &c->queue.first;
		list_add(&batch, read);
	}
	uv_mutex_unlock(&c->lock);
	if (read)
		do_read(c, read_of(read));
	else
		rc = commit(c, &batch, n, &e);
	uv_mutex_lock(&c->lock);
	if (rc)
		bring_down(c, &batch, &e);
	else
		list_move(&c->finished, &batch);
	uv_async_send(&c->async);
}

static void thread_main(void *arg)
{
	struct committer *c = arg;

	uv_mutex_lock(&c->lock);
	while (!c->stopping || c->queue.first) {
		if (c->state == DOWN && !c->stopping)
			reopen(c);
		else if (c->queue.first)
			work(c);
		else
			uv_cond_wait(&c->wake, &c->lock);
	}
	uv_mutex_unlock(&c->lock);
}

/* ---- the loop ---- */

/* A group commit may end with ten thousand answers: they are given in portions, so that nobody else waits for all of them. */
static void deliver(struct committer *c)
{
	static const struct err none;
	size_t n = 0;

	for (struct committer_job *j; (j = c->answers.first) && n < ANSWERS_AT_ONCE; n++) {
		struct err why;
		int status = j->status;
		c->answers.first = j->next;
		if (!j->next)
			list_init(&c->answers);
		if (status && j->err)
			why = *j->err;
		else if (status)
			err_set(&why, status, "the ledger could not be used, and memory is short; send it again");
		free(j->err);
		c->pending--;
		if (j->kind == JOB_OP) {
			struct op *op = op_of(j);
			for (size_t i = 0; i < op->n && !status; i++)
				record_take_seq(op->records[i]);
			op->done(op, status, status ? &why : &none); /* and the op is the submitter's again */
			continue;
		}
		struct read *r = read_of(j);
		if (j->kind == JOB_STAMP)
			r->stamp_done(r->arg, r->stamp, status, status ? &why : &none);
		else
			r->done(r->arg, r->texts, status ? 0 : r->n_texts, status, status ? &why : &none);
		read_destroy(r);
	}
}

/* Gives the thread what the loop has gathered. Where the ledger is down or coopd ends, it fails. */
static void hand_over(struct committer *c)
{
	struct err e;

	c->n_gathered = 0;
	if (!c->gathered.first)
		return;
	uv_mutex_lock(&c->lock);
	if (c->state == UP && !c->stopping) {
		bool idle = !c->queue.first;
		list_move(&c->queue, &c->gathered);
		if (idle)
			uv_cond_signal(&c->wake);
	} else {
		if (c->state == UP)
			err_set(&e, ERR_UNAVAILABLE, "coopd is ending; nothing was recorded; send it again when it is back");
		else
			down_sentence(c, &e);
		list_fail(&c->gathered, &e);
		list_move(&c->finished, &c->gathered);
		uv_async_send(&c->async);
	}
	uv_mutex_unlock(&c->lock);
}

/* The ledger is back: memory learns what the disk has, then ops are taken again. */
static void come_back(struct committer *c)
{
	struct err e = {0};

	hand_over(c); /* what was submitted before fails, as the rest did */
	for (size_t i = 0; i < c->n_found; i++)
		if (c->hooks.found.row(c->hooks.found.arg, c->found[i], &e) && c->hooks.retried)
			c->hooks.retried(c->hooks.arg, &e);
	drop_found(c);
	uv_mutex_lock(&c->lock);
	c->state = UP; /* before the hook, which may submit; nothing else can come between on this thread */
	uv_cond_signal(&c->wake);
	uv_mutex_unlock(&c->lock);
	if (c->hooks.recovered)
		c->hooks.recovered(c->hooks.arg);
}

static void on_async(uv_async_t *async)
{
	struct committer *c = async->data;
	struct err why, last_try;

	uv_mutex_lock(&c->lock);
	list_move(&c->answers, &c->finished);
	bool reopened = c->state == REOPENED;
	c->due_failed |= c->tell_failed;
	c->due_retried |= c->tell_retried;
	c->tell_failed = c->tell_retried = false;
	why = c->why;
	last_try = c->last_try;
	uv_mutex_unlock(&c->lock);
	deliver(c);
	if (c->answers.first) {
		uv_async_send(&c->async);
		return;
	}
	bool failed = c->due_failed, retried = c->due_retried;
	c->due_failed = c->due_retried = false;
	if (failed && c->hooks.failed)
		c->hooks.failed(c->hooks.arg, &why);
	if (retried && c->hooks.retried)
		c->hooks.retried(c->hooks.arg, &last_try);
	if (reopened)
		come_back(c);
}

int committer_start(struct committer **out, uv_loop_t *loop, struct ledger *ledger, size_t group_max, const struct committer_hooks *hooks,
                    struct err *err)
{
	struct committer *c = calloc(1, sizeof *c);
	int rc;

	*out = NULL;
	if (!c)
		return err_sys(err, ENOMEM, "the commit thread cannot be started");
	c->ledger = ledger;
	c->group_max = group_max;
	c->hooks = *hooks;
	c->async.data = c;
	list_init(&c->queue);
	list_init(&c->finished);
	list_init(&c->gathered);
	c->idle.data = c;
	list_init(&c->answers);
	rc = uv_mutex_init(&c->lock);
	if (rc)
		goto fail;
	rc = uv_cond_init(&c->wake);
	if (rc)
		goto fail_cond;
	rc = uv_thread_create(&c->thread, thread_main, c);
	if (rc)
		goto fail_thread;
	/* Last, because an initialised handle is freed in its close callback only. The thread sleeps until the first submit. */
	rc = uv_async_init(loop, &c->async, on_async);
	if (rc == 0) {
		uv_idle_init(loop, &c->idle);
		c->n_handles = 2;
		*out = c;
		return 0;
	}
	uv_mutex_lock(&c->lock);
	c->stopping = true;
	uv_cond_signal(&c->wake);
	uv_mutex_unlock(&c->lock);
	uv_thread_join(&c->thread);
fail_thread:
	uv_cond_destroy(&c->wake);
fail_cond:
	uv_mutex_destroy(&c->lock);
fail:
	free(c);
	return err_sys(err, -rc, "the commit thread cannot be started");
}

static void on_idle(uv_idle_t *idle)
{
	hand_over(idle->data);
	uv_idle_stop(idle);
}

/* The lock is taken and the thread woken once a turn of the loop, not for each job. An idle handle keeps the loop from sleeping before that. */
static void enqueue(struct committer *c, struct committer_job *j)
{
	c->pending++;
	list_add(&c->gathered, j);
	if (++c->n_gathered >= GATHER_MAX)
		hand_over(c);
	else if (!uv_is_active((uv_handle_t *)&c->idle))
		uv_idle_start(&c->idle, on_idle);
}

void committer_set_group_max(struct committer *c, size_t group_max)
{
	uv_mutex_lock(&c->lock);
	c->group_max = group_max;
	uv_mutex_unlock(&c->lock);
}

void committer_submit(struct committer *c, struct op *op)
{
	op->job = (struct committer_job){.kind = JOB_OP};
	enqueue(c, &op->job);
}

/* As everywhere in the daemon's intake, where a few dozen bytes cannot be had there is nobody left to tell. */
static struct read *read_create(const uint64_t *seqs, size_t n, void *arg)
{
	struct read *r = calloc(1, sizeof *r);
	uint64_t *copy = malloc((n ? n : 1) * sizeof *copy);

	if (!r || !copy)
		abort();
	memcpy(copy, seqs, n * sizeof *copy);
	*r = (struct read){.job.kind = JOB_READ, .arg = arg, .seqs = copy, .n = n};
	return r;
}

void committer_read(struct committer *c, const uint64_t *seqs, size_t n, committer_read_done *done, void *arg)
{
	struct read *r = read_create(seqs, n, arg);

	r->done = done;
	enqueue(c, &r->job);
}

void committer_stamp(struct committer *c, uint64_t seq, committer_stamp_done *done, void *arg)
{
	struct read *r = read_create(&seq, 1, arg);

	r->job.kind = JOB_STAMP;
	r->stamp_done = done;
	enqueue(c, &r->job);
}

size_t committer_pending(const struct committer *c)
{
	return c->pending;
}

static void on_closed(uv_handle_t *handle)
{
	struct committer *c = handle->data;

	if (--c->n_handles == 0)
		free(c);
}

void committer_stop(struct committer *c)
{
	if (!c)
		return;
	hand_over(c);
	uv_mutex_lock(&c->lock);
	c->stopping = true;
	uv_cond_signal(&c->wake);
	uv_mutex_unlock(&c->lock);
	uv_thread_join(&c->thread);
	do {
		hand_over(c);
		on_async(&c->async);
	} while (c->pending);
	drop_found(c);
	uv_cond_destroy(&c->wake);
	uv_mutex_destroy(&c->lock);
	uv_close((uv_handle_t *)&c->idle, on_closed);
	uv_close((uv_handle_t *)&c->async, on_closed);
}
