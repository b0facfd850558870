# make run   installs what is missing, builds, and opens the window on the sample photographs
# make test  installs what the tests need, and runs all of them
# make bench  tells how quick this computer is, PyTorch on the same weights included
# make linux  makes a .deb, a .rpm and a .tar.xz in build/linux/
# make windows  makes the zip and the setup program for Windows in build/windows/; the first time takes long
# The rest: build lint window-test fuzz models screenshots clean

VERSION := $(shell sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
# One set of flags everywhere: another one compiles the window toolkit again.
# nodynamic: image codecs run as shipped, they do not load what the machine has.
TAGS    := nodynamic
GO      := go
PYTHON  := .venv/bin/python
export GOFLAGS := -tags=$(TAGS) -buildvcs=false

.PHONY: run build linux windows test lint go-test window-test python-test fuzz bench models screenshots clean

run: build
	packaging/linux/run.sh

build:
	packaging/linux/install.sh build
	$(GO) build -ldflags '-X main.version=$(VERSION)' -o build/ ./app/afterrain ./app/afterrain-cli ./app/afterrain-decode

linux: build
	packaging/linux/package.sh $(VERSION)

windows:
	packaging/linux/install.sh windows
	packaging/windows/package.sh $(VERSION)

test:
	packaging/linux/install.sh test
	$(MAKE) lint go-test python-test build window-test

lint:
	test -z "$$(gofmt -l app ui engine assets packaging)"
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.7.0 ./...

go-test:
	$(GO) test -race -timeout 20m ./...

# Real files dropped on the real window, on a screen of its own; screenshots are kept in out/.
window-test:
	packaging/drive/drive.sh build/afterrain out/window

python-test:
	cd models && OMP_WAIT_POLICY=PASSIVE ../$(PYTHON) -m pytest -q

fuzz:
	for target in $$(grep -rhoE '^func Fuzz[A-Za-z]+' engine ui | sed 's/func //'); do \
		package=$$(dirname $$(grep -rl "func $$target(" engine ui)); $(GO) test -run='^$$' -fuzz="^$$target$$" -fuzztime=30s ./$$package || exit 1; done

# The last table has everything in one run: its ratios hold on a busy machine too.
bench: build
	packaging/linux/install.sh test
	build/afterrain-cli bench
	cd models && OMP_WAIT_POLICY=PASSIVE ../$(PYTHON) -m dynet.bench release/afterrain/ema.pt release/afterrain

# Exports the shipped weights again from their float16 checkpoint.
models:
	packaging/linux/install.sh test
	cd models && ../$(PYTHON) -m dynet.export release/afterrain/ema.pt release/afterrain

# The pictures of README.md, made anew; it takes a screen of its own and minutes of restoring.
screenshots: build
	packaging/linux/install.sh test
	UNTIL=2-split packaging/drive/drive.sh build/afterrain out/screenshots assets/samples/haze.jpg assets/samples/rain.jpg
	convert out/screenshots/2-split.png -quality 92 assets/window.jpg
	rm -rf out/screenshots/exported
	build/afterrain-cli restore -o out/screenshots/exported assets/samples
	packaging/linux/sheet.sh assets/samples out/screenshots/exported assets/before-after.jpg

clean:
	rm -rf build out
