// Program icons draws assets/icons/icon.svg at every size that desktops ask
// for. Run it in the repository's root after changing the drawing:
//
//	go run ./packaging/icons
package main

import (
	"fmt"
	"image/png"
	"log"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	_ "fyne.io/fyne/v2/test" // an app without a screen
)

func main() {
	dir := filepath.Join("assets", "icons")
	drawing, err := os.ReadFile(filepath.Join(dir, "icon.svg"))
	if err != nil {
		log.Fatal(err)
	}
	for _, size := range [...]int{16, 24, 32, 48, 64, 128, 256, 512} {
		if err := render(drawing, size, filepath.Join(dir, fmt.Sprintf("icon-%d.png", size))); err != nil {
			log.Fatal(err)
		}
	}
}

// render draws an SVG into a square PNG of size px.
func render(drawing []byte, size int, path string) error {
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(canvas.NewImageFromResource(fyne.NewStaticResource("icon.svg", drawing)))
	c.Resize(fyne.NewSquareSize(float32(size)))
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, c.Capture()); err != nil {
		return err
	}
	return f.Close()
}
