package ui

// This file opens photos again, and tries again what failed.

// forgive lets an item that could not be read be tried again.
func (b *bench) forgive(it *item) {
	if !it.unread || it.queued() {
		return
	}
	it.opened(nil)
	it.tried = false
	b.on.item(it)
	if it == b.selected {
		b.retry()
	}
}

// follow opens the photo in view anew if another program has written its file.
func (b *bench) follow(it *item) {
	f := b.proof
	if f == nil || f.item != it {
		return
	}
	path := it.path
	go func() {
		if stampOf(path).after(f.stamp) {
			b.do(func() {
				if b.proof == f {
					b.retry()
				}
			})
		}
	}()
}

// retry opens the photo in view again. The others that are chosen stay so.
func (b *bench) retry() {
	it, picked := b.selected, b.picked
	if it == nil {
		return
	}
	b.selected = nil
	b.show(it)
	b.picked = picked
	b.on.list()
}

// retryItems tries again what failed among items: opening the photo, or its export.
func (b *bench) retryItems(items ...*item) {
	var exports []*item
	for _, it := range items {
		switch {
		case it.state == failed && it.seq > 0:
			exports = append(exports, it)
		case it.unread:
			b.forgive(it)
		}
	}
	if len(exports) > 0 {
		b.enqueue(exports) // at once: there may be hundreds
	}
	b.thumbnails()
}
