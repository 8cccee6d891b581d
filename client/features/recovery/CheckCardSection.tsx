import { useState } from 'react'
import { useOrganization } from '../../platform/session.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { Button } from '../../ui/Button.tsx'
import { SettingsSection } from '../settings/SettingsFrame.tsx'
import settings from '../settings/settings.module.css'
import { CardFields } from './CardFields.tsx'

/** Looks at one card: that it can be read, and that it is one of the kit in force. Nothing is opened by it. */
export function CheckCardSection() {
  const { slug, organizationId } = useOrganization()
  const [isOpen, setOpen] = useState(false)

  const start = async () => setOpen(await readyFor(slug, 'to check a card'))
  const check = (card: string) => doing(slug, 'checkCard', { organizationId, card })
  return (
    <SettingsSection
      title="Check one card"
      note="Whether a card can still be read, and belongs to this kit. It opens nothing, and the code stays in this page."
    >
      {isOpen ? (
        <CardFields needed={1} check={check} onCards={() => undefined} name="check" />
      ) : (
        <div className={settings['acts']}>
          <Button onClick={() => void start()}>Check a card</Button>
        </div>
      )}
      {isOpen && (
        <div className={settings['acts']}>
          <Button onClick={() => setOpen(false)}>Done</Button>
        </div>
      )}
    </SettingsSection>
  )
}
