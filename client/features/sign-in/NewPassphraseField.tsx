import { useEffect, useRef, useState } from 'react'
import { passphraseMinCharacters } from '#contract/crypto/errors.ts'
import type { AboutPerson, PassphraseStrength } from '../../vault/passphrase-strength.ts'
import { startStrengthJudge, type StrengthJudge } from '../../vault/strength-judge.ts'
import { PassphraseField } from '../../ui/text-fields.tsx'
import css from './Door.module.css'

const restMs = 200

/**
 * A new passphrase, judged in words while it is typed. The verdict is made on this device.
 * @param person what an easy guess would be made of; read anew for each verdict.
 */
export function NewPassphraseField(props: { label: string; name: string; person: () => AboutPerson; judge: Judge }) {
  const { person, judge } = props
  const [strength, setStrength] = useState<PassphraseStrength>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])

  const judgeSoon = (passphrase: string) => {
    clearTimeout(timer.current)
    const own = ++asked.current
    if (passphrase === '') return setStrength(undefined)
    timer.current = setTimeout(() => {
      void judge(passphrase, person()).then((verdict) => own === asked.current && setStrength(verdict))
    }, restMs)
  }
  return (
    <div>
      <PassphraseField
        label={props.label}
        name={props.name}
        autoComplete="new-password"
        hint={`At least ${passphraseMinCharacters} characters. Four or five words that do not belong together are strong, and easy to remember. Nobody can reset it for you.`}
        onChange={(event) => judgeSoon(event.currentTarget.value)}
      />
      <div className={css['bars']} aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} data-on={(strength && strength.score >= bar) || undefined} />
        ))}
      </div>
      <div className={css['strength']} role="status">
        {strength && (
          <span>
            <strong>{strength.words}.</strong> {strength.advice[0]}
          </span>
        )}
      </div>
    </div>
  )
}

export type Judge = (passphrase: string, person: AboutPerson) => Promise<PassphraseStrength>

/** The judge of this screen; its Worker ends with the screen. Where it cannot start, length alone decides. */
export function useJudge(): Judge {
  const judge = useRef<StrengthJudge>(undefined)
  useEffect(
    () => () => {
      judge.current?.end()
      judge.current = undefined
    },
    [],
  )
  return async (passphrase, person) => {
    judge.current ??= startStrengthJudge()
    try {
      return await judge.current.judge(passphrase, person)
    } catch {
      const isEnough = passphrase.normalize('NFKC').length >= passphraseMinCharacters
      return {
        isEnough,
        score: isEnough ? 3 : 1,
        words: isEnough ? 'Long enough' : `Too short: at least ${passphraseMinCharacters} characters`,
        advice: [],
      }
    }
  }
}

/** What is wrong with a new passphrase, or nothing. */
export async function faultOf(judge: Judge, passphrase: string, person: AboutPerson): Promise<string | undefined> {
  if (passphrase === '') return 'Choose a passphrase'
  const { isEnough, words, advice } = await judge(passphrase, person)
  return isEnough ? undefined : `${words}. ${advice[0] ?? ''}`.trim()
}
