# make run, make test: the two commands of the README. See `make help`.

SHELL := /bin/bash
PREFIX ?= $(HOME)/.local
SHARE = $(PREFIX)/share
# Types such as [Key: Value] are made without looking up at run time what Key conforms to: that takes a walk over all conformances for each, and twenty
# of them half of the time in which a short query is answered.
QUICK_START := -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
BUILD := swift build -c release --static-swift-stdlib --product graphsh --disable-local-rpath $(QUICK_START)

.PHONY: help run test test-all tour tck bench bench-all bench-kernels install build check-seeds prerequisites test-tools clean

help:
	@echo "make run          build, and open the shell"
	@echo "make test         build and run every test; the last line says what passed (TCK=dir: the openCypher scenarios too)"
	@echo "make test-all     the same with the long runs, of an optimized build: about an hour"
	@echo "make bench        graphsh beside its fast peers on the same data (needs python3 and the network)"
	@echo "make bench-all    beside all of them; hours"
	@echo "make bench-kernels  instructions of small statements, beside those expected (needs valgrind)"
	@echo "make tour         draw docs/tour.svg anew: the shell, typed to"
	@echo "make install      install graphsh below PREFIX (default ~/.local)"
	@echo "make tck TCK=dir  run the openCypher scenarios in dir (scenarios.jsonl, graphs.json)"
	@echo "                  (scripts/tck_convert.py makes such a dir of the kit's own .feature files)"
	@echo "make check-seeds ARTICLES=dir   compare the seed graph with the articles"

prerequisites:
	@command -v swift >/dev/null || { echo "Swift 6.1 or later is missing: see https://www.swift.org/install"; exit 1; }
	@test -f /usr/include/sqlite3.h || { echo "installing libsqlite3-dev"; \
	  (apt-get update -qq && apt-get install -y -qq libsqlite3-dev >/dev/null) 2>/dev/null || \
	  { echo "no right to install: run 'sudo apt-get install libsqlite3-dev' and try again"; exit 1; }; }

# Other programs that the tests look at our files and pictures with.
test-tools: prerequisites
	@missing=""; for tool in sqlite3:sqlite3 dot:graphviz python3:python3 strace:strace xmllint:libxml2-utils rapper:raptor2-utils; do \
	  command -v $${tool%%:*} >/dev/null || missing="$$missing $${tool##*:}"; done; \
	python3 -c "import networkx" 2>/dev/null || missing="$$missing python3-networkx"; \
	test -z "$$missing" || { echo "installing for the tests:$$missing"; \
	  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null) 2>/dev/null || \
	  { echo "no right to install: run 'sudo apt-get install$$missing' and try again"; exit 1; }; }

build: prerequisites
	@echo "building graphsh (release; the first time takes five to nine minutes)"
	@$(BUILD)
	@cp "$$($(BUILD) --show-bin-path)/graphsh" ./graphsh

run: build
	@scripts/run.sh

test: test-tools
	@scripts/test.sh

test-all: test-tools
	@GRAPHSH_LONG=1 scripts/test.sh

bench: build
	@scripts/bench.sh

bench-all: build
	@scripts/bench.sh all

bench-kernels: build
	@command -v valgrind >/dev/null || { echo "valgrind is missing: sudo apt-get install valgrind"; exit 1; }
	@python3 Benchmarks/kernels.py ./graphsh

install: build
	@mkdir -p $(PREFIX)/bin && install -m 755 graphsh $(PREFIX)/bin/graphsh && echo "installed $(PREFIX)/bin/graphsh"
	@mkdir -p $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	@./graphsh --man-page > $(SHARE)/man/man1/graphsh.1
	@./graphsh --generate-completion-script bash > $(SHARE)/bash-completion/completions/graphsh
	@./graphsh --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_graphsh
	@./graphsh --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/graphsh.fish
	@echo "installed the manual page and completion scripts below $(SHARE)"

# The recording in the README.
tour: build
	@rm -f .build/seeds.graph && ./graphsh import --create .build/seeds.graph seeds/vocabulary.jsonl seeds/entities.jsonl seeds/article-*.jsonl
	@python3 scripts/record_tour.py ./graphsh .build/seeds.graph docs/tour.txt docs/tour.svg docs/tour.frames && echo "drawn: docs/tour.svg"

tck: prerequisites
	@test -n "$(TCK)" || { echo "usage: make tck TCK=dir"; exit 2; }
	@swift build --product conformance 2>&1 | grep -E "error:|warning:" ; \
	  "$$(swift build --show-bin-path)/conformance" "$(TCK)" --known Tests/Conformance/known-failures.tsv

check-seeds:
	@test -n "$(ARTICLES)" || { echo "usage: make check-seeds ARTICLES=dir"; exit 2; }
	@python3 scripts/check_seeds.py "$(ARTICLES)"

clean:
	@rm -rf .build .build-test .build-all graphsh seeds.graph seeds.graph-wal seeds.graph-shm
