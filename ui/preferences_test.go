package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"afterrain/ui/compare"
	"afterrain/ui/saved"
)

func TestBrokenSettingsAreToldOnceAndKeptBeside(t *testing.T) {
	for what, text := range map[string]string{"half written": `{"look":"{\"luma\":3`, "another program's": `["x", 1]`} {
		path := filepath.Join(t.TempDir(), "settings.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r := newWindowRig(t, Setup{Settings: path})
		if got := r.w.toast.Words(); !r.w.toast.Visible() || !strings.HasPrefix(got, "The settings could not be read") {
			t.Errorf("%s: the window says %q", what, got)
		}
		r.w.quit()
		kept, _ := filepath.Glob(path + ".damaged-*")
		if len(kept) != 1 {
			t.Fatalf("%s: kept are %q", what, kept)
		}
		if got, _ := os.ReadFile(kept[0]); string(got) != text {
			t.Errorf("%s: kept is %q", what, got)
		}
		if again := newWindowRig(t, Setup{Settings: path}); again.w.toast.Visible() {
			t.Errorf("%s: the next start says %q", what, again.w.toast.Words())
		}
	}
}

// Fyne ended the program at lists of two kinds, at its start or as soon as one was set.
func TestSettingsOfTheWrongKindAreAsGoodAsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	text := `{"window.scale":"130","look":7,"welcomed":"yes","presets":["{\"name\":\"x\"}",4,null],"open.recent":3,"export.pace":"fast","export.quality":80,"export.folder":null,"of tomorrow":[1,"a"]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r := newWindowRig(t, Setup{Settings: path})
	if s := r.w.set; s.Scale != 100 || s.Look != defaultLook || s.Welcomed || s.Quality != 80 || s.Folder != "" || !slices.Equal(presetNames(r.w.presets), []string{"x"}) {
		t.Errorf("taken are %+v and the presets %+v", s, r.w.presets)
	}
	r.w.Open([]string{"/x/a.jpg"})
	r.until("open", r.opened)
	r.w.quit()
	got, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(got), "a.jpg") || !strings.Contains(string(got), "of tomorrow") {
		t.Errorf("kept is %s, %v", got, err)
	}
}

// Up to 0.7 they were in a file of Fyne's.
func TestSettingsOfAnEarlierVersionAreTakenOver(t *testing.T) {
	dir := t.TempDir()
	before, path := filepath.Join(dir, "preferences.json"), filepath.Join(dir, "new", "settings.json")
	text := `{"export.quality":88,"look":"{\"luma\":65,\"color\":130,\"grain\":20,\"emphasis\":\"\",\"depth\":\"l\"}","open.recent":["/b","/a"],"presets":["{\"name\":\"Film\",\"look\":{\"luma\":90}}"],"window.width":1200.5}`
	if err := os.WriteFile(before, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Setup{Settings: path, Before: before}
	newWindowRig(t, s).w.quit()
	if err := os.Remove(before); err != nil {
		t.Fatal(err)
	}
	w := newWindowRig(t, s).w
	if w.set.Quality != 88 || w.set.Look.Color != 130 || w.set.Look.Grain != 20 || !slices.Equal(presetNames(w.presets), []string{"Film"}) || w.presets[0].Look.Luma != 90 || !slices.Equal(w.prefs.StringList(keyRecent), []string{"/b", "/a"}) {
		t.Errorf("taken over are %+v, %+v", w.set, w.presets)
	}
}

// A home folder on a network takes its time.
func TestPresetsAreWrittenInOrderWithoutTheWindowWaiting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	r := newWindowRig(t, Setup{Settings: path})
	disk := make(chan struct{})
	r.w.prefs.Replace = func(path string, content any) error {
		<-disk
		return saved.WriteWhole(path, content)
	}
	start := time.Now()
	for _, name := range []string{"a", "b", "c"} {
		r.w.setPresets(kept(r.w.presets, preset{name, defaultLook}))
	}
	r.w.noteOpened([]string{"/x/a.jpg"})
	if spent := time.Since(start); spent > time.Second {
		t.Errorf("the window waited %v", spent)
	}
	time.AfterFunc(200*time.Millisecond, func() { close(disk) })
	r.w.quit()
	again := newWindowRig(t, Setup{Settings: path}).w
	if got := presetNames(again.presets); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("kept are the presets %q", got)
	}
	if got := again.prefs.StringList(keyRecent); len(got) != 1 {
		t.Errorf("kept as opened lately is %q", got)
	}
}

func TestTwoWindowsKeepWhatEachHasChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	first := newWindowRig(t, Setup{Settings: path})
	first.w.saveSettings()
	second := newWindowRig(t, Setup{Settings: path})
	second.w.setPresets([]preset{{"mine", defaultLook}})
	second.w.quit()
	first.w.onMode(compare.Single)
	first.w.quit()
	w := newWindowRig(t, Setup{Settings: path}).w
	if !slices.Equal(presetNames(w.presets), []string{"mine"}) || w.set.Mode != compare.Single {
		t.Errorf("kept are the presets %q and the mode %v", presetNames(w.presets), w.set.Mode)
	}
}
