import { listWords } from '../../ui/format.ts'
import { asWord } from './words.ts'

/** Who has a card, as noted or as just written. */
export interface Held {
  card: number
  holder: string
  party?: { id: string; name: string; side: string } | undefined
}

/**
 * What is wrong with where the cards are: nobody is to open the vault alone who is not the house itself (CRYPTO.md §6).
 * @param k so many cards open it.
 */
export function warnings(held: readonly Held[], k: number): string[] {
  const byParty = new Map<string, { name: string; cards: number[] }>()
  const byHolder = new Map<string, { name: string; cards: number[] }>()
  const put = (to: typeof byParty, key: string, name: string, card: number) =>
    to.set(key, { name, cards: [...(to.get(key)?.cards ?? []), card] })
  for (const { card, holder, party } of held) {
    const name = holder.trim()
    if (name === '') continue
    if (party && party.side !== 'in_house') put(byParty, party.id, party.name, card)
    put(byHolder, `${name.toLowerCase()} ${party?.id ?? ''}`, name, card)
  }
  const enough = ({ cards }: { cards: readonly number[] }) => cards.length >= k
  return [
    ...[...byParty.values()]
      .filter(enough)
      .map(
        ({ name, cards }) =>
          `${name} has cards ${numbersOf(cards)}: enough to open everything without you. Give one of them to somebody else.`,
      ),
    ...[...byHolder.values()]
      .filter(enough)
      .map(({ name, cards }) => `Cards ${numbersOf(cards)} are with ${name}: whoever gets there has enough of them.`),
  ]
}

const numbersOf = (cards: readonly number[]) => listWords(cards.map(String))

/** `Nobody has noted where two of the cards are.` */
export function unknownWords(held: readonly Held[], n: number): string | undefined {
  const unknown = n - held.filter(({ holder }) => holder.trim() !== '').length
  if (unknown === 0) return undefined
  return unknown === n
    ? 'Nobody has noted who holds them.'
    : `Nobody has noted who holds the other ${unknown === 1 ? 'one' : asWord(unknown)}.`
}

/** `Card 3` */
export const cardName = (card: number): string => `Card ${card}`
