import { useState } from 'react'
import Download from 'lucide-react/icons/download'
import type { Drawing } from '#contract/diagrams.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { ExportFormat } from './save-drawing.ts'

interface ExportMenuProps {
  slug: string
  reference: string
  title: string
  drawing: Drawing
}

const words: Record<ExportFormat, { label: string; detail: string }> = {
  svg: { label: 'Picture, SVG', detail: 'Sharp at any size' },
  png: { label: 'Picture, PNG', detail: 'For documents and mail' },
  drawio: { label: 'draw.io', detail: 'To draw on in draw.io, and bring back' },
  mermaid: { label: 'Mermaid text', detail: 'For wikis and repositories' },
  devices: { label: 'Devices, CSV', detail: 'For spreadsheets' },
  links: { label: 'Links, CSV', detail: 'For spreadsheets' },
}

/** The drawing as a file, made on this device. */
export function ExportMenu(of: ExportMenuProps) {
  const [isBusy, setBusy] = useState(false)
  const save = async (format: ExportFormat) => {
    setBusy(true)
    try {
      const { saveDrawing } = await import('./save-drawing.ts')
      toast({ words: `Saved as ${await saveDrawing(format, of)}` })
    } catch (error) {
      toast({ words: `Not exported. ${error instanceof Error ? error.message : ''}`.trim() })
    } finally {
      setBusy(false)
    }
  }
  const entry = (format: ExportFormat): MenuEntry => ({
    id: format,
    ...words[format],
    onAct: () => void save(format),
  })
  return (
    <Menu
      label={`Export ${of.reference}`}
      groups={[
        [entry('svg'), entry('png')],
        [entry('drawio'), entry('mermaid')],
        [entry('devices'), entry('links')],
      ]}
    >
      <Button icon={Download} isPending={isBusy}>
        Export
      </Button>
    </Menu>
  )
}
