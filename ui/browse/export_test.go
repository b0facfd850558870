package browse

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
)

func TestNativeDialogThatFailsLeavesFynes(t *testing.T) {
	main := make(chan func(), 1)
	c := New(nil, func(f func()) { main <- f })
	for _, k := range []struct {
		name   string
		dialog func() (string, error)
		want   string
	}{
		{"answers", func() (string, error) { return "/x/a.jpg", nil }, "/x/a.jpg"},
		{"cancelled", func() (string, error) { return "", errors.New("Cancelled") }, ""},
		{"no GTK", func() (string, error) { panic("gtk initialisation failed") }, "instead"},
	} {
		got := ""
		c.ask(k.dialog, func() { got = "instead" }, func(p string) { got = p })
		(<-main)()
		if got != k.want {
			t.Errorf("%s: got %q, want %q", k.name, got, k.want)
		}
	}
}

func TestFynesSaveDialogLeavesNoEmptyFile(t *testing.T) {
	test.NewTempApp(t)
	path := filepath.Join(t.TempDir(), "a.jpg")
	for _, content := range []string{"", "a photo"} {
		os.WriteFile(path, []byte(content), 0o644)
		f, err := storage.Appender(storage.NewFileURI(path))
		if err != nil {
			t.Fatal(err)
		}
		got := withoutEmptyFile(f)
		if _, err := os.Stat(path); got != path || (err == nil) != (content != "") {
			t.Errorf("of a file of %q the dialog leaves %v, its path is %q", content, err == nil, got)
		}
	}
}
