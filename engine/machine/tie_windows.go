package machine

import (
	"os/exec"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// job is a list of programs that the system ends once this one has ended and so no longer holds it (Windows' "Job Objects"); 0 if there is none.
var job = sync.OnceValue(func() windows.Handle {
	j, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0
	}
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if _, err := windows.SetInformationJobObject(j, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		windows.CloseHandle(j)
		return 0
	}
	return j
})

// startTied puts the program on the list, and hides its console window. Where that fails it ends once nobody reads what it prints.
func startTied(cmd *exec.Cmd) (untie func(), err error) {
	Hide(cmd)
	if err := cmd.Start(); err != nil {
		return func() {}, err
	}
	if p, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(cmd.Process.Pid)); err == nil {
		windows.AssignProcessToJobObject(job(), p)
		windows.CloseHandle(p)
	}
	return func() {}, nil
}
