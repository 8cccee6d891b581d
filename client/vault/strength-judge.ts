import type { AboutPerson, PassphraseStrength } from './passphrase-strength.ts'
import type { StrengthAnswer, StrengthRequest } from './strength-worker.ts'
import { startWorker } from './trusted-worker.ts'
import { workerNames } from './worker-names.ts'

export type StrengthJudge = ReturnType<typeof startStrengthJudge>

/** Judges passphrases while somebody types one. Start it when the screen opens, end it when the screen closes. */
export function startStrengthJudge() {
  const worker = startWorker('strength', workerNames.strength)
  const waiting = new Map<number, PromiseWithResolvers<PassphraseStrength>>()
  let lastId = 0

  worker.onmessage = ({ data }: MessageEvent<StrengthAnswer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('error' in data) asked?.reject(new Error(data.error))
    else asked?.resolve(data.strength)
  }
  worker.onerror = () => {
    for (const { reject } of waiting.values()) reject(new Error('The strength check could not start'))
    waiting.clear()
  }

  /** Answers come in the order of the questions. Nothing leaves this device. */
  function judge(passphrase: string, person: AboutPerson): Promise<PassphraseStrength> {
    const asked = Promise.withResolvers<PassphraseStrength>()
    const id = ++lastId
    waiting.set(id, asked)
    worker.postMessage({ id, passphrase, person } satisfies StrengthRequest)
    return asked.promise
  }

  return { judge, end: () => worker.terminate() }
}
