import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listOpeners, listReveals, openCredential } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { isKeyHolder, readsAllActivity, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDay, relative } from '../../ui/format.ts'
import { RailCard } from '../../ui/PageFrame.tsx'
import { Person } from '../../ui/Person.tsx'
import { Ring } from '../../ui/Ring.tsx'
import { Time } from '../../ui/Time.tsx'
import { useTimeLeft } from './LeaseBar.tsx'
import { purposeWords, rotationWords } from './words.ts'
import css from './credentials.module.css'

const AskForRotation = lazy(async () => ({ default: (await import('../access/AskForRotation.tsx')).AskForRotation }))
const GiveStandby = lazy(async () => ({ default: (await import('../access/GiveStandby.tsx')).GiveStandby }))

/** When it must change, who can open it and until when, and who did. */
export function CredentialRail({ slug, document }: { slug: string; document: Document }) {
  const membership = useOrganization()
  const [isGiving, setGiving] = useState(false)
  const seesAll = useSeesAll(document)
  const { credential: line } = document
  return (
    <>
      <RailCard title="Rotation">
        <Rotation slug={slug} document={document} />
      </RailCard>
      {document.level >= levels.view && (
        <RailCard title="Who can open it">
          <Openers slug={slug} document={document} />
          {document.level >= levels.manage && isKeyHolder(membership) && line?.class !== 'break_glass' && (
            <p>
              <Button variant="quiet" onClick={() => setGiving(true)}>
                Give standby access
              </Button>
            </p>
          )}
          {isGiving && (
            <Suspense>
              <GiveStandby slug={slug} document={document} onClose={() => setGiving(false)} />
            </Suspense>
          )}
        </RailCard>
      )}
      <RailCard title={seesAll ? 'Opened' : 'You opened it'}>
        <Log slug={slug} document={document} />
      </RailCard>
    </>
  )
}

function Rotation({ slug, document }: { slug: string; document: Document }) {
  const { reference, credential: line } = document
  const [isAsking, setAsking] = useState(false)
  const credential = useQuery(query(openCredential, { slug: slug, reference })).data
  if (!line) return null
  const words = rotationWords(line)
  const whole = credential?.rotationDays ?? 1
  return (
    <div className={css['log']}>
      <p>
        {line.rotateIn !== undefined && <Ring left={Math.max(0, line.rotateIn) / whole} />}{' '}
        <strong data-late={line.mustRotate || (line.rotateIn ?? 1) < 0 || undefined}>{words ?? 'No set date'}</strong>
        {line.rotateOn && `, on ${formatDay(line.rotateOn)}`}
      </p>
      {credential?.rotations.map(({ id, cause, about, at }) => (
        <p key={id}>
          {rotationCauses[cause]?.(about) ?? about} <Time at={at} />. A new secret closes this.
        </p>
      ))}
      {credential && (
        <p className={css['aside']}>
          Changed <Time at={credential.rotatedAt} />
        </p>
      )}
      {document.level >= levels.reveal &&
        credential &&
        !credential.rotations.some(({ cause }) => cause === 'asked') && (
          <p>
            <Button variant="quiet" onClick={() => setAsking(true)}>
              Ask for a new secret
            </Button>
          </p>
        )}
      {isAsking && (
        <Suspense>
          <AskForRotation slug={slug} reference={reference} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  )
}

const rotationCauses: Record<string, (about: string) => string> = {
  left: (name) => `${name} saw this and has left`,
  used: (name) => `${name} broke the glass`,
  asked: (note) => `Asked for: ${note}`,
}

function Openers({ slug, document }: { slug: string; document: Document }) {
  const { data } = useQuery(query(listOpeners, { slug: slug, reference: document.reference }))
  if (!data) return null
  return (
    <ul className={css['log']}>
      {data.items.map((opener) => (
        <li key={`${opener.member.id} ${opener.grantId ?? opener.leaseId ?? ''}`}>
          <Person {...opener.member} hasFirm />
          <span className={css['aside']}>
            {byWords[opener.by]}
            {opener.endsAt && <Until endsAt={opener.endsAt} />}
          </span>
        </li>
      ))}
    </ul>
  )
}

const byWords = {
  role: 'holds the keys',
  collection: 'standing access',
  document: 'standing access',
  lease: 'for now',
  standby: 'Standby: active only in an incident',
} as const

function Until({ endsAt }: { endsAt: string }) {
  const leftMs = useTimeLeft(endsAt)
  const isSoon = leftMs < 14 * 86_400_000
  return (
    <>
      {', '}
      {isSoon ? `ends ${relative(endsAt) ?? ''}` : `until ${formatDay(endsAt)}`}
    </>
  )
}

/** Key holders, auditors, owner and deputy read who opened it; everybody else what they did themselves. */
function useSeesAll({ owner, deputy }: Document): boolean {
  const membership = useOrganization()
  return readsAllActivity(membership) || [owner?.id, deputy?.id].some((id) => id === membership.memberId)
}

function Log({ slug, document }: { slug: string; document: Document }) {
  const seesAll = useSeesAll(document)
  const { data } = useQuery(query(listReveals, { slug: slug, reference: document.reference, limit: 8 }))
  if (!data) return null
  if (data.items.length === 0)
    return <p className={css['aside']}>{seesAll ? 'Nobody has opened it yet.' : 'You have not opened it.'}</p>
  return (
    <ul className={css['log']}>
      {data.items.map((each) => (
        <li key={`${each.event}`}>
          <span>
            <Person {...each.by} /> <Time at={each.at} />
          </span>
          <span className={css['aside']}>
            {purposeWords[each.purpose] ?? each.purpose}
            {each.from && `, from ${each.from}`}
            {each.ticket && `, ${each.ticket}`}
          </span>
          {each.reason && <q>{each.reason}</q>}
        </li>
      ))}
    </ul>
  )
}
