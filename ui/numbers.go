package ui

import (
	"cmp"
	"slices"
)

// This file gives photos their numbers in an export, the {seq} of their names. They are
// numbered in the order of the strip, and on from those that are in the queue. Photos
// that are tried again keep the numbers they had.

// number gives items that go into the queue with the order o their numbers.
func (q *queue) number(items []*item, o order) {
	if q.now == nil && len(q.batch) == 0 {
		q.last = 0
	}
	q.count(q.batch) // photos of an earlier export, which are tried again, are among them
	keep := q.triedAgain(items, o)
	for _, it := range items {
		if !keep {
			it.seq = q.last + 1
		}
		q.last = max(q.last, it.seq)
	}
}

// count notes the numbers that items have.
func (q *queue) count(items []*item) {
	for _, it := range items {
		q.last = max(q.last, it.seq)
	}
}

// triedAgain tells whether items are all photos that failed, as after a change of
// format or folder: then they are no export of their own. They are one if names are made in
// another way, if the strip was put in another order since, or if a photo in the queue has
// a number of theirs.
func (q *queue) triedAgain(items []*item, o order) bool {
	for i, it := range items {
		if it.state != failed || it.seq == 0 || cmp.Or(it.order.naming, defaultNaming) != cmp.Or(o.naming, defaultNaming) {
			return false
		}
		if i > 0 && items[i-1].seq >= it.seq {
			return false
		}
		if slices.ContainsFunc(q.batch, func(other *item) bool { return other != it && other.seq == it.seq }) {
			return false
		}
	}
	return true
}
