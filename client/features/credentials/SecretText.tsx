import css from './credentials.module.css'

/**
 * A secret to be read: digits bold, symbols on a tint, in groups of four that exist for the eye only, so that what is
 * selected and copied has no spaces.
 */
export function SecretText({ text }: { text: string }) {
  if (/[\r\n]/.test(text) || text.length > 80) return <pre className={css['long']}>{text}</pre>
  return (
    <span className={css['secret']} translate="no">
      {Array.from(text, (character, index) => (
        <span key={index} data-is={kindOf(character)}>
          {character}
        </span>
      ))}
    </span>
  )
}

export function kindOf(character: string): 'digit' | 'letter' | 'symbol' {
  if (/\p{Nd}/u.test(character)) return 'digit'
  return /\p{L}/u.test(character) ? 'letter' : 'symbol'
}
