import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import { answerCover, endAbsence, setAway, type Absence } from '#contract/responsibilities.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useQueryString } from '../../platform/query-string.ts'
import { isKeyHolder, useOrganization, useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDay, plural } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { ResponsibilitiesFrame } from './ResponsibilitiesFrame.tsx'
import { useAbsences, usePastAbsences } from './use-lanes.ts'
import { whatIfPath } from './words.ts'
import css from './responsibilities.module.css'

const AwayDialog = lazy(async () => ({ default: (await import('./AwayDialog.tsx')).AwayDialog }))
const ChoosePerson = lazy(async () => ({ default: (await import('./ChoosePerson.tsx')).ChoosePerson }))
const AskCover = lazy(async () => ({ default: (await import('./AskCover.tsx')).AskCover }))

/** Who is away now and later, and who covers; whoever was asked answers here. */
export default function AwayPage() {
  const membership = useOrganization()
  const { slug, memberId } = membership
  const { account } = useSession()
  const { parameters, change } = useQueryString<'set' | 'past' | 'absence'>()
  const isPast = parameters.get('past') !== null
  const absences = useAbsences(slug)
  const before = usePastAbsences(slug, isPast)
  const [chosen, setChosen] = useState<{ id: string; name: string }>()
  const [asking, setAsking] = useState<Absence>()
  const set = parameters.get('set')
  const person = set === 'me' ? { id: memberId, name: account.name } : chosen
  const close = () => {
    setChosen(undefined)
    change({ set: undefined }, 'replace')
  }
  const items = absences.data?.items ?? []
  const now = items.filter(({ isNow }) => isNow)
  const later = items.filter(({ isNow }) => !isNow)
  const parts = { slug, onAsk: setAsking, about: parameters.get('absence') ?? undefined }
  return (
    <ResponsibilitiesFrame
      heading="Who is away"
      summary={
        absences.data && (
          <span>{now.length === 0 ? 'Everybody is here' : `${plural(now.length, 'person', 'people')} away now`}</span>
        )
      }
      actions={
        <>
          {isKeyHolder(membership) && <Button onClick={() => change({ set: 'other' })}>Somebody else…</Button>}
          <Button variant="primary" keys="N" onClick={() => change({ set: 'me' })}>
            I’m away…
          </Button>
        </>
      }
    >
      <div className={css['page']}>
        {absences.error ? (
          <Failed what="Who is away" error={absences.error} onRetry={() => void absences.refetch()} />
        ) : !absences.data ? (
          <LoadingRows what="who is away" rows={4} />
        ) : (
          <>
            {items.length === 0 && (
              <EmptyState
                actions={
                  <Button variant="primary" onClick={() => change({ set: 'me' })}>
                    I’m away…
                  </Button>
                }
              >
                Nobody is away, now or later. Say so here before you go: what would be uncovered is shown at once.
              </EmptyState>
            )}
            <Absences title="Now" items={now} {...parts} />
            <Absences title="Later" items={later} {...parts} />
            <Absences title="Before" items={isPast ? (before.data?.items ?? []) : []} {...parts} />
            {!isPast && (
              <p>
                <Link to="?past=1" className={css['quietLink']}>
                  Show past absences
                </Link>
              </p>
            )}
          </>
        )}
      </div>
      <Suspense>
        {set === 'other' && !person && <ChoosePerson slug={slug} onChoose={setChosen} onClose={close} />}
        {person && set !== null && <AwayDialog slug={slug} person={person} onClose={close} />}
        {asking && <AskCover slug={slug} absence={asking} onClose={() => setAsking(undefined)} />}
      </Suspense>
    </ResponsibilitiesFrame>
  )
}

function Absences(props: {
  title: string
  items: readonly Absence[]
  slug: string
  onAsk: (absence: Absence) => void
  /** The one that a notice led to. */
  about: string | undefined
}) {
  if (props.items.length === 0) return null
  return (
    <section className={css['section']} aria-label={props.title}>
      <h2>{props.title}</h2>
      <ul className={css['absences']}>
        {props.items.map((absence) => (
          <li key={absence.id} data-about={absence.id === props.about || undefined}>
            <OneAbsence slug={props.slug} absence={absence} onAsk={() => props.onAsk(absence)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function OneAbsence({ slug, absence, onAsk }: { slug: string; absence: Absence; onAsk: () => void }) {
  const membership = useOrganization()
  const { person, from, until, note, cover, answer, isNow, mayEnd, asksMe } = absence
  const answering = useDeed(answerCover)
  const ending = useDeed(endAbsence)
  const setting = useDeed(setAway)
  const fail = (error: Error) => toast({ words: failureWords(error) })
  const isMe = person.id === membership.memberId
  const isOver = until < membership.today
  const say = (accepts: boolean) =>
    answering.mutate(
      { slug, absenceId: absence.id, accepts },
      {
        onSuccess: () =>
          toast({
            words: accepts
              ? `You cover for ${person.name} until ${formatDay(until)}`
              : `You do not cover for ${person.name}`,
          }),
        onError: fail,
      },
    )
  const again = () =>
    setting.mutate(
      {
        slug,
        id: uuidv7(),
        memberId: person.id,
        // What has begun begins today once more.
        from: from < membership.today ? membership.today : from,
        until,
        note,
        ...(cover && { coverId: cover.id }),
      },
      { onError: fail },
    )
  const end = () =>
    ending.mutate(
      { slug, absenceId: absence.id },
      {
        onSuccess: () =>
          toast({
            words: isNow ? `${person.name} is back` : `${person.name} stays`,
            action: { label: 'Undo', onAct: again },
            forMs: 10_000,
          }),
        onError: fail,
      },
    )
  return (
    <article className={css['absence']} aria-label={`${person.name}, away ${formatDay(from)} to ${formatDay(until)}`}>
      <div className={css['absenceWords']}>
        <p>
          <Person {...person} hasFirm /> <time dateTime={from}>{formatDay(from)}</time> to{' '}
          <time dateTime={until}>{formatDay(until)}</time>
        </p>
        {note && <p className={css['aside']}>{note}</p>}
        <p>
          <Cover absence={absence} />
        </p>
      </div>
      {!isOver && (
        <div className={css['gapActs']}>
          {asksMe && (
            <>
              <Button variant="primary" isPending={answering.isPending} onClick={() => say(true)}>
                Cover for {person.name.split(' ')[0]}
              </Button>
              <Button isPending={answering.isPending} onClick={() => say(false)}>
                I cannot
              </Button>
            </>
          )}
          {mayEnd && answer !== 'accepted' && (
            <Button onClick={onAsk}>{cover ? 'Ask somebody else' : 'Ask for cover'}</Button>
          )}
          {(isMe || isKeyHolder(membership)) && (
            <Link
              to={`${whatIfPath(slug, person.id)}?from=${from}&until=${until}${cover ? `&cover=${cover.id}` : ''}`}
              className={css['quietLink']}
            >
              What is uncovered
            </Link>
          )}
          {mayEnd && (
            <Button variant="quiet" isPending={ending.isPending} onClick={end}>
              {isNow ? (isMe ? 'I’m back' : 'Is back') : 'Not going'}
            </Button>
          )}
        </div>
      )}
    </article>
  )
}

function Cover({ absence: { cover, answer } }: { absence: Absence }) {
  if (!cover) return <FreshnessText state="due">Nobody was asked to cover</FreshnessText>
  if (answer === 'accepted') return <FreshnessText state="verified">{`${cover.name} covers`}</FreshnessText>
  if (answer === 'refused') return <FreshnessText state="overdue">{`${cover.name} cannot cover`}</FreshnessText>
  return <FreshnessText state="due">{`${cover.name} was asked, and has not answered`}</FreshnessText>
}
