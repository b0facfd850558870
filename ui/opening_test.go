package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"afterrain/engine/photo"
	"afterrain/ui/browse"
)

func TestGatherWalksFoldersAndKeepsNamedFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.jpg", "z-restored.jpg", "B.TIFF", "f.jfif", "note.txt", "sub/c.png", ".hidden/d.jpg", "sub/.e.jpg"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	result := filepath.Join(dir, "as somebody likes it.jpg")
	if err := testPhoto(8, 8, 0.5).Save(result, photo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	os.Symlink(filepath.Join(dir, "a.jpg"), filepath.Join(dir, "sub", "link.jpg"))
	os.Symlink(dir, filepath.Join(dir, "sub", "round.jpg"))
	rel := func(all []found) (out []string) {
		for _, f := range all {
			r, _ := filepath.Rel(dir, f.path)
			out = append(out, filepath.ToSlash(r))
		}
		return out
	}
	note := filepath.Join(dir, "note.txt")
	want := []string{"a.jpg", "B.TIFF", "f.jfif", "sub/c.png", "sub/link.jpg", "z-restored.jpg", "note.txt", "as somebody likes it.jpg"}
	all, _ := gather([]string{dir, note, result})
	if got := rel(all); !slices.Equal(got, want) {
		t.Errorf("gathered %q, want %q", got, want)
	}
	link := filepath.Join(t.TempDir(), "link")
	if os.Symlink(filepath.Join(dir, "sub"), link) != nil {
		return // a system without links
	}
	got, _ := gather([]string{link})
	if want := (found{filepath.Join(link, "c.png"), "link"}); len(got) != 2 || got[0] != want {
		t.Errorf("behind a link to a folder: %v, want %v first", got, want)
	}
}

// A card may be pulled between the look at it and the walk over it.
func TestFolderThatIsGoneHoldsNoPhotos(t *testing.T) {
	if got, _ := photosBelow(filepath.Join(t.TempDir(), "pulled")); got != nil {
		t.Errorf("gathered %v", got)
	}
}

func TestFolderOfResultsIsNotSaidToBeEmpty(t *testing.T) {
	dir := t.TempDir()
	if err := testPhoto(64, 48, 0.25).Save(filepath.Join(dir, "a-restored.jpg"), photo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	r := newWindowRig(t, Setup{})
	r.w.Open([]string{dir})
	r.until("something is said", func() bool { return strings.Contains(r.w.toast.Words(), "no photo") })
	if got := r.w.toast.Words(); !strings.Contains(got, "written is left out") {
		t.Errorf("of a folder with one JPEG the window says %q", got)
	}
}

// Who drops the folder of a camera that writes both learns that the JPEGs were taken.
func TestRawFilesBesideJPEGsAreSpokenOf(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.jpg", "a.nef", "b.JPG", "b.NEF", "note.txt"} {
		os.WriteFile(filepath.Join(dir, name), nil, 0o644)
	}
	r := newWindowRig(t, Setup{})
	r.w.Open([]string{dir})
	r.until("the photos are there", func() bool { return len(r.items) == 2 })
	if got := r.w.toast.Words(); !strings.Contains(got, "raw files beside") || !strings.Contains(got, ": 2.") {
		t.Errorf("the window says %q", got)
	}
	r.quiet()
}

func TestFynesDialogShowsThePhotosWhereTheLastOnesWere(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.w.chooser.Run = func(func() (string, error)) (string, error) { return "", browse.ErrNoDialog }
	r.w.set.Last = filepath.Join(t.TempDir(), "婚礼")
	os.Mkdir(r.w.set.Last, 0o755)
	for _, name := range []string{"bride.jpg", "GROOM.TIF", "bill.txt"} {
		os.WriteFile(filepath.Join(r.w.set.Last, name), nil, 0o644)
	}
	r.w.onOpen()
	top := func() fyne.CanvasObject { return r.w.win.Canvas().Overlays().Top() }
	r.until("there is a dialog", func() bool { return top() != nil })
	shown := test.RenderObjectToMarkup(top())
	for name, want := range map[string]bool{"bride": true, "GROOM": true, "bill": false, "婚礼": true} {
		if strings.Contains(shown, name) != want {
			t.Errorf("that the dialog shows %s: %v", name, !want)
		}
	}
	if size := top().(*widget.PopUp).Content.Size(); size.Width < 800 || size.Height < 500 {
		t.Errorf("the dialog is %v small", size)
	}
}

// At a large size of text the window has no more room than its parts ask for: what asks for more
// meanwhile is cut off at the right.
func TestPhotoThatIsOpenedDoesNotWidenTheWindow(t *testing.T) {
	r := newWindowRig(t, Setup{})
	r.drop("/x/a.jpg")
	r.until("open", r.opened)
	room := r.w.win.Content().MinSize().Width
	r.small = testPhoto(60, 40, 0.5)
	r.slow = make(chan struct{})
	r.drop("/x/" + strings.Repeat("W", 40) + ".jpg")
	r.until("its thumbnail stands in for it", func() bool { return len(r.items) == 2 && r.items[1].thumb != nil && r.w.message.root.Visible() })
	if got := r.w.win.Content().MinSize().Width; got > room {
		t.Errorf("the window asks for %v, before it was %v", got, room)
	}
	close(r.slow)
	r.until("open", r.opened)
	r.quiet()
}
