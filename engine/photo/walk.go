package photo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"afterrain/engine/photo/disk"
)

// LeftRaws counts camera raw files that Walk has passed over.
type LeftRaws struct {
	Undeveloped int // which would be visited if LibRaw's program were there
	Beside      int // beside a developed photo of the same name
}

// Walk visits the photos below a folder, by their names, in the order of file managers, each
// path beginning with root, and counts the files that are something else or our
// own results, and the camera raw files among these. It follows root if that is a link, and links to photos, but no
// links to folders further down, which may lead in circles. Hidden files and
// folders are passed over, what is kept aside, and camera raw files beside a developed photo of the same name. What cannot be read is visited with its error.
func Walk(root string, visit func(path string, err error)) (others int, raws LeftRaws) {
	w := walker{visit: visit, order: disk.ByName()}
	w.folder(root + string(filepath.Separator)) // follows a link
	return w.others, w.raws
}

// walker is a walk under way.
type walker struct {
	visit  func(path string, err error)
	order  func(a, b string) int
	others int
	raws   LeftRaws // of these
}

func (w *walker) folder(dir string) {
	entries := w.read(dir)
	named := byStem(entries)
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			if !keptAside(e.Name()) {
				w.folder(path)
			}
		case NamedRaw(path) && developed(path, named):
			w.others++
			w.raws.Beside++
		default:
			w.file(path)
		}
	}
}

// keptAside tells of folders by their names that systems keep on drives and nobody means who names
// the drive: wastebaskets, thumbnails of network drives, what a repair has found.
func keptAside(folder string) bool {
	return slices.Contains([]string{"$recycle.bin", "system volume information", "lost+found", "#recycle", "@eadir"}, strings.ToLower(folder))
}

// developed tells whether a folder has a photo of the name of the camera raw file at path that is none, as cameras
// write them beside each other: somebody has seen that one, and the folder is not restored twice.
func developed(path string, named map[string][]string) bool {
	return slices.ContainsFunc(named[stem(path)], func(name string) bool {
		photo, err := isPhoto(filepath.Join(filepath.Dir(path), name))
		return photo && err == nil
	})
}

// byStem lists a folder's files that are not named as camera raw files by what their names have before the extension.
func byStem(entries []fs.DirEntry) map[string][]string {
	named := map[string][]string{}
	for _, e := range entries {
		if name := e.Name(); !NamedRaw(name) {
			named[stem(name)] = append(named[stem(name)], name)
		}
	}
	return named
}

// stem is the name of a file without its extension, in lower case: cameras write IMG_1.CR3 and IMG_1.jpg.
func stem(path string) string {
	name := filepath.Base(path)
	return strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name)))
}

// read lists a folder in order; after an error, which is visited, what was read before it.
func (w *walker) read(dir string) []fs.DirEntry {
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.visit(filepath.Clean(dir), err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return w.order(a.Name(), b.Name()) })
	return entries
}

func (w *walker) file(path string) {
	if photo, err := isPhoto(path); photo || err != nil {
		w.visit(path, err)
		return
	}
	w.others++
	if NamedRaw(path) && developer() == "" {
		w.raws.Undeveloped++
	}
}

// NamedRaw tells whether a file is named as a camera raw file, which takes ten times as long to open as another.
func NamedRaw(path string) bool { return named(filepath.Ext(path), []Format{RAW}) == RAW }

// NamedPhoto tells whether a file is named as a photo, of whatever format that can be read.
func NamedPhoto(path string) bool { return named(filepath.Ext(path), Readable()) != "" }

// Matching lists the photos that a path with * or ? in its last element stands for, in whatever case,
// as Walk lists those of a folder, and counts the other files that it stands for. Without these signs
// it stands for none.
func Matching(path string) (photos []string, others int) {
	dir, pattern := filepath.Split(path)
	if !strings.ContainsAny(pattern, "*?") {
		return nil, 0
	}
	pattern = strings.ToLower(strings.ReplaceAll(pattern, "[", "[[]")) // which is part of many names
	dir = filepath.Clean(dir)
	w := walker{order: disk.ByName(), visit: func(path string, _ error) {
		if path != dir { // of which it is told when it is opened by the name that was given
			photos = append(photos, path)
		}
	}}
	for _, e := range w.read(dir) {
		fits, _ := filepath.Match(pattern, strings.ToLower(e.Name()))
		if fits && !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			w.file(filepath.Join(dir, e.Name()))
		}
	}
	return photos, w.others
}

// isPhoto goes by the name: what is named as a photo and is none, or a link to one that
// is gone, is worth an error. Our own results are none: a folder is not restored twice.
func isPhoto(path string) (bool, error) {
	if !NamedPhoto(path) {
		return false, nil
	}
	info, err := os.Stat(path) // follows links
	if err != nil {
		return false, fmt.Errorf("open %s: %w", disk.Printable(path), disk.WithoutPath(err))
	}
	return info.Mode().IsRegular() && !Marked(path), nil
}
