requestAnimationFrame(() => requestAnimationFrame(() => window.go.main.Window.Painted()));
