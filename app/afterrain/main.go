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
	flag.Parse()
	if *show {
		fmt.Println("afterrain", version)
		return
	}
	if err := screen.Check(); err != nil {
		fmt.Fprintln(os.Stderr, "afterrain:", err)
		os.Exit(1)
	}
	crash := keepCrashes(reports())
	debug.SetGCPercent(collectAt)
	logFile := openLog(logPath(), *verbose)
	if err := lang.AddTranslationsFS(assets.Translations, "translations"); err != nil {
		log.Print(err)
	}
	app.SetMetadata(fyne.AppMetadata{ID: "app.afterrain.desktop", Name: "Afterrain", Version: version, Icon: assets.IconApp})
	a := app.NewWithID("app.afterrain.desktop")
	e, err := engine.Open(c)
	queue := filepath.Join(a.Storage().RootURI().Path(), "queue.json")
	if held := hold(queue); held != nil {
		defer held.Close()
	} else {
		log.Print("the list of exports is not kept: another window has it, or there is no place for it")
		queue = ""
	}
	another := func() (*engine.Engine, error) { return engine.Open(c) }
	s := ui.Setup{Engine: e, Err: err, Another: another, Version: version, Log: log.Printf, LogFile: logFile, Crash: crash, Queue: queue, KeepAwake: awake.Keep, Leave: leave}
	if err != nil {
		log.Print(err)
	} else {
		s.Runtime, s.Model, s.Card = engine.RuntimeVersion(), e.Model(), e.Card()
	}
	leaveWhenTold()
	w := ui.New(a, s)
	w.Open(flag.Args())
	w.ShowAndRun()
	if e != nil {
		e.Close()
	}
}
