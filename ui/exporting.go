package ui

import (
	"net/url"
	"path/filepath"
)

// canExport tells whether an item may go into the queue.
func (w *Window) canExport(it *item) bool {
	return it != nil && w.setup.Err == nil && !it.unread && it.state != waiting && it.state != running
}

func (w *Window) exportable() []*item {
	var out []*item
	for _, it := range w.bench.items {
		if w.canExport(it) {
			out = append(out, it)
		}
	}
	return out
}

func (w *Window) onExport() {
	if it := w.bench.selected; w.canExport(it) {
		w.bench.export([]*item{it}, w.set.order())
	}
	w.onItem(nil)
}

// onExportAs asks for the file's name first.
func (w *Window) onExportAs() {
	it := w.bench.selected
	if !w.canExport(it) {
		return
	}
	o := w.set.order()
	w.chooser.saveAs(o.target(it.path), func(path string) {
		if filepath.Ext(path) == "" {
			path += o.extension(filepath.Ext(it.path))
		}
		o.path, o.save.Format = path, "" // the name says the format
		w.bench.export([]*item{it}, o)
	})
}

func (w *Window) onExportAll() {
	w.bench.export(w.exportable(), w.set.order())
	w.onItem(nil)
}

func (w *Window) onExported(s summary) {
	w.onItem(nil)
	if len(s.folders) == 0 {
		w.toast.Show(sumWords(s), "", nil)
		return
	}
	folder := s.folders[0]
	w.toast.Show(sumWords(s), "Show folder", func() {
		w.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)})
	})
}

func (w *Window) setFolder(path string) {
	w.set.Folder = path
	w.panel.ShowSettings(w.set)
}
