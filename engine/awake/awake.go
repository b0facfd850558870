// Package awake keeps the computer from going to sleep by itself in the middle of long work.
// The user can still send it to sleep, and its screen may go dark.
package awake

import "context"

// Keep keeps the computer awake until release is called, or the program ends. why is told to
// users who ask what keeps it awake. Keep and release return at once: the system is asked by
// another goroutine, which calls failed if the computer may go to sleep all the same.
func Keep(why string, failed func(error)) (release func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		if err := hold(ctx, why); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}()
	return cancel
}
