import { useState } from 'react'
import { Banner } from '../Banner.tsx'
import { Button, ButtonLink } from '../Button.tsx'
import { freshnessWords } from '../freshness.ts'
import { FreshnessBadge } from '../FreshnessMark.tsx'
import { Ellipsis } from '../icons.ts'
import { IconButton } from '../Button.tsx'
import { Markdown } from '../Markdown.tsx'
import { Menu } from '../Menu.tsx'
import { PageBody, PageFrame, PageTitle, RailCard } from '../PageFrame.tsx'
import { Person } from '../Person.tsx'
import { ReferenceChip } from '../ReferenceChip.tsx'
import { Time } from '../Time.tsx'
import { chips, internetDown } from './samples.ts'

const fiveHoursAgo = new Date(Date.now() - 5 * 3_600_000).toISOString()

export function RunbookPage() {
  const [ticks, setTicks] = useState<ReadonlySet<number>>(new Set([0]))
  const state = { state: 'due', daysLeft: 6, intervalDays: 90 } as const
  return (
    <PageFrame
      title={['RB-14', 'Runbooks', 'Calder & Wick']}
      crumbs={[
        { label: 'Runbooks', to: '/' },
        { label: 'RB-14', isReference: true },
      ]}
      banner={<Banner tone="overdue">Overdue since 29 Oct. Check each step before you act on it.</Banner>}
      actions={
        <>
          <Button keys="V">Verify</Button>
          <ButtonLink to="/edit" keys="E">
            Edit
          </ButtonLink>
          <Menu
            label="More acts"
            groups={[
              [
                { id: 'history', label: 'History', keys: 'H', to: '/states' },
                { id: 'print', label: 'Print', detail: 'A4, black on white' },
              ],
              [{ id: 'archive', label: 'Archive', isDanger: true }],
            ]}
          >
            <IconButton icon={Ellipsis} label="More" />
          </Menu>
        </>
      }
      railLabel="About RB-14"
      rail={
        <>
          <RailCard title="System" keys="1">
            <ReferenceChip chip={chips[7] as (typeof chips)[number]} to="/runbooks/SY-01" />
          </RailCard>
          <RailCard title="Owner and deputy">
            <Person name="Priya Nandakumar" side="in_house" />
            <br />
            <Person name="Marcus Oyelaran" side="partner" party="Northlight IT" hasFirm />
          </RailCard>
          <RailCard title="Used in">
            <ReferenceChip chip={chips[2] as (typeof chips)[number]} to="/runbooks/RB-21" />
          </RailCard>
        </>
      }
    >
      <PageBody>
        <PageTitle
          meta={
            <>
              <FreshnessBadge {...state}>Review {freshnessWords(state).toLowerCase()}</FreshnessBadge>
              <Person name="Priya Nandakumar" side="in_house" />
              <span>
                Version 12 · last changed <Time at={fiveHoursAgo} />
              </span>
            </>
          }
        >
          Internet down at head office
        </PageTitle>
        <Markdown
          text={internetDown}
          title="Internet down at head office"
          chips={chips}
          linkTo={(chip) => `/runbooks/${chip.reference}`}
          ticks={ticks}
          onTick={(step, isDone) =>
            setTicks((before) => new Set(isDone ? [...before, step] : [...before].filter((each) => each !== step)))
          }
        />
      </PageBody>
    </PageFrame>
  )
}
