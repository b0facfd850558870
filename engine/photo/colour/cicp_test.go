package colour

import (
	"encoding/binary"
	"math"
	"testing"
)

// Display P3 as its makers publish it.
func TestProfilesAreWhatOthersMake(t *testing.T) {
	icc, _ := CICP([]byte{12, 13, 0, 1})
	for name, want := range map[string][3]float64{"rXYZ": {0.5151, 0.2412, -0.0011}, "gXYZ": {0.2920, 0.6922, 0.0419}, "bXYZ": {0.1571, 0.0666, 0.7841}} {
		for i, v := range want {
			if got := float64(int32(binary.BigEndian.Uint32(Tag(icc, name)[8+4*i:]))) / 65536; math.Abs(got-v) > 0.0005 {
				t.Errorf("%s[%d] is %.4f instead of %.4f", name, i, got, v)
			}
		}
	}
}
