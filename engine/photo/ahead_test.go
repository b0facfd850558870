package photo

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What was made ahead is handed out as long as it is of the very file that is asked for.
func TestAheadIsOfTheFileAskedFor(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, path := range []string{a, b} {
		if err := os.WriteFile(path, []byte(path), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	asked := a
	for _, c := range []struct {
		name string
		make func() (string, error)
		then func(*Ahead[string])
		want bool
	}{
		{"as it was", func() (string, error) { return "made", nil }, func(*Ahead[string]) {}, true},
		{"asked for twice", func() (string, error) { return "made", nil }, func(x *Ahead[string]) { x.Of(context.Background(), asked, PNG) }, true},
		{"begun again", func() (string, error) { return "made", nil }, func(x *Ahead[string]) {
			x.Begin(asked, PNG, func(context.Context) (string, error) { return "another", nil })
		}, true},
		{"it could not be made", func() (string, error) { return "", errors.New("no") }, func(*Ahead[string]) {}, false},
		{"another was begun since", func() (string, error) { return "made", nil }, func(x *Ahead[string]) {
			x.Begin(b, PNG, func(context.Context) (string, error) { return "another", nil })
		}, false},
		{"in another format", func() (string, error) { return "made", nil }, func(x *Ahead[string]) {
			x.Begin(asked, DNG, func(context.Context) (string, error) { return "another", nil })
		}, false},
		{"another is kept", func() (string, error) { return "made", nil }, func(x *Ahead[string]) { x.Keep(b, PNG) }, false},
		{"this one is kept", func() (string, error) { return "made", nil }, func(x *Ahead[string]) { x.Keep(asked, PNG) }, true},
		{"dropped", func() (string, error) { return "made", nil }, func(x *Ahead[string]) { x.Drop() }, false},
		{"the file was written since", func() (string, error) { return "made", nil }, func(x *Ahead[string]) {
			x.Of(context.Background(), asked, PNG) // it is there
			os.Chtimes(asked, time.Time{}, time.Now().Add(time.Hour))
		}, false},
		{"the file is gone", func() (string, error) { return "made", nil }, func(x *Ahead[string]) {
			x.Of(context.Background(), asked, PNG)
			os.Remove(asked)
		}, false},
	} {
		var x Ahead[string]
		x.Begin(asked, PNG, func(context.Context) (string, error) { return c.make() })
		c.then(&x)
		got, ok := x.Of(context.Background(), asked, PNG)
		if c.name == "it could not be made" && x.Ready(asked, PNG) {
			t.Error("it is ready, and there is nothing")
		}
		if ok != c.want || ok && got != "made" {
			t.Errorf("%s: %q, %v", c.name, got, ok)
		}
		x.Drop()
	}
}

// Who pages on does not wait for a photo left behind, and a raw file that is not wanted any more is not developed to the end.
func TestAheadIsLetGo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	var x Ahead[int]
	ended := make(chan struct{})
	x.Begin(path, "", func(ctx context.Context) (int, error) {
		defer close(ended)
		<-ctx.Done()
		return 0, ctx.Err()
	})
	if x.Ready(path, "") {
		t.Error("ready before it is there")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, ok := x.Of(ctx, path, ""); ok {
		t.Error("there is something before it is made")
	}
	x.Drop()
	<-ended
	x.Begin(path, "", func(context.Context) (int, error) { return 7, nil })
	if got, ok := x.Of(context.Background(), path, ""); got != 7 || !ok || !x.Ready(path, "") {
		t.Errorf("begun anew: %v, %v", got, ok)
	}
}
