package ui

import (
	"fmt"
	"io/fs"
	"testing"
	"time"
)

// setGone takes all files away, or brings them back.
func (r *rig) setGone(is bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone = is
}

// goneWindow has an export of two photos that is held at the first, while the second, in
// view and gone, could not be opened. The function lets the export go on.
func goneWindow(t *testing.T) (r *windowRig, goOn func()) {
	r = newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	hold := make(chan struct{})
	r.setHold(hold)
	r.w.setFolder(t.TempDir())
	r.w.onExportAll()
	r.until("the export runs", func() bool { return r.items[0].progress > 0 })
	r.setGone(true)
	r.step(1)
	r.until("the next one could not be opened", func() bool { return !r.opening.Busy() })
	return r, func() { close(hold) }
}

func TestPhotoGoneWhileItWaitsIsNotOpenedForEver(t *testing.T) {
	r, goOn := goneWindow(t)
	gone := explain(fs.ErrNotExist).what
	if got := r.w.message.title.Text; got != gone || r.items[1].state != waiting {
		t.Errorf("the window says %q, the photo is %v", got, r.items[1].state)
	}
	goOn()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	r.quiet()
	if got := r.w.message.title.Text; got != gone || r.items[1].state != failed || r.w.lastExport.failed != 1 {
		t.Errorf("then the window says %q, the photo is %v, of the export %v", got, r.items[1].state, r.w.lastExport.counts())
	}
}

// Else it was called cancelled and missed from the next export without a word.
func TestPhotoGoneWhileItWaitsSaysSoAfterACancel(t *testing.T) {
	r, _ := goneWindow(t)
	r.cancelExports()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	if words, _ := stateWords(r.items[1], false); words != explain(fs.ErrNotExist).brief || r.w.lastExport.cancelled != 2 {
		t.Errorf("the strip says %q, the window %q", words, sumWords(*r.w.lastExport))
	}
	r.quiet()
}

func TestPhotoThatCameBackWhileItWaitedIsShown(t *testing.T) {
	r, goOn := goneWindow(t)
	r.setGone(false)
	goOn()
	r.until("the export has ended", func() bool { return r.w.lastExport != nil })
	r.until("it is shown", r.opened)
	if r.w.message.root.Visible() || r.items[1].unread || r.items[1].err != nil || r.items[1].state != done {
		t.Errorf("the window says %q, the photo is %v, %v", r.w.message.title.Text, r.items[1].state, r.items[1].err)
	}
	r.quiet()
}

// Its card was taken out after it was exported, and is put back.
func TestTryingToOpenAnExportedPhotoAgainExportsNothing(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg", "/x/b.jpg")
	r.until("open", r.opened)
	r.w.setFolder(t.TempDir())
	r.w.onExport()
	r.until("it is exported", func() bool { return r.w.lastExport != nil })
	r.step(1)
	r.until("the other is open", r.opened)
	r.setGone(true)
	r.step(-1)
	r.until("it is gone", func() bool { return r.items[0].unread })
	r.setGone(false)
	r.w.strip.OnRetry(r.items[0])
	r.until("it is back", r.opened)
	r.quiet()
	if words, _ := stateWords(r.items[0], false); len(r.saved) != 1 || words != "Exported" {
		t.Errorf("saved %v, and the strip says %q", r.saved, words)
	}
}

// A network disk that is gone answers neither yes nor no.
func TestDiskThatNeverAnswersHoldsNobodyUpForEver(t *testing.T) {
	r := newRig(t)
	r.patience = 50 * time.Millisecond
	slow := make(chan struct{})
	defer close(slow)
	setSlow := func(c chan struct{}) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.slow = c
	}
	setSlow(slow)
	r.add(files("/network/a.jpg", "/x/b.jpg"))
	reads := func(n int32) {
		for r.opens.Load() < n {
			time.Sleep(time.Millisecond)
		}
	}
	reads(1)
	setSlow(nil)
	r.step(1)
	r.until("the next is open", r.opened)
	setSlow(slow)
	r.export(r.items[:1], order{folder: t.TempDir()})
	reads(2)
	r.close() // returns
}

// A pause that is as long as the strip squared would freeze the window.
func TestHundredsThatFailedAreTriedAgainAtOnce(t *testing.T) {
	r := newRig(t)
	for i := range 300 {
		r.items = append(r.items, &item{found: found{path: fmt.Sprint(i, ".jpg")}, look: defaultLook, state: failed, err: errBroken, seq: i + 1, tried: true})
	}
	lists := 0
	r.on.list = func() { lists++ }
	r.retryItems(r.items...)
	if n := len(r.waiting()); n != 299 || lists > 2 {
		t.Errorf("%d wait behind the first, and the strip was drawn anew %d times", n, lists)
	}
	r.cancelExports()
	r.quiet()
}
