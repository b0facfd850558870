package tiff

import "testing"

// No code is longer than 16 bits or of ones alone, however rare its difference is, and each difference that occurs has one.
func TestCodesOfDifferences(t *testing.T) {
	seldom := [categories]int{1, 1}
	for i := 2; i < categories; i++ {
		seldom[i] = seldom[i-1] + seldom[i-2]
	}
	for name, counts := range map[string][categories]int{"each seldomer than two others": seldom, "one": {0, 0, 7}, "none": {}, "two": {9, 0, 0, 0, 1}, "equal": {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}} {
		lengths, order := huffmanCode(counts)
		codes, n, used := codesOf(lengths, order), 0, map[uint32]bool{}
		for c, count := range counts {
			if (count > 0) != (codes[c].length > 0) {
				t.Errorf("%s: difference %d, there %d times, has a code of %d bits", name, c, count, codes[c].length)
			}
			if n = codes[c].length; n == 0 {
				continue
			}
			if codes[c].bits == 1<<n-1 {
				t.Errorf("%s: the code of %d is of ones alone", name, c)
			}
			from, to := codes[c].bits<<(16-n), (codes[c].bits+1)<<(16-n)
			for i := from; i < to; i++ {
				if used[i] {
					t.Fatalf("%s: the code of %d begins another", name, c)
				}
				used[i] = true
			}
		}
	}
}
