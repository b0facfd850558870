package machine

import (
	"syscall"
	"unsafe"
)

// The functions of the Windows API that are used here.
var (
	kernel       = syscall.NewLazyDLL("kernel32.dll")
	memoryStatus = kernel.NewProc("GlobalMemoryStatusEx")
	processInfo  = kernel.NewProc("K32GetProcessMemoryInfo")
	setPriority  = kernel.NewProc("SetPriorityClass")
)

// memoryStatusEx is the API's MEMORYSTATUSEX.
type memoryStatusEx struct {
	length, load                                    uint32
	totalPhysical, availablePhysical                uint64
	totalPage, availablePage                        uint64
	totalVirtual, availableVirtual, availableExtend uint64
}

// available is what the page file and memory can still take.
func available() uint64 {
	s := memoryStatusEx{length: uint32(unsafe.Sizeof(memoryStatusEx{}))}
	if ok, _, _ := memoryStatus.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0
	}
	return s.availablePage
}

// processMemory is the API's PROCESS_MEMORY_COUNTERS.
type processMemory struct {
	size, faults                                                           uint32
	peakSet, set, peakPaged, paged, peakNonPaged, nonPaged, file, peakFile uintptr
}

func counters() processMemory {
	m := processMemory{size: uint32(unsafe.Sizeof(processMemory{}))}
	self, _ := syscall.GetCurrentProcess()                                        // cannot fail
	processInfo.Call(uintptr(self), uintptr(unsafe.Pointer(&m)), uintptr(m.size)) // after an error all is 0
	return m
}

func peak() uint64     { return uint64(counters().peakSet) }
func resident() uint64 { return uint64(counters().set) }
func resetPeak() bool  { return false }

// belowNormal is the API's BELOW_NORMAL_PRIORITY_CLASS.
const belowNormal = 0x4000

func stepAside() (back func(), err error) {
	back = func() {}
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return back, err
	}
	if ok, _, err := setPriority.Call(uintptr(self), belowNormal); ok == 0 {
		return back, err
	}
	return back, nil
}
