import type { OpenHours, VendorFacts } from '#contract/vendors.ts'
import Plus from 'lucide-react/icons/plus'
import { useOrganization } from '../../../platform/session.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/choice-fields.tsx'
import { X } from '../../../ui/icons.ts'
import { TextField } from '../../../ui/text-fields.tsx'
import { timeZones } from '../../sign-in/OrganizationFields.tsx'
import { dayNames } from '../open-hours.ts'
import { without } from './without.ts'
import css from '../vendors.module.css'

const days = dayNames.map((label, index) => ({ value: String(index + 1), label }))

/** When somebody answers there, by their clock. */
export function HoursFields({ vendor, change }: { vendor: VendorFacts; change: (vendor: VendorFacts) => void }) {
  const { timeZone } = useOrganization()
  const { hours } = vendor
  const set = (changes: Partial<OpenHours>) => {
    const before: OpenHours = hours ?? { timeZone, always: false, spans: [], note: '' }
    change({ ...vendor, hours: { ...before, ...changes } })
  }
  const choose = (kind: 'unknown' | 'always' | 'times') => {
    if (kind === 'unknown') change(without(vendor, 'hours'))
    else if (kind === 'always') set({ always: true, spans: [] })
    else set({ always: false, spans: hours?.spans.length ? hours.spans : workingWeek })
  }
  const kind = !hours ? 'unknown' : hours.always ? 'always' : 'times'
  const put = (index: number, changes: Partial<OpenHours['spans'][number]>) =>
    hours && set({ spans: hours.spans.map((each, at) => (at === index ? { ...each, ...changes } : each)) })
  return (
    <fieldset className={css['set']}>
      <legend>Hours</legend>
      <div className={css['pair']}>
        <Select
          label="When do they answer?"
          value={kind}
          onChange={choose}
          options={[
            { value: 'unknown', label: 'Not known' },
            { value: 'always', label: 'Day and night' },
            { value: 'times', label: 'At certain times' },
          ]}
        />
        {hours && (
          <Select
            label="Their time zone"
            name="content/hours/timeZone"
            value={hours.timeZone}
            onChange={(zone) => set({ timeZone: zone })}
            options={timeZones(hours.timeZone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          />
        )}
      </div>
      {kind === 'times' && (
        <>
          {hours?.spans.map((span, index) => (
            <div className={css['span']} key={index}>
              <Select
                label="Day"
                value={String(span.day)}
                onChange={(day) => put(index, { day: Number(day) })}
                options={days}
              />
              <TextField
                label="From"
                name={`content/hours/spans/${index}/from`}
                maxLength={5}
                autoComplete="off"
                value={span.from}
                onChange={(event) => put(index, { from: event.currentTarget.value })}
              />
              <TextField
                label="To"
                name={`content/hours/spans/${index}/to`}
                maxLength={5}
                autoComplete="off"
                value={span.to}
                onChange={(event) => put(index, { to: event.currentTarget.value })}
              />
              <IconButton
                icon={X}
                label={`Remove ${dayNames[span.day - 1]} ${span.from}`}
                onClick={() => set({ spans: hours.spans.filter((_, at) => at !== index) })}
              />
            </div>
          ))}
          <p>
            <Button icon={Plus} onClick={() => set({ spans: [...(hours?.spans ?? []), nextSpan(hours?.spans ?? [])] })}>
              Add a time
            </Button>
          </p>
        </>
      )}
      {hours && (
        <TextField
          label="About the hours"
          name="content/hours/note"
          isOptional
          maxLength={200}
          autoComplete="off"
          value={hours.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
          hint="Closed on bank holidays"
        />
      )}
    </fieldset>
  )
}

const workingWeek = [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '18:00' }))

/** The day after the last one, at the same time. */
function nextSpan(spans: OpenHours['spans']): OpenHours['spans'][number] {
  const last = spans.at(-1)
  return last ? { ...last, day: (last.day % 7) + 1 } : { day: 1, from: '08:00', to: '18:00' }
}
