package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/engine/photo/disk"
	"afterrain/ui/widgets"
)

func TestEveryErrorSaysWhatHappenedAndWhatToDo(t *testing.T) {
	saving := func(err error) error { return fmt.Errorf("%w: save a.jpg: %w", errSaving, err) }
	for _, c := range []struct {
		err   error
		brief string
		todo  string // a part of what to do
	}{
		{fmt.Errorf("open a.jpg: %w: no SOI marker", photo.ErrFormat), "Not a photo", "JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL or camera raw"},
		{fmt.Errorf("open a.nef: %w: a camera raw file", photo.ErrDeveloper), "No LibRaw", "libraw-bin"},
		{fmt.Errorf("open a.heic: %w: a HEIC picture", photo.ErrNoHEIF), "No libheif", "Install Afterrain again"},
		{fmt.Errorf("open a.jxl: %w: a JPEG XL picture", photo.ErrNoJXL), "No libjxl", "Install Afterrain again"},
		{fmt.Errorf("open a.tif: %w: a CMYK TIFF file", photo.ErrKind), "Unusual kind", "another program"},
		{fmt.Errorf("open a.jpg: %w", photo.ErrDamaged), "File is damaged", "Copy it again"},
		{fmt.Errorf("open a.tif: %w", photo.ErrTooLarge), "Too large", "smaller"},
		{fmt.Errorf("open a.tif: %w", photo.ErrMemory), "Too little memory", "Close other programs"},
		{&fs.PathError{Op: "open", Path: "a.jpg", Err: syscall.ENOENT}, "File is gone", "Drop it again"},
		{&fs.PathError{Op: "open", Path: "a.jpg", Err: syscall.EACCES}, "Not readable", "permissions"},
		{saving(&os.LinkError{Op: "link", Err: syscall.EACCES}), "Folder is read-only", "another folder"},
		{saving(disk.ErrReadOnly), "Folder is read-only", "another folder"},
		{saving(syscall.ENOSPC), "Disk full", "Free some space"},
		{saving(fs.ErrExist), "Name is taken", "another name"},
		{saving(fs.ErrNotExist), "Folder is gone", "another folder"},
		{saving(photo.ErrFormat), "Not as a JPEG", "PNG or TIFF"},
		{saving(photo.ErrNegative), "Not as a DNG", "another format"},
		{saving(photo.ErrOnlyPNG), "Only as a PNG", "Choose PNG under"},
		{saving(errors.New("encoder says no")), "Not saved", "details"},
		{fmt.Errorf("%w: no model.json", engine.ErrModel), "Model is missing", "Install Afterrain again"},
		{fmt.Errorf("%w: libonnxruntime.so", engine.ErrRuntime), "No ONNX Runtime", "ONNXRUNTIME_LIB"},
		{fmt.Errorf("restore: %w", context.Canceled), "Cancelled", "Nothing"},
		{errors.New("surprise"), "Failed", "details"},
	} {
		w := explain(c.err)
		if w.brief != c.brief || !strings.Contains(w.todo, c.todo) {
			t.Errorf("%v:\n got %+v\nwant %q and %q", c.err, w, c.brief, c.todo)
		}
		for _, s := range []string{w.what, w.todo} {
			if !strings.HasSuffix(s, ".") || strings.ContainsAny(s, "!%\n") || s[0] < 'A' || s[0] > 'Z' {
				t.Errorf("%v: not a plain sentence: %q", c.err, s)
			}
		}
	}
}

func TestBadgeTellsWhatThePixelsAre(t *testing.T) {
	cpu, gpu := engine.Device{Name: "cpu"}, engine.Device{Name: "cuda"}
	for _, c := range []struct {
		ph    phase
		share float64
		level int
		d     engine.Device
		want  string
	}{
		{noPreview, 0, 0, cpu, ""},
		{starting, 0, 1, cpu, "S preview · CPU · 1:2 · starting"},
		{previewing, 0.336, 0, cpu, "S preview · CPU · 1:1 · 34 % done"},
		{previewing, 0.998, 0, cpu, "S preview · CPU · 1:1 · 99 % done"},
		{previewing, 1, 0, cpu, "S preview · CPU · 1:1 · being refined"},
		{previewed, 1, 2, gpu, "S preview · CUDA · 1:4"},
		{previewed, 1, 3, gpu, "S preview · CUDA · 1:8"},
		{exported, 1, 0, cpu, "L export · CPU · 1:1"},
		{pausing, 0.5, 1, cpu, "Preview waits for the export · P pauses it"},
		{broken, 0, 0, cpu, "No preview"},
	} {
		if got := badgeText(c.ph, c.share, c.level, c.d, engine.Large); got != c.want {
			t.Errorf("phase %d: %q, want %q", c.ph, got, c.want)
		}
	}
}

func TestSummaryCountsWhatIsThere(t *testing.T) {
	ok, bad := &item{found: found{path: "x/a.jpg"}, output: "x/a-restored.jpg"}, &item{found: found{path: "x/b.jpg"}, err: photo.ErrDamaged}
	for _, c := range []struct {
		s    summary
		want string
	}{
		{summary{done: 1, last: ok}, "Exported a-restored.jpg"},
		{summary{done: 7, last: ok}, "7 photos exported."},
		{summary{done: 1, failed: 2, last: ok, bad: []*item{bad}}, "1 photo exported, 2 failed. The last one, b.jpg: This photo is damaged or cut short. Copy it again from the card or a backup."},
		{summary{done: 2, cancelled: 3, last: ok}, "2 photos exported, 3 cancelled."},
		{summary{failed: 1, bad: []*item{bad}}, "b.jpg: This photo is damaged or cut short. Copy it again from the card or a backup."},
		{summary{cancelled: 2}, "2 cancelled."},
	} {
		if got := sumWords(c.s); got != c.want {
			t.Errorf("%+v: %q, want %q", c.s, got, c.want)
		}
	}
}

func TestRemainingTimeIsSaidAsPeopleSayIt(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want string
	}{{4 * time.Second, "a few seconds left"}, {42 * time.Second, "about 45 s left"}, {150 * time.Second, "about 2 min left"}} {
		if got := leftWords(c.d); got != c.want {
			t.Errorf("%v: %q, want %q", c.d, got, c.want)
		}
	}
}

func TestLongNamesKeepBothEnds(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"short.jpg", "short.jpg"},
		{"IMG_20240101_holiday_0042.jpg", "IMG_2024…0042.jpg"},
		{"Straße_im_schönen_Nebel.tif", "Straße_i…ebel.tif"},
	} {
		got := widgets.Shorten(c.in, 17)
		if len([]rune(got)) > 17 || got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
	}
}

// A folder of raw files only, without LibRaw, is not empty.
func TestFolderOfRawFilesWithoutLibRaw(t *testing.T) {
	for _, c := range []struct {
		files, undeveloped int
		says               string
	}{{0, 300, "LibRaw"}, {3, 300, "LibRaw"}, {0, 0, "no photo"}, {3, 0, "Already"}} {
		if got := nothingNewWords(c.files, c.undeveloped); !strings.Contains(got, c.says) {
			t.Errorf("%d, %d: %q", c.files, c.undeveloped, got)
		}
	}
}
