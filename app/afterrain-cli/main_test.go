package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"afterrain/engine"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"afterrain-cli": main})
}

// The scripts run the real program on the fixture models of engine/testdata.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	library := findLibrary(t)
	programs, heif, jxl := decoder(t, root)
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("ONNXRUNTIME_LIB", library)
			env.Setenv("LIBHEIF_LIB", heif)
			env.Setenv("LIBJXL_LIB", jxl)
			env.Setenv("PATH", env.Getenv("PATH")+string(filepath.ListSeparator)+programs)
			env.Setenv("MODELS", filepath.Join(root, "engine", "testdata"))
			env.Setenv("AFTERRAIN_MODEL", filepath.Join(root, "engine", "testdata", "model"))
			env.Setenv("PHOTOS", filepath.Join(root, "engine", "photo", "testdata"))
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Geteuid() == 0, nil
			case "hangups":
				return hangups(), nil
			}
			return false, errors.New("unknown condition")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "interrupt": interrupt, "empty": empty},
	})
}

// decoder builds the program that decodes HEIC and JPEG XL into a folder, and finds the libraries that it loads.
func decoder(t *testing.T, root string) (folder, heif, jxl string) {
	library := func(name, variable string) string {
		found, _ := filepath.Glob(filepath.Join(root, "build", name, name+"-*.so*"))
		if found = append(found, os.Getenv(variable)); found[0] == "" {
			t.Fatal(name, " is missing: packaging/linux/install.sh build gets it")
		}
		return found[0]
	}
	heif, jxl = library("libheif", "LIBHEIF_LIB"), library("libjxl", "LIBJXL_LIB")
	folder = t.TempDir()
	cmd := exec.Command("go", "build", "-o", folder+string(filepath.Separator), "./app/afterrain-decode")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return folder, heif, jxl
}

// findLibrary is the ONNX Runtime library that "go test" would use, or a skip.
func findLibrary(t *testing.T) string {
	path, err := engine.Library("")
	if err != nil {
		t.Skip("no ONNX Runtime library: set ONNXRUNTIME_LIB or put it into build/onnxruntime/")
	}
	return path
}

// exits CODE PROGRAM ARGS... runs a program that must end with that code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := code(ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit code %d instead of %d", got, want)
	}
}

func code(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// interrupt HOW TEXT PROGRAM ARGS... sends Ctrl-C, or HOW "hangup" what a closed terminal
// sends, as soon as TEXT is on standard error, and wants the exit code of a cancel.
func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	cmd := exec.Command(args[2], args[3:]...)
	var err error
	cmd.Path, err = exec.LookPath(args[2])
	if p := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], args[2]+ts.Getenv("exe")); err != nil {
		cmd.Path, cmd.Err = p, nil
	}
	cmd.Dir = ts.MkAbs(".")
	prepare(cmd)
	for _, name := range []string{"ONNXRUNTIME_LIB", "AFTERRAIN_MODEL", "PATH", "HOME", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	pipe, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	seen := false
	for lines := bufio.NewScanner(pipe); !seen && lines.Scan(); {
		ts.Logf("%s", lines.Text())
		seen = strings.Contains(lines.Text(), args[1])
	}
	ts.Check(tell(cmd.Process, args[0]))
	var rest bytes.Buffer
	io.Copy(&rest, pipe)
	ts.Logf("%s", rest.String())
	if got := code(cmd.Wait()); !seen || got != exitCancelled {
		ts.Fatalf("exit code %d, %q seen: %v", got, args[1], seen)
	}
}

// empty FOLDER wants nothing in it, not even hidden files.
func empty(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(entries) != 0 {
		ts.Fatalf("%s holds %v", args[0], entries)
	}
}

// The program must start where there is no display and no GTK.
func TestNoWindowToolkit(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	list, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(list)) {
		for _, banned := range []string{"fyne", "gtk", "sqweek/dialog", "go-gl"} {
			if strings.Contains(name, banned) {
				t.Errorf("depends on %s", name)
			}
		}
	}
	if !strings.Contains(string(list), "afterrain/engine/photo") {
		t.Error("the list does not even name engine/photo")
	}
}
