import type { Clue } from './clues.ts'
import type { Reading } from './reading.ts'
import type { SecretRule } from './rules.ts'
import { columnBelow, valueAfter, valueBelow, type Value } from './places.ts'
import { isWellKnown, looksLikeKey, looksLikePassword, looksLikePin, looksLikeSeed } from './judges.ts'

/** A word after which a secret may stand, and how what stands there is judged. */
interface Telling {
  rule: SecretRule
  words: readonly string[]
  /** Whether the word may be the end of a longer name: `DB_PASSWORD`, `apiToken`. */
  endsNames: boolean
  looks: (value: Value, word: string) => boolean
}

const telling = (rule: SecretRule, words: string, looks: Telling['looks'], endsNames = true): Telling => ({
  rule,
  words: words.split(',').map((word) => word.trim()),
  looks,
  endsNames,
})

const wordList: readonly Telling[] = [
  telling(
    'password',
    `password, passwort, passwd, passphrase, passcode, kennwort, passwörter, passwords, mot de passe, contraseña,
     wachtwoord, senha, parola d'ordine, adgangskode, lösenord, hasło, пароль, Пароль, requirepass, identified by`,
    looksLikePassword,
  ),
  telling('password', 'pass, pwd, pw, passw, kwd', looksLikePassword, false),
  telling('pin', 'pin, pin code, pin-code, support pin, door code, alarm code, türcode', looksLikePin, false),
  telling(
    'pre-shared-key',
    'pre-shared key, preshared key, preshared-key, pre-shared-key, presharedkey, psk, psksecret, ipsec key, vpn key, shared secret, radius secret',
    looksLikePassword,
    false,
  ),
  telling(
    'wifi-key',
    'wifi key, wi-fi key, wlan key, wifi password, wi-fi password, wlan password, wlan-passwort, wlan passwort, wifi-passwort, wlan-schlüssel, wlan-key, wpa key, wpa2 key, wpa3 key, wpa-psk, wpa2-psk, wpa_passphrase, network key, netzwerkschlüssel',
    looksLikePassword,
    false,
  ),
  telling(
    'totp-secret',
    'totp, totp secret, totp seed, otp secret, otp seed, mfa secret, mfa seed, 2fa secret, 2fa seed, 2fa, mfa, otp, authenticator, authenticator key, setup key, google authenticator',
    looksLikeSeed,
    false,
  ),
  telling('wireguard-key', 'privatekey', (value) => /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value.text)),
  telling(
    'aws-secret-key',
    'aws_secret_access_key, secretaccesskey, aws secret access key, aws secret key, secret access key',
    (value) => /^[A-Za-z0-9+/]{40}$/.test(value.text) && looksLikeKey(value, 'key'),
  ),
  telling(
    'api-key',
    'api key, api-key, api_key, apikey, access key, access_key, accesskey, access-key, account key, accountkey, service key',
    looksLikeKey,
  ),
  telling('token', 'token', looksLikeKey),
  telling('token', 'pat', looksLikeKey, false),
  telling(
    'secret',
    'secret, client secret, client_secret, clientsecret, secret key, secret_key, secretkey, secret-key, encryption key, encryption_key, signing key, signing_key, master key, master_key, private key, private_key, credential, credentials',
    looksLikeKey,
  ),
  telling('high-entropy', 'key, schlüssel', looksLikeKey),
]

/** Clues to what stands after a word that tells what it is: `password: …`, `API_TOKEN=…`, a column called Password. */
export const wordClues = (rank: number): Clue[] =>
  wordList.flatMap((telling) =>
    telling.words.map((word) => ({
      word,
      isExact: false,
      follow: (reading: Reading, at: number) => look(reading, at, word, telling, rank),
    })),
  )

/** `1Password`, a public key, a primary key, the next page's token. */
function isNoSecret(text: string, at: number, word: string): boolean {
  if (text[at - 1] === '1') return true
  if (!/key|token|pat|schlüssel|credential/.test(word)) return false
  return /(?:public|pub|primary|foreign|partition|sort|cache|redis|routing|object|row|hash|group|index|csrf|xsrf|next|page|continuation|cancellation|sync|idempotency|host|gpg|pgp|known|fingerprint|short|json|yaml|map|dict|lock|config|registry|license|product|sign|ssh)[\s_-]?$/i.test(
    text.slice(Math.max(0, at - 20), at),
  )
}

/** Of a name in any script; dashes, quotes and pictures are none. */
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  (code >= 192 && code < 0x2000)

function look(reading: Reading, at: number, word: string, telling: Telling, rank: number): void {
  const { text } = reading
  const { rule, looks, endsNames } = telling
  const end = at + word.length
  if (isLetter(text.charCodeAt(end))) return
  if (!endsNames && text[at - 1] !== '_' && isLetter(text.charCodeAt(at - 1))) return
  if (!reading.spend(30)) return
  const take = (value: Value): boolean => {
    if (!reading.spend(30 + 4 * value.text.length) || isNoSecret(text, at, word)) return false
    const found =
      rule === 'password' && isWellKnown(value) ? 'well-known-password' : looks(value, word) ? rule : undefined
    if (found) reading.add({ rule: found, from: value.from, to: value.to, start: '', rank })
    return found !== undefined
  }
  const column = isCell(text, at) ? columnBelow(reading, at) : []
  if (column.length > 0) {
    column.forEach(take)
    return
  }
  const isGiven = text[at - 1] === '-' || directives.test(word)
  const value =
    (rule === 'totp-secret' ? seedAfter(text, end) : undefined) ??
    valueAfter(text, end, isGiven) ??
    valueBelow(text, end)
  if (value) take(value)
}

/** Whether only marks stand between the place and the border of a cell before it. */
const isCell = (text: string, at: number): boolean => /\|[ \t*_`]{0,4}$/.test(text.slice(Math.max(0, at - 5), at))

/** Words that take the next one without anything between. */
const directives = /^(?:requirepass|psksecret|identified by|wpa-psk|wpa2-psk)$/

const seed =
  /["'`*_)\]}]{0,4}[ \t]{0,4}(?:\([^()\n]{1,40}\))?[ \t]{0,4}[:=|-]?[*_]{0,3}[ \t]{0,8}["'`]?((?:[A-Za-z2-7]{4}[ -]){3,25}[A-Za-z2-7]{1,8}|[A-Za-z2-7]{16,104}=*)(?![A-Za-z0-9])/y

/** The seed of one-time codes may be written in groups of four. */
function seedAfter(text: string, end: number): Value | undefined {
  seed.lastIndex = end
  const found = seed.exec(text)
  const value = found?.[1]
  if (!found || value === undefined) return undefined
  const from = end + found[0].length - value.length
  return { text: value, from, to: from + value.length, isQuoted: false, how: 'set', isAlone: true }
}
