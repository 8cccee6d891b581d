import { passphraseMinCharacters } from '#contract/crypto/errors.ts'
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/**
 * How hard a new passphrase would be to guess, judged on this device with zxcvbn. Its word lists are large and block for
 * a third of a second while they load: in the browser this runs in its own Worker, started when a screen needs it.
 */

export type PassphraseStrength = {
  /** Long enough and strong enough to use. */
  isEnough: boolean
  /** 0 to 4; 3 is the least that is enough. */
  score: 0 | 1 | 2 | 3 | 4
  /** The verdict, for the screen. */
  words: string
  /** What would make it better; nothing when it is enough. */
  advice: string[]
}

/** What else is known of the person: a passphrase made of it is an easy guess. */
export type AboutPerson = { name: string; email: string }

const leastScore = 3

export async function judgePassphrase(passphrase: string, person: AboutPerson): Promise<PassphraseStrength> {
  const normal = passphrase.normalize('NFKC')
  const length = Array.from(normal).length
  const { score, feedback } = (await guesser()).check(normal, guessableWords(person))
  if (length < passphraseMinCharacters) {
    const words = `Too short: ${length} of at least ${passphraseMinCharacters} characters`
    return { isEnough: false, score: score > 2 ? 2 : score, words, advice: ['Four or five unrelated words work well.'] }
  }
  const isEnough = score >= leastScore
  const hints = [feedback.warning, ...feedback.suggestions].filter((hint): hint is string => Boolean(hint))
  const advice = hints.length > 0 ? hints : ['Add another word that has nothing to do with the others.']
  return { isEnough, score, words: verdicts[score], advice: isEnough ? [] : advice }
}

/** How hard any password would be to guess, for the health check. Long ones are judged by their first 100 characters. */
export async function scorePassword(password: string): Promise<PassphraseStrength['score']> {
  return (await guesser()).check(password.slice(0, 100), []).score
}

const verdicts = {
  0: 'Guessed at once',
  1: 'Very easy to guess',
  2: 'Too easy to guess',
  3: 'Strong',
  4: 'Very strong',
} as const

/** The parts of a name and address, and the product's own name. */
function guessableWords({ name, email }: AboutPerson): string[] {
  const parts = `${name} ${email}`
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s@._+-]+/)
  const whole = [name.toLowerCase(), name.toLowerCase().replaceAll(/\s+/g, ''), email.toLowerCase()]
  return [...new Set([...whole, ...parts, 'runkeep'])].filter((word) => word.length >= 3)
}

let loading: Promise<ZxcvbnFactory> | undefined

function guesser(): Promise<ZxcvbnFactory> {
  loading ??= load()
  return loading
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: { ...english.translations, warnings, suggestions },
  })
}

// zxcvbn's hints in our own voice.
const warnings = {
  straightRow: 'Rows of keys are easy to guess.',
  keyPattern: 'Patterns on the keyboard are easy to guess.',
  simpleRepeat: 'Repeated characters like "aaa" are easy to guess.',
  extendedRepeat: 'Repeated patterns like "abcabc" are easy to guess.',
  sequences: 'Sequences like "abc" are easy to guess.',
  recentYears: 'Recent years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'This is among the ten most used passwords.',
  topHundred: 'This is among the hundred most used passwords.',
  common: 'This is a common password.',
  similarToCommon: 'This is close to a common password.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'A single name is easy to guess.',
  commonNames: 'Common names are easy to guess.',
  userInputs: 'It contains your name or address.',
  pwned: 'This password is known from a break-in elsewhere.',
}
const suggestions = {
  l33t: 'Swapping letters for look-alikes, like @ for a, does not help.',
  reverseWords: 'Spelling words backwards does not help.',
  allUppercase: 'All capitals are as easy to guess as none.',
  capitalization: 'A capital at the start does not help.',
  dates: 'Leave out dates that have to do with you.',
  recentYears: 'Leave out recent years.',
  associatedYears: 'Leave out years that have to do with you.',
  sequences: 'Leave out sequences.',
  repeated: 'Leave out repetitions.',
  longerKeyboardPattern: 'Use words instead of patterns on the keyboard.',
  anotherWord: 'Add another word that has nothing to do with the others.',
  useWords: 'Use several words that do not belong together.',
  noNeed: 'It can do without digits, symbols and capitals.',
  pwned: 'Choose one that you use nowhere else.',
}
