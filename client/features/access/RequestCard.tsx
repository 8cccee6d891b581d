import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { approveRequest, denyRequest, type AccessRequest } from '#contract/access.ts'
import { openCredential } from '#contract/credentials.ts'
import { call, query } from '../../platform/api.ts'
import { failureOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { useOrganizationLog } from '../../platform/use-organization-log.ts'
import { useIsUnlocked } from '../../platform/vault.ts'
import type { AnswerOf } from '../../vault/vault-protocol.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Form, FormActions } from '../../ui/Form.tsx'
import { plural } from '../../ui/format.ts'
import { Menu } from '../../ui/Menu.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { TextField } from '../../ui/text-fields.tsx'
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
  const { log } = useOrganizationLog(slug)
  const [isDenying, setDenying] = useState(false)
  const { organizationId, memberId } = membership
  const { document } = request
  const credential = useQuery(query(openCredential, { slug, reference: document.reference })).data
  const [checked, setChecked] = useState<AnswerOf<'checkRequest'>>()
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

  /** @param only the one-time code, where all was asked for. */
  const approve = async (forMinutes: number, only?: 'code') => {
    if (!credential || isPending) return
    setPending(true)
    try {
      if (!(await readyFor(slug, 'to approve and seal the key'))) return
      // Until it was unlocked the card said what the server says. What the requester signed is read before it is approved.
      if (!checked) return
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
        ...(only && { fields: ofCode.map(({ n }) => n) }),
      })
      await call(approveRequest, { slug, request: request.reference, ...given })
      refresh(client)
      toast({ words: `${checked.requester.name} can open ${document.reference} for ${durationWords(forMinutes)}` })
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  const denyIt = (note: string) =>
    deny.mutate(
      { slug, request: request.reference, note },
      { onError: (error) => toast({ words: failureWords(error) }) },
    )
  // One person asks and approves only where the signed policy says so, and every owner is told.
  const mayApprove = request.requester.id !== memberId || (log?.policies.singleAdmin ?? false)
  const asked = checked ?? request
  const { minutes } = asked
  const ofCode = checked?.ofFields.filter(({ kind }) => kind === 'totp' || kind === 'username') ?? []
  const shorter = durations.filter((each) => each < minutes)
  const who = checked ? checked.requester : request.requester
  const hasCode = ofCode.some(({ kind }) => kind === 'totp')
  const isCodeOnly = hasCode && (asked.fields?.every((n) => ofCode.some((field) => field.n === n)) ?? false)
  const less = [
    shorter.map((each) => ({
      id: String(each),
      label: `Approve for ${durationWords(each)}`,
      onAct: () => void approve(each),
    })),
    hasCode && !asked.fields
      ? [
          {
            id: 'code',
            label: `Only the one-time code, for ${durationWords(minutes)}`,
            onAct: () => void approve(minutes, 'code'),
          },
        ]
      : [],
  ].filter((group) => group.length > 0)
  return (
    <li ref={card} className={css['card']} data-asked={isAsked || undefined}>
      <p className={css['head']}>
        <Person {...request.requester} name={who.name} side={who.side} party={who.party} hasFirm />
        <Reference>{request.reference}</Reference>
      </p>
      {checked && <p className={css['aside']}>{checked.requester.email}, signed with their own key</p>}
      <p>
        asks to open{' '}
        <Link to={documentPath(slug, document.reference)}>
          {document.reference} {document.title}
        </Link>{' '}
        <Badge>{classNames[document.class]}</Badge>
        {asked.fields && (isCodeOnly ? ', only its one-time code,' : ', only some of its fields,')} for{' '}
        <strong>{durationWords(asked.minutes)}</strong>
        {asked.extends && ', to extend what runs'}
      </p>
      <p>
        <q>{asked.reason}</q> {asked.ticket && <span className={css['mono']}>{asked.ticket}</span>}
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
          {!mayApprove ? (
            <span className={css['aside']}>Somebody else approves what you ask for.</span>
          ) : isUnlocked ? (
            <Button variant="primary" isPending={isPending || !checked} onClick={() => void approve(minutes)}>
              {`Approve for ${durationWords(minutes)}`}
            </Button>
          ) : (
            // What the server says of it is not enough to approve by.
            <Button variant="primary" onClick={() => void readyFor(slug, 'to see what was signed')}>
              Unlock to approve
            </Button>
          )}
          {mayApprove && checked && less.length > 0 && (
            <Menu label="Approve for less" groups={less}>
              <Button>For less…</Button>
            </Menu>
          )}
          <Button aria-expanded={isDenying} onClick={() => setDenying(!isDenying)}>
            Deny
          </Button>
        </div>
      )}
      {isDenying && (
        <Form onSubmit={(data) => denyIt(textIn(data, 'note').trim())} label={`Deny ${request.reference}`}>
          <TextField
            label="Why not"
            name="note"
            isOptional
            autoFocus
            autoComplete="off"
            maxLength={300}
            hint={`${who.name} reads it, and it stays in the access log.`}
          />
          <FormActions>
            <Button type="submit" isPending={deny.isPending}>
              Deny it
            </Button>
            <Button onClick={() => setDenying(false)}>Not now</Button>
          </FormActions>
        </Form>
      )}
    </li>
  )
}

const times = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : plural(count, 'time'))
