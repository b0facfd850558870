// Program afterrain is the window: drop a photo, see it restored, export it.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"afterrain/app/afterrain/screen"
	"afterrain/assets"
	"afterrain/engine"
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
	verbose := flag.Bool("v", false, "log what is opened, previewed and exported")
	flag.Parse()
	if *show {
		fmt.Println("afterrain", version)
		return
	}
	if err := screen.Check(); err != nil {
		fmt.Fprintln(os.Stderr, "afterrain:", err)
		os.Exit(1)
	}
	keepCrashes()
	debug.SetGCPercent(collectAt)
	app.SetMetadata(fyne.AppMetadata{ID: "app.afterrain.desktop", Name: "Afterrain", Version: version, Icon: assets.IconApp})
	a := app.NewWithID("app.afterrain.desktop")
	e, err := engine.Open(c)
	s := ui.Setup{Engine: e, Err: err, Version: version}
	if *verbose {
		s.Log = log.Printf
	}
	w := ui.New(a, s)
	w.Open(flag.Args())
	w.ShowAndRun()
	if e != nil {
		e.Close()
	}
}
