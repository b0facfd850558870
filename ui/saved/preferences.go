// Package saved keeps files of JSON from one day to the next: the preferences, and what else is replaced
// whole and set aside when it makes no sense.
package saved

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"sync"
)

// Preferences are values by their keys, which a file keeps from one day to the next. Values of another kind than the one that is asked
// for, as a hand may have written them, are as good as none. Of several windows each writes what it has changed itself and
// leaves the rest, so that none takes back what another has kept.
//
// They are not Fyne's (2.7.4): these write a file in place and wait for the disk on the main goroutine, read it while it is half
// written, and end the program if a list in it has values of two kinds.
//
// Methods may be called anywhere. To read and to set takes no time; Write waits for the disk.
type Preferences struct {
	path    string                               // "" = nothing is kept
	Damaged error                                // why what the file had is gone; nil = it is not
	Replace func(path string, content any) error // writes the file: WriteWhole
	disk    sync.Mutex                           // has one writer at a time

	mu      sync.Mutex
	values  map[string]any  // as JSON has them: bool, float64, string and []any
	changed map[string]bool // since they were read
	unsaved bool
}

// ReadPreferences reads what a file has, or if there is none, the file where they were before. One that makes no
// sense is set aside under another name, to be told: then there are none.
func ReadPreferences(path, before string) *Preferences {
	p := &Preferences{path: path, Replace: WriteWhole, values: map[string]any{}, changed: map[string]bool{}}
	values, err := valuesOf(path)
	if values == nil && err == nil {
		values, err = valuesOf(before)
		for key := range values {
			p.changed[key], p.unsaved = true, true
		}
	}
	if p.Damaged = err; values != nil {
		p.values = values
	}
	return p
}

// valuesOf reads a file; nil if there is none.
func valuesOf(path string) (values map[string]any, err error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &values)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, errors.Join(err, SetAside(path)))
	}
	return values, nil
}

// Write brings the file up to date. What is set while it waits for the disk is for the next time.
func (p *Preferences) Write() error {
	p.disk.Lock()
	defer p.disk.Unlock()
	p.mu.Lock()
	all, changed, idle := maps.Clone(p.values), maps.Clone(p.changed), !p.unsaved || p.path == ""
	p.unsaved = false
	p.mu.Unlock()
	if idle {
		return nil
	}
	now, err := valuesOf(p.path)
	if now == nil || err != nil {
		now = all
	}
	for key := range changed {
		now[key] = all[key]
	}
	if err := p.Replace(p.path, now); err != nil {
		p.mu.Lock()
		p.unsaved = true
		p.mu.Unlock()
		return err
	}
	return nil
}

func (p *Preferences) set(key string, v any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !reflect.DeepEqual(p.values[key], v) {
		p.values[key], p.changed[key], p.unsaved = v, true, true
	}
}

func (p *Preferences) get(key string) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.values[key]
}

func valueOr[T any](p *Preferences, key string, fallback T) T {
	if v, ok := p.get(key).(T); ok {
		return v
	}
	return fallback
}

func listIn[T any](p *Preferences, key string) []T {
	var out []T
	for _, v := range valueOr[[]any](p, key, nil) {
		if one, ok := v.(T); ok {
			out = append(out, one)
		}
	}
	return out
}

func setList[T any](p *Preferences, key string, list []T) {
	values := make([]any, len(list))
	for i, v := range list {
		values[i] = v
	}
	p.set(key, values)
}

// Those that read return the value of a key, or if there is none of their kind, zero, or otherwise.

// Bool is a value that is true or false.
func (p *Preferences) Bool(key string) bool { return valueOr(p, key, false) }

// String is one of words.
func (p *Preferences) String(key string) string { return valueOr(p, key, "") }

// FloatWithFallback is a number.
func (p *Preferences) FloatWithFallback(key string, otherwise float64) float64 {
	return valueOr(p, key, otherwise)
}

// IntWithFallback is a whole number.
func (p *Preferences) IntWithFallback(key string, otherwise int) int {
	return int(valueOr(p, key, float64(otherwise)))
}

// Int is a whole number.
func (p *Preferences) Int(key string) int { return p.IntWithFallback(key, 0) }

// FloatList and StringList are those of the values of a list that are of the kind.
func (p *Preferences) FloatList(key string) []float64 { return listIn[float64](p, key) }
func (p *Preferences) StringList(key string) []string { return listIn[string](p, key) }

// SetBool and those below set a value, which Write keeps.
func (p *Preferences) SetBool(key string, v bool)              { p.set(key, v) }
func (p *Preferences) SetString(key, v string)                 { p.set(key, v) }
func (p *Preferences) SetFloat(key string, v float64)          { p.set(key, v) }
func (p *Preferences) SetInt(key string, v int)                { p.set(key, float64(v)) }
func (p *Preferences) SetFloatList(key string, list []float64) { setList(p, key, list) }
func (p *Preferences) SetStringList(key string, list []string) { setList(p, key, list) }
