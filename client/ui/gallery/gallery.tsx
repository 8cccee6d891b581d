import '../ui.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Route, Routes } from 'react-router'
import { ControlsPage } from './ControlsPage.tsx'
import { EditorPage } from './EditorPage.tsx'
import { GalleryShell } from './GalleryShell.tsx'
import { ListPage } from './ListPage.tsx'
import { RunbookPage } from './RunbookPage.tsx'
import { StatesPage } from './StatesPage.tsx'

// The kit on one stage, for eyes and for axe. Not an entry of the build: `npm exec -- vite client`, then /ui/gallery/gallery.html.
createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <BrowserRouter>
      <GalleryShell>
        <Routes>
          <Route path="/runbooks/:reference" element={<RunbookPage />} />
          <Route path="/controls" element={<ControlsPage />} />
          <Route path="/states" element={<StatesPage />} />
          <Route path="/edit" element={<EditorPage />} />
          <Route path="*" element={<ListPage />} />
        </Routes>
      </GalleryShell>
    </BrowserRouter>
  </StrictMode>,
)
