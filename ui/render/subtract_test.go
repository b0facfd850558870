package render

import (
	"image"
	"testing"
)

func TestSubtractLeavesExactlyTheRest(t *testing.T) {
	whole := image.Rect(0, 0, 20, 16)
	for _, holes := range [][]image.Rectangle{
		{image.Rect(5, 5, 10, 10)},
		{image.Rect(-5, -5, 8, 40)},
		{image.Rect(0, 0, 20, 16)},
		{image.Rect(30, 30, 40, 40)},
		{image.Rect(2, 2, 6, 6), image.Rect(4, 4, 9, 12), image.Rect(15, 0, 16, 16)},
	} {
		left := []image.Rectangle{whole}
		for _, h := range holes {
			left = Subtract(left, h)
		}
		for y := range 16 {
			for x := range 20 {
				at := image.Pt(x, y)
				want := 1
				for _, h := range holes {
					if at.In(h) {
						want = 0
					}
				}
				got := 0
				for _, r := range left {
					if at.In(r) {
						got++
					}
				}
				if got != want {
					t.Fatalf("holes %v: pixel %v is in %d rectangles, want %d", holes, at, got, want)
				}
			}
		}
	}
}
