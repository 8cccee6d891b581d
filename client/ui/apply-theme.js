// A plain blocking script: puts the stored choices on <html> before anything is painted. ui/theme.ts writes them.
try {
  for (const name of ['theme', 'density']) {
    const value = localStorage.getItem('runkeep.' + name)
    if (value && /^[a-z]+$/.test(value)) document.documentElement.dataset[name] = value
  }
} catch {
  // Storage can be forbidden; the system's theme is then the answer.
}
