package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// No provider is believed: some drivers report success and return zeros or
// smeared pixels, and some GPUs are slower than the CPU beside them. Before the
// first tile of a photo, a GPU has to compute two golden tiles as the CPU does, a
// small one and one of full size, for which drivers take other algorithms, and if
// nobody asked for it by name, the large one sooner. Float16 has to be quicker than
// float32 on the same GPU, too: some compute it many times slower.

// goldenTolerance is the largest difference, in samples of 0 to 1, at which two
// devices count as equal: a quarter of an 8-bit level.
const goldenTolerance = 0.001

// In float16 a tile is rounded at every step. Its root mean square difference may be
// halfSpread, which makes a photo restored to 40 dB 0.018 dB worse, and others less;
// the largest halfTolerance, two 8-bit levels, where wrong pixels begin to show.
// Rounded as on a GPU, the shipped graphs were 0.0004 and 0.0018 off on golden tiles,
// and 0.0004 and 0.0043 on photographs.
const (
	halfSpread    = 0.00065
	halfTolerance = 0.008
)

// patience is how long a device that nobody asked for may take for its first
// tile of a size, with all that it prepares then; the CPU's part of a test does not
// count. Float16 has less of it: float32 is there, and some cards search for float16
// algorithms for longer than they save.
const (
	patience     = 30 * time.Second
	halfPatience = 8 * time.Second
	forever      = time.Duration(math.MaxInt64)
)

// errWrong is what a device is told that does not compute what the CPU does.
var errWrong = errors.New("it computes other values than the CPU")

// trust tells why a session on a GPU must not be used, or nil. What a test has
// found is kept for the next start.
func (e *Engine) trust(s *session, v Variant) error {
	key := e.verdictKey(s)
	known, ok := e.verdicts.get(key)
	ok = ok && len(known.Begun) == 0 && !known.stale(time.Now(), e.driver(s.device) != "")
	if !ok || e.auto && known.Wrong == "" && !known.raced(e.limit) {
		var err error
		if known, err = e.examine(s, v, e.auto); err != nil {
			return err
		}
		e.verdicts.put(key, known)
	} else if known.Wrong == "" && e.driver(s.device) == "" {
		// It may have another driver since then.
		if err := e.compare(s, v); err != nil {
			return err
		}
	}
	return e.refusal(known, s.half)
}

// refusal is why a graph on a GPU must not be used, as its test has found, or nil.
func (e *Engine) refusal(v verdict, half bool) error {
	switch {
	case v.Wrong != "":
		return errors.New(v.Wrong)
	case (e.auto || half) && v.Slow != "":
		return errors.New(v.Slow)
	}
	return nil
}

// examine tests a session on a GPU against the CPU; race asks whether it is
// quicker, too. An error means that the test could not be made.
func (e *Engine) examine(s *session, v Variant, race bool) (verdict, error) {
	reference, err := e.load(e.alone(), v, "cpu", e.limit)
	if err != nil {
		return verdict{}, err
	}
	defer reference.close()
	limit := forever
	switch {
	case s.half:
		limit = halfPatience
	case race:
		limit = patience
	}
	found := verdict{Raced: race, CPU: cores(e.limit), When: time.Now().UTC().Truncate(time.Second)}
	err = e.agreeTwice(s, reference, limit)
	if err == nil && race {
		found.Slow, err = e.race(s, reference)
	}
	if err == nil && found.Slow == "" && s.half {
		found.Slow = e.outrun(s, reference)
	}
	switch {
	case isWrong(err):
		found.Wrong, err = Short(err), nil
	case errors.Is(err, context.DeadlineExceeded):
		found.Slow, err = fmt.Sprintf("its first tile took more than %g s", limit.Seconds()), nil
	}
	return found, err
}

func isWrong(err error) bool { return errors.Is(err, errWrong) || errors.Is(err, errNotFinite) }

// agreeTwice runs a small and a large golden tile on both sessions.
func (e *Engine) agreeTwice(s, reference *session, limit time.Duration) error {
	err := agree(s, reference, e.goldenSide(), limit)
	if err == nil && e.tile != e.goldenSide() {
		err = agree(s, reference, e.tile, limit)
	}
	return err
}

// race runs a tile of full size on both, which they have run before, and tells why
// the GPU loses, "" if it wins.
func (e *Engine) race(s, reference *session) (loses string, err error) {
	in := goldenTile(e.tile)
	cpu, err := timed(context.Background(), reference, in, e.tile)
	if err != nil {
		return "", err
	}
	if e.lanes("cpu", e.limit, mostLanes) > 1 {
		cpu /= 2 // it would run several at once, which is up to so much quicker (lanes.go)
	}
	ctx, cancel := context.WithTimeout(context.Background(), cpu)
	defer cancel()
	gpu, err := timed(ctx, s, in, e.tile)
	if errors.Is(err, context.DeadlineExceeded) || err == nil && gpu >= cpu {
		return fmt.Sprintf("it is slower than the CPU, which takes %.2g s a tile", cpu.Seconds()), nil
	}
	return "", err
}

// outrun tells why a session in float16 loses against float32 on the same device, ""
// if it wins, as it does if float32 fails. What it finds about float32 is kept: a
// rescue asks for it.
func (e *Engine) outrun(s, reference *session) (loses string) {
	full, err := e.load(e.model, s.variant, s.device, e.limit)
	if err != nil {
		return ""
	}
	defer full.close()
	found := verdict{When: time.Now().UTC().Truncate(time.Second)}
	if err = e.agreeTwice(full, reference, patience); isWrong(err) {
		found.Wrong = Short(err)
	}
	if err == nil || found.Wrong != "" {
		e.verdicts.put(e.verdictKey(full), found)
	}
	if err != nil {
		return ""
	}
	in := goldenTile(e.tile)
	quickest := [2]time.Duration{time.Hour, time.Hour}
	for range 3 { // both have run it before
		for i, one := range []*session{s, full} {
			took, err := timed(context.Background(), one, in, e.tile)
			if err != nil {
				return ""
			}
			quickest[i] = min(quickest[i], took)
		}
	}
	if quickest[0] > quickest[1] {
		return "it is slower in float16 than in float32"
	}
	return ""
}

func timed(ctx context.Context, s *session, in []float32, side int) (time.Duration, error) {
	start := time.Now()
	_, err := runTile(ctx, s, in, side)
	return time.Since(start), err
}

// compare runs one small tile on s and on the CPU.
func (e *Engine) compare(s *session, v Variant) error {
	reference, err := e.load(e.alone(), v, "cpu", e.limit)
	if err != nil {
		return err
	}
	defer reference.close()
	return agree(s, reference, e.goldenSide(), forever)
}

// goldenSide is the length of a small golden tile in pixels.
func (e *Engine) goldenSide() int { return min(ceil(64, e.model.Multiple)*e.model.Multiple, e.tile) }

// agree runs a tile with all levels and edges on both sessions and tells how
// they differ. The first has so long for it, at most.
func agree(s, reference *session, side int, limit time.Duration) error {
	in := goldenTile(side)
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	got, err := runTile(ctx, s, in, side)
	if err != nil {
		return err
	}
	want, err := runTile(context.Background(), reference, in, side)
	if err != nil {
		return err
	}
	if !finite(got) {
		return errNotFinite
	}
	return near(got, want, s.half)
}

// near tells where a tile is too far from what the CPU computes, nil if nowhere.
func near(got, want []float32, half bool) error {
	most, squares := goldenTolerance, 0.0
	if half {
		most = halfTolerance
	}
	for i := range want {
		d := float64(got[i] - want[i])
		if squares += d * d; math.Abs(d) > most {
			return fmt.Errorf("%w (%.3f instead of %.3f)", errWrong, got[i], want[i])
		}
	}
	if spread := math.Sqrt(squares / float64(len(want))); half && spread > halfSpread {
		return fmt.Errorf("%w (by %.4f in the root mean square)", errWrong, spread)
	}
	return nil
}

func goldenTile(side int) []float32 {
	in := make([]float32, 3*side*side)
	for i := range in {
		in[i] = float32(i*i%251) / 250
	}
	return in
}

func runTile(ctx context.Context, s *session, in []float32, side int) ([]float32, error) {
	run, free, err := s.tile(side, side)
	if err != nil {
		return nil, err
	}
	defer free()
	out := make([]float32, len(in))
	return out, run(ctx, in, out)
}
