import { Link } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import { askForRotation, openRotationsFor } from '#contract/access.ts'
import type { HandoverItems } from '#contract/handovers.ts'
import { call } from '../../platform/api.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { listWords, plural } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Time } from '../../ui/Time.tsx'
import { documentPath, editPath } from '../documents/addresses.ts'
import { Nothing, Part, type StepProps } from './Part.tsx'
import { PickRows, type PickRow } from './PickRows.tsx'
import { usePicked } from './use-picked.ts'
import { useWork } from './use-work.ts'
import css from './handover.module.css'

type Secret = HandoverItems['secrets'][number]

/** What they have seen, or could have, and nobody has changed since. Only a new secret takes it from the list. */
export function SecretsStep(props: StepProps) {
  const { slug, handover, name } = props
  const { secrets } = handover.items
  const byReference = Map.groupBy(secrets, ({ reference }) => reference)
  const all = [...byReference.values()]
  const seen = all.filter((some) => some.some(({ exposure }) => exposure === 'revealed'))
  const couldOpen = all.filter((some) => some.every(({ exposure }) => exposure === 'could_open'))
  return (
    <>
      <Part
        title="Secrets they have seen"
        note="Ending access does not take back what somebody has seen. Each of these is to be rotated; a task closes only when a new secret is saved."
      >
        {seen.length === 0 ? (
          <Nothing>{`Nothing that ${name} has seen is still the same.`}</Nothing>
        ) : (
          <Seen {...props} secrets={seen} />
        )}
      </Part>
      {couldOpen.length > 0 && (
        <Part
          title="Secrets they could have opened"
          note="They held a key and did not look, as far as the log says. Rotate what would hurt most."
        >
          <CouldOpen {...props} secrets={couldOpen} />
        </Part>
      )}
      <p className={css['note']}>
        <Link to={`/o/${slug}/access?tab=rotations`}>The whole rotation list</Link>
      </p>
    </>
  )
}

interface ListProps extends StepProps {
  /** By credential, who saw it or could have. */
  secrets: readonly Secret[][]
}

function Seen(props: ListProps) {
  const { slug, handover, secrets } = props
  const work = useWork()
  const without = secrets.filter((some) => some.every(({ hasTask }) => !hasTask))
  const memberIds = handover.items.access.members.map(({ person }) => person.id)
  const open = () =>
    void work.run(without.length, async () => {
      const { opened } = await call(openRotationsFor, { slug, memberIds })
      return `${plural(opened, 'secret')} on the rotation list`
    })
  return (
    <>
      {handover.mayLead && (
        <div className={css['taker']}>
          {without.length > 0 && (
            <div className={css['acts']}>
              <Button variant="primary" isPending={work.through !== undefined} onClick={open}>
                Put {plural(without.length, 'secret')} on the rotation list
              </Button>
            </div>
          )}
          <p role="status" className={css['said']}>
            {work.said}
          </p>
        </div>
      )}
      <PickRows label="Seen" rows={secrets.flatMap((some) => rowOf(props, some, handover.mayLead))} />
    </>
  )
}

function CouldOpen(props: ListProps) {
  const { slug, handover, name, secrets } = props
  const open = secrets.filter((some) => some.every(({ hasTask }) => !hasTask))
  const picked = usePicked(
    open.flatMap(([first]) => first?.reference ?? []),
    false,
  )
  const work = useWork()
  const ask = () =>
    void work.run(picked.ids.length, async ({ goesOn, onProgress }) => {
      let asked = 0
      for (const reference of picked.ids) {
        if (!goesOn()) break
        const note = `${name} hands over and could have opened it`.slice(0, 200)
        await call(askForRotation, { slug, reference, id: uuidv7(), note })
        onProgress((asked += 1))
      }
      return `${plural(asked, 'secret')} on the rotation list`
    })
  if (!handover.mayLead)
    return <PickRows label="Could have been opened" rows={secrets.flatMap((some) => rowOf(props, some, false))} />
  const rest = secrets.filter((some) => some.some(({ hasTask }) => hasTask))
  return (
    <>
      {open.length > 0 && (
        <PickRows
          label="Could have been opened"
          rows={open.flatMap((some) => rowOf(props, some, false))}
          picked={picked}
        />
      )}
      <div className={css['taker']}>
        {picked.ids.length > 0 && (
          <div className={css['acts']}>
            <Button isPending={work.through !== undefined} onClick={ask}>
              Put {plural(picked.ids.length, 'secret')} on the rotation list
            </Button>
            {work.through && <Button onClick={work.stop}>Stop here</Button>}
          </div>
        )}
        <p role="status" className={css['said']}>
          {work.said}
        </p>
      </div>
      {rest.length > 0 && (
        <PickRows label="Asked to be rotated" rows={rest.flatMap((some) => rowOf(props, some, true))} />
      )}
    </>
  )
}

/** @param mayRotate with the way to it. */
function rowOf({ slug, handover }: StepProps, some: readonly Secret[], mayRotate: boolean): PickRow[] {
  const [first] = some
  if (!first) return []
  const { reference, title } = first
  const hasTask = some.some((each) => each.hasTask)
  const seen = some.filter(({ exposure }) => exposure === 'revealed')
  const last = seen
    .flatMap(({ lastAt }) => lastAt ?? [])
    .sort()
    .at(-1)
  // Of one person every line would say the same name.
  const names = handover.person ? '' : listWords((seen.length > 0 ? seen : some).map(({ person }) => person.name))
  return [
    {
      id: reference,
      title,
      reference,
      to: documentPath(slug, reference),
      facts: (
        <>
          {(names || last) && (
            <span>
              {names}
              {last && (
                <>
                  {names ? ', last ' : 'Last seen '}
                  <Time at={last} />
                </>
              )}
            </span>
          )}
          {hasTask ? (
            <Badge>On the rotation list</Badge>
          ) : (
            seen.length > 0 && <FreshnessText state="overdue">Seen, unchanged since</FreshnessText>
          )}
        </>
      ),
      ...(mayRotate &&
        hasTask && {
          act: (
            <ButtonLink to={editPath(slug, reference)} aria-label={`Rotate ${title}`}>
              Rotate
            </ButtonLink>
          ),
        }),
    },
  ]
}
