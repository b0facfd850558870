package machine

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// background is the nice value of a program that steps aside.
const background = 10

// stepAside sets the nice value of each thread, and of the session.
func stepAside() (back func(), err error) {
	back = sessionAside()
	if err := threadsAside(); err != nil {
		back()
		return func() {}, err
	}
	return back, nil
}

// threadsAside sets each thread's nice value, which Linux keeps by thread. A
// thread made meanwhile by one that was not reached yet is found in the second round.
func threadsAside() error {
	var errs []error
	for range 2 {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		errs = nil
		for _, t := range threads {
			id, _ := strconv.Atoi(t.Name())
			err := syscall.Setpriority(syscall.PRIO_PROCESS, id, background)
			if !errors.Is(err, syscall.ESRCH) { // it has ended
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// autogroup is the nice value of the session that this process belongs to. Most desktops give each session, as that of every terminal, the
// same share of the processor, whatever the nice values in it: these count between the programs of one session only (sched(7), "The autogroup
// feature"). A loop with the nice value 10 had half of a core beside one with 0 in another session, and a tenth with the session's at 10.
const autogroup = "/proc/self/autogroup" // "/autogroup-246 nice 0"

// sessionAside sets the session's nice value, if there is such a thing, and back sets it again to what it was.
func sessionAside() (back func()) {
	data, err := os.ReadFile(autogroup)
	_, value, _ := strings.Cut(strings.TrimSpace(string(data)), " nice ")
	was, notNumber := strconv.Atoi(value)
	if err != nil || notNumber != nil || was >= background || setSession(background) != nil {
		return func() {}
	}
	return func() { setSession(was) }
}

// setSession sets the session's nice value, which Linux takes ten times a second at most.
func setSession(nice int) error {
	set := func() error { return os.WriteFile(autogroup, []byte(strconv.Itoa(nice)), 0) }
	err := set()
	if errors.Is(err, syscall.EAGAIN) {
		time.Sleep(150 * time.Millisecond)
		err = set()
	}
	return err
}
