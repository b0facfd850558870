//go:build unix && !darwin

package awake

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const busVariable = "DBUS_SESSION_BUS_ADDRESS"

// desktop is what a session's bus was asked.
type desktop chan string

// gnome and kde answer as those desktops do.
type (
	gnome struct{ desktop }
	kde   struct{ desktop }
)

func (g gnome) Inhibit(app string, window uint32, why string, flags uint32) (uint32, *dbus.Error) {
	g.desktop <- fmt.Sprintf("gnome: %s, %s, flags %d", app, why, flags)
	return 7, nil
}

func (g gnome) Uninhibit(number uint32) *dbus.Error {
	g.desktop <- fmt.Sprintf("gnome: %d is over", number)
	return nil
}

func (k kde) Inhibit(app, why string) (uint32, *dbus.Error) {
	k.desktop <- fmt.Sprintf("kde: %s, %s", app, why)
	return 8, nil
}

func (k kde) UnInhibit(number uint32) *dbus.Error {
	k.desktop <- fmt.Sprintf("kde: %d is over", number)
	return nil
}

// startBus starts a bus of the test's own and makes it the session's.
func startBus(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("no dbus-daemon here")
	}
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skip("dbus-daemon does not start: ", err)
	}
	t.Setenv(busVariable, strings.TrimSpace(address))
}

// serve puts services on the bus, by name.
func serve(t *testing.T, services map[string]any) {
	t.Helper()
	bus, err := join(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keepers {
		service := services[k.name]
		if service == nil {
			continue
		}
		if err := bus.Export(service, k.path, k.inhibit[:strings.LastIndex(k.inhibit, ".")]); err != nil {
			t.Fatal(err)
		}
		if _, err := bus.RequestName(k.name, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
	}
}

func (d desktop) heard(t *testing.T) string {
	t.Helper()
	select {
	case s := <-d:
		return s
	case <-time.After(20 * time.Second):
		t.Fatal("the desktop hears nothing")
		return ""
	}
}

func TestDesktopIsAskedAndTheWishTakenBack(t *testing.T) {
	for _, c := range []struct{ runs, asked, over string }{
		{"gnome", "gnome: Afterrain, a test, flags 4", "gnome: 7 is over"},
		{"kde", "kde: Afterrain, a test", "kde: 8 is over"},
		{"gnome and kde", "gnome: Afterrain, a test, flags 4", "gnome: 7 is over"},
	} {
		t.Run(c.runs, func(t *testing.T) {
			startBus(t)
			d := make(desktop, 9)
			services := map[string]any{}
			if strings.Contains(c.runs, "gnome") {
				services["org.gnome.SessionManager"] = gnome{d}
			}
			if strings.Contains(c.runs, "kde") {
				services["org.freedesktop.PowerManagement"] = kde{d}
			}
			serve(t, services)
			release := Keep("a test", func(err error) { t.Error(err) })
			if got := d.heard(t); got != c.asked {
				t.Errorf("heard %q, want %q", got, c.asked)
			}
			release()
			release()
			if got := d.heard(t); got != c.over {
				t.Errorf("heard %q, want %q", got, c.over)
			}
		})
	}
}

func TestOneWhoDoesNotListenIsTold(t *testing.T) {
	told := make(chan error, 1)
	tell := func(err error) { told <- err }
	t.Setenv(busVariable, "unix:path="+filepath.Join(t.TempDir(), "none"))
	defer Keep("a test", tell)()
	if err := <-told; err == nil || errors.Is(err, errNoKeeper) {
		t.Errorf("without a bus: %v", err)
	}
	startBus(t)
	defer Keep("a test", tell)()
	if err := <-told; !errors.Is(err, errNoKeeper) {
		t.Errorf("with nobody on the bus: %v", err)
	}
}

// A bus that takes a call and never answers is left in time.
func TestBusThatNeverAnswersIsLeft(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip("no sockets here: ", err)
	}
	defer l.Close()
	t.Setenv(busVariable, "unix:path="+socket)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := ask(ctx, "a test")
		ended <- err
	}()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("it is taken to have answered")
		}
	case <-time.After(20 * time.Second):
		t.Error("it is waited for")
	}
}
