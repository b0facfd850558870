package dngjxl

import (
	"encoding/binary"
	"fmt"
	"math"

	"afterrain/engine/photo/ifd"
)

// Programs that compress with a loss store the samples through a curve, and say in OpcodeList2 (DNG 1.7.1, chapter 7) how they are made linear again: by a polynomial or a
// table for each colour. The other operations of that list, corrections for the lens, are for who develops the picture.

// Operations, and what a list of them takes at least, in bytes.
const (
	opTable, opPolynomial = 7, 8

	opHead, opArea = 16, 32

	mostDegree = 8
)

// curve is what is to be done to samples in some places.
type curve struct {
	area   [4]int // top, left, bottom, right
	planes [2]int // the first, and the one behind the last
	step   [2]int // from row to row, and from column to column
	light  func(float64) float64
}

// curves reads an OpcodeList, in which numbers have their high byte first, as far as it is whole.
func curves(list []byte) (all []curve) {
	if len(list) < 4 {
		return nil
	}
	n := binary.BigEndian.Uint32(list)
	for list = list[4:]; n > 0 && len(list) >= opHead; n-- {
		kind, size := binary.BigEndian.Uint32(list), int(binary.BigEndian.Uint32(list[12:]))
		if list = list[opHead:]; size > len(list) {
			break
		}
		if c, ok := curveOf(kind, list[:size]); ok {
			all = append(all, c)
		}
		list = list[size:]
	}
	return all
}

// curveOf reads an operation; ok is false if it is none of those that make samples linear.
func curveOf(kind uint32, of []byte) (c curve, ok bool) {
	if len(of) < opArea+4 || kind != opTable && kind != opPolynomial {
		return c, false
	}
	var n [9]int
	for i := range n {
		n[i] = int(binary.BigEndian.Uint32(of[4*i:]))
	}
	c = curve{area: [4]int(n[:4]), planes: [2]int{n[4], n[4] + n[5]}, step: [2]int{max(1, n[6]), max(1, n[7])}}
	of = of[opArea+4:]
	if kind == opTable {
		c.light, ok = table(of, n[8])
	} else {
		c.light, ok = polynomial(of, n[8])
	}
	return c, ok
}

// table is a curve of n numbers of 16 bits, of which the last counts for what is behind them.
func table(of []byte, n int) (func(float64) float64, bool) {
	if n < 1 || n > 1<<16 || len(of) < 2*n {
		return nil, false
	}
	return func(v float64) float64 {
		i := min(int(v*0xffff+0.5), n-1)
		return float64(binary.BigEndian.Uint16(of[2*i:])) / 0xffff
	}, true
}

// polynomial is a curve by its factors, from that of the power 0 to that of the power n.
func polynomial(of []byte, n int) (func(float64) float64, bool) {
	if n < 0 || n > mostDegree || len(of) < 8*(n+1) {
		return nil, false
	}
	return func(v float64) (y float64) {
		for i := n; i >= 0; i-- {
			y = y*v + math.Float64frombits(binary.BigEndian.Uint64(of[8*i:]))
		}
		return y
	}, true
}

// lut is what becomes of each level.
type lut [1 << 16]uint16

// maps are the levels by whether rows and columns are odd, and by colours; nil where they stay.
type maps [2][2][3]*lut

// maps reads what is to be done to the samples of a picture so that they are linear. It tells whether they go to 65535 then, which they do if black is 0; the
// levels that the directory says hold otherwise. A table that the directory has for all samples (LinearizationTable), which LibRaw 0.22 does not always apply rightly, comes before that.
func (f file) maps(r raw) (m maps, widened bool, err error) {
	list, before := curves(f.operations(r.directory)), f.numbers(r.directory, tagCurve)
	if len(list)+len(before) == 0 {
		return m, false, nil
	}
	area := f.numbers(r.directory, tagActiveArea)
	if len(area) != 4 {
		area = []int{0, 0, r.height, r.width}
	}
	black, white := mean(f.numbers(r.directory, tagBlack)), f.numbers(r.directory, tagWhite)
	for _, c := range list {
		if !c.everywhere(area[2]-area[0], area[3]-area[1]) {
			return m, false, fmt.Errorf("%w (samples that are linear in parts of the picture)", ErrUnsupported)
		}
	}
	widened = black == 0 && len(list) > 0
	for row := range 2 {
		for column := range 2 {
			for plane := range r.channels {
				l := levels{before: before, black: black, white: float64(r.white), widened: widened}
				if len(white) > 0 {
					l.white = float64(white[min(plane, len(white)-1)])
				}
				for _, c := range list {
					if c.covers(row-area[0], column-area[1], plane) {
						l.light = append(l.light, c.light)
					}
				}
				m[row][column][plane] = l.lut()
			}
		}
	}
	return m, widened, nil
}

// operations is the list of them; nil if there is none.
func (f file) operations(d directory) []byte {
	e, ok := d.Find(tagOperations)
	if !ok || e.Kind != ifd.TypeUndefined {
		return nil
	}
	return f.Value(e)
}

func mean(list []int) float64 {
	sum := 0
	for _, v := range list {
		sum += v
	}
	return float64(sum) / float64(max(1, len(list)))
}

// everywhere tells whether it holds for a whole picture of that size, or for rows and columns of a mosaic there.
func (c curve) everywhere(height, width int) bool {
	return c.area[0] < 2 && c.area[1] < 2 && c.area[2] >= height-1 && c.area[3] >= width-1 && c.step[0] <= 2 && c.step[1] <= 2
}

// covers tells whether it holds for a row, a column and a colour.
func (c curve) covers(row, column, plane int) bool {
	return (row-c.area[0])%c.step[0] == 0 && (column-c.area[1])%c.step[1] == 0 && plane >= c.planes[0] && plane < c.planes[1]
}

// levels are how samples of a colour are made linear.
type levels struct {
	before       []int // a table that comes first
	black, white float64
	light        []func(float64) float64
	widened      bool // to 65535, where black is 0
}

func (l levels) lut() *lut {
	out := new(lut)
	for i := range out {
		v := float64(i)
		if len(l.before) > 0 {
			v = float64(l.before[min(i, len(l.before)-1)])
		}
		x := (v - l.black) / max(1, l.white-l.black)
		for _, light := range l.light {
			x = light(min(max(x, 0), 1))
		}
		switch {
		case l.widened:
			v = 0xffff * x
		case len(l.light) > 0 && v >= l.black: // what is below is noise
			v = l.black + x*(l.white-l.black)
		}
		if v > 0 { // false for what is no number
			out[i] = uint16(min(v+0.5, 0xffff))
		}
	}
	return out
}
