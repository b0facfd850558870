package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"afterrain/engine"
	"afterrain/engine/photo"
	"afterrain/ui/jobs"
	"afterrain/ui/render"
)

// A cancel reaches whatever an export does at that moment: reading the photo,
// restoring it, writing it.
func TestACancelReachesEveryStep(t *testing.T) {
	for _, step := range []string{"open", "restore", "save"} {
		ctx, cancel := context.WithCancel(context.Background())
		during := func(name string, ctx context.Context) error {
			if name == step {
				cancel()
			}
			return ctx.Err()
		}
		p := &photo.Photo{Width: 1, Height: 1, Pix: make([]float32, 3), Bits: 8}
		job := exportJob{gate: &jobs.Gate{}, look: defaultLook, source: found{path: "a.jpg"}, tools: tools{
			open: func(ctx context.Context, _ string) (*photo.Photo, error) { return p, during("open", ctx) },
			restore: func(ctx context.Context, p *photo.Photo, _ engine.Settings, _ func(int, int)) (*photo.Photo, error) {
				return p.WithPix([]float32{1, 1, 1}), during("restore", ctx)
			},
			save: func(ctx context.Context, _ *photo.Photo, path string, _ photo.SaveOptions) (string, error) {
				return path, during("save", ctx)
			},
			canSave:  func(*photo.Photo, string, photo.SaveOptions) error { return nil },
			exists:   func(string) bool { return false },
			tellable: func() bool { return false },
			depths:   func() []engine.Variant { return []engine.Variant{engine.Small, engine.Large} },
		}}
		if _, err := job.run(ctx, func(int, int) {}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", step, err)
		}
	}
}

// A photo in view is drawn from a pyramid of what the network gave, made before the
// file is written: a cancel that comes just then is not kept waiting for it.
func TestACancelLeavesThePyramid(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p, err := render.NewPyramid(ctx, testPhoto(1024, 512, 0.5))
	if !errors.Is(err, context.Canceled) || len(p) > 1 || p[0].RGBAAt(5, 5).A != 0 {
		t.Errorf("%d levels were made after the cancel: %v", len(p), err)
	}
}

// Another program takes the name during the long work, with something of its own.
func TestNameTakenMeanwhileGivesANumber(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "a-restored.png")
	job := exportJob{tools: newTools(Setup{}), gate: &jobs.Gate{}, look: defaultLook, source: found{path: filepath.Join(dir, "a.png")}}
	job.opened = &photo.Photo{Width: 1, Height: 1, Pix: make([]float32, 3), Bits: 8, Format: photo.PNG}
	job.tools.restore = func(_ context.Context, p *photo.Photo, _ engine.Settings, _ func(int, int)) (*photo.Photo, error) {
		return p.WithPix([]float32{1, 1, 1}), os.WriteFile(taken, []byte("theirs"), 0o644)
	}
	r, err := job.run(context.Background(), func(int, int) {})
	if want := filepath.Join(dir, "a-restored-2.png"); err != nil || r.output != want || !isThere(want) {
		t.Errorf("exported to %q (%v), want %q", r.output, err, want)
	}
	if theirs, _ := os.ReadFile(taken); string(theirs) != "theirs" {
		t.Errorf("the other program's file holds %q", theirs)
	}
}

// A camera raw file goes into a DNG as the sensor saw it, which is nothing to be looked at: the window goes on showing its preview of the
// developed photo. Other photos, and raw files of which there is no DNG, are saved in their own format.
func TestExportAsDNG(t *testing.T) {
	for _, c := range []struct {
		what, source, want string
		own                photo.Format
		order              order
		why                error // that there is no negative
	}{
		{"raw", "a.nef", "a-restored.dng", photo.RAW, order{save: photo.SaveOptions{Format: photo.DNG}}, nil},
		{"raw by its name", "a.nef", "print.dng", photo.RAW, order{path: "print.dng"}, nil},
		{"no raw file", "a.JPEG", "a-restored.JPEG", photo.JPEG, order{save: photo.SaveOptions{Format: photo.DNG}}, photo.ErrNegative},
		{"grey raw", "a.nef", "a-restored.tif", photo.RAW, order{save: photo.SaveOptions{Format: photo.DNG}}, photo.ErrNegative},
	} {
		one := func() *photo.Photo {
			return &photo.Photo{Width: 1, Height: 1, Pix: make([]float32, 3), Bits: 16, Format: c.own}
		}
		negative, seen := one(), one()
		var restored *photo.Photo
		job := exportJob{tools: newTools(Setup{}), gate: &jobs.Gate{}, look: defaultLook, source: found{path: c.source}, order: c.order, opened: seen}
		job.tools.negative = func(context.Context, string) (*photo.Photo, error) {
			if c.why != nil {
				return nil, c.why
			}
			return negative, nil
		}
		job.tools.restore = func(_ context.Context, p *photo.Photo, _ engine.Settings, _ func(int, int)) (*photo.Photo, error) {
			restored = p
			return p.WithPix([]float32{1, 1, 1}), nil
		}
		job.tools.canSave = func(*photo.Photo, string, photo.SaveOptions) error { return nil }
		job.tools.save = func(_ context.Context, _ *photo.Photo, path string, _ photo.SaveOptions) (string, error) {
			return path, nil
		}
		r, err := job.run(context.Background(), func(int, int) {})
		if err != nil || r.output != c.want {
			t.Errorf("%s: exported to %q (%v), want %q", c.what, r.output, err, c.want)
		}
		if dng := c.why == nil; (restored == negative) != dng || (r.large == nil) != dng {
			t.Errorf("%s: the negative was restored: %v, and pixels go to the window: %v", c.what, restored == negative, r.large != nil)
		}
	}
}
