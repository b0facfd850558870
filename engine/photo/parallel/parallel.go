// Package parallel does work on several goroutines: a picture's rows on all cores, and what nobody waits for any longer.
package parallel

import (
	"context"
	"runtime"
	"sync"
)

// Parts splits 0 to n-1, a picture's rows, over all cores, calls work for each
// part, and returns when all are done.
func Parts(n int, work func(from, to int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() { work(i*n/parts, (i+1)*n/parts) })
	}
	wg.Wait()
}

// Rows is Parts, row by row.
func Rows(n int, row func(int)) {
	Parts(n, func(from, to int) {
		for y := from; y < to; y++ {
			row(y)
		}
	})
}

// UnlessDone gives what f gives, or ctx's error at once when ctx is done, whatever f is still reading or loading. What
// was begun then ends unseen.
func UnlessDone[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	ready := make(chan answer, 1)
	go func() {
		value, err := f()
		ready <- answer{value, err}
	}()
	select {
	case a := <-ready:
		return a.value, a.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
