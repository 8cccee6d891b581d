import { SettingsFrame } from './SettingsFrame.tsx'
import css from './settings.module.css'

/** In view, but not for this role: what is possible, and who can. */
export function Forbidden({ title, what }: { title: string; what: string }) {
  return (
    <SettingsFrame title={title}>
      <p className={css['noAccess']}>{what} Ask one of the owners or admins of the organization.</p>
    </SettingsFrame>
  )
}
