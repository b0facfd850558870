package engine

import (
	"context"
	_ "embed" // the product's graph
	"fmt"
	"time"

	ort "github.com/yalue/onnxruntime_go"
)

// gemmGraph multiplies left by right gemmTurns times (testdata/make_models.py).
//
//go:embed gemm.onnx
var gemmGraph []byte

const (
	gemmSide  = 1024 // of the matrices
	gemmTurns = 8
)

// gemm multiplies matrices on a device, to tell how fast it can be at best.
type gemm struct {
	session *session // of which it uses the runtime only
	values  []*ort.Tensor[float32]
}

// openGEMM loads the product on a device. The caller closes it.
func openGEMM(device string, threads int) (*gemm, error) {
	o, err := sessionOptions(device, false, threads)
	if err != nil {
		return nil, err
	}
	defer o.Destroy()
	g := &gemm{session: &session{device: device, thread: threadFor(device)}}
	g.session.thread.do(func() {
		g.session.ort, err = ort.NewDynamicAdvancedSessionWithONNXData(gemmGraph, []string{"left", "right"}, []string{"product"}, o)
	})
	for range 3 {
		if err == nil {
			var t *ort.Tensor[float32]
			if t, err = ort.NewEmptyTensor[float32](ort.NewShape(gemmSide, gemmSide)); err == nil {
				g.values = append(g.values, t)
			}
		}
	}
	if err != nil {
		g.close()
		return nil, fmt.Errorf("%w: %w", ErrRuntime, err)
	}
	for _, t := range g.values[:2] {
		for i := range t.GetData() {
			t.GetData()[i] = float32(i%7+1) / (4 * gemmSide) // the products stay near 1
		}
	}
	return g, nil
}

// rate runs once and returns floating-point operations a second.
func (g *gemm) rate(ctx context.Context) (float64, error) {
	start := time.Now()
	err := runGraph(ctx, g.session.thread, g.session.ort, []ort.Value{g.values[0], g.values[1]}, []ort.Value{g.values[2]})
	return 2 * gemmTurns * gemmSide * gemmSide * gemmSide / time.Since(start).Seconds(), err
}

func (g *gemm) close() {
	for _, t := range g.values {
		t.Destroy()
	}
	g.session.close()
}
