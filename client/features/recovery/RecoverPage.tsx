import { lazy, Suspense, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { mySession, type Session } from '#contract/accounts.ts'
import { openRecovery } from '#contract/recovery.ts'
import { call } from '../../platform/api.ts'
import { waitSeconds } from '../../platform/failure.ts'
import { theVault } from '../../platform/vault.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { listWords } from '../../ui/format.ts'
import type { RecoveryAnswer, RecoveryFacts } from '../../vault/recovery.ts'
import { Door } from '../sign-in/Door.tsx'
import { enter } from '../sign-in/enter.ts'
import { Notice } from '../sign-in/Notice.tsx'
import door from '../sign-in/Door.module.css'
import { CardFields } from './CardFields.tsx'
import { cardFailureOf } from './card-failure.ts'
import css from './RecoverPage.module.css'

// The cards come first, and take their time.
const TakeOverForm = lazy(() => import('./TakeOverForm.tsx'))

/** What the cards have opened. The cards go along: nothing of them is kept anywhere but in this page. */
export interface Opened {
  cards: string[]
  slug: string
  answer: RecoveryAnswer
  facts: RecoveryFacts
}

/**
 * When nobody can open the vault any more: enough recovery cards, on any device, make their holder an owner. The cards
 * stay in this page; the server sees a signature that only they can make.
 */
export default function RecoverPage() {
  const navigate = useNavigate()
  const [opened, setOpened] = useState<Opened>()
  const [isTheirs, setTheirs] = useState(false)
  const [isTaken, setTaken] = useState(false)
  const session = useSessionIfAny()

  async function arrive(next: Session, slug: string) {
    await enter(next)
    // The organization is in the account's own list from now on.
    const { keepHomeSoon } = await import('../../platform/organization-keys.ts')
    keepHomeSoon()
    await navigate(`/o/${slug}/settings/recovery`, { replace: true })
  }

  if (isTaken)
    return (
      <Door title="You are an owner again">
        <p>The keys are yours. Your account has a second factor, so sign in with the new passphrase and a code.</p>
        <div className={door['submit']}>
          <ButtonLink variant="primary" to="/sign-in">
            Sign in
          </ButtonLink>
        </div>
      </Door>
    )
  if (!opened)
    return (
      <Door
        title="Recover a vault"
        lead="For the day on which nobody can open it any more. Everybody in the organization will see that the cards were used, and by whom."
      >
        <Cards onOpened={setOpened} />
      </Door>
    )
  if (!isTheirs)
    return (
      <Door title={opened.facts.organization}>
        <Comparison facts={opened.facts} />
        <div className={door['submit']}>
          <Button variant="primary" onClick={() => setTheirs(true)}>
            The words are the same
          </Button>
        </div>
        <p className={door['alternative']}>
          Other words? Stop here: this is not the organization that the cards were made for.{' '}
          <button type="button" onClick={() => setOpened(undefined)}>
            Begin anew
          </button>
        </p>
      </Door>
    )
  return (
    <Door title={`Take over ${opened.facts.organization}`} lead="You become an owner, beside those who are there.">
      <Suspense>
        <TakeOverForm
          opened={opened}
          session={session}
          onTaken={(next) => arrive(next, opened.slug)}
          onCodeNeeded={() => setTaken(true)}
        />
      </Suspense>
    </Door>
  )
}

function Cards({ onOpened }: { onOpened: (opened: Opened) => void }) {
  const [cards, setCards] = useState<string[]>()
  const [isWorking, setWorking] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function open() {
    if (isWorking) return
    setFailure(undefined)
    if (!cards) return setFailure('few')
    setWorking(true)
    try {
      const vault = theVault()
      const { slug, ...answer } = await call(openRecovery, await vault.does('proveCards', { cards }))
      onOpened({ cards, slug, answer, facts: await vault.does('readRecovery', { cards, answer }) })
    } catch (error) {
      setFailure(error)
    } finally {
      setWorking(false)
    }
  }

  const words =
    failure === 'few'
      ? { title: 'More cards are needed', detail: 'A card says how many open the vault together.' }
      : failure !== undefined && cardFailureOf(failure)
  return (
    <form
      className={css['form']}
      aria-label="Recovery cards"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      {words && <Notice {...words} waitSeconds={waitSeconds(failure)} />}
      <CardFields
        check={againstOneAnother}
        onCards={(whole) => {
          setCards(whole)
          setFailure(undefined)
        }}
      />
      <div className={door['submit']}>
        <Button type="submit" variant="primary" isPending={isWorking}>
          Open with these cards
        </Button>
      </div>
    </form>
  )
}

/** No log is at hand yet: cards are compared with one another, and with their checksum. */
async function againstOneAnother(card: string, others: string[]) {
  const facts = (await theVault().does('readCards', { cards: [...others, card] })).at(-1)
  if (!facts) throw new Error('The vault read no card')
  return facts
}

function Comparison({ facts }: { facts: RecoveryFacts }) {
  const { fingerprint, people, collections, opened } = facts
  const owners = people.filter(({ role }) => role === 'owner').map(({ name }) => name)
  return (
    <>
      <p>These words stand on the cards, and belong to this organization alone. Compare every one.</p>
      <ol className={css['words']} aria-label="Fingerprint">
        {fingerprint.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
      <dl className={door['facts']}>
        <dt>Owners now</dt>
        <dd>{listWords(owners)}</dd>
        <dt>Opens</dt>
        <dd>{whatOpens(opened, collections)}</dd>
      </dl>
      {opened < collections && (
        <Notice
          title="Not everything can be opened"
          detail="The keys of some collections were never given to this kit. What is in them stays closed."
        />
      )}
    </>
  )
}

function whatOpens(opened: number, collections: number): string {
  if (opened < collections) return `${opened} of ${collections} collections`
  return collections === 1 ? 'its one collection' : `all ${collections} collections`
}

/** Somebody who is signed in here may take over with the account that they have. */
function useSessionIfAny(): Session | undefined {
  const [session, setSession] = useState<Session>()
  useEffect(() => {
    const leaving = new AbortController()
    call(mySession, {}, { signal: leaving.signal })
      .then(setSession)
      .catch(() => undefined)
    return () => leaving.abort()
  }, [])
  return session
}
