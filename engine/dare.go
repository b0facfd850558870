package engine

import (
	"errors"
	"time"
)

// A driver can end the program, and would do so at each start. Before a graph is
// loaded on a GPU for the first time, it is therefore noted that its test has begun,
// and the note goes when the test has ended, well or badly, or was cancelled. What
// has been begun twice and never ended is left alone for a while (see doubt).

const mostBegun = 2

var errEnded = errors.New("the program ended while it was tested, twice; \"afterrain-cli devices\" tests it again")

// dare notes that a graph is about to be tested on a device, if it has not been yet,
// or returns errEnded. The caller calls survived.
func (e *Engine) dare(m manifest, v Variant, device string) error {
	d, err := m.depth(v, device)
	if err != nil {
		return err
	}
	key := e.verdictKey(d.on(device))
	known, ok := e.verdicts.get(key)
	fresh := ok && !known.stale(time.Now(), e.driver(device) != "")
	switch {
	case fresh && known.Begun >= mostBegun:
		return errEnded
	case fresh && known.Begun == 0: // it has been tested
		return nil
	case !fresh:
		known.Begun = 0
	}
	e.verdicts.put(key, verdict{Begun: known.Begun + 1, When: time.Now().UTC().Truncate(time.Second)})
	e.mu.Lock()
	defer e.mu.Unlock()
	e.dared = key
	return nil
}

// survived takes the note of the test that has ended away, if it found no verdict.
func (e *Engine) survived() {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := e.verdicts.read()
	if all[e.dared].Begun > 0 {
		delete(all, e.dared)
		e.verdicts.write(all)
	}
	e.dared = ""
}
