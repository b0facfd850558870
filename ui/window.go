// Package ui is the window: everything that is drawn, and the bench that
// coordinates it.
//
//	drop, Open, arguments ──► Window.Open ──► bench.add ──► strip
//	                                             │
//	          photo.Open in a job ◄── bench.show ┘
//	                 │
//	               proof ──► comparer ◄─── look (blends while drawing)
//	                            │  ▲
//	              viewport moved▼  │patches, tile by tile
//	                        previewer: DyNet-S on what is in view
//	          Export ──► queue: DyNet-L on whole photos, one after another
//
// The bench and its jobs know no widgets and run in tests without a screen.
// Pictures are planar float32 in the engine and 8-bit RGBA on the screen; the
// look is applied while drawing, so a slider never waits for the network.
//
// Widgets and all fields of the bench belong to the main goroutine. Jobs run on
// their own goroutines and come home by fyne.Do; a job that was replaced is
// cancelled, and what it still says is dropped.
package ui

import (
	"image"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"afterrain/assets"
	"afterrain/engine"
	"afterrain/ui/browse"
	"afterrain/ui/compare"
	"afterrain/ui/render"
	"afterrain/ui/saved"
	"afterrain/ui/style"
	"afterrain/ui/widgets"
)

// Setup is what the window is made of.
type Setup struct {
	Engine  *engine.Engine                 // nil if it could not be opened
	Err     error                          // why not
	Another func() (*engine.Engine, error) // opens one more; nil = the preview waits for exports
	Version string
	Runtime string                           // version of ONNX Runtime; "" = unknown
	Model   string                           // the network's name and version
	Card    []string                         // where the weights come from, a line each
	Log     func(format string, args ...any) // nil = no log
	LogFile string                           // "" = none
	Crash   string                           // file that tells of a crash of the last run; "" = there was none
	Queue   string                           // file that keeps unfinished exports; "" = none
	// Settings is the file that keeps what the window remembers, and Before the one that did until there was that; "" = none.
	Settings, Before string
	// KeepAwake keeps the computer from going to sleep by itself until release is called; nil = it may.
	KeepAwake func(why string, failed func(error)) (release func())
	Leave     func() // called when all is kept and the window closes; nil = nothing
}

// Window is the program's one window. Its methods belong to the main goroutine.
type Window struct {
	app    fyne.App
	prefs  *saved.Preferences
	win    fyne.Window
	setup  Setup
	set    Settings
	do     func(func())
	notify func(words string) // through the desktop, which may take its time
	shift  func() bool        // a Shift key is down

	bench    *bench
	chooser  *browse.Chooser
	tools    *toolbar
	view     *compare.Comparer
	panel    *panel
	strip    *strip
	shelf    *fyne.Container // the strip and its ground; hidden without photos
	status   *statusBar
	toast    *widgets.Toast
	empty    fyne.CanvasObject
	message  *message
	notice   *notice
	hovered  *item
	presets  []preset
	away     bool                 // another window has the keyboard
	missed   bool                 // an export has ended meanwhile
	asking   *dialog.CustomDialog // whether to break an export off; nil until asked
	asked    fyne.CanvasObject    // that dialog, while it lies over the window
	answer   func()               // yes
	question string               // its title
	told     fyne.CanvasObject    // the dialog shown last that tells something
	read     *container.Scroll    // what scrolls in that; nil = nothing

	history    history
	off        int      // photos that were taken off the strip since it was empty
	painted    painting // the stroke under way
	brushed    bool     // the brush was out once, and its words were said
	lastExport *summary
	form       *exportForm // of the export settings shown last
	store      store
	snapshots  int           // number of the newest snapshot of the strip
	keeping    bool          // one is to be taken soon
	settling   bool          // the settings are to be kept soon
	ended      chan struct{} // closed as soon as the window is to be
}

// New builds the window; ShowAndRun shows it. A size of text that the environment
// asks for comes before the one that was chosen last.
func New(a fyne.App, s Setup) *Window {
	p := saved.ReadPreferences(s.Settings, s.Before)
	if scale := loadSettings(p).Scale; scale != 100 && os.Getenv(scaleKey) == "" {
		magnify(scale)
	}
	w := newWindow(a, s, p, newTools(s), fyne.Do)
	a.Lifecycle().SetOnStopped(w.saveSettings)
	return w
}

// newWindow takes its preferences, its tools and its way to the main goroutine from outside:
// under Fyne's test driver fyne.Do runs on the calling goroutine.
func newWindow(a fyne.App, s Setup, p *saved.Preferences, t tools, do func(func())) *Window {
	set := loadSettings(p)
	w := &Window{app: a, prefs: p, win: a.NewWindow("Afterrain"), setup: s, set: set, shift: shiftDown, ended: make(chan struct{}), store: store{path: s.Queue, log: t.log}}
	w.do = func(f func()) {
		do(func() {
			if !w.closed() { // at the end Fyne runs it on the job's own goroutine
				f()
			}
		})
	}
	w.notify = func(words string) { go a.SendNotification(fyne.NewNotification("Afterrain", words)) }
	w.dress()
	w.chooser = browse.New(w.win, w.do)
	w.presets = loadPresets(p)
	w.bench = newBench(t, w.do, events{
		list: w.onList, item: w.onItem, proof: w.onProof, pixels: w.onPixels, status: w.refresh, exported: w.onExported, halted: w.onHalted,
		leaves: func(it *item) { w.takeOff(it) },
	})
	w.bench.exports.pace = set.Pace
	w.bench.fresh = w.set.Look
	w.build()
	w.connect()
	w.win.SetIcon(assets.IconApp)
	w.win.SetPadded(false)
	w.win.SetMainMenu(w.menu())
	w.win.SetContent(w.layout())
	w.win.Resize(fyne.NewSize(w.set.Width, w.set.Height))
	w.win.SetOnDropped(w.onDropped)
	w.win.SetCloseIntercept(w.onClose)
	w.keys()
	a.Settings().AddListener(w.followDesktop)
	w.onList()
	w.onProof()
	w.recall()
	return w
}

func (w *Window) build() {
	w.tools, w.view, w.panel = newToolbar(), compare.New(w.set.Mode), newPanel()
	w.strip, w.status, w.toast = newStrip(), newStatusBar(), widgets.NewToast(w.do, func() { w.win.Canvas().Unfocus() })
	w.empty = newEmpty(w.onOpen, w.onOpenFolder, !w.set.Welcomed)
	w.message = newMessage(w.photoButton(lang.L("Details"), widgets.Raised, w.onDetails), w.photoButton(lang.L("Try again"), widgets.Raised, w.bench.retry),
		w.photoButton(lang.L("Remove"), widgets.Raised, func() { w.takeOff(w.bench.selected) }))
	w.notice = newNotice(w.photoButton(lang.L("Details"), widgets.Raised, func() { w.details(w.setup.Err) }))
	if w.setup.Err != nil {
		e := explain(w.setup.Err)
		w.notice.Show(e.what + " " + e.todo)
	}
	w.panel.look.ShowPresets(presetNames(w.presets))
}

func (w *Window) layout() fyne.CanvasObject {
	w.shelf = container.NewStack(canvas.NewRectangle(style.Bar), w.strip)
	viewer := container.NewBorder(w.notice.root, w.shelf, nil, nil, container.NewStack(w.view, w.empty, w.message.root, w.toast.Root))
	return container.New(&watched{w.keepSettings}, container.NewBorder(w.tools.root, w.status.root, nil, w.panel.root, viewer))
}

// watched lays out one object in all of its room, and tells that it has another size.
type watched struct{ resized func() }

func (l *watched) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if o[0].Size() != size {
		o[0].Resize(size)
		l.resized()
	}
}

func (l *watched) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// connect ties the panels' callbacks to the bench and the settings.
func (w *Window) connect() {
	w.view.Before = w.paintBefore
	w.view.After = func(dst *image.RGBA, v render.Viewport) { w.paintAfter(dst, v, inView) }
	w.view.Lens = func(dst *image.RGBA, v render.Viewport) { w.paintAfter(dst, v, inLoupe) }
	w.view.OnView, w.view.OnLens = w.onView, w.bench.lookThroughLoupe
	w.tools.OnOpen, w.tools.OnMode = w.onOpen, w.onMode
	w.tools.OnFit, w.tools.OnOne, w.tools.OnStep = w.view.Fit, w.view.OneToOne, w.view.Step
	w.tools.OnTwo, w.tools.OnHold, w.tools.OnLoupe = w.view.TwoToOne, w.view.Hold, w.onLoupe
	w.connectLook()
	w.connectBrush()
	w.panel.OnSettings = w.onExportSettings
	w.panel.OnSettled = func() { w.win.Canvas().Unfocus() }
	w.panel.OnExport, w.panel.OnExportAll = w.onExport, w.onExportAll
	w.strip.OnPick, w.strip.OnRemove, w.strip.OnRetry = w.bench.pick, func(it *item) { w.takeOff(it) }, func(it *item) { w.bench.retryItems(it) }
	w.strip.OnMove, w.strip.OnMenu = w.onMove, w.onItemMenu
	w.strip.OnSight = func(items []*item) { w.bench.inSight = items }
	w.strip.OnHover = func(it *item) { w.hovered = it; w.refresh() }
	w.status.OnCancel, w.status.OnPause = w.bench.cancelExports, w.bench.pause
}

// paintBefore draws the photo on the bench as it was.
func (w *Window) paintBefore(dst *image.RGBA, v render.Viewport) {
	if f := w.bench.proof; f != nil && v.Photo == f.size() {
		render.Draw(dst, v, f.before, nil, render.Blend{})
		return
	}
	render.Clear(dst)
}

// paintAfter draws it as it is to come out, in the view or the loupe.
func (w *Window) paintAfter(dst *image.RGBA, v render.Viewport, where int) {
	f := w.bench.proof
	if f == nil || v.Photo != f.size() {
		render.Clear(dst)
		return
	}
	level := min(v.Level(), len(f.before)-1)
	render.Draw(dst, v, f.before, f.layers(level, w.bench.final()), w.bench.blendFor(where, level))
}

// ShowAndRun shows the window and returns when it is closed.
// It ends all jobs, however it was closed.
func (w *Window) ShowAndRun() {
	w.show()
	w.app.Run()
	w.end()
}

// show shows the window. A desktop on X11 knows whose it is, for its icon and its place in the dock, by the
// title that it is made with: the photo's name comes to that only then.
func (w *Window) show() {
	w.win.SetTitle("Afterrain")
	w.win.Show()
	w.title()
}
