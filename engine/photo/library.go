package photo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"afterrain/engine/machine"
)

// library is one in C that makes pictures of files, in a program of its own: a file that breaks it
// takes nothing else with it, and a cancel ends it.
type library struct {
	name    string // for people
	kind    string // of its files
	instead string // what to do with one that it does not know
	missing error  // what an error wraps where the program or the library is not there; it wraps ErrKind
}

// longestRun is when a library is taken to hang: a hundred times what 24 megapixels take LibRaw.
const longestRun = 15 * time.Minute

// run runs the library's program and reads the picture that it prints. The error wraps one of this package's, or is ctx's.
func (l library) run(ctx context.Context, read func(*bufio.Reader) (*Photo, error), program string, arguments ...string) (*Photo, error) {
	within, cancel := context.WithTimeoutCause(ctx, longestRun, fmt.Errorf("%w: %s did not come to an end with it", ErrDamaged, l.name))
	defer cancel()
	cmd := exec.CommandContext(within, program, arguments...)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1") // with several DHT is not the same each time, and no quicker
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Cancel = func() error { return errors.Join(cmd.Process.Kill(), out.Close()) } // which another may hold open
	cmd.WaitDelay = time.Second
	untie, err := machine.StartTied(cmd)
	defer untie()
	if err != nil {
		return nil, fmt.Errorf("%w: %s did not start: %w", l.missing, l.name, err)
	}
	p, err := read(bufio.NewReaderSize(out, 1<<20))
	if err != nil {
		out.Close() // it may be in the middle of a picture that is too large
	}
	ended := cmd.Wait()
	switch {
	case within.Err() != nil:
		return nil, context.Cause(within)
	case errors.Is(err, errNoPicture):
		return nil, l.noPicture(said.String(), ended)
	case err != nil && !errors.Is(err, errBrokenOff):
		return nil, err
	case ended != nil:
		return nil, l.brokenOff(ended)
	case err == nil:
		err = complaint(said.String())
	}
	return p, err
}

// brokenOff is the error of a program that has failed. A system that is short of memory kills what takes much of it.
func (l library) brokenOff(ended error) error {
	if ended.Error() == "signal: killed" {
		return fmt.Errorf("%w: the system has ended %s", ErrMemory, l.name)
	}
	return fmt.Errorf("%w: %s broke off: %w", ErrDamaged, l.name, ended)
}

// noPicture is the error for what a library's program says when it makes no picture, as "Cannot unpack a.nef: Input/output
// error", and how it ended.
func (l library) noPicture(said string, ended error) error {
	if err := complaint(said); err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(said), "\n")
	reason := lines[len(lines)-1]
	reason = strings.TrimSpace(reason[strings.LastIndex(reason, ":")+1:])
	switch {
	case reason == "" && ended != nil || signalled(ended):
		return l.brokenOff(ended)
	case strings.Contains(said, l.name+"'s library"):
		return fmt.Errorf("%w: %s", l.missing, strings.TrimSpace(said))
	case strings.Contains(said, libJXL.name+"'s library"): // for LibRaw
		return fmt.Errorf("%w: %s", libJXL.missing, strings.TrimSpace(said))
	case strings.Contains(reason, "no linear picture"):
		return fmt.Errorf("%w: its sensor has other colours than red, green and blue", ErrNegative)
	case strings.Contains(strings.ToLower(reason), "unsupported"):
		_, why, _ := strings.Cut(reason, " (")
		return fmt.Errorf("%w: %s of a kind that %s does not know%s; %s first", ErrKind, l.kind, l.name, detail(why), l.instead)
	case strings.Contains(reason, "memory"):
		return fmt.Errorf("%w: %s has too little", ErrMemory, l.name)
	case strings.Contains(reason, "too big"):
		return fmt.Errorf("%w: for %s", ErrTooLarge, l.name)
	}
	return fmt.Errorf("%w: %s cannot read it: %s", ErrDamaged, l.name, reason)
}

// detail is what is known of a kind, as "floating-point samples)", behind its name.
func detail(why string) string {
	if why = strings.TrimSuffix(why, ")"); why == "" {
		return ""
	}
	return " (" + why + ")"
}

// signalled tells whether a program was ended by the system, not by itself.
func signalled(ended error) bool {
	var exit *exec.ExitError
	return errors.As(ended, &exit) && !exit.Exited()
}

// errBrokenOff says that a picture is not whole.
var errBrokenOff = fmt.Errorf("%w: it broke off", ErrDamaged)

// errNoPicture says that there is not even a beginning.
var errNoPicture = errors.New("no picture")

// besideUs is the path of the first of programs that lies beside the one that runs, or else where programs are; "" if there is none.
func besideUs(programs ...string) string {
	for _, dir := range []string{folderOfUs(), ""} {
		for _, name := range programs {
			if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				return path
			}
		}
	}
	return ""
}

// folderOfUs is where the program lies that runs.
func folderOfUs() string {
	self, _ := os.Executable()
	return filepath.Dir(self)
}
