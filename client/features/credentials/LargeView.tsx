import { Dialog } from '../../ui/Dialog.tsx'
import { kindOf } from './SecretText.tsx'
import { spell } from './spell.ts'
import css from './credentials.module.css'

/** For reading over a phone: large, every position numbered, every character in words. */
export function LargeView({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title={name} size="wide">
      <ol className={css['large']} translate="no">
        {Array.from(text, (character, index) => (
          <li key={index} data-is={kindOf(character)}>
            <span className={css['position']}>{index + 1}</span>
            <strong>{character === ' ' ? '␣' : character}</strong>
            <span className={css['spelled']}>{spell(character)}</span>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
