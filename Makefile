# Gatehouse: `make run` opens the admin center, `make test` proves it. Both install what is missing.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export CGO_ENABLED ?= 1
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
TAGS := webkit2_41
LDFLAGS := -s -w -X gatehouse/app.Version=$(VERSION)
TOOL := go tool -modfile=build/tools.mod
STEP := build/scripts/step.sh
PAGES := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/*.json frontend/*.ts -type f 2>/dev/null)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

.PHONY: run
run: ## install what is missing, build, and open the admin center
	@build/scripts/run.sh

.PHONY: build
build: deps-window pages ## build gatehouse and gatectl into build/bin
	go build -trimpath -tags desktop,production,$(TAGS) -ldflags '$(LDFLAGS)' -o build/bin/gatehouse .
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o build/bin/gatectl ./app/cli/gatectl

.PHONY: build-preview
build-preview: pages ## build the development binary that can serve its pages on loopback
	go build -tags dev,$(TAGS) -o build/bin/gatehouse-preview .

.PHONY: pages
pages: $(PAGES) ## build the front end

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGES): frontend/node_modules/.package-lock.json $(PAGE_SOURCES)
	cd frontend && npm run --silent build

.PHONY: deps-window deps-test
deps-window:
	@build/scripts/deps.sh window
deps-test:
	@build/scripts/deps.sh test

.PHONY: bindings
bindings: pages ## write frontend/wailsjs anew from the bound Go structs
	$(TOOL) wails generate module -tags $(TAGS)

.PHONY: lint
lint: pages ## every linter, Go and front end
	@build/scripts/lint-go.sh
	cd frontend && npm run --silent lint

.PHONY: test
test: ## install what is missing and run everything
	@build/scripts/test.sh

.PHONY: test-long
test-long: ## for every night: 320 processes killed while they update a key, and three years of reminders of 200 portals
	go test ./app/wiring -run KilledWhile -kills 320 -v -timeout 30m
	go test ./backend/admin -run ReminderSimulation -v -timeout 30m -args -full

.PHONY: bench
bench: deps-test build build-preview ## measure the hot paths beside their peers, the cold start, and the list of portals
	go test -run '^$$' -bench '^BenchmarkRead$$' -benchtime 10x ./backend/importer
	go test -run '^$$' -bench . -skip '^BenchmarkRead$$' -benchmem ./backend/...
	build/scripts/bench-start.sh
	build/scripts/bench-portals.sh
	build/scripts/bench-peers.sh

.PHONY: screenshots
screenshots: deps-test build-preview build ## take the pictures in docs/pictures anew
	build/scripts/screenshots.sh

.PHONY: clean
clean: ## remove what was built
	rm -rf build/bin .cache frontend/node_modules
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete
