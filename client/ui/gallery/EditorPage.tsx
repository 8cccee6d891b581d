import { useState } from 'react'
import { MarkdownEditor } from '../MarkdownEditor.tsx'
import { PageFrame } from '../PageFrame.tsx'
import { toast } from '../Toast.tsx'
import { chips, internetDown, rows } from './samples.ts'

export function EditorPage() {
  const [value, setValue] = useState(internetDown)
  return (
    <PageFrame
      title={['Editor']}
      crumbs={[
        { label: 'Runbooks', to: '/' },
        { label: 'RB-14', isReference: true, to: '/runbooks/RB-14' },
        { label: 'Edit' },
      ]}
    >
      <h1 hidden>Editor</h1>
      <MarkdownEditor
        label="Text of the runbook"
        value={value}
        onChange={setValue}
        onSave={() => toast({ words: 'Saved' })}
        chips={chips}
        linkTo={(chip) => `/runbooks/${chip.reference}`}
        status="Draft saved here"
        find={async (query, kind) =>
          rows
            .map((row) => ({
              reference: row.reference,
              title: row.title,
              kind: row.reference.startsWith('SY') ? ('system' as const) : ('runbook' as const),
            }))
            .filter(
              (row) =>
                (!kind || row.kind === kind) &&
                `${row.reference} ${row.title}`.toLowerCase().includes(query.toLowerCase()),
            )
        }
      />
    </PageFrame>
  )
}
