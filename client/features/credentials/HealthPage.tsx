import { useState } from 'react'
import { Link } from 'react-router'
import { openCredential, revealForCheck } from '#contract/credentials.ts'
import { listDocuments, type DocumentLine } from '#contract/documents.ts'
import { call } from '../../platform/api.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { documentPath, listPath } from '../documents/addresses.ts'
import { failureWords } from '../documents/deeds.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import css from './credentials.module.css'

interface Finding {
  line: DocumentLine
  says: readonly string[]
  rotatedAt: string
}

/** Longer unchanged than this counts as old. */
const oldDays = 365
/** In one statement. */
const mostAtOnce = 500

/**
 * Weak, reused and old passwords. They are opened on this device, compared inside the vault, and neither they nor the
 * findings leave it.
 */
export default function HealthPage() {
  const { slug, organization, organizationId } = useOrganization()
  const [findings, setFindings] = useState<readonly Finding[]>()
  const [checked, setChecked] = useState(0)
  const [state, setState] = useState<'idle' | 'working'>('idle')
  const [trouble, setTrouble] = useState<string>()

  const check = async () => {
    if (state === 'working' || !(await readyFor(slug, 'to check passwords'))) return
    setState('working')
    setTrouble(undefined)
    try {
      const lines = (await allCredentials(slug)).filter(
        ({ credential }) => credential?.opens === 'open' && credential.class !== 'break_glass',
      )
      const found: Finding[] = []
      let done = 0
      for (let at = 0; at < lines.length; at += mostAtOnce) {
        const batch = lines.slice(at, at + mostAtOnce)
        const results = await checkBatch(slug, organizationId, batch)
        done += results.length
        found.push(...findingsOf(results, batch))
      }
      setChecked(done)
      setFindings(found)
    } catch (error) {
      setTrouble(failureWords(error))
    } finally {
      setState('idle')
    }
  }
  return (
    <PageFrame
      title={['Password health', 'Credentials', organization]}
      crumbs={[{ label: 'Credentials', to: listPath(slug, 'credential') }, { label: 'Health' }]}
      actions={
        <Button variant="primary" isPending={state === 'working'} onClick={() => void check()}>
          {findings ? 'Check again' : 'Check passwords'}
        </Button>
      }
    >
      <PageBody>
        <PageTitle>Password health</PageTitle>
        <p className={css['note']}>
          Finds weak, reused and old passwords among those that you can open. It is recorded as one health check;
          break-glass is left out. Nothing of what it finds leaves this device.
        </p>
        {trouble && <p role="alert">{trouble}</p>}
        {findings &&
          (findings.length === 0 ? (
            <EmptyState>{plural(checked, 'password')} checked: none is weak, reused or old.</EmptyState>
          ) : (
            <>
              <p>
                {findings.length} of {plural(checked, 'password')} should be changed. The others are neither weak, nor
                used twice, nor older than a year.
              </p>
              <PlainTable
                label="Findings"
                rows={findings}
                rowKey={({ line }) => line.reference}
                columns={[
                  {
                    header: 'Credential',
                    cell: ({ line }) => (
                      <Link to={documentPath(slug, line.reference)}>
                        {line.reference} {line.title}
                      </Link>
                    ),
                  },
                  { header: 'Found', cell: ({ says }) => says.join('; ') },
                  { header: 'Last changed', cell: ({ rotatedAt }) => <Time at={rotatedAt} /> },
                ]}
              />
            </>
          ))}
      </PageBody>
    </PageFrame>
  )
}

async function allCredentials(slug: string): Promise<DocumentLine[]> {
  const lines: DocumentLine[] = []
  let after: string | undefined
  do {
    const page = await call(listDocuments, { slug, kind: 'credential', limit: 200, ...(after && { after }) })
    lines.push(...page.items)
    after = page.next
  } while (after)
  return lines
}

async function checkBatch(slug: string, organizationId: string, lines: readonly DocumentLine[]) {
  const [first] = lines
  if (!first) return []
  const { nextActorSeq } = await call(openCredential, { slug, reference: first.reference })
  const documents = lines.map(({ id }) => id as string)
  const statement = await doing(slug, 'signCheck', { organizationId, documents, actorSeq: nextActorSeq })
  const answer = await call(revealForCheck, { slug, ...statement })
  const { items } = await doing(slug, 'openCheck', { organizationId, items: answer.items as never })
  return items.map((item) => ({ ...item, rotatedAt: answer.items.find(({ id }) => id === item.id)?.rotatedAt ?? '' }))
}

type Result = Awaited<ReturnType<typeof checkBatch>>[number]

function findingsOf(results: readonly Result[], lines: readonly DocumentLine[]): Finding[] {
  const lineOf = (id: string) => lines.find((line) => line.id === id)
  const oldBefore = Date.now() - oldDays * 86_400_000
  return results.flatMap(({ id, score, sameAs, trouble, rotatedAt }) => {
    const line = lineOf(id)
    if (!line) return []
    const others = sameAs.flatMap((each) => lineOf(each)?.reference ?? [])
    const says = [
      ...(score !== undefined && score < 3 ? ['weak'] : []),
      ...(others.length > 0 ? [`same as ${others.join(', ')}`] : []),
      ...(score !== undefined && Date.parse(rotatedAt) < oldBefore ? ['more than a year old'] : []),
      ...(trouble === 'integrity' ? ['not what its author signed: do not use it'] : []),
      ...(trouble === 'no-key' ? ['could not be opened with your key'] : []),
    ]
    return says.length > 0 ? [{ line, says, rotatedAt }] : []
  })
}
