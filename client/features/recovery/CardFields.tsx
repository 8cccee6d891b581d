import { useRef, useState } from 'react'
import type { CardFacts } from '../../vault/recovery.ts'
import { plural } from '../../ui/format.ts'
import { TextArea } from '../../ui/text-fields.tsx'
import { cardFailureOf } from './card-failure.ts'
import { asWord } from './words.ts'
import css from './CardFields.module.css'

/** A card as far as it has been typed. */
interface Typed {
  text: string
  facts?: CardFacts
  error?: string
}

/** `RKCARD1` and the code, without what stands between the blocks. */
const wholeCharacters = 98

/**
 * Cards, typed or scanned one by one and looked at as soon as each is whole. There is a field for every card that is
 * needed.
 * @param needed how many; known from the first card on where nobody knows it before.
 * @param check looks at a card, with the others that are there. @param onCards is given all of them once they are enough.
 */
export function CardFields(props: {
  needed?: number
  check: (card: string, others: string[]) => Promise<CardFacts>
  onCards: (cards: string[] | undefined) => void
  name?: string
}) {
  const { check, onCards, name = 'card' } = props
  const [typed, setTyped] = useState<Typed[]>([])
  const asked = useRef(0)
  const known = typed.find(({ facts }) => facts)?.facts
  const needed = props.needed ?? known?.k ?? 1

  function put(at: number, card: Typed, before = typed): Typed[] {
    const next = Array.from({ length: Math.max(needed, before.length, at + 1) }, (_, i) =>
      i === at ? card : (before[i] ?? { text: '' }),
    )
    setTyped(next)
    const whole = next.flatMap(({ text, facts }) => (facts ? [text] : []))
    const enough = card.facts?.k ?? known?.k ?? needed
    onCards(whole.length >= enough ? whole : undefined)
    return next
  }

  async function change(at: number, text: string) {
    const own = ++asked.current
    const before = put(at, { text })
    if (charactersOf(text) < wholeCharacters) return
    const others = before.flatMap((other, i) => (i !== at && other.facts ? [other.text] : []))
    try {
      const facts = await check(text, others)
      if (own === asked.current) put(at, { text, facts }, before)
    } catch (error) {
      if (own === asked.current) put(at, { text, error: errorWords(error) }, before)
    }
  }

  /** What is not whole is said once the person has gone on, not while they type. */
  async function leave(at: number) {
    const { text = '', facts, error } = typed[at] ?? {}
    if (text.trim() === '' || facts || error) return
    const own = ++asked.current
    await check(text, []).catch((cause: unknown) => {
      if (own === asked.current) put(at, { text, error: errorWords(cause) })
    })
  }

  const have = typed.filter(({ facts }) => facts).length
  return (
    <div className={css['cards']}>
      {Array.from({ length: Math.max(needed, typed.length) }, (_, at) => {
        const { text = '', facts, error } = typed[at] ?? {}
        return (
          <div key={at} className={css['card']}>
            <TextArea
              label={needed === 1 && at === 0 ? 'Code of a card' : `Code of the ${ordinals[at] ?? 'next'} card`}
              name={`${name}${at + 1}`}
              hint={
                at === 0
                  ? 'RKCARD1 and 25 blocks. Spaces and capitals do not matter; a scanner for QR codes works.'
                  : undefined
              }
              isMono
              rows={4}
              width="long"
              value={text}
              error={error}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="characters"
              autoCorrect="off"
              data-1p-ignore=""
              data-lpignore="true"
              data-bwignore="true"
              onChange={(event) => void change(at, event.currentTarget.value)}
              onBlur={() => void leave(at)}
            />
            <p className={css['state']} role="status">
              {facts && (
                <>
                  <Tick /> Card {facts.index} of {facts.n}, kit {facts.epoch}.{' '}
                  {have < facts.k && `${missing(facts.k - have)} needed.`}
                </>
              )}
            </p>
          </div>
        )
      })}
    </div>
  )
}

/** Drawn here, because the page before the vault pays for every icon. */
const Tick = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    <path d="m3 8.5 3.4 3.4L13 4.6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
  </svg>
)

const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
] as const

const missing = (count: number): string => {
  const word = asWord(count)
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} more ${plural(count, 'card').split(' ')[1] ?? ''} ${count === 1 ? 'is' : 'are'}`
}

const charactersOf = (text: string): number => text.replace(/[^0-9A-Za-z]/g, '').replace(/^rkcard[1li]/i, '').length

function errorWords(error: unknown): string {
  const { title, detail } = cardFailureOf(error)
  return detail ? `${title}. ${detail}` : `${title}.`
}
