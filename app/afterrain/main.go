// Program afterrain is the window: drop a photo, see it restored, export it.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"afterrain/app/afterrain/screen"
	"afterrain/assets"
	"afterrain/engine"
	"afterrain/engine/awake"
	"afterrain/ui"
)

// version comes from FyneApp.toml by way of -ldflags "-X main.version=…".
var version = "0.0.0-dev"

// collectAt makes the garbage collector run early: photos are a few huge blocks,
// quick to look through, and a strip of them must not pile up.
const collectAt = 20 // percent

func main() {
	show := flag.Bool("version", false, "print the version and exit")
	var c engine.Config
	flag.StringVar(&c.ModelDir, "model", "", "`folder` of the network's model.json")
	flag.StringVar(&c.Library, "library", "", "`file` of the ONNX Runtime library")
	flag.StringVar(&c.Device, "device", "auto", "auto, cpu, cuda, directml, coreml or webgpu")
	verbose := flag.Bool("v", false, "log to standard error too")
	own := flag.Bool("new-window", false, "open a window of its own where one is open already, instead of giving that the photos")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: afterrain [flags] [photo or folder ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *show {
		fmt.Println("afterrain", version)
		return
	}
	if err := screen.Check(); err != nil {
		fmt.Fprintln(os.Stderr, "afterrain:", err)
		os.Exit(1)
	}
	a := newApp()
	fynes := a.Storage().RootURI().Path()
	queue := listPath(fynes)
	settings, before := filepath.Join(filepath.Dir(queue), "settings.json"), filepath.Join(fynes, "preferences.json")
	inbox := inboxOf(queue)
	held := hold(queue)
	if held == nil && !*own && c == (engine.Config{Device: "auto"}) {
		if handOver(inbox, flag.Args(), patience) {
			return
		}
		held = hold(queue) // the other window may have been closed meanwhile
	}
	if held != nil {
		defer held.Close()
		os.MkdirAll(inbox, 0o700) // messages may come from now on, and wait for the window
	} else {
		queue, inbox = "", ""
	}
	run(a, c, *verbose, ui.Setup{Queue: queue, Settings: settings, Before: before}, inbox)
}

// newApp is Fyne's part. It gets its ID only then: Fyne 2.7.4 reads, watches and writes preferences for an app that has one from the
// beginning, on the main goroutine, and a file of them that was edited by hand can end the program. The window keeps its own.
func newApp() fyne.App {
	meta := fyne.AppMetadata{Name: "Afterrain", Version: version, Icon: assets.IconApp}
	app.SetMetadata(meta)
	a := app.NewWithID("")
	meta.ID = "app.afterrain.desktop"
	app.SetMetadata(meta)
	return a
}

// run shows the window until it is closed. The list of exports is kept where s says and messages are
// taken from inbox: neither where they are "".
func run(a fyne.App, c engine.Config, verbose bool, s ui.Setup, inbox string) {
	crash := keepCrashes(reports())
	debug.SetGCPercent(collectAt)
	logFile := openLog(logPath(), verbose)
	if err := lang.AddTranslationsFS(assets.Translations, "translations"); err != nil {
		log.Print(err)
	}
	if s.Queue == "" {
		log.Print("the list of exports is not kept: another window has it, or there is no place for it")
	}
	e, err := engine.Open(c)
	s.Engine, s.Err, s.Another = e, err, func() (*engine.Engine, error) { return engine.Open(c) }
	s.Version, s.Log, s.LogFile, s.Crash, s.KeepAwake, s.Leave = version, log.Printf, logFile, crash, awake.Keep, leave
	if err != nil {
		log.Print(err)
	} else {
		s.Runtime, s.Model, s.Card = engine.RuntimeVersion(), e.Model(), e.Card()
	}
	leaveWhenTold()
	w := ui.New(a, s)
	w.Open(flag.Args())
	if inbox != "" {
		defer takeMessages(inbox, w.Receive)()
	}
	w.ShowAndRun()
	if e != nil {
		e.Close()
	}
}
