package ui

import (
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"afterrain/ui/widgets"
)

// keepAfter is how soon the strip and the settings are written down.
const keepAfter = time.Second

// keepQueue writes the strip and its queue down soon, off the main goroutine.
func (w *Window) keepQueue() {
	if w.store.path == "" || w.keeping {
		return
	}
	w.keeping = true
	time.AfterFunc(keepAfter, func() {
		w.do(func() {
			w.keeping = false
			k, n := w.snapshot()
			go w.store.save(k, n)
		})
	})
}

// keepSettings writes the settings down soon: the program may end in many ways.
func (w *Window) keepSettings() {
	if w.settling {
		return
	}
	w.settling = true
	time.AfterFunc(keepAfter, func() {
		w.do(func() {
			w.settling = false
			w.noteSettings()
			go w.writeSettings() // the disk may take its time
		})
	})
}

// saveSettings writes the settings down, and waits for that.
func (w *Window) saveSettings() {
	w.noteSettings()
	w.writeSettings()
}

// writeSettings writes down what was noted. It may be called anywhere.
func (w *Window) writeSettings() {
	if err := w.prefs.Write(); err != nil {
		w.store.log("the settings could not be kept: %v", err)
	}
}

// noteSettings brings the settings up to date, among them how fast exports are, and the window's size unless it is
// put away as an icon.
func (w *Window) noteSettings() {
	if size := w.win.Canvas().Size(); sensible(size.Width, size.Height) {
		w.set.Width, w.set.Height = size.Width, size.Height
	}
	w.set.Pace = w.bench.exports.pace
	w.set.save(w.prefs)
}

// snapshot is the strip as it is now, and its number among snapshots.
func (w *Window) snapshot() (savedStrip, int) {
	w.snapshots++
	k := keep(w.bench.items)
	if i := w.bench.index(); i >= 0 {
		k.Photos[i].InView = true
	}
	return k, w.snapshots
}

// recall brings back a batch that was not finished when the program ended, and photos
// whose settings were chosen. An export waits until the user lets it go on. Without a
// network nothing could go on, and the list stays where it is.
func (w *Window) recall() {
	crash := ""
	if w.setup.Crash != "" {
		crash = lang.L("Afterrain ended unexpectedly last time.") + " "
		w.toast.Show(crash+lang.L("A file that you can send tells what happened."), lang.L("Show folder"), func() { w.openFolder(filepath.Dir(w.setup.Crash)) })
	}
	if err := w.prefs.Damaged; err != nil {
		w.bench.tools.log("%v", err)
		crash += lang.L("The settings could not be read and are as at the first start. What the file had is kept beside it.") + " "
		w.toast.Show(strings.TrimSpace(crash), lang.L("Details"), func() { w.details(err) })
	}
	if w.setup.Err != nil {
		w.store.path = "" // the list waits for a start with a network
		return
	}
	items, err := w.store.load()
	if err != nil {
		w.bench.tools.log("%v", err)
		w.toast.Show(lang.L("The list of unfinished exports was damaged and was set aside. Drop the photos again."), lang.L("Details"), func() { w.details(err) })
		return
	}
	if !unfinished(items) {
		return
	}
	w.bench.recall(items)
	w.bench.tools.log("%d photos wait since last time", len(w.bench.waiting()))
	if len(w.bench.waiting()) == 0 {
		w.toast.Show(crash+lang.L("Here from last time, with their settings: {{.Photos}}.", with{"Photos": photos(len(items))}),
			lang.L("Clear the list"), func() { w.takeOff(items...) })
		return
	}
	w.toast.Show(crash+lang.L("Still to be exported since last time: {{.Photos}}.", with{"Photos": photos(len(w.bench.waiting()))}),
		lang.L("Resume"), func() { w.bench.pause(false) })
}

// recall takes a strip in, with its queue paused, if there is one. It shows the photo that was in view last, for who was looking
// through hundreds, or the first one that waits if that is exported.
func (b *bench) recall(items []*item) {
	b.items = items
	first := items[0]
	if queue := b.waiting(); len(queue) > 0 {
		b.exports.paused = true
		b.exports.gate.Set(true)
		b.exports.batch, first = queue, queue[0]
		for _, it := range queue {
			it.skips = b.skips(it)
		}
		b.exports.count(items) // those that were exported have their names
	}
	for _, it := range items {
		if it.left && (len(b.exports.batch) == 0 || !it.exported()) {
			first = it
		}
	}
	b.on.list()
	b.show(first)
}

// onClose asks before an export is broken off, remembers everything and ends.
func (w *Window) onClose() {
	if w.bench.exports.now == nil { // a paused queue is kept, nothing is lost
		w.quit()
		return
	}
	words := lang.L("Quit in the middle of it? Photos already exported stay. The others, and the one under way, wait for the next start.")
	if w.store.path == "" {
		words = lang.L("Stop it and quit? Photos already exported stay.")
	}
	w.ask(lang.L("An export is running"), words, lang.L("Quit"), w.quit)
}

// manyWait is how many photos wait in a queue that Esc does not empty without asking: that key is
// pressed by chance, and the export of a night would be found cancelled in the morning.
const manyWait = 10

// onEscape cancels the export, and asks before if many photos wait.
func (w *Window) onEscape() {
	n := len(w.bench.waiting())
	if n < manyWait {
		w.bench.cancelExports()
		return
	}
	w.ask(lang.L("Cancel the export?"), lang.L("Still waiting: {{.Photos}}. Those already exported stay.", with{"Photos": photos(n)}),
		lang.L("Cancel the export"), func() { w.closeDialog(); w.bench.cancelExports() })
}

// ask asks before an export is broken off; the button that says yes does it. Who asks twice gets one question.
func (w *Window) ask(title, words, yes string, do func()) {
	if top := w.win.Canvas().Overlays().Top(); top != nil && top == w.asked && w.question == title {
		return
	}
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(8), layout.NewSpacer(),
		w.dialogButton(lang.L("Go on exporting"), widgets.Raised, w.closeDialog), w.dialogButton(yes, widgets.Primary, do))
	w.asking = dialog.NewCustomWithoutButtons(title, container.NewVBox(widgets.Wide(460, paragraph(words)), widgets.Spacer(0, 6), buttons), w.win)
	w.asking.Show()
	w.asked, w.question, w.answer = w.win.Canvas().Overlays().Top(), title, do
}

func (w *Window) quit() {
	w.end()
	if w.setup.Leave != nil {
		w.setup.Leave()
	}
	w.win.Close()
}

// end keeps the settings and the queue, and stops all jobs. A desktop that shuts down ends the
// program without asking, so it may come to this without quit.
func (w *Window) end() {
	if w.closed() {
		return
	}
	close(w.ended)
	w.view.Brush.End()
	w.saveSettings()
	w.store.save(w.snapshot())
	w.bench.close()
}

// closed tells whether the window is closed, or about to be. It may be asked anywhere.
func (w *Window) closed() bool {
	select {
	case <-w.ended:
		return true
	default:
		return false
	}
}
