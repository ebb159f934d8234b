// Draw makes the icons of the tray, one per state: go run ./build/tray/draw FOLDER. Each has a shape of its own, so that
// nobody has to tell colours apart: a tick, a clock, a triangle, a diamond, an octagon with a cross, a square with dots.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: draw FOLDER")
		os.Exit(2)
	}
	for name, content := range files() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), content, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "draw:", err)
			os.Exit(1)
		}
	}
}

// point is a place on an icon, from -1 to 1 each way, y downwards.
type point struct{ x, y float64 }

// shape says whether a point belongs to it.
type shape func(point) bool

// symbol is an icon: a ground with a sign on it.
type symbol struct {
	ground, sign           shape
	groundColour, signFill color.NRGBA
}

var white = color.NRGBA{255, 255, 255, 255}

var symbols = map[string]symbol{
	"calm": {disc(0, 0, .92), either(stroke(-.45, .05, -.12, .38), stroke(-.12, .38, .48, -.32)), color.NRGBA{16, 124, 65, 255}, white},
	"due":  {disc(0, 0, .92), either(stroke(0, 0, 0, -.55), stroke(0, 0, .42, .12)), color.NRGBA{15, 108, 189, 255}, white},
	"soon": {polygon(point{0, -.95}, point{.98, .82}, point{-.98, .82}),
		either(stroke(0, -.3, 0, .22), disc(0, .55, .13)), color.NRGBA{247, 190, 0, 255}, color.NRGBA{36, 36, 36, 255}},
	"critical": {polygon(point{0, -1}, point{1, 0}, point{0, 1}, point{-1, 0}),
		either(stroke(0, -.52, 0, .12), disc(0, .48, .13)), color.NRGBA{218, 59, 1, 255}, white},
	"expired": {octagon(.95), either(stroke(-.38, -.38, .38, .38), stroke(-.38, .38, .38, -.38)), color.NRGBA{164, 38, 44, 255}, white},
	"unknown": {func(p point) bool { return math.Max(math.Abs(p.x), math.Abs(p.y)) < .85 },
		either(disc(-.48, 0, .15), disc(0, 0, .15), disc(.48, 0, .15)), color.NRGBA{97, 97, 97, 255}, white},
}

func disc(x, y, radius float64) shape {
	return func(p point) bool { return math.Hypot(p.x-x, p.y-y) < radius }
}

// stroke is a line with round ends.
func stroke(x1, y1, x2, y2 float64) shape {
	const half = .12
	return func(p point) bool {
		dx, dy := x2-x1, y2-y1
		along := math.Max(0, math.Min(1, ((p.x-x1)*dx+(p.y-y1)*dy)/(dx*dx+dy*dy)))
		return math.Hypot(p.x-x1-along*dx, p.y-y1-along*dy) < half
	}
}

// polygon has its corners clockwise.
func polygon(corners ...point) shape {
	return func(p point) bool {
		for i, a := range corners {
			b := corners[(i+1)%len(corners)]
			if (b.x-a.x)*(p.y-a.y)-(b.y-a.y)*(p.x-a.x) < 0 {
				return false
			}
		}
		return true
	}
}

func octagon(radius float64) shape {
	return func(p point) bool {
		x, y := math.Abs(p.x), math.Abs(p.y)
		return x < radius && y < radius && x+y < radius*math.Sqrt2
	}
}

func either(shapes ...shape) shape {
	return func(p point) bool {
		for _, s := range shapes {
			if s(p) {
				return true
			}
		}
		return false
	}
}

// draw renders a symbol; each pixel is the mean of eight times eight samples.
func (s symbol) draw(size int) *image.NRGBA {
	const fine = 8
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			var r, g, b, covered int
			for i := range fine * fine {
				at := func(pixel, part int) float64 {
					return (float64(pixel)+(float64(part)+.5)/fine)/float64(size)*2 - 1
				}
				p := point{at(x, i%fine), at(y, i/fine)}
				if !s.ground(p) {
					continue
				}
				c := s.groundColour
				if s.sign(p) {
					c = s.signFill
				}
				r, g, b, covered = r+int(c.R), g+int(c.G), b+int(c.B), covered+1
			}
			if covered > 0 {
				img.SetNRGBA(x, y, color.NRGBA{uint8(r / covered), uint8(g / covered), uint8(b / covered), uint8(covered * 255 / (fine * fine))})
			}
		}
	}
	return img
}

// files are the icons as they are committed.
func files() map[string][]byte {
	all := map[string][]byte{}
	for name, s := range symbols {
		var b bytes.Buffer
		if err := png.Encode(&b, s.draw(48)); err != nil {
			panic(err) // a buffer takes everything
		}
		all[name+".png"] = b.Bytes()
		all[name+".ico"] = ico(s.draw(16), s.draw(20), s.draw(24), s.draw(32))
	}
	return all
}

// ico packs pictures as the tray of Windows reads them: a directory, then each as a bitmap of 32 bits with an empty mask.
func ico(pictures ...*image.NRGBA) []byte {
	const directory, entry, header = 6, 16, 40
	var head, body bytes.Buffer
	write := func(b *bytes.Buffer, values ...any) {
		for _, v := range values {
			binary.Write(b, binary.LittleEndian, v)
		}
	}
	write(&head, uint16(0), uint16(1), uint16(len(pictures)))
	for _, img := range pictures {
		size := img.Bounds().Dx()
		mask := make([]byte, (size+31)/32*4*size)
		length := header + size*size*4 + len(mask)
		write(&head, uint8(size), uint8(size), uint16(0), uint16(1), uint16(32), uint32(length),
			uint32(directory+entry*len(pictures)+body.Len()))
		write(&body, uint32(header), int32(size), int32(size*2), uint16(1), uint16(32), make([]byte, 24))
		for y := size - 1; y >= 0; y-- {
			for x := range size {
				c := img.NRGBAAt(x, y)
				body.Write([]byte{c.B, c.G, c.R, c.A})
			}
		}
		body.Write(mask)
	}
	return append(head.Bytes(), body.Bytes()...)
}
