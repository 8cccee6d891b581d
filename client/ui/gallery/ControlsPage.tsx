import { useState } from 'react'
import { Badge, Chip } from '../Badge.tsx'
import { Button, IconButton } from '../Button.tsx'
import { Dialog } from '../Dialog.tsx'
import { Checkbox, DateField, PassphraseField, RadioGroup, Select, TextArea, TextField } from '../fields.tsx'
import { Form, FormActions, type FieldErrors } from '../Form.tsx'
import { Copy } from '../icons.ts'
import { Popover } from '../Menu.tsx'
import { PageBody, PageFrame, PageTitle } from '../PageFrame.tsx'
import { PickField } from '../PickField.tsx'
import { Ring } from '../Ring.tsx'
import { TagsField } from '../TagsField.tsx'
import { Tabs } from '../Tabs.tsx'
import { toast } from '../Toast.tsx'
import { useTheme } from '../theme.ts'

export function ControlsPage() {
  const [errors, setErrors] = useState<FieldErrors>()
  const [tags, setTags] = useState<string[]>(['network', 'wan'])
  const [dialog, setDialog] = useState<'archive' | 'verify'>()
  const [owner, setOwner] = useState<string>()
  const [theme, setTheme] = useTheme()
  return (
    <PageFrame title={['Controls']} crumbs={[{ label: 'Gallery', to: '/' }, { label: 'Controls' }]}>
      <PageBody>
        <PageTitle meta={<Badge>Restricted</Badge>}>Controls</PageTitle>
        <p>
          <Button variant="primary" keys="S">
            Save and verify
          </Button>{' '}
          <Button onClick={() => setDialog('verify')}>Verify</Button>{' '}
          <Button variant="danger" onClick={() => setDialog('archive')}>
            Archive
          </Button>{' '}
          <Button variant="quiet">Quiet</Button> <Button isPending>Saving</Button>{' '}
          <IconButton icon={Copy} label="Copy" keys="C" /> <Ring left={0.6} />{' '}
          <Popover label="About" trigger={<Button>Filter</Button>}>
            <Checkbox label="Only mine" />
            <Checkbox label="Overdue" />
          </Popover>{' '}
          <Button onClick={() => toast({ words: 'RB-14 archived', action: { label: 'Undo', onAct: () => undefined } })}>
            Toast
          </Button>{' '}
          <Chip onRemove={() => undefined}>overdue</Chip>
        </p>
        <Tabs
          label="Views"
          tabs={[
            { id: 'form', label: 'Form', content: null },
            { id: 'other', label: 'Other', content: <p>Other</p> },
          ]}
        />
        <br />
        <Form
          label="Sample"
          errors={errors}
          onSubmit={(data) =>
            setErrors(
              data.get('title')
                ? undefined
                : {
                    title: 'Enter a title, like Internet down at head office',
                    interval: 'Enter a number of days from 1 to 1825',
                  },
            )
          }
        >
          <TextField name="title" label="Title" hint="What a person would say when it happens" width="long" />
          <TextField
            name="interval"
            label="Review every"
            hint="Days"
            width="short"
            inputMode="numeric"
            defaultValue="900000"
          />
          <TextArea name="summary" label="Summary" isOptional />
          <Select
            name="criticality"
            label="Criticality"
            width="medium"
            options={[
              { value: 'normal', label: 'Normal' },
              { value: 'critical', label: 'Critical' },
            ]}
          />
          <PickField
            name="owner"
            label="Owner"
            hint="One person, who verifies it"
            items={[
              { id: '1', text: 'Priya Nandakumar', detail: 'Calder & Wick' },
              { id: '2', text: 'Tom Ashworth', detail: 'Calder & Wick' },
              { id: '3', text: 'Marcus Oyelaran', detail: 'Northlight IT' },
            ]}
            value={owner}
            onChange={setOwner}
            width="medium"
          />
          <TagsField
            label="Tags"
            name="tags"
            value={tags}
            onChange={setTags}
            suggestions={['backup', 'voip']}
            hint="Enter or a comma adds one"
          />
          <DateField name="from" label="Access from" />
          <PassphraseField name="passphrase" label="Passphrase" autoComplete="current-password" width="long" />
          <RadioGroup
            label="Theme"
            value={theme}
            onChange={setTheme}
            options={[
              { value: 'system', label: 'As the system' },
              { value: 'light', label: 'Light', hint: 'Ink on paper' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
          <Checkbox name="steps" label="Every step still works" hint="Walk through it, do not read it" />
          <FormActions>
            <Button type="submit" variant="primary" keys="Ctrl Enter">
              Save
            </Button>
            <Button>Cancel</Button>
          </FormActions>
        </Form>
        <Dialog
          isOpen={dialog === 'archive'}
          onClose={() => setDialog(undefined)}
          title="Archive RB-14?"
          isAlert
          actions={
            <>
              <Button variant="danger" onClick={() => setDialog(undefined)}>
                Archive RB-14
              </Button>
              <Button onClick={() => setDialog(undefined)}>Keep it</Button>
            </>
          }
        >
          <p>Two documents cite it. They will be marked as in doubt.</p>
        </Dialog>
        <Dialog isOpen={dialog === 'verify'} onClose={() => setDialog(undefined)} title="Verify RB-14">
          <Form onSubmit={() => setDialog(undefined)}>
            <Checkbox label="Every step still works" />
            <Checkbox label="The linked documents are the right ones" />
            <Checkbox label="Phone numbers are right" />
            <TextArea label="Note" isOptional />
            <FormActions>
              <Button type="submit" variant="primary">
                Verify
              </Button>
            </FormActions>
          </Form>
        </Dialog>
      </PageBody>
    </PageFrame>
  )
}
