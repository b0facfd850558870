package compare

import "fyne.io/fyne/v2"

type comparerRenderer struct {
	c       *Comparer
	objects []fyne.CanvasObject
}

func (r *comparerRenderer) Layout(size fyne.Size) {
	r.c.setPane(size)
	r.c.arrange()
}

func (r *comparerRenderer) MinSize() fyne.Size           { return fyne.NewSize(LeastWidth, viewerHeight) }
func (r *comparerRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *comparerRenderer) Destroy()                     {}

// Refresh draws everything anew; a unit may have another number of pixels now.
func (r *comparerRenderer) Refresh() {
	r.c.setPane(r.c.Size())
	r.c.arrange()
	r.c.redraw()
}
