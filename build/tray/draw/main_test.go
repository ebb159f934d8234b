package main

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// The committed icons are what this program draws.
func TestCommitted(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(pixels(t, got), pixels(t, want)) {
			t.Errorf("%s is not what the program draws; run go run ./build/tray/draw build/tray", name)
		}
	}
}

// pixels decodes a PNG, since how well it is packed is another matter.
func pixels(t *testing.T, file []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return file
	}
	flat := image.NewNRGBA(img.Bounds())
	draw.Draw(flat, flat.Bounds(), img, image.Point{}, draw.Src)
	return flat.Pix
}

// Seen without colour, no two icons are alike: a twelfth of their pixels at least differs in being covered or dark.
func TestShapesDiffer(t *testing.T) {
	const size = 22
	for first, a := range symbols {
		for second, b := range symbols {
			if first >= second {
				continue
			}
			different := 0
			for y := range size {
				for x := range size {
					p := point{(float64(x)+.5)/size*2 - 1, (float64(y)+.5)/size*2 - 1}
					if a.ground(p) != b.ground(p) || a.ground(p) && a.sign(p) != b.sign(p) {
						different++
					}
				}
			}
			if different < size*size/12 {
				t.Errorf("%s and %s differ in %d of %d places only", first, second, different, size*size)
			}
		}
	}
}
