package dngjxl

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// decode decodes the tiles that are in data into samples of 16 bits at to.
func (r raw) decode(data, to []byte, order binary.ByteOrder, decode Decode) error {
	n := r.across() * r.down()
	workers := min(n, runtime.NumCPU())
	var next atomic.Int64
	var failed atomic.Bool
	errs := make([]error, n)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && !failed.Load(); i = int(next.Add(1)) - 1 {
				if errs[i] = r.decodeTile(i, data, to, order, func(tile []byte, pixels int) (Picture, error) { return decode(tile, pixels, workers == 1) }); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// decodeTile decodes tile i.
func (r raw) decodeTile(i int, data, to []byte, order binary.ByteOrder, decode func(tile []byte, pixels int) (Picture, error)) error {
	x, y := i%r.across()*r.tile.width, i/r.across()*r.tile.height
	p, err := decode(data[r.places[i]:][:r.sizes[i]], r.tile.width*r.tile.height)
	if err != nil {
		return err
	}
	w, h := min(r.tile.width, r.width-x), min(r.tile.height, r.height-y) // that are inside
	if p.Channels != r.channels || p.Width < w || p.Height < h || p.Width > r.tile.width || p.Height > r.tile.height || len(p.Samples) != 2*p.Width*p.Height*p.Channels {
		return fmt.Errorf("%w: a tile has %d x %d pixels of %d samples", ErrDamaged, p.Width, p.Height, p.Channels)
	}
	for row := range h {
		from := p.Samples[2*row*p.Width*p.Channels:]
		line := to[2*r.rows[y+row]*r.width*r.channels:]
		for column := range w {
			at := 2 * r.columns[x+column] * r.channels
			for c := range r.channels {
				v := r.level(binary.LittleEndian.Uint16(from[2*(column*r.channels+c):]), p.Bits)
				if m := r.maps[r.rows[y+row]&1][r.columns[x+column]&1][c]; m != nil {
					v = m[v]
				}
				order.PutUint16(line[at+2*c:], v)
			}
		}
	}
	return nil
}

// level is what a sample of so many bits stands for: itself, unless samples are to go further than they can.
func (r raw) level(v uint16, bits int) uint16 {
	top := 1<<min(bits, 16) - 1
	if r.reach <= top {
		return v
	}
	return uint16((min(int(v), top)*r.reach + top/2) / top)
}
