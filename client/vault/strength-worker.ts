import { judgePassphrase, type AboutPerson, type PassphraseStrength } from './passphrase-strength.ts'

/** The Worker in which new passphrases are judged: the word lists would hold up the page for a third of a second. */

export type StrengthRequest = { id: number; passphrase: string; person: AboutPerson }
export type StrengthAnswer = { id: number; strength: PassphraseStrength } | { id: number; error: string }

type Scope = {
  onmessage: ((event: MessageEvent<StrengthRequest>) => void) | null
  postMessage(answer: StrengthAnswer): void
}
const scope = globalThis as unknown as Scope

scope.onmessage = ({ data }) => void answer(data)

async function answer({ id, passphrase, person }: StrengthRequest): Promise<void> {
  try {
    scope.postMessage({ id, strength: await judgePassphrase(passphrase, person) })
  } catch {
    scope.postMessage({ id, error: 'The strength check could not run' })
  }
}
