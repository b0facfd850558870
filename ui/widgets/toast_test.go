package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"afterrain/ui/style"
)

func TestToastIsAsWideAsThereIsRoom(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(style.NewTheme())
	toast := NewToast(func(f func()) { f() }, func() {})
	w := test.NewTempWindow(t, toast.Root)
	toast.Show(strings.Repeat("bride and groom ", 12), "Report", nil)
	for _, wide := range []float32{372, 1092} {
		w.Resize(fyne.NewSize(wide, 700))
		if got := toast.words.Size().Width; (wide > 1000) != (got > toastWidth-1) {
			t.Errorf("%v units wide, words of %v units", wide, got)
		}
	}
}
