import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { setWorkingHours, workingHours } from '#contract/responsibilities.ts'
import type { OpenHours } from '#contract/vendors.ts'
import Plus from 'lucide-react/icons/plus'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { RadioGroup } from '../../ui/choice-fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { X } from '../../ui/icons.ts'
import { LoadingText } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { dayNames, hoursInWords } from '../vendors/open-hours.ts'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

/** When the organization is at work: who comes first in and out of these hours stands in its lanes. */
export default function HoursPage() {
  const membership = useOrganization()
  const { slug, timeZone } = membership
  const answer = useQuery(query(workingHours, { slug }))
  const zone = timeZone.replaceAll('_', ' ')
  return (
    <SettingsFrame title="Working hours" summary={answer.data && hoursInWords(answer.data.hours).join('; ')}>
      <SettingsBody>
        <SettingsSection
          title="In hours"
          note={`By the clock of the organization, ${zone}. Outside of these hours and on holidays others are called first, as the lanes say.`}
        >
          {answer.isPending && <LoadingText what="the hours" />}
          {answer.isError && <Failed what="The hours" error={answer.error} onRetry={() => void answer.refetch()} />}
          {answer.data && !isKeyHolder(membership) && (
            <ul>
              {hoursInWords(answer.data.hours).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          {answer.data && isKeyHolder(membership) && (
            <HoursForm key={slug} slug={slug} hours={answer.data.hours} isUsual={answer.data.isUsual} />
          )}
        </SettingsSection>
      </SettingsBody>
    </SettingsFrame>
  )
}

type Span = OpenHours['spans'][number]

function HoursForm({ slug, hours, isUsual }: { slug: string; hours: OpenHours; isUsual: boolean }) {
  const [always, setAlways] = useState(hours.always)
  const [spans, setSpans] = useState<readonly Span[]>(inOrder(hours.spans))
  const [errors, setErrors] = useState<FieldErrors>({})
  const saving = useDeed(setWorkingHours)
  const submit = () => {
    if (saving.isPending) return
    const wrong = always ? {} : wrongIn(spans)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    saving.mutate(
      { slug, hours: { ...hours, always, spans: always ? [] : inOrder(spans) } },
      {
        onSuccess: () => toast({ words: 'Working hours saved' }),
        onError: (error) => setErrors(fieldErrorsOf(error, ['spans', 'always'])),
      },
    )
  }
  const put = (span: Span, changes: Partial<Span>) =>
    setSpans(spans.map((each) => (each === span ? { ...each, ...changes } : each)))
  return (
    <Form onSubmit={submit} errors={errors} label="Working hours">
      {isUsual && <p className={css['quiet']}>Nobody has set them yet: these are the usual ones.</p>}
      <RadioGroup
        label="Somebody is at work"
        value={always ? 'always' : 'times'}
        onChange={(kind) => setAlways(kind === 'always')}
        options={[
          { value: 'times', label: 'At these hours' },
          { value: 'always', label: 'Day and night, on every day', hint: 'Then nothing is ever out of hours.' },
        ]}
      />
      {!always && (
        <div className={css['week']}>
          {dayNames.map((name, index) => {
            const day = index + 1
            const own = spans.filter((span) => span.day === day)
            return (
              <div key={name} className={css['weekday']} role="group" aria-label={name}>
                <span className={css['dayName']}>{name}</span>
                <div className={css['spans']}>
                  {own.length === 0 && <span className={css['quiet']}>Nobody</span>}
                  {own.map((span, at) => (
                    <div key={at} className={css['span']}>
                      <TextField
                        label={`${name} from`}
                        isLabelHidden
                        isSmall
                        name={`${day}-${at}-from`}
                        maxLength={5}
                        inputMode="numeric"
                        autoComplete="off"
                        value={span.from}
                        onChange={(event) => put(span, { from: event.currentTarget.value })}
                      />
                      <span aria-hidden="true">to</span>
                      <TextField
                        label={`${name} to`}
                        isLabelHidden
                        isSmall
                        name={`${day}-${at}-to`}
                        maxLength={5}
                        inputMode="numeric"
                        autoComplete="off"
                        value={span.to}
                        onChange={(event) => put(span, { to: event.currentTarget.value })}
                      />
                      <IconButton
                        icon={X}
                        label={`Remove ${name} ${span.from}`}
                        onClick={() => setSpans(spans.filter((each) => each !== span))}
                      />
                    </div>
                  ))}
                </div>
                <Button
                  variant="quiet"
                  icon={Plus}
                  aria-label={`Add a time on ${name}`}
                  onClick={() => setSpans([...spans, nextOn(day, spans)])}
                >
                  Add a time
                </Button>
              </div>
            )
          })}
        </div>
      )}
      <FormActions>
        <Button type="submit" variant="primary" isPending={saving.isPending}>
          Save hours
        </Button>
      </FormActions>
    </Form>
  )
}

const inOrder = (spans: readonly Span[]): Span[] =>
  [...spans].sort((one, other) => one.day - other.day || (one.from < other.from ? -1 : 1))

/** As the day before has it; after what that day has already, the afternoon. */
function nextOn(day: number, spans: readonly Span[]): Span {
  if (spans.some((span) => span.day === day)) return { day, from: '13:00', to: '17:30' }
  const before = spans.findLast((span) => span.day < day) ?? spans[0]
  return { day, from: before?.from ?? '09:00', to: before?.to ?? '17:30' }
}

/** By the names of the fields. */
function wrongIn(spans: readonly Span[]): Record<string, string> {
  const time = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/
  const wrong: Record<string, string> = {}
  for (const [index, name] of dayNames.entries()) {
    const day = index + 1
    for (const [at, { from, to }] of spans.filter((span) => span.day === day).entries()) {
      if (!time.test(from)) wrong[`${day}-${at}-from`] = `${name}: enter a time like 08:30`
      if (!time.test(to)) wrong[`${day}-${at}-to`] = `${name}: enter a time like 17:30`
      else if (from >= to) wrong[`${day}-${at}-to`] = `${name}: end after the beginning. Over midnight takes two`
    }
  }
  return wrong
}
