/** What a string is made of: how many characters of each kind, how many different ones, and Shannon's bits for each. */
export interface Shape {
  lower: number
  upper: number
  digits: number
  marks: number
  distinct: number
  /** Bits per character, from how often each occurs. */
  bits: number
}

const counts = new Uint16Array(128)

/** @param value at most a few thousand characters; what is beyond ASCII counts as one kind of small letter. */
export function shapeOf(value: string): Shape {
  counts.fill(0)
  let lower = 0
  let upper = 0
  let digits = 0
  for (let at = 0; at < value.length; at++) {
    const code = Math.min(value.charCodeAt(at), 127)
    counts[code] = (counts[code] as number) + 1
    if (code >= 48 && code <= 57) digits++
    else if (code >= 65 && code <= 90) upper++
    else if ((code >= 97 && code <= 122) || code === 127) lower++
  }
  let distinct = 0
  let sum = 0
  for (let code = 0; code < 128; code++) {
    const count = counts[code] as number
    if (count === 0) continue
    distinct++
    sum += count * Math.log2(count)
  }
  const bits = value.length === 0 ? 0 : Math.log2(value.length) - sum / value.length
  return { lower, upper, digits, marks: value.length - lower - upper - digits, distinct, bits }
}

/** Kinds of characters in it, of four. */
export const kindsIn = ({ lower, upper, digits, marks }: Shape): number =>
  Number(lower > 0) + Number(upper > 0) + Number(digits > 0) + Number(marks > 0)

/** Words that stand where a secret would: alone, or as one of the words of `get_me_from_vault`. */
const standIns = new Set(
  `any api apikey auth bar baz changeit changeme client code copy credential credentials custom db default demo dummy
   empty enter env example fake fill foo foobar from generated get hash hashed here hidden insert item key keys long
   masked me my new none null number obtained of old one output pass passphrase passwd password passwords paste
   placeholder plain private prompt prompted put pw pwd qux random read redacted removed replace replaced reset root
   sample same secret secrets secure see set shown some somepassword someuser stored string strong super temp temporary
   test text that the this todo token tokens use user username value variable vault what your yours
   1password 1pass lastpass bitwarden keepass keepassxc gkms`
    .split(/\s+/)
    .filter(Boolean),
)

const variables =
  /^(?:\$(?:[{(]|env:|[A-Za-z_]\w*$|\d$)|%\w+%|\{|<|\[|\(|@\w+$|#\{|&\w+;|op:\/\/|vault:|arn:|file:|ref\+|https?:|ENV\b|env\.|(?:process|os|secrets?|vars?|var|local|data|params|config|settings|self|this)\.[A-Za-z_]|[A-Za-z_][\w.:]*(?:\(|\[['":]))/
const blanks =
  /x{4,}|\*{3,}|\.{3,}|…|•|█|●|_{4,}|-{4,}|#{3,}|\?{3,}|<[^>]*>|\$\{|\{\{|\$\(|%s|redacted|example|placeholder|changeme|change[_-]me|dummy|foobar|%(?:2f|3a|40|20)/i

/** Whether it stands for a secret that is elsewhere: `<password>`, `$PASSWORD`, `xxxx`, `YOUR_TOKEN`, `[[CR-31]]`. */
export function isStandIn(value: string): boolean {
  if (variables.test(value) || blanks.test(value)) return true
  if (/^[A-Z][A-Z_-]*$/.test(value)) return true
  if (/^[A-Z]{2}-\d{1,6}$/.test(value)) return true
  if (isOneCharacter(value) || standIns.has(value.toLowerCase())) return true
  const words = value.split(/[-_. ]/)
  return (
    words.length > 1 &&
    words.every((word) => /^[A-Za-z]*$/.test(word)) &&
    words.some((word) => standIns.has(word.toLowerCase()))
  )
}

/** `aaaa`, `----`. */
function isOneCharacter(value: string): boolean {
  for (let at = 1; at < value.length; at++) if (value[at] !== value[0]) return false
  return true
}

/** `12345678`, `abcdefgh`: what somebody typed to have something there. */
export function isCounting(value: string): boolean {
  let run = 1
  for (let at = 1; at < value.length; at++) {
    run = value.charCodeAt(at) === value.charCodeAt(at - 1) + 1 ? run + 1 : 1
    if (run >= 7) return true
  }
  return false
}

const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i
const digest =
  /^(?:sha-?\d{1,3}|md5|blake2b?|SHA256|MD5)[-:=]|^\$(?:1|2[abxy]?|5|6|7|y|argon2\w*|pbkdf2\S*|scrypt)\$|^\{S?SHA\d*\}/i

/** A UUID, or what says of itself that it is a hash. */
export const isFingerprint = (value: string): boolean => uuid.test(value) || digest.test(value)

export const isHex = (value: string): boolean => /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value)

/** The lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 in hex, and what Git shortens them to. */
export const isHashLength = ({ length }: string): boolean => length <= 12 || [32, 40, 56, 64, 96, 128].includes(length)

const elsewhere =
  /^(?:[a-z][a-z0-9+.-]*:\/\/|\.{0,2}\/|~\/|[A-Za-z]:\\|\\\\)|^[\w.+-]+@[\w-]+\.[\w.-]+$|\.(?:md|txt|json|ya?ml|sh|rb|py|js|ts|pem|key|crt|cer|gpg|conf|cfg|ini|env|log|html?|png|jpe?g|pdf|com|net|org|io|local|internal)[),;:]*$/i
const number = /^[-+~]?[\d.,:/-]+(?:[a-z%]{1,3})?$/i

/** A path, an address, a file's name, a number, a date, a version: what stands after a word without being its secret. */
export const isPlain = (value: string): boolean =>
  elsewhere.test(value) || number.test(value) || /^v?\d+(?:\.\d+)+[\w.-]*$/.test(value)

/** More parts than a password has; base64 may have as many. */
export const isPath = (value: string): boolean => (value.match(/\//g)?.length ?? 0) > 2

/** Whether the word stands for a secret rather than being one. */
export const isStandInWord = (word: string): boolean => standIns.has(word.toLowerCase())
