import { useState } from 'react'
import { MarkdownEditor } from '../MarkdownEditor.tsx'
import { PageFrame } from '../PageFrame.tsx'
import { VisuallyHidden } from '../VisuallyHidden.tsx'
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
      <VisuallyHidden>
        <h1>Edit RB-14</h1>
      </VisuallyHidden>
      <MarkdownEditor
        label="Text of the runbook"
        value={value}
        onChange={setValue}
        onSave={() => toast({ words: 'Saved' })}
        chips={chips}
        linkTo={(chip) => `/runbooks/${chip.reference}`}
        status="Draft saved here"
        find={(query, kind) =>
          Promise.resolve(
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
              ),
          )
        }
      />
    </PageFrame>
  )
}
