import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { v7 as uuidv7 } from 'uuid'
import { append, readyFor } from '../../platform/organization-keys.ts'
import { useOrganization, useSession } from '../../platform/session.ts'
import { theVault, useIsUnlocked } from '../../platform/vault.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FormActions } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureOf } from '../../platform/failure.ts'
import { Notice } from '../sign-in/Notice.tsx'
import { CardSheet } from './CardSheet.tsx'
import type { Kit } from './kit.ts'
import css from './recovery.module.css'
import { asWord, capital, whichOpen } from './words.ts'

/** Cards that have been made and are not on paper yet. They are nowhere else. */
interface Made {
  codes: string[]
  epoch: number
  k: number
  madeAt: string
  fingerprint: string[]
}

/** Makes a kit and prints it. The cards are shown to nobody but the printer, and this once. */
export default function MakeCardsDialog(props: { kit: Kit | undefined; onMade: () => void; onClose: () => void }) {
  const { kit } = props
  const [made, setMade] = useState<Made>()
  if (made) return <PrintCards made={made} onClose={props.onClose} />
  return (
    <Choose
      kit={kit}
      onClose={props.onClose}
      onMade={(cards) => {
        setMade(cards)
        props.onMade()
      }}
    />
  )
}

function Choose({ kit, onMade, onClose }: { kit: Kit | undefined; onMade: (made: Made) => void; onClose: () => void }) {
  const { slug, organizationId, orgId } = useOrganization()
  const [n, setN] = useState(kit?.n ?? 3)
  const [k, setK] = useState(kit?.k ?? 2)
  const [isWorking, setWorking] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function make() {
    if (isWorking) return
    setFailure(undefined)
    setWorking(true)
    try {
      if (!(await readyFor(slug, 'to make recovery cards'))) return
      const vault = theVault()
      const { words: fingerprint } = await vault.does('fingerprint', { orgId })
      let cards: { codes: string[]; epoch: number } | undefined
      await append(slug, async () => {
        // Made anew where somebody else was quicker: what counts is what stands in the log.
        const { post, epoch, cards: codes } = await vault.does('newKit', { organizationId, recovery: uuidv7(), k, n })
        cards = { codes, epoch }
        return post
      })
      if (cards) onMade({ ...cards, k, madeAt: new Date().toISOString(), fingerprint })
    } catch (error) {
      setFailure(error)
    } finally {
      setWorking(false)
    }
  }

  return (
    <Dialog isOpen onClose={onClose} title={kit ? 'Make new cards' : 'Make recovery cards'}>
      <form
        className={css['form']}
        noValidate
        aria-label="Make recovery cards"
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        {failure !== undefined && <Notice {...failureOf(failure)} />}
        {kit && (
          <p>
            The cards of kit {kit.epoch} are worth nothing here from then on, and the keys of every collection are
            renewed. With an old backup they still open what was in it: collect and destroy them.
          </p>
        )}
        <div className={css['pair']}>
          <Select
            label="Cards"
            name="n"
            width="short"
            value={String(n)}
            options={range(2, 10)}
            onChange={(value) => {
              setN(Number(value))
              setK(Math.min(k, Number(value)))
            }}
          />
          <Select
            label="Open the vault"
            name="k"
            width="short"
            value={String(k)}
            options={range(2, n)}
            onChange={(value) => setK(Number(value))}
          />
        </div>
        <p className={css['said']}>
          <strong>{capital(whichOpen(k, n))} open the vault.</strong> {advice(k, n)}
        </p>
        <ul className={css['rules']}>
          <li>Have a printer ready that you trust. Nothing is kept: cards that are not printed are lost.</li>
          <li>Give each card to another person or place, and no partner {asWord(k)} of them.</li>
        </ul>
        <FormActions>
          <Button type="submit" variant="primary" isPending={isWorking}>
            Make {asWord(n)} cards
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}

function PrintCards({ made, onClose }: { made: Made; onClose: () => void }) {
  const { organization } = useOrganization()
  const { account } = useSession()
  const isUnlocked = useIsUnlocked()
  const [hasPrinted, setPrinted] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const { codes, epoch, k, madeAt, fingerprint } = made
  const count = asWord(codes.length)

  // A locked vault shows no secret, and these are the greatest there are.
  useEffect(() => {
    if (isUnlocked) return
    toast({ words: 'The vault locked. Cards that were not on paper are lost: make new ones.' })
    onClose()
  }, [isUnlocked, onClose])
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', stay)
    return () => removeEventListener('beforeunload', stay)
  }, [])

  function done() {
    if (!hasPrinted && !isAsked) return setAsked(true)
    toast({ words: `Kit ${epoch} is in force. Try it with ${asWord(k)} of the cards.` })
    onClose()
  }
  return (
    <Dialog
      isOpen
      isAlert
      onClose={() => undefined}
      title={`Print ${count} cards`}
      actions={
        <>
          <Button
            variant={hasPrinted ? 'default' : 'primary'}
            onClick={() => {
              setPrinted(true)
              print()
            }}
          >
            {hasPrinted ? 'Print once more' : 'Print the cards'}
          </Button>
          <Button variant={hasPrinted ? 'primary' : 'default'} onClick={done}>
            {isAsked && !hasPrinted ? 'Close without cards' : `I have all ${count} on paper`}
          </Button>
        </>
      }
    >
      {isAsked && !hasPrinted && (
        <Notice
          title="Nothing has been printed yet"
          detail="Without paper this kit opens nothing, and you would have to make new cards."
        />
      )}
      <p>
        Kit {epoch} is in force. The cards are in this window and nowhere else: print them now, on A4 or Letter, on
        paper and not into a file. Then cut them apart and look whether every block can be read.
      </p>
      <p>This window forgets them when you close it or when the vault locks.</p>
      {createPortal(
        <CardSheet
          organization={organization}
          fingerprint={fingerprint}
          epoch={epoch}
          k={k}
          codes={codes}
          madeAt={madeAt}
          madeBy={account.name}
          address={`${location.origin}/recover`}
        />,
        document.body,
      )}
    </Dialog>
  )
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ value: String(from + at), label: String(from + at) }))

function advice(k: number, n: number): string {
  if (k === n) return 'If a single one is lost, the kit is worth nothing.'
  return n - k === 1 ? 'One may be lost.' : `${capital(asWord(n - k))} may be lost.`
}
