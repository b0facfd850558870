package tiff

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A DNG's samples are packed as lossless JPEG (ITU-T T.81, annex H), which all raw developers read: each sample is coded as its difference to the
// one before it, of which the number of bits has a Huffman code, made to measure. image/jpeg and the other packages know the lossy kind only.

const (
	soi, eoi   = 0xd8, 0xd9 // markers: the beginning and the end
	dht, sos   = 0xc4, 0xda
	sof3       = 0xc3 // lossless, with Huffman codes
	categories = 17   // differences have 0 to 16 bits
)

// LosslessJPEG encodes rows of interleaved samples of three colours, 16 bits each. Its predictor is the sample to the left, the only one that every reader
// of DNG knows.
func LosslessJPEG(pix []uint16, width int) []byte {
	height := len(pix) / 3 / width
	var counts [categories]int
	list := differences(pix, width)
	for _, d := range list {
		counts[category(d)]++
	}
	lengths, order := huffmanCode(counts)
	out := []byte{0xff, soi}
	segment := func(marker byte, data ...byte) {
		out = binary.BigEndian.AppendUint16(append(out, 0xff, marker), uint16(2+len(data)))
		out = append(out, data...)
	}
	segment(sof3, 16, byte(height>>8), byte(height), byte(width>>8), byte(width), 3, 0, 0x11, 0, 1, 0x11, 0, 2, 0x11, 0)
	segment(dht, slices.Concat([]byte{0}, lengths[1:], order)...)
	segment(sos, 3, 0, 0, 1, 0, 2, 0, 1, 0, 0) // the three share the code; predictor 1
	w := bitWriter{out: slices.Grow(out, 3*len(pix)/2)}
	codes := codesOf(lengths, order)
	for _, d := range list {
		n := category(d)
		w.write(codes[n].bits, codes[n].length)
		if n < 16 { // of -32768 there is no other
			if d < 0 {
				d--
			}
			w.write(uint32(d)&(1<<n-1), n)
		}
	}
	return append(w.flush(), 0xff, eoi)
}

// differences are those of all samples in their order. At the beginning of a row they are to the samples above.
func differences(pix []uint16, width int) []int16 {
	list := make([]int16, len(pix))
	for row := 0; row < len(pix); row += 3 * width {
		for i := row; i < row+3; i++ {
			before := uint16(1 << 15)
			if row > 0 {
				before = pix[i-3*width]
			}
			list[i] = int16(pix[i] - before)
		}
		for i := row + 3; i < row+3*width; i++ {
			list[i] = int16(pix[i] - pix[i-3])
		}
	}
	return list
}

// category is the number of bits of a difference.
func category(d int16) int { return bits.Len16(uint16(max(d, -d))) }

// huffmanCode finds how many codes there are of each length, 1 to 16 bits, and the categories in the order of their codes (T.81, K.2). One
// more takes the code of ones alone, which may not be used.
func huffmanCode(counts [categories]int) (lengths [17]byte, order []byte) {
	weights := append(counts[:], 1)
	var length, next [categories + 1]int // of codes; and which follows in a category's branch, plus 1
	for {
		a, b := rarest(weights)
		if b < 0 {
			break
		}
		weights[a], weights[b] = weights[a]+weights[b], 0
		for length[a]++; next[a] > 0; length[a]++ {
			a = next[a] - 1
		}
		next[a] = b + 1
		for length[b]++; next[b] > 0; length[b]++ {
			b = next[b] - 1
		}
	}
	var of [categories + 2]int
	for _, n := range length {
		of[n]++
	}
	of[0] = 0
	if of[17] > 0 { // two of 17 bits: one takes the place of their stem, the other goes beside another
		j := 15
		for of[j] == 0 {
			j--
		}
		of[17], of[16], of[j+1], of[j] = of[17]-2, of[16]+1, of[j+1]+2, of[j]-1
	}
	longest := 16
	for longest > 0 && of[longest] == 0 {
		longest--
	}
	of[longest]--
	for n := range lengths {
		lengths[n] = byte(of[n])
	}
	for c := range categories {
		if length[c] > 0 {
			order = append(order, byte(c))
		}
	}
	slices.SortStableFunc(order, func(a, b byte) int { return length[a] - length[b] })
	return lengths, order
}

// rarest are the two of least weight, the last of equals; b is negative if there are none.
func rarest(weights []int) (a, b int) {
	a, b = -1, -1
	for i, w := range weights {
		switch {
		case w == 0:
		case a < 0 || w <= weights[a]:
			a, b = i, a
		case b < 0 || w <= weights[b]:
			b = i
		}
	}
	return a, b
}

// code is a Huffman code.
type code struct {
	bits   uint32
	length int
}

// codesOf numbers the codes (T.81, C.2).
func codesOf(lengths [17]byte, order []byte) (codes [categories]code) {
	next, i := uint32(0), 0
	for n := 1; n <= 16; n++ {
		for range lengths[n] {
			codes[order[i]] = code{next, n}
			next, i = next+1, i+1
		}
		next <<= 1
	}
	return codes
}

// bitWriter packs bits into bytes, and marks those of ones as no marker.
type bitWriter struct {
	out  []byte
	bits uint32 // that wait, at the low end
	n    int    // how many, fewer than 8
}

// write takes n bits, 16 at most.
func (w *bitWriter) write(v uint32, n int) {
	w.bits, w.n = w.bits<<n|v, w.n+n
	for w.n >= 8 {
		w.n -= 8
		b := byte(w.bits >> w.n)
		if w.out = append(w.out, b); b == 0xff {
			w.out = append(w.out, 0)
		}
	}
}

// flush fills the last byte up with ones.
func (w *bitWriter) flush() []byte {
	if w.n > 0 {
		w.write(1<<(8-w.n)-1, 8-w.n)
	}
	return w.out
}
