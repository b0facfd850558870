package photo

import (
	"runtime"
	"sync"
)

// Parallel splits 0 to n-1, a picture's rows, over all cores, calls work for each
// part, and returns when all are done.
func Parallel(n int, work func(from, to int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() { work(i*n/parts, (i+1)*n/parts) })
	}
	wg.Wait()
}

// parallel is Parallel, row by row.
func parallel(n int, row func(int)) {
	Parallel(n, func(from, to int) {
		for y := from; y < to; y++ {
			row(y)
		}
	})
}
