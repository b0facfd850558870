package ui

import (
	"errors"
	"strings"
	"testing"
)

// A computer that goes to sleep when nobody touches it would stop an export of hours.
func TestComputerStaysAwakeWhileTheQueueWorks(t *testing.T) {
	for _, end := range []string{"done", "cancelled", "cancelled in a pause", "closed", "closed in a pause", "no room"} {
		r := newRig(t)
		r.add(files("a.jpg", "b.jpg", "c.jpg"))
		r.until("open", r.opened)
		if r.awake != 0 {
			t.Errorf("%s: kept awake %d times before the export", end, r.awake)
		}
		hold := make(chan struct{}, 9)
		r.setHold(hold)
		r.export(r.items, order{folder: t.TempDir()})
		r.until("the first runs", func() bool { return r.items[0].progress > 0 })
		if r.awake != 1 {
			t.Errorf("%s: kept awake %d times by an export", end, r.awake)
		}
		if r.pause(true); r.awake != 0 {
			t.Errorf("%s: kept awake %d times in a pause", end, r.awake)
		}
		if !strings.HasSuffix(end, "pause") {
			if r.pause(false); r.awake != 1 {
				t.Errorf("%s: kept awake %d times after a pause", end, r.awake)
			}
		}
		switch end {
		case "done":
			close(hold)
			r.until("two are done", func() bool { return r.items[1].state == done })
			if r.awake != 1 {
				t.Errorf("kept awake %d times by the third of three photos", r.awake)
			}
		case "no room":
			r.mu.Lock()
			r.spaceless = true
			r.mu.Unlock()
			close(hold)
			r.until("it has halted", func() bool { return r.exports.halted })
			r.quiet()
		case "closed", "closed in a pause":
			r.bench.close()
		default:
			r.cancelExports()
		}
		if strings.HasPrefix(end, "c") && !strings.HasPrefix(end, "closed") || end == "done" {
			r.until("it is told", r.exported)
		}
		if r.awake != 0 {
			t.Errorf("%s: kept awake %d times after the export", end, r.awake)
		}
	}
}

func TestComputerThatCannotBeKeptAwakeIsLoggedOnce(t *testing.T) {
	var said []string
	keep := wakeful(func(why string, failed func(error)) func() {
		failed(errors.New("no bus"))
		return func() {}
	}, func(format string, args ...any) { said = append(said, format) })
	keep()()
	keep()()
	if len(said) != 1 {
		t.Errorf("the log says %q", said)
	}
	wakeful(nil, nil)()()
}
