package engine

import "fmt"

// training is what model.json tells about how the weights came to be. It is
// for people, and may be missing.
type training struct {
	Summary string `json:"summary"`
}

// Card tells in lines what the weights are, how they were trained, and under
// which licence they may be used.
func (e *Engine) Card() (lines []string) {
	m := e.model
	if m.Parameters > 0 {
		lines = append(lines, fmt.Sprintf("%.1f M parameters, sha256 %.12s", float64(m.Parameters)/1e6, m.Weights.SHA256))
	}
	for _, s := range [...]string{m.Training.Summary, m.License} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}
