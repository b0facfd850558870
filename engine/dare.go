package engine

import (
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"afterrain/engine/machine"
)

// A driver can end the program, and would do so at each start. Before a graph is
// loaded on a GPU for the first time, it is therefore noted that its test has begun,
// and the note goes when the test has ended, well or badly, or was cancelled. What
// has been begun twice and never ended is left alone for a while (see doubt).

const mostBegun = 2

var errEnded = errors.New("the program ended while it was tested, twice; \"afterrain-cli devices\" tests it again")

// dare notes that a graph is about to be tested on a device, if it has not been yet,
// or tells why it need not be loaded at all: errEnded, or what a test has found. The
// caller calls survived.
func (e *Engine) dare(m manifest, v Variant, device string) error {
	d, err := m.depth(v, device)
	if err != nil {
		return err
	}
	key, driver := e.verdictKey(d.on(device)), e.driver(device) != ""
	known, ok := e.verdicts.get(key)
	if ok && len(known.Begun) == 0 && !known.stale(time.Now(), driver) { // it has been tested
		if e.auto && known.Wrong == "" && !known.raced(e.limit) {
			return nil // trust races it anew
		}
		return e.refusal(known, d.half)
	}
	if err := e.verdicts.begin(key, driver); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.dared = key
	return nil
}

// begin notes under key that a test has begun, or returns errEnded.
func (v verdicts) begin(key string, knownDriver bool) error {
	known, ok := v.get(key)
	if !ok || known.stale(time.Now(), knownDriver) {
		known.Begun = nil
	}
	running := slices.DeleteFunc(slices.Clone(known.Begun), ended)
	if len(known.Begun)-len(running) >= mostBegun {
		return errEnded
	}
	v.put(key, verdict{Begun: append(known.Begun, os.Getpid()), When: time.Now().UTC().Truncate(time.Second)})
	return nil
}

// ended tells whether the program that began a test has ended: not one that runs beside this one
// and tests too. One that had this program's number did, as each has in a container.
func ended(program int) bool { return program == os.Getpid() || !machine.Running(program) }

// end takes the note of a test away that found no verdict.
func (v verdicts) end(key string) {
	all := v.read()
	known := all[key]
	if len(known.Begun) == 0 {
		return
	}
	known.Begun = slices.DeleteFunc(known.Begun, ended)
	if all[key] = known; len(known.Begun) == 0 {
		delete(all, key)
	}
	v.write(all)
}

// forgive takes the notes that ended programs left of a provider and its adapters away: they may be tried again.
func (v verdicts) forgive(provider string) {
	for key, known := range v.read() {
		device, _, _ := strings.Cut(key, " | ")
		if name, _, _ := strings.Cut(device, ":"); name == provider && len(known.Begun) > 0 {
			v.end(key)
		}
	}
}

// forget takes the notes of all that this program tests away, as it ends because it was told to.
func (v verdicts) forget() {
	for key, known := range v.read() {
		if slices.Contains(known.Begun, os.Getpid()) {
			v.end(key)
		}
	}
}

// present tells what is missing for a device, as try finds it. Where that asks drivers for
// their cards, it is noted like a test.
func (e *Engine) present(device string, try func(device string) error) error {
	if provider, _, _ := strings.Cut(device, ":"); provider != "webgpu" && provider != "directml" {
		return try(device)
	}
	key := e.presentKey(device)
	if err := e.verdicts.begin(key, false); err != nil {
		return err
	}
	defer e.verdicts.end(key)
	return try(device)
}

// survived takes the note of the test that has ended away, if it found no verdict.
func (e *Engine) survived() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.verdicts.end(e.dared)
	e.dared = ""
}
