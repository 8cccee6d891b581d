/** The alphabet of radio and telephone (ICAO), and what the signs on a keyboard are called. */
const letters =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  )
const digits = 'zero one two three four five six seven eight nine'.split(' ')
const signs: Record<string, string> = {
  ' ': 'space',
  '!': 'exclamation mark',
  '"': 'double quote',
  '#': 'hash',
  $: 'dollar',
  '%': 'percent',
  '&': 'ampersand',
  "'": 'single quote',
  '(': 'open bracket',
  ')': 'close bracket',
  '*': 'asterisk',
  '+': 'plus',
  ',': 'comma',
  '-': 'hyphen',
  '.': 'full stop',
  '/': 'slash',
  ':': 'colon',
  ';': 'semicolon',
  '<': 'less than',
  '=': 'equals',
  '>': 'greater than',
  '?': 'question mark',
  '@': 'at',
  '[': 'open square bracket',
  '\\': 'backslash',
  ']': 'close square bracket',
  '^': 'caret',
  _: 'underscore',
  '`': 'backtick',
  '{': 'open curly bracket',
  '|': 'pipe',
  '}': 'close curly bracket',
  '~': 'tilde',
}

/** `capital Romeo`, `seven`, `hash`; the Unicode number of what has no name here. */
export function spell(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const letter = letters[character.toLowerCase().charCodeAt(0) - 97]
  if (/^[a-z]$/i.test(character) && letter) return /[A-Z]/.test(character) ? `capital ${letter}` : letter.toLowerCase()
  if (/^[0-9]$/.test(character)) return digits[Number(character)] ?? character
  return signs[character] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
