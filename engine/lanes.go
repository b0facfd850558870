package engine

import (
	"context"
	"runtime"
	"sync"
)

// The CPU runs several tiles at once, each in a thread of its own: on two cores that is
// 1.5 times as fast as one tile after the other in two threads, which wait for each other
// at every step of the network. Which tile comes first is open and does not matter.
const mostLanes = 8 // each has the memory of a tile

// lanes is how many tiles run at once on a device with so many threads.
func lanes(device string, threads, tiles int) int {
	if device != "cpu" {
		return 1 // and a GPU takes one after the other
	}
	return max(1, min(cores(threads), mostLanes, tiles))
}

// inside is how many threads ONNX Runtime has for a tile: its lane, and what is
// left beside all lanes, which these share; all, if the CPU runs one tile at a time.
func (m manifest) inside(device string, threads int) int {
	if device != "cpu" || m.alone {
		return threads
	}
	return cores(threads) - lanes(device, threads, mostLanes) + 1
}

// cores is a number of threads, 0 meaning one for each core.
func cores(threads int) int {
	if threads == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return threads
}

// alone is the model for a session of the CPU that helps a GPU, a tile at a time.
func (e *Engine) alone() manifest {
	m := e.model
	m.alone = true
	return m
}

// atOnce is how many of some tiles run at once on a device: its lanes, as far as its memory has room.
func (e *Engine) atOnce(device string, tiles int) int {
	n := e.lanes(device, e.limit, tiles)
	if e.room > 0 {
		n = min(n, e.room)
	}
	return n
}

// tileFuncs makes n functions that run tiles at the same time.
func (s *session) tileFuncs(n, w, h int) (runs []tileFunc, free func(), err error) {
	var spent []func()
	free = func() {
		for _, f := range spent {
			f()
		}
	}
	for range n {
		run, freeOne, err := s.tileFunc(w, h)
		if err != nil {
			free()
			return nil, nil, err
		}
		runs, spent = append(runs, run), append(spent, freeOne)
	}
	return runs, free, nil
}

// ran is a tile that has been run.
type ran struct {
	tile int
	out  []float32
	back chan<- struct{} // says that out is free again
	err  error
}

// share runs tiles on several tileFuncs at once, as restore does on one; finished
// is called on this goroutine. When it returns, all have ended.
func (c *canvas) share(ctx context.Context, tiles []int, runs []tileFunc, finished func(tile int)) error {
	if len(runs) == 1 {
		return c.restore(ctx, tiles, runs[0], finished)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, results := make(chan int, len(tiles)), make(chan ran)
	for _, i := range tiles {
		todo <- i
	}
	close(todo)
	var lanes sync.WaitGroup
	for _, run := range runs {
		lanes.Go(func() { c.lane(ctx, run, todo, results) })
	}
	go func() {
		lanes.Wait()
		close(results)
	}()
	var failed error
	for r := range results {
		if r.err == nil && failed == nil {
			if r.err = c.take(r.tile, r.out); r.err == nil {
				finished(r.tile)
			}
		}
		if r.err != nil && failed == nil {
			failed = r.err
			cancel() // the other lanes
		}
		r.back <- struct{}{}
	}
	return failed
}

// lane gathers and runs tiles until there are no more, or one fails.
func (c *canvas) lane(ctx context.Context, run tileFunc, todo <-chan int, results chan<- ran) {
	in, out := c.buffers()
	back := make(chan struct{})
	for i := range todo {
		err := ctx.Err()
		if err == nil {
			err = c.gather(i, in)
		}
		if err == nil {
			err = run(ctx, in, out)
		}
		results <- ran{i, out, back, err}
		<-back
		if err != nil {
			return
		}
	}
}
