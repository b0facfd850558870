package render

import (
	"image"
	"testing"

	"afterrain/engine/photo/mixing"
)

func TestFinePartsOfAPieceFitIntoTheWhole(t *testing.T) {
	was, now := ramp(150, 140), plain(150, 140, red)
	whole := FinePicture(was, now, was.Rect, was.Rect, 4)
	part := image.Rect(30, 20, 90, 70)
	piece := FinePicture(was, CopyOf(now, part.Inset(-9)), part.Inset(-1), part, 4)
	for y := 19; y < 71; y++ {
		for x := 29; x < 91; x++ {
			got, want := piece.RGBAAt(x, y), whole.RGBAAt(x, y)
			if !image.Pt(x, y).In(part) {
				want.R, want.G, want.B, want.A = 0, 0, 0, 0
			}
			if got != want {
				t.Fatalf("pixel %d,%d is %v, in the whole %v", x, y, got, want)
			}
		}
	}
}

// BenchmarkSplit tells fine and broad changes apart in a view of 1600 x 900.
func BenchmarkSplit(b *testing.B) {
	was, now := ramp(1700, 1000), ramp(1700, 1000)
	part := image.Rect(50, 50, 1650, 950)
	for b.Loop() {
		FinePicture(was, now, part.Inset(-1), part, mixing.BroadRadius)
	}
}
