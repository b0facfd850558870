package photo

import (
	"runtime"
	"testing"
)

func TestRoomIsAskedBeforeLongWork(t *testing.T) {
	dir := t.TempDir()
	free, ok := room(dir)
	if !ok || free == 0 {
		t.Skip("this system does not tell")
	}
	if _, ok := room(dir + "/not there"); ok {
		t.Error("a folder that is gone has room")
	}
	if _, ok := room("/proc"); ok && runtime.GOOS == "linux" { // as a memory disk without a limit
		t.Error("a disk without a size is told to have room for so much")
	}
	p := &Photo{Width: 6000, Height: 4000, Bits: 16}
	for _, c := range []struct {
		o    SaveOptions
		want uint64
	}{
		{SaveOptions{Format: TIFF, Bits: 16}, 144_000_000},
		{SaveOptions{Format: PNG, Bits: 8}, 72_000_000},
		{SaveOptions{Format: JPEG, Quality: 100, Bits: 8}, 12_000_000},
	} {
		if got := p.need(c.o); got != c.want {
			t.Errorf("%+v takes %d bytes, want %d", c.o, got, c.want)
		}
	}
}
