import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeNoticeWish, noticeWishes, type NoticeTopic, type NoticeWish } from '#contract/notices.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { Select } from '../../ui/choice-fields.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'

const topics: readonly { topic: NoticeTopic; label: string; hint: string }[] = [
  { topic: 'access', label: 'Access', hint: 'Requests and their answers, standby access, access reviews.' },
  { topic: 'problems', label: 'Problems', hint: 'Problems reported with critical documents that you keep.' },
  { topic: 'incidents', label: 'Incidents', hint: 'Incidents of systems that you see, and follow-ups that are yours.' },
  {
    topic: 'responsibilities',
    label: 'Responsibilities',
    hint: 'Lanes to confirm, cover for somebody who is away, handovers.',
  },
  { topic: 'reading', label: 'Reading', hint: 'Reading lists that you are given, and reminders of them.' },
]
const wishes: readonly { value: NoticeWish; label: string }[] = [
  { value: 'at_once', label: 'At once, over any page' },
  { value: 'list', label: 'In the list' },
  { value: 'waiting', label: 'Only what waits for me, in the list' },
]

/** How much of which notices somebody wants to be told. */
export default function NoticeSettingsPage() {
  const queries = useQueryClient()
  const chosen = useQuery(query(noticeWishes, {}))
  const change = useMutation({
    mutationFn: (next: { topic: NoticeTopic; wish: NoticeWish }) => call(changeNoticeWish, next),
    onSuccess: () => toast({ words: 'Saved' }),
    onSettled: () => queries.invalidateQueries({ queryKey: [noticeWishes.path] }),
  })
  // What was pressed shows at once, and goes back if it was not saved.
  const wishOf = (topic: NoticeTopic) =>
    change.isPending && change.variables.topic === topic ? change.variables.wish : chosen.data?.[topic]
  return (
    <SettingsFrame title="Notices">
      <SettingsBody>
        <SettingsSection
          title="What to be told"
          note="Break-glass use, recovery, people who wait to be let in and whatever concerns your account always come at once."
        >
          {chosen.isPending && <LoadingText what="your choices" />}
          {chosen.isError && <Failed error={chosen.error} what="Your choices" onRetry={() => void chosen.refetch()} />}
          {change.error && <Notice {...failureOf(change.error)} />}
          {chosen.data &&
            topics.map(({ topic, label, hint }) => (
              <Select
                key={topic}
                label={label}
                hint={hint}
                options={wishes}
                value={wishOf(topic) ?? 'at_once'}
                onChange={(wish) => change.mutate({ topic, wish })}
              />
            ))}
        </SettingsSection>
      </SettingsBody>
    </SettingsFrame>
  )
}
