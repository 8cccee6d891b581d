import { Fragment, lazy, Suspense, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import { SettingsSection } from '../settings/SettingsFrame.tsx'
import settings from '../settings/settings.module.css'
import { cardName, unknownWords, warnings } from './holders.ts'
import type { Kit } from './kit.ts'

const CardHoldersDialog = lazy(() => import('./CardHoldersDialog.tsx'))

/** Where the cards are: what has to be known on the day when they are needed, and that nobody else has enough of them. */
export function CardHolders({ kit, isOwner, onNoted }: { kit: Kit; isOwner: boolean; onNoted: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const cards = kit.cards ?? []
  const unknown = unknownWords(cards, kit.n)
  return (
    <SettingsSection
      title="Who holds the cards"
      note="Names only. Owners and admins see them here, and so does whoever gets at the server."
    >
      {warnings(cards, kit.k).map((words) => (
        <p key={words} className={settings['warning']}>
          {words}
        </p>
      ))}
      {cards.length > 0 && (
        <dl className={settings['facts']}>
          {cards.map(({ card, holder, party, notedAt, notedBy }) => (
            <Fragment key={card}>
              <dt>{cardName(card)}</dt>
              <dd>
                {holder}
                {party && ` (${party.name})`}, noted <Time at={notedAt} /> by {notedBy}
              </dd>
            </Fragment>
          ))}
        </dl>
      )}
      {unknown && <p className={settings['quiet']}>{unknown}</p>}
      {isOwner && (
        <div className={settings['acts']}>
          <Button onClick={() => setOpen(true)}>{cards.length > 0 ? 'Change the note' : 'Note who holds them'}</Button>
        </div>
      )}
      <Suspense>
        {isOpen && (
          <CardHoldersDialog
            kit={kit}
            onClose={() => setOpen(false)}
            onNoted={() => {
              setOpen(false)
              onNoted()
            }}
          />
        )}
      </Suspense>
    </SettingsSection>
  )
}
