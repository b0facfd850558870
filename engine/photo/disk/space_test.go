package disk

import (
	"runtime"
	"testing"
)

func TestRoomIsAskedBeforeLongWork(t *testing.T) {
	dir := t.TempDir()
	free, ok := Room(dir)
	if !ok || free == 0 {
		t.Skip("this system does not tell")
	}
	if _, ok := Room(dir + "/not there"); ok {
		t.Error("a folder that is gone has room")
	}
	if _, ok := Room("/proc"); ok && runtime.GOOS == "linux" { // as a memory disk without a limit
		t.Error("a disk without a size is told to have room for so much")
	}
}
