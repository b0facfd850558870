//go:build unix

// Package linux_test tries the scripts that install what is missing, and what packages tell the desktop.
package linux_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Without a network "make test" went on without ONNX Runtime, and every test failed for want of it.
func TestInstallEndsWhereADownloadFails(t *testing.T) {
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "packaging"), os.DirFS("..")); err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{
		"bin/dpkg-query": "#!/bin/sh\necho install ok installed\n", // of everything: nothing is installed by a test
		".venv/ready":    "",
	} {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range []string{"test", "build"} {
		cmd := exec.Command("sh", filepath.Join(root, "packaging", "linux", "install.sh"), what)
		cmd.Env = append(os.Environ(), "PATH="+filepath.Join(root, "bin")+":"+os.Getenv("PATH"), "PIP_NO_INDEX=1", "PIP_FIND_LINKS=", "ONNXRUNTIME_LIB=")
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Errorf("%s passed, and said %s", what, out)
		}
	}
	if _, err := os.Lstat(filepath.Join(root, "build", "onnxruntime", "libonnxruntime.so")); err == nil {
		t.Error("a library is there that was not downloaded")
	}
}
