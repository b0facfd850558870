package main

import (
	"cmp"
	"slices"
)

// noise of a sensor grows with the light (Foi et al., "Practical Poissonian-Gaussian noise modeling and fitting for single-image raw-data", 2008): a sample of x, 1 is white,
// has the variance shot*x + read. Both are estimated from how greens differ from the greens around them, where the picture is smoothest, and rather too small:
// texture is noise, too, to who looks at single pixels.
type noise struct {
	Shot float64 `json:"shot"`
	Read float64 `json:"read"`
}

const (
	noiseBlock  = 16   // px, the sides of the blocks whose variances are compared
	noiseGroups = 12   // of blocks, by brightness
	smoothest   = 0.05 // the share of blocks that are smoother than the one that counts in its group
	nearWhite   = 0.8  // what is brighter may be cut off
	leastBlocks = 20   // in a group
	leastGrowth = 0.15 // the share of a group's variance by which it is larger than the smallest, for it to tell of shot
)

// block is a part of the picture.
type block struct{ mean, variance float64 }

// blocksOf measures a picture of w pixels a row, in the sensor's units.
func blocksOf(pixels [][channels]uint16, w int) (blocks []block) {
	h := len(pixels) / max(w, 1)
	for y := 1; y+noiseBlock < h; y += noiseBlock {
		for x := 1; x+noiseBlock < w; x += noiseBlock {
			if b, ok := blockAt(pixels, w, x, y); ok {
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

// blockAt measures a block by the greens that have four others at their corners. It is not ok if these are few.
func blockAt(pixels [][channels]uint16, w, left, top int) (b block, ok bool) {
	green := func(i int) float64 { return float64(max(pixels[i][1], pixels[i][3])) }
	n := 0.0
	for y := top; y < top+noiseBlock; y++ {
		for i := y*w + left; i < y*w+left+noiseBlock; i++ {
			v, corners := green(i), [...]float64{green(i - w - 1), green(i - w + 1), green(i + w - 1), green(i + w + 1)}
			if v == 0 || slices.Min(corners[:]) == 0 {
				continue
			}
			off := v - (corners[0]+corners[1]+corners[2]+corners[3])/4
			b.mean += v
			b.variance += off * off / (1 + 1.0/4)
			n++
		}
	}
	return block{b.mean / n, b.variance / n}, n >= noiseBlock
}

// noiseOf estimates the noise from the blocks of a picture with this black, and white so far above it. It is 0 if there are too few.
func noiseOf(blocks []block, black int, white float64) noise {
	for i, b := range blocks {
		blocks[i] = block{(b.mean - float64(black)) / white, b.variance / (white * white)}
	}
	blocks = slices.DeleteFunc(blocks, func(b block) bool { return b.mean > nearWhite })
	slices.SortFunc(blocks, func(a, b block) int { return cmp.Compare(a.mean, b.mean) })
	var groups []block
	for i := range noiseGroups {
		if g := blocks[i*len(blocks)/noiseGroups : (i+1)*len(blocks)/noiseGroups]; len(g) >= leastBlocks {
			groups = append(groups, smooth(g))
		}
	}
	return below(groups)
}

// smooth is the block of a group that few are smoother than, at the group's mean brightness.
func smooth(group []block) (b block) {
	variances := make([]float64, len(group))
	for i, g := range group {
		variances[i] = g.variance
		b.mean += max(g.mean, 0) / float64(len(group))
	}
	slices.Sort(variances)
	b.variance = variances[int(smoothest*float64(len(group)))]
	return b
}

// below is a noise that no group has less of.
func below(groups []block) (n noise) {
	if len(groups) == 0 {
		return n
	}
	n.Read = slices.MinFunc(groups, func(a, b block) int { return cmp.Compare(a.variance, b.variance) }).variance
	for _, g := range groups {
		if more := g.variance - n.Read; more > leastGrowth*g.variance && g.mean > 0 && (n.Shot == 0 || more/g.mean < n.Shot) {
			n.Shot = more / g.mean
		}
	}
	return n
}
