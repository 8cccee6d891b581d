import { useEffect, useMemo, useState } from 'react'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import { Button } from '../../ui/Button.tsx'
import { RadioGroup } from '../../ui/choice-fields.tsx'
import { Checkbox, TextField } from '../../ui/text-fields.tsx'
import { alphabets, characters, strengthWords, words, type Alphabet, type Generated } from './generate.ts'
import { SecretText } from './SecretText.tsx'
import css from './credentials.module.css'

const names: Record<Alphabet, string> = { lower: 'a–z', upper: 'A–Z', digits: '2–9', symbols: '!#$…' }

/** Makes passwords until one is liked. Twenty characters of all kinds, or five words. */
export function Generator({ onUse }: { onUse: (password: string) => void }) {
  const [way, setWay] = useState<'characters' | 'words'>('characters')
  const [length, setLength] = useState('20')
  const [count, setCount] = useState('5')
  const [kinds, setKinds] = useState<readonly Alphabet[]>(['lower', 'upper', 'digits', 'symbols'])
  const [draw, setDraw] = useState(0)
  const size = clamp(Number(way === 'characters' ? length : count), way === 'characters' ? [8, 128] : [3, 12])
  const [list, setList] = useState<readonly string[]>()
  const needsList = way === 'words' && list === undefined
  useEffect(() => {
    if (needsList) void import('@scure/bip39/wordlists/english.js').then(({ wordlist }) => setList(wordlist))
  }, [needsList])
  const made = useMemo((): Generated | undefined => {
    if (draw < 0) return undefined
    if (way === 'words') return list && words(size, list)
    return characters(size, kinds.length > 0 ? kinds : ['lower'])
  }, [way, size, kinds, list, draw])
  const toggle = (kind: Alphabet) =>
    setKinds(kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind])
  return (
    <div className={css['generator']} role="group" aria-label="Generator">
      <p className={css['generated']}>{made && <SecretText text={made.text} />}</p>
      <p className={css['aside']}>{made && strengthWords(made.bits)}</p>
      <RadioGroup
        label="Made of"
        options={[
          { value: 'characters', label: 'Characters' },
          { value: 'words', label: 'Words, to be read out or typed' },
        ]}
        value={way}
        onChange={setWay}
      />
      {way === 'characters' ? (
        <>
          <TextField
            label="Length"
            inputMode="numeric"
            value={length}
            onChange={(event) => setLength(event.currentTarget.value)}
            width="short"
          />
          <div className={css['kinds']}>
            {(Object.keys(alphabets) as Alphabet[]).map((kind) => (
              <Checkbox key={kind} label={names[kind]} checked={kinds.includes(kind)} onChange={() => toggle(kind)} />
            ))}
          </div>
        </>
      ) : (
        <TextField
          label="How many words"
          inputMode="numeric"
          value={count}
          onChange={(event) => setCount(event.currentTarget.value)}
          width="short"
        />
      )}
      <div className={css['acts']}>
        <Button variant="primary" onClick={() => made && onUse(made.text)}>
          Use this
        </Button>
        <Button icon={RefreshCw} onClick={() => setDraw(draw + 1)}>
          Another
        </Button>
      </div>
    </div>
  )
}

const clamp = (value: number, [least, most]: readonly [number, number]): number =>
  Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least
