package widgets

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestButtonThatHasTheKeyboardIsFramed(t *testing.T) {
	test.NewTempApp(t)
	b := NewTabButton("Export", Raised, func() {}, func() {})
	if b.FocusGained(); b.back.StrokeWidth == 0 {
		t.Error("it is not seen where the keyboard is")
	}
	if b.FocusLost(); b.back.StrokeWidth != 0 {
		t.Error("the frame stays")
	}
}
