import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listDocuments, openDocument, type DocumentLine } from '#contract/documents.ts'
import { suggestRunbooks, type Severity } from '#contract/incidents.ts'
import { parseReference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioGroup, Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { usePhone } from '../../ui/media.ts'
import { TextField } from '../../ui/text-fields.tsx'
import type { IncidentAsked } from './dialogs.ts'
import { OpenAlready } from './OpenAlready.tsx'
import { StartWith } from './StartWith.tsx'
import { useStart, type Starting } from './use-start.ts'
import { severityHints, severityNames } from './words.ts'

type StartAsked = Extract<IncidentAsked, { is: 'start' }>

/** What is broken, how bad it is, and go: everything is filled in as far as the page that one was on tells. */
export function StartIncident({ asked, onClose }: { asked: StartAsked; onClose: () => void }) {
  const { memberships } = useSession()
  const organization = memberships.find(({ slug }) => slug === asked.slug)?.organization
  const title = memberships.length > 1 ? `Start an incident at ${organization}` : 'Start an incident'
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <OpenAlready slug={asked.slug} onClose={onClose} />
      <StartForm asked={asked} onClose={onClose} />
    </Dialog>
  )
}

const noSystem = ''

function StartForm({ asked, onClose }: { asked: StartAsked; onClose: () => void }) {
  const { slug } = asked
  const isPhone = usePhone()
  const [typed, setTyped] = useState<string>()
  const [picked, setPicked] = useState<string>()
  const [severity, setSeverity] = useState<Severity>('major')
  const [errors, setErrors] = useState<FieldErrors>({})
  const runbook = useDocument(slug, asked.runbook)
  const systems = useSystems(slug)
  const usual = asked.system ?? (asked.runbook ? runbook?.system?.reference : systems[0]?.reference) ?? noSystem
  const system = picked ?? usual
  const systemTitle = systems.find(({ reference }) => reference === system)?.title
  const title = typed ?? runbook?.title ?? (systemTitle === undefined ? '' : `${systemTitle} down`)
  const suggested = useQuery(query(suggestRunbooks, { slug, ...(system !== noSystem && { system }) })).data?.items ?? []
  const start = useStart(slug, onClose)

  const go = (withRunbook = runbook?.reference as string | undefined) => {
    if (start.isPending) return
    const said = title.trim()
    if (said === '') return setErrors({ title: 'Say what is broken, like "Internet down at head office"' })
    setErrors({})
    const starting: Starting = {
      title: said,
      severity,
      system: system === noSystem ? undefined : system,
      runbook: withRunbook,
    }
    start.mutate(starting, { onError: (error) => setErrors(fieldErrorsOf(error, ['title', 'system', 'severity'])) })
  }
  return (
    <Form onSubmit={() => go()} errors={errors} label="Start an incident">
      <Select
        label="What it is about"
        name="system"
        value={system}
        onChange={setPicked}
        options={[
          ...systems.map(({ reference, title: words }) => ({ value: reference, label: words })),
          { value: noSystem, label: 'Something else, or not known yet' },
        ]}
      />
      <TextField
        label="What is broken"
        name="title"
        value={title}
        onChange={(event) => setTyped(event.currentTarget.value)}
        // A keyboard over half of a phone helps nobody: the words are there already.
        autoFocus={!isPhone}
        onFocus={(event) => event.currentTarget.select()}
        autoComplete="off"
        maxLength={200}
      />
      <RadioGroup
        label="How bad it is"
        name="severity"
        value={severity}
        onChange={setSeverity}
        options={(['minor', 'major', 'critical'] as const).map((value) => ({
          value,
          label: severityNames[value],
          hint: severityHints[value],
        }))}
      />
      <FormActions>
        <Button variant="primary" type="submit" size={isPhone ? 'large' : undefined} isPending={start.isPending}>
          Start incident
        </Button>
        <Button size={isPhone ? 'large' : undefined} onClick={onClose}>
          Not now
        </Button>
      </FormActions>
      {!asked.runbook && <StartWith runbooks={suggested.slice(0, 3)} onStart={go} />}
    </Form>
  )
}

/** As the page behind has it, under the address that it was asked for by. */
function useDocument(slug: string, reference: string | undefined) {
  const isOne = reference !== undefined && parseReference(reference) !== undefined
  return useQuery({ ...query(openDocument, { slug, reference: reference ?? '' }), enabled: isOne }).data
}

/** Critical ones first, then by use: what breaks most stands first. */
function useSystems(slug: string): readonly DocumentLine[] {
  const answer = useQuery({ ...query(listDocuments, { slug, kind: 'system', limit: 200 }), staleTime: 60_000 })
  return (answer.data?.items ?? []).toSorted(
    (a, b) =>
      weight[b.criticality] - weight[a.criticality] || b.opened90 - a.opened90 || a.title.localeCompare(b.title),
  )
}
const weight = { critical: 3, high: 2, normal: 1, low: 0 } as const
