package colour

import "math"

// Matrix takes three numbers to three others.
type Matrix [3][3]float64

// Times is what the matrix makes of v.
func (m Matrix) Times(v [3]float64) (out [3]float64) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

// Scaled is the matrix with all its numbers so many times as large.
func (m Matrix) Scaled(by float64) Matrix {
	for i := range m {
		for j := range m[i] {
			m[i][j] *= by
		}
	}
	return m
}

// Inverse by cofactors; ok is false if there is none.
func (m Matrix) Inverse() (out Matrix, ok bool) {
	for i := range 3 {
		for j := range 3 {
			a, b, c, d := (j+1)%3, (j+2)%3, (i+1)%3, (i+2)%3
			out[i][j] = m[a][c]*m[b][d] - m[a][d]*m[b][c]
		}
	}
	det := m[0][0]*out[0][0] + m[0][1]*out[1][0] + m[0][2]*out[2][0]
	if !(math.Abs(det) > 1e-6) || math.IsInf(det, 0) {
		return out, false
	}
	for i := range out {
		for j := range out[i] {
			out[i][j] /= det
		}
	}
	return out, true
}
