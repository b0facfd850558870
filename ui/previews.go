package ui

import "slices"

// previews keeps the patchworks of photos seen earlier, newest last, within a
// budget of bytes, so that going back to a photo shows its preview at once.
type previews struct {
	budget int
	kept   []keptPreview
}

type keptPreview struct {
	item  *item
	print fingerprint
	works works
}

func (k *previews) put(f *proof) {
	k.drop(f.item)
	k.kept = append(k.kept, keptPreview{f.item, f.print, f.works})
	total := 0
	for i := len(k.kept) - 1; i >= 0; i-- {
		if total += k.kept[i].works.bytes(); total > k.budget {
			k.kept = slices.Delete(k.kept, 0, i+1)
			return
		}
	}
}

func (k *previews) take(f *proof) {
	k.lend(f)
	k.drop(f.item)
}

// lend is take, and keeps the preview.
func (k *previews) lend(f *proof) {
	for _, old := range k.kept {
		if old.item == f.item && old.print == f.print {
			f.works = old.works
		}
	}
}

func (k *previews) drop(it *item) {
	k.kept = slices.DeleteFunc(k.kept, func(old keptPreview) bool { return old.item == it })
}
