// Program afterrain is the window: drop a photo, see it restored, export it.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"afterrain/assets"
	"afterrain/engine"
	"afterrain/ui"
)

// version comes from FyneApp.toml by way of -ldflags "-X main.version=…".
var version = "0.0.0-dev"

func main() {
	show := flag.Bool("version", false, "print the version and exit")
	var c engine.Config
	flag.StringVar(&c.ModelDir, "model", "", "`folder` of the network's model.json")
	flag.StringVar(&c.Library, "library", "", "`file` of the ONNX Runtime library")
	flag.StringVar(&c.Device, "device", "auto", "auto, cpu, cuda or directml")
	flag.Parse()
	if *show {
		fmt.Println("afterrain", version)
		return
	}
	if err := checkDisplay(); err != nil {
		fmt.Fprintln(os.Stderr, "afterrain:", err)
		os.Exit(1)
	}
	keepCrashes()
	app.SetMetadata(fyne.AppMetadata{ID: "app.afterrain.desktop", Name: "Afterrain", Version: version, Icon: assets.IconApp})
	a := app.NewWithID("app.afterrain.desktop")
	e, err := engine.Open(c)
	w := ui.New(a, ui.Setup{Engine: e, Err: err, Version: version})
	w.Open(flag.Args())
	w.ShowAndRun()
	if e != nil {
		e.Close()
	}
}

// keepCrashes lets a panic write its stack into a file that can be sent.
func keepCrashes() {
	dir, err := os.UserCacheDir()
	if err != nil || os.MkdirAll(filepath.Join(dir, "afterrain"), 0o755) != nil {
		return
	}
	f, err := os.OpenFile(filepath.Join(dir, "afterrain", "crash.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		debug.SetCrashOutput(f, debug.CrashOptions{})
		f.Close()
	}
}
