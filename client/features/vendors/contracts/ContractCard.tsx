import { lazy, Suspense, useState } from 'react'
import { archiveContract, restoreContract, type Contract } from '#contract/contracts.ts'
import { levels } from '#contract/values.ts'
import { Button } from '../../../ui/Button.tsx'
import { Ellipsis } from '../../../ui/icons.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { formatDay } from '../../../ui/format.ts'
import { FreshnessLabel } from '../../../ui/FreshnessMark.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { NoOwner, Person } from '../../../ui/Person.tsx'
import { Reference } from '../../../ui/Reference.tsx'
import { Time } from '../../../ui/Time.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { failureWords, useDeed } from '../../documents/deeds.ts'
import type { ContractAct } from './Contracts.tsx'
import { costWords } from './money.ts'
import { ProofLink } from './ProofLink.tsx'
import { decidedWords, markOf, noticeWords, renewalWords, standingWords } from './words.ts'
import css from './contracts.module.css'

const ContractHistory = lazy(async () => ({ default: (await import('./ContractHistory.tsx')).ContractHistory }))

interface ContractCardProps {
  slug: string
  contract: Contract
  /** With its decisions and earlier versions in sight. */
  isOpen: boolean
  onAct?: (act: ContractAct) => void
}

/** One contract: the deadline first, then what was agreed, and what was decided. */
export function ContractCard({ slug, contract, isOpen, onAct }: ContractCardProps) {
  const [isHistoryOpen, setHistoryOpen] = useState(isOpen)
  const { reference, title, number, decision, state, archivedAt } = contract
  const mark = markOf(contract)
  const mayEdit = contract.level >= levels.edit
  return (
    <article className={css['card']} aria-label={`${reference} ${title}`} data-state={state}>
      <header className={css['cardHeader']}>
        <h3>{title}</h3>
        <Reference>{reference}</Reference>
        <div className={css['acts']} data-no-print>
          {contract.mayDecide && onAct && state !== 'ended' && !archivedAt && (
            <Button
              variant={state === 'missed' || state === 'soon' ? 'primary' : 'default'}
              onClick={() => onAct('decide')}
            >
              {decision ? 'Decide again' : 'Decide'}
            </Button>
          )}
          {mayEdit && <CardMenu slug={slug} contract={contract} onAct={onAct} />}
        </div>
      </header>
      <p className={css['deadline']}>
        {mark ? <FreshnessLabel {...mark}>{standingWords(contract)}</FreshnessLabel> : standingWords(contract)}
      </p>
      {state === 'ended' && !archivedAt && mayEdit && decision?.decision !== 'cancel' && (
        <p className={css['aside']}>Enter its new end if it goes on, or archive it.</p>
      )}
      {decision && (
        <p className={css['decision']}>
          <strong>{decidedWords[decision.decision]}</strong>: {decision.why}
          {decision.proof && ` · ${decision.proof}`}
          {decision.attachmentId && (
            <ProofLink slug={slug} vendor={contract.vendor.reference} attachmentId={decision.attachmentId} />
          )}
          <span className={css['aside']}>
            {' '}
            {decision.by}, <Time at={decision.at} />
          </span>
        </p>
      )}
      <dl className={css['facts']}>
        {number && (
          <Fact name="Number">
            <span className={css['mono']}>{number}</span>
          </Fact>
        )}
        <Fact name="Term">{termWords(contract)}</Fact>
        {contract.notice && (
          <Fact name="Notice">
            {noticeWords(contract.notice)}
            {contract.notice.channel && <span className={css['aside']}> · {contract.notice.channel}</span>}
          </Fact>
        )}
        {contract.cost && <Fact name="Cost">{costWords(contract.cost)}</Fact>}
        <Fact name="Owner">
          <span className={css['people']}>
            {contract.owner && <Person {...contract.owner} />}
            {contract.fallback && (
              <span className={css['fallback']}>
                <span className={css['aside']}>otherwise</span> <Person {...contract.fallback} />
              </span>
            )}
            {contract.noOwner && <NoOwner />}
          </span>
        </Fact>
      </dl>
      {contract.notes.trim() !== '' && <p className={css['notes']}>{contract.notes}</p>}
      <details
        className={css['history']}
        open={isHistoryOpen}
        onToggle={(event) => setHistoryOpen(event.currentTarget.open)}
        data-no-print
      >
        <summary>Decisions and changes</summary>
        {isHistoryOpen && (
          <Suspense>
            <ContractHistory slug={slug} contract={reference} />
          </Suspense>
        )}
      </details>
    </article>
  )
}

function termWords({ startsOn, endsOn, termEndsOn, autoRenews, renewalMonths }: Contract): string {
  const from = startsOn ? `From ${formatDay(startsOn)}` : ''
  if (!endsOn) return [from, 'until somebody ends it'].filter(Boolean).join(' ').replace(/^u/, 'U')
  const end = `to ${formatDay(termEndsOn ?? endsOn)}`
  const words = [from, end].filter(Boolean).join(' ').replace(/^t/, 'T')
  return autoRenews && renewalMonths
    ? `${words}, then renews ${renewalWords(renewalMonths)}`
    : `${words}, does not renew`
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function CardMenu({ slug, contract, onAct }: { slug: string; contract: Contract; onAct: ContractCardProps['onAct'] }) {
  const { reference, archivedAt } = contract
  const archive = useDeed(archiveContract)
  const restore = useDeed(restoreContract)
  const input = { slug, contract: reference }
  const say = (words: string) => toast({ words })
  const fail = { onError: (error: Error) => say(failureWords(error)) }
  const undo = { label: 'Undo', onAct: () => restore.mutate(input, fail) }
  const entries = archivedAt
    ? [
        {
          id: 'restore',
          label: 'Restore',
          onAct: () => restore.mutate(input, { ...fail, onSuccess: () => say(`${reference} restored`) }),
        },
      ]
    : [
        { id: 'edit', label: 'Change', onAct: () => onAct?.('edit') },
        {
          id: 'archive',
          label: 'Archive',
          onAct: () =>
            archive.mutate(input, {
              ...fail,
              onSuccess: () => toast({ words: `${reference} archived`, action: undo, forMs: 10_000 }),
            }),
        },
      ]
  return (
    <Menu label={`Acts on ${reference}`} groups={[entries]}>
      <IconButton icon={Ellipsis} label={`More about ${reference}`} />
    </Menu>
  )
}
