package colour

import (
	"bytes"
	"os"
	"testing"
)

// A grey profile that is damaged is no profile, or one of RGB.
func TestDamagedGreyProfiles(t *testing.T) {
	whole, err := os.ReadFile("../testdata/grey.icc")
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if FromGrey(whole[:n]) != nil && Tag(whole[:n], greyCurve) == nil {
			t.Errorf("cut at %d", n)
		}
	}
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] = 0xff
		if out := FromGrey(bad); out != nil && !ForRGB(out) { // and it must not panic
			t.Errorf("byte %d", i)
		}
	}
}
