# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make run            install what is missing, build, start coopd with the sample (ONCE=1: print and end)
# make check          install what is missing, build, run every test        MODE=release|debug|asan|tsan|cov
# make bench          coopd beside rrdcached, collectd and what the machine can do at most
# make fuzz           clang's libFuzzer over the reader of reports, FUZZ_S seconds
# make, make install, make format, make format-check, make tidy, make clean

MODE    ?= release
BUILD   := build/$(MODE)
PREFIX  ?= /usr
WERROR  ?= -Werror
CC      ?= gcc
VERSION := 0.1

OPT_release = -O2 -g -D_FORTIFY_SOURCE=2
OPT_debug   = -O0 -g
OPT_asan    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
OPT_tsan    = -O1 -g -fsanitize=thread
OPT_cov     = -O0 -g --coverage

WARN   := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla $(WERROR)
CFLAGS  = -std=gnu11 -D_GNU_SOURCE -DCOOPD_VERSION='"$(VERSION)"' $(WARN) $(OPT_$(MODE)) $(PIC) -fstack-protector-strong -Idaemon -Iinclude -MMD -MP
PIC     = -fPIE
PANGO  := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I pangocairo))
LDFLAGS = $(OPT_$(MODE)) -Wl,-z,relro,-z,now
LIBS_D  = $(shell pkg-config --libs libuv librrd pangocairo libconfig sqlite3 libutf8proc zlib nettle) -lcsv -lglpk -lm -ldl -lpthread
LIBS_C  = $(shell pkg-config --libs jansson smartcols libutf8proc nettle) -lcsv -lm

src      = $(foreach d,$(1),$(wildcard daemon/$(d)/*.c))
obj      = $(patsubst %.c,$(BUILD)/%.o,$(1))
BASE    := $(call obj,$(call src,base))
CORE    := $(call obj,$(call src,conf model plug store weigh read work core ctl))
CTL     := $(call obj,$(call src,coopctl))
PLUGINS := $(patsubst plugins/%.c,$(BUILD)/plugins/%.so,$(wildcard plugins/*.c))
BAD     := $(patsubst tests/plugins/%.c,$(BUILD)/tests/plugins/%.so,$(wildcard tests/plugins/*.c))
UNIT    := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))
BENCH   := $(call obj,$(wildcard tests/bench/*.c))
SOURCES := $(wildcard daemon/*.c daemon/*/*.c plugins/*.c tests/*/*.c)
HEADERS := $(wildcard daemon/*/*.h include/coop/*.h tests/*/*.h)

.PHONY: all run check bench deps install format format-check fuzz tidy clean
.SECONDARY:

all: $(BUILD)/coopd $(BUILD)/coopctl $(PLUGINS)

$(BUILD)/coopd: $(BUILD)/daemon/main.o $(CORE) $(BASE)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_D)

$(BUILD)/coopctl: $(CTL) $(BASE)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_C)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

$(patsubst %.c,$(BUILD)/%.o,$(wildcard daemon/work/graph*.c tests/unit/test_graph.c)): CFLAGS += $(PANGO)

$(PLUGINS) $(BAD): PIC = -fPIC

# A plugin sees include/coop and libc, nothing else of ours: the linker refuses the rest.
$(BUILD)/plugins/%.so: plugins/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(filter-out -Idaemon,$(CFLAGS)) -fvisibility=hidden -shared -Wl,-z,defs $(LDFLAGS) -o $@ $<
	@chmod go-w $@

$(BUILD)/tests/plugins/%.so: tests/plugins/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(filter-out -Idaemon,$(CFLAGS)) -shared $(LDFLAGS) -o $@ $<
	@chmod go-w $@

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(CORE) $(BASE)
	$(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS_D)

$(BUILD)/tests/bench/bench: $(BENCH) $(BASE)
	$(CC) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs libuv librrd libutf8proc) -lm

$(BUILD)/tests/unit/test_bench: $(addprefix $(BUILD)/tests/bench/,hist.o names.o work.o)

run:
	@contrib/deps.sh build
	@$(MAKE) --no-print-directory -s all
	@contrib/run.sh $(BUILD) $(if $(ONCE),--once)

check:
	@contrib/deps.sh build check
	@$(MAKE) --no-print-directory all $(UNIT) $(BAD) $(BUILD)/tests/bench/bench
	@tests/run.sh $(BUILD)

# ROUNDS=5 ONLY=put,getval SERIES=100000 MILLION=1 QUICK=1, all of them optional: tests/bench/bench.py explains them.
bench:
	@contrib/deps.sh build check
	@$(MAKE) --no-print-directory -s all $(BUILD)/tests/bench/bench
	@COOPD_BUILD=$(BUILD) ROUNDS=$(ROUNDS) ONLY=$(ONLY) SERIES=$(SERIES) MILLION=$(MILLION) QUICK=$(QUICK) python3 tests/bench/bench.py

deps:
	@contrib/deps.sh build check

install: all
	install -D -m 755 $(BUILD)/coopd $(DESTDIR)$(PREFIX)/sbin/coopd
	install -D -m 755 $(BUILD)/coopctl $(DESTDIR)$(PREFIX)/bin/coopctl
	install -d $(DESTDIR)$(PREFIX)/lib/coopd $(DESTDIR)/etc/coopd/conf.d $(DESTDIR)$(PREFIX)/share/coopd/bulletins
	install -m 644 $(PLUGINS) $(DESTDIR)$(PREFIX)/lib/coopd
	install -m 644 conf/bulletins/* $(DESTDIR)$(PREFIX)/share/coopd/bulletins
	install -D -m 644 include/coop/plugin.h $(DESTDIR)$(PREFIX)/include/coop/plugin.h
	install -D -m 644 contrib/coopd.service $(DESTDIR)$(PREFIX)/lib/systemd/system/coopd.service
	install -D -m 644 contrib/coopd.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/coopd.conf
	test -e $(DESTDIR)/etc/coopd/coopd.conf || install -m 644 conf/coopd.conf $(DESTDIR)/etc/coopd/coopd.conf

format:
	clang-format -i $(SOURCES) $(HEADERS)

format-check:
	clang-format --dry-run -Werror $(SOURCES) $(HEADERS)

tidy:
	clang-tidy --quiet $(wildcard daemon/*.c daemon/*/*.c plugins/*.c) -- -std=gnu11 -D_GNU_SOURCE -DCOOPD_VERSION='""' -Idaemon -Iinclude $(PANGO)

# The folder of new inputs stays: what was found is tried again.
fuzz: all
	@mkdir -p build/fuzz/prose
	clang -std=gnu11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Idaemon -Iinclude \
		-o build/fuzz/fuzz_prose tests/fuzz/fuzz_prose.c $(call src,base model plug read) -lm -ldl $(shell pkg-config --libs libutf8proc)
	COOPD_BUILD=$(BUILD) ASAN_OPTIONS=detect_leaks=0 build/fuzz/fuzz_prose -max_total_time=$(or $(FUZZ_S),600) -max_len=6000 build/fuzz/prose tests/read

clean:
	rm -rf build

-include $(shell test -d $(BUILD) && find $(BUILD) -name '*.d')
