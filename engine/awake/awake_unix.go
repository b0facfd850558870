//go:build unix && !darwin

package awake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// keeper is a service on the session's bus that keeps the computer awake for programs that ask
// it. It gives a number with which the wish is taken back.
type keeper struct {
	name            string
	path            dbus.ObjectPath
	inhibit, revoke string // methods
	ask             func(why string) []any
}

// noSuspend is the flag of GNOME's session against going to sleep. That against being idle, 8,
// keeps the screen lit too.
const noSuspend = uint32(4)

// keepers are asked in turn until one answers. The session managers of GNOME, Cinnamon, MATE and
// Budgie answer to the first name, the power managers of KDE and XFCE to the second, which lets the
// screen go dark. logind's own lock, of systemd-inhibit --what=idle, is not looked at by those
// desktops when they put an idle computer to sleep. All of them forget a wish when the program
// that had it leaves the bus.
var keepers = []keeper{
	{"org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager.Inhibit", "org.gnome.SessionManager.Uninhibit",
		func(why string) []any { return []any{program, uint32(0), why, noSuspend} }},
	{"org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit.Inhibit", "org.freedesktop.PowerManagement.Inhibit.UnInhibit",
		func(why string) []any { return []any{program, why} }},
}

const program = "Afterrain"

// patience is how long the bus and who listens on it may take to answer.
const patience = 10 * time.Second

var errNoKeeper = errors.New("nothing on the session bus keeps the computer awake")

func hold(ctx context.Context, why string) error {
	asking, answered := context.WithTimeout(context.Background(), patience) // a wish that is heard is taken back, however short
	defer answered()
	w, err := ask(asking, why)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return w.revoke()
}

// wish is one that was granted.
type wish struct {
	bus    *dbus.Conn
	keeper keeper
	number uint32
}

// ask joins the bus of the session and asks there, until ctx is done. A bus that is not there
// is not started: nobody would listen.
func ask(ctx context.Context, why string) (wish, error) {
	life, end := context.WithCancel(context.Background())
	inTime := context.AfterFunc(ctx, end) // ends waiting for a bus that does not answer
	bus, err := join(life)
	if err != nil {
		end()
		return wish{}, fmt.Errorf("session bus: %w", err)
	}
	w, err := askInTurn(ctx, bus, why)
	if !inTime() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		bus.Close()
	}
	return w, err
}

// join connects to the bus until life ends, or the connection is closed.
func join(life context.Context) (*dbus.Conn, error) {
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(life))
	if err != nil {
		return nil, err
	}
	if err = bus.Auth(nil); err == nil {
		err = bus.Hello()
	}
	if err != nil {
		bus.Close()
		return nil, err
	}
	return bus, nil
}

func askInTurn(ctx context.Context, bus *dbus.Conn, why string) (wish, error) {
	errs := []error{errNoKeeper}
	for _, k := range keepers {
		w := wish{bus: bus, keeper: k}
		err := w.call(ctx, k.inhibit, k.ask(why)...).Store(&w.number)
		if err == nil {
			return w, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", k.name, err))
	}
	return wish{}, errors.Join(errs...)
}

// call does not start a service that does not run: it would be another desktop's.
func (w wish) call(ctx context.Context, method string, args ...any) *dbus.Call {
	return w.bus.Object(w.keeper.name, w.keeper.path).CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
}

// revoke takes the wish back.
func (w wish) revoke() error {
	defer w.bus.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return w.call(ctx, w.keeper.revoke, w.number).Err
}
