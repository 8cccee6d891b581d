import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { approveRequest, denyRequest, type AccessRequest } from '#contract/access.ts'
import { openCredential } from '#contract/credentials.ts'
import { call, query } from '../../platform/api.ts'
import { failureOf } from '../../platform/failure.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { useIsUnlocked } from '../../platform/vault.ts'
import type { RequestFacts } from '../../vault/leases.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Menu } from '../../ui/Menu.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { classNames } from '../credentials/words.ts'
import { documentPath } from '../documents/addresses.ts'
import { failureWords, refresh, useDeed } from '../documents/deeds.ts'
import { durations, durationWords } from './durations.ts'
import css from './access.module.css'

/**
 * A request that waits: who, what, why and how long, as the requester signed it and as the log knows the requester.
 * One press approves; the key is sealed to that person alone.
 */
export function RequestCard({ slug, request, isAsked }: { slug: string; request: AccessRequest; isAsked: boolean }) {
  const membership = useOrganization()
  const client = useQueryClient()
  const deny = useDeed(denyRequest)
  const { organizationId, memberId } = membership
  const { document, minutes } = request
  const credential = useQuery(query(openCredential, { slug, reference: document.reference })).data
  const [checked, setChecked] = useState<RequestFacts>()
  const [trouble, setTrouble] = useState<string>()
  const [isPending, setPending] = useState(false)
  const isUnlocked = useIsUnlocked()
  const card = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isAsked) card.current?.scrollIntoView({ block: 'center' })
  }, [isAsked])

  const { payload, signature } = request.statement
  const requester = request.requester.id
  const title = document.title
  useEffect(() => {
    if (!isUnlocked || !credential) return
    const signed = { payload, signature, requester }
    const { id: documentId, address, class: secretClass, collectionId } = credential
    const shown = { documentId, title, address, class: secretClass, collectionId }
    doing(slug, 'checkRequest', { organizationId, shown, credential, request: signed }).then(
      setChecked,
      (error: unknown) => {
        const failure = failureOf(error)
        setTrouble([failure.title, failure.detail].filter(Boolean).join('. '))
      },
    )
  }, [isUnlocked, credential, slug, organizationId, payload, signature, requester, title])

  const approve = async (forMinutes: number) => {
    if (!credential || isPending) return
    setPending(true)
    try {
      if (!(await readyFor(slug, 'to approve and seal the key'))) return
      const { id: documentId, address, class: secretClass, collectionId } = credential
      const shown = { documentId, title, address, class: secretClass, collectionId }
      const signed = { payload, signature, requester }
      const given = await doing(slug, 'signLease', {
        organizationId,
        shown,
        credential,
        request: signed,
        lease: uuidv7(),
        minutes: forMinutes,
      })
      await call(approveRequest, { slug, request: request.reference, ...given })
      refresh(client)
      toast({ words: `${request.requester.name} can open ${document.reference} for ${durationWords(forMinutes)}` })
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  const isOwn = request.requester.id === memberId
  const shorter = durations.filter((each) => each < minutes)
  const who = checked ? checked.requester : request.requester
  return (
    <li ref={card} className={css['card']} data-asked={isAsked || undefined}>
      <p className={css['head']}>
        <Person {...request.requester} name={who.name} party={who.party} hasFirm />
        <Reference>{request.reference}</Reference>
      </p>
      {checked && <p className={css['aside']}>{checked.requester.email}, signed with their own key</p>}
      <p>
        asks to open{' '}
        <Link to={documentPath(slug, document.reference)}>
          {document.reference} {document.title}
        </Link>{' '}
        <Badge>{classNames[document.class]}</Badge>
        {request.fields && ', only some of its fields,'} for <strong>{durationWords(minutes)}</strong>
        {request.extends && ', to extend what runs'}
      </p>
      <p>
        <q>{checked?.reason ?? request.reason}</q>{' '}
        {(checked?.ticket ?? request.ticket) && (
          <span className={css['mono']}>{checked?.ticket ?? request.ticket}</span>
        )}
      </p>
      <p className={css['aside']}>
        Asked <Time at={request.createdAt} />. Opened it {times(request.reveals90)} in 90 days.
      </p>
      {trouble && (
        <Banner tone="overdue" isNews>
          Do not approve this. {trouble}
        </Banner>
      )}
      {isKeyHolder(membership) && !trouble && (
        <div className={css['acts']}>
          {isOwn ? (
            <span className={css['aside']}>Somebody else approves what you ask for.</span>
          ) : (
            <Button variant="primary" isPending={isPending} onClick={() => void approve(minutes)}>
              {`Approve for ${durationWords(minutes)}`}
            </Button>
          )}
          {!isOwn && shorter.length > 0 && (
            <Menu
              label="Approve for less"
              groups={[
                shorter.map((each) => ({
                  id: String(each),
                  label: `Approve for ${durationWords(each)}`,
                  onAct: () => void approve(each),
                })),
              ]}
            >
              <Button>For less…</Button>
            </Menu>
          )}
          <Button
            isPending={deny.isPending}
            onClick={() =>
              deny.mutate(
                { slug, request: request.reference, note: '' },
                { onError: (error) => toast({ words: failureWords(error) }) },
              )
            }
          >
            Deny
          </Button>
        </div>
      )}
    </li>
  )
}

const times = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : plural(count, 'time'))
