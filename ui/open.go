package ui

import (
	"time"

	"fyne.io/fyne/v2/lang"
)

// This file is the way of photos into the window.

// Open takes photos and folders in: the one way, for drops, dialogs and
// arguments alike.
func (w *Window) Open(paths []string) {
	const patience = 700 * time.Millisecond
	looking := lang.L("Looking for photos…")
	slow := time.AfterFunc(patience, func() {
		w.do(func() { w.toast.Show(looking, "", nil) })
	})
	go func() {
		files, raws := gather(paths)
		slow.Stop()
		w.do(func() {
			switch n := w.bench.add(files); {
			case n == 0 && len(paths) > 0:
				w.toast.Show(nothingNewWords(len(files), raws.Undeveloped), "", nil)
			case n > 0:
				w.toast.Withdraw(looking)
				w.keepOff()
				w.set.Welcomed = true
				w.noteOpened(paths)
				if words := leftRawsWords(raws); words != "" {
					w.toast.Show(words, "", nil)
				}
			}
		})
	}()
}

// Receive is Open for what another program hands over, from any goroutine; the window comes
// to the front. It takes nothing once the window is to be closed, and says so.
func (w *Window) Receive(paths []string) bool {
	taken := make(chan struct{})
	w.do(func() {
		close(taken)
		w.win.RequestFocus()
		w.Open(paths)
	})
	select {
	case <-taken:
		return true
	case <-w.ended:
		return false
	}
}
