import { useEffect, useState } from 'react'
import { Kbd } from '../../ui/Kbd.tsx'
import { plural } from '../../ui/format.ts'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import type { PaletteState } from './use-palette.ts'
import css from './Palette.module.css'

/** Below the list: why there is nothing, what was taken for what, and the keys. */
export function PaletteFooter({ id, palette }: { id: string; palette: PaletteState }) {
  const { asked, options, texts, isText } = palette
  const documents = options.filter((option) => option.is !== 'more').length
  const isWaiting = !palette.isSettled || (isText && !texts.isDone && !texts.isFailed)
  const nothing = options.length === 0 && !isWaiting ? nothingWords(palette) : undefined
  const notes = [
    ...(isText ? texts.notes : []),
    ...(isText && texts.isFailed
      ? ['The texts could not be searched: the server does not answer. Titles still are.']
      : []),
  ]
  return (
    <>
      {nothing && <p className={css['nothing']}>{nothing}</p>}
      {notes.map((note) => (
        <p key={note} className={css['note']}>
          {note}
        </p>
      ))}
      <Spoken id={id} words={isWaiting ? '' : (nothing ?? (asked.words ? plural(documents, 'result') : ''))} />
      <div className={css['legend']} aria-hidden="true">
        <span>
          <Kbd keys="Enter" /> open
        </span>
        <span>
          <Kbd keys="Alt Enter" /> peek
        </span>
        {palette.canSwitchScope && (
          <span>
            <Kbd keys="Tab" /> {palette.scope === 'here' ? 'all organizations' : 'this organization'}
          </span>
        )}
        <span>
          <Kbd keys=">" /> actions
        </span>
        <span>
          <Kbd keys="@" /> people
        </span>
        <span>
          <Kbd keys="!" /> incidents
        </span>
      </div>
    </>
  )
}

function nothingWords({ asked, people, texts }: PaletteState): string | undefined {
  const { mode, words } = asked
  if (mode === 'people' && people.isRefused) return 'You cannot see the list of people here.'
  if (mode === 'people') return people.isReady ? `Nobody is called “${words}”.` : undefined
  if (mode === 'incidents') return `No incident under way is called “${words}”.`
  if (mode === 'actions') return `No action is called “${words}”.`
  if (!words) return 'Nothing opened yet. Type a title, a reference like RB-14, or words from a text.'
  return texts.isFailed ? undefined : `Nothing matches “${words}”.`
}

/** Says the count politely, once the typing has paused for a second. The page's own voice is silent under a dialog. */
function Spoken({ id, words }: { id: string; words: string }) {
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), 1_000)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <VisuallyHidden>
      <span id={id} role="status">
        {spoken}
      </span>
    </VisuallyHidden>
  )
}
