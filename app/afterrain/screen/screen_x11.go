//go:build !windows && !darwin

package screen

import (
	"errors"
	"net"
	"os"
	"strings"
)

// Check says so when there is no screen to show a window on. Fyne and
// GTK would end in a panic instead.
func Check() error {
	display := os.Getenv("DISPLAY")
	if display == "" {
		return errors.New("there is no display to show the window on (DISPLAY is not set); on a machine without one use afterrain-cli")
	}
	// A local display is a socket. One that is there but dead refuses the call.
	number, _, _ := strings.Cut(strings.TrimPrefix(display, ":"), ".")
	if !strings.HasPrefix(display, ":") {
		return nil // on another machine: the window system will tell
	}
	for _, address := range [...]string{"/tmp/.X11-unix/X" + number, "@/tmp/.X11-unix/X" + number} {
		if c, err := net.Dial("unix", address); err == nil {
			return c.Close()
		}
	}
	return errors.New("the display " + display + " does not answer; on a machine without one use afterrain-cli")
}
