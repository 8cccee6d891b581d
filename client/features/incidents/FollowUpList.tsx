import { Link } from 'react-router'
import { settleFollowUp, type FollowUp } from '#contract/incidents.ts'
import { formatDay } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { Checkbox } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { incidentPath } from './current.ts'
import css from './incidents.module.css'

/** A follow-up and the organization that it is in. */
export interface FollowUpIn extends FollowUp {
  slug: string
  organization?: string | undefined
}

/** What is still to be done after an incident; a tick settles it, another opens it again. */
export function FollowUpList(props: {
  followUps: readonly FollowUpIn[]
  /** Beside other things: names the incident that it comes from. */
  namesIncident?: boolean
  label: string
}) {
  const { followUps, namesIncident, label } = props
  const settle = useDeed(settleFollowUp)
  const set = ({ slug, id, text }: FollowUpIn, done: boolean) =>
    settle.mutate(
      { slug, followUpId: id, done },
      {
        onSuccess: () =>
          toast({
            words: done ? `Done: ${text}` : `Open again: ${text}`,
            ...(done && {
              action: { label: 'Undo', onAct: () => settle.mutate({ slug, followUpId: id, done: false }) },
            }),
          }),
        onError: (error) => void toast({ words: failureWords(error) }),
      },
    )
  return (
    <ul className={css['box']} aria-label={label}>
      {followUps.map((followUp) => {
        const { id, slug, organization, text, owner, dueOn, isLate, doneAt, doneBy, incident } = followUp
        return (
          <li key={id} className={css['followUp']} data-done={doneAt ? '' : undefined}>
            <Checkbox
              label={text}
              checked={doneAt !== undefined}
              onChange={(event) => set(followUp, event.currentTarget.checked)}
            />
            <span className={css['second']}>
              {namesIncident && (
                <Link to={incidentPath(slug, incident.reference)}>
                  <Reference>{incident.reference}</Reference>
                </Link>
              )}
              {organization && <span>{organization}</span>}
              {owner ? <Person {...owner} /> : <span>nobody yet</span>}
              {doneAt ? (
                <span>
                  done {formatDay(doneAt)}
                  {doneBy && ` by ${doneBy}`}
                </span>
              ) : (
                dueOn && (
                  <FreshnessText state={isLate ? 'overdue' : 'verified'}>
                    {isLate ? 'Was due' : 'By'} {formatDay(dueOn)}
                  </FreshnessText>
                )
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
