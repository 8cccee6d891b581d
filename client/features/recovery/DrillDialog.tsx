import { useState } from 'react'
import { recordDrill, recoveryWraps } from '#contract/recovery.ts'
import { call } from '../../platform/api.ts'
import { doing, readyFor, work } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { theVault } from '../../platform/vault.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FormActions } from '../../ui/Form.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { CardFields } from './CardFields.tsx'
import { cardFailureOf } from './card-failure.ts'
import type { Kit } from './kit.ts'
import css from './recovery.module.css'
import { whichToBring } from './words.ts'

/** Rebuilds the kit's key from real cards, opens every collection with it in this device's memory, and records that. */
export default function DrillDialog({ kit, onClose }: { kit: Kit; onClose: () => void }) {
  const { slug, organizationId } = useOrganization()
  const [cards, setCards] = useState<string[]>()
  const [isWorking, setWorking] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function check(card: string, others: string[]) {
    if (!(await readyFor(slug, 'to try the cards'))) throw new Error('Unlock to go on')
    if (others.length > 0) await theVault().does('readCards', { cards: [...others, card] })
    return doing(slug, 'checkCard', { organizationId, card })
  }

  async function open() {
    if (isWorking) return
    setFailure(undefined)
    if (!cards) return setFailure('few')
    setWorking(true)
    try {
      if (!(await readyFor(slug, 'to try the cards'))) return
      const drilled = await drill(cards)
      if ('missing' in drilled) return setFailure(drilled.missing.length)
      await call(recordDrill, { slug, ...drilled })
      toast({ words: 'The cards open everything. The drill is recorded.' })
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setWorking(false)
    }
  }

  /** What was never given to the kit may be on its way: the keys' work in the background is done first, once. */
  async function drill(typed: string[]) {
    const once = async () => {
      const { items: wraps } = await call(recoveryWraps, { slug })
      return doing(slug, 'drill', { organizationId, cards: typed, wraps })
    }
    const first = await once()
    if (!('missing' in first)) return first
    await work(slug)
    return once()
  }

  return (
    <Dialog isOpen onClose={onClose} title="Try the cards" size="wide">
      <form
        className={css['form']}
        noValidate
        aria-label="Try the cards"
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <p>
          Fetch {whichToBring(kit.k, kit.n)}, better others than last time, from where they are kept. This shows that
          they are there, can be read, and open every collection. Nothing is changed.
        </p>
        {failure !== undefined && <Notice {...wordsFor(failure, kit)} />}
        <CardFields
          needed={kit.k}
          check={check}
          onCards={(whole) => {
            setCards(whole)
            setFailure(undefined)
          }}
        />
        <FormActions>
          <Button type="submit" variant="primary" isPending={isWorking}>
            Try these cards
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}

function wordsFor(failure: unknown, { k, n }: Kit) {
  if (failure === 'few') return { title: 'More cards are needed', detail: `Bring ${whichToBring(k, n)}.` }
  if (typeof failure === 'number')
    return {
      title: `${plural(failure, 'collection')} cannot be opened with the cards`,
      detail:
        'The kit was not given their keys yet. Wait a minute while this page is open and unlocked, and try again.',
    }
  return cardFailureOf(failure)
}
