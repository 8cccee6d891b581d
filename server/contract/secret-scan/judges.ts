import type { Value } from './places.ts'
import {
  isCounting,
  isFingerprint,
  isHashLength,
  isHex,
  isPath,
  isPlain,
  isStandIn,
  isStandInWord,
  kindsIn,
  shapeOf,
  type Shape,
} from './values.ts'

/** Something in the place of a secret that is no stand-in for one. */
export const isHidden = (value: string): boolean =>
  value.length >= 3 && !isStandIn(value) && !/^(?:level|encrypted|hash|sha512|md5|\d)$/i.test(value)

/** As people type passwords, and not as they write words: with a digit, or three kinds of characters. */
export function isTyped(value: string): boolean {
  if (value.length < 5 || isNoPassword(value)) return false
  return /[A-Za-z]/.test(value) && (/\d/.test(value) || kindsIn(shapeOf(value)) >= 3)
}

/** Words with digits that are no password. */
const terms =
  /^(?:base(?:32|64)|sha-?\d{1,3}|md[45]|pbkdf2|bcrypt2?|argon2(?:id?|d)?|utf-?8|oauth2?|saml2?|ntlmv?2|tls1\S*|aes-?\d+\S*|rsa-?\d*|ed25519|x?509|[om]?365|office365|windows\d*|win\d+|ipv[46]|http[12]|log4j|s3|ec2|e-?mail|vmware\d*|level-?\d+|step-?\d+|wpa[23]\S*|rfc\d+|v\d+|q[1-4]|\d+(?:st|nd|rd|th)|\d+[-+]?(?:char\w*|d|h|min|m|s|x|days?|weeks?|months?|years?|digits?|bits?|bytes?)|1password\S*|1pass)$/i

const wellKnown =
  /^(?:admin|administrator|admin1?123?4?|adm1n|p[a@4][s$5]{2}w[o0]rd[\d!.]{0,5}|passwort[\d!]{1,4}|passw0rd\S{0,3}|welcome[\d!@]{0,5}|willkommen[\d!]{0,5}|letmein\d{0,3}|changeme\d{0,4}!?|changeit|qwert[yz]\d{0,6}|123456\d{0,4}|111111|000000|abc123|calvin|ubnt|toor|cisco123?|secret123|trustno1|iloveyou|monkey123?|raspberry)$/i

/** A password that stands in every list: in use, it is none; and often it is what to change it from. */
export const isWellKnown = ({ text, how, isAlone, isQuoted }: Value): boolean =>
  how !== 'said' &&
  (isAlone || isQuoted) &&
  wellKnown.test(text) &&
  !/^(?:password|PASSWORD|Password|CHANGEME)$/.test(text)

const isNoPassword = (text: string): boolean =>
  isStandIn(text) || isPlain(text) || isPath(text) || isFingerprint(text) || terms.test(text)

/** What people choose, and what generators make: kinds of characters mixed as no word of a sentence mixes them. */
export function looksLikePassword(value: Value): boolean {
  const { text, how, isAlone, isQuoted } = value
  if (text.length < 5 || text.length > 128) return false
  const isStated = how !== 'said' && (isAlone || isQuoted)
  if (/^\d{6,}$/.test(text)) return isStated && how !== 'given'
  if (how === 'given' && text.startsWith('-')) return false
  if (isNoPassword(text)) return false
  const shape = shapeOf(text)
  const letters = shape.lower + shape.upper
  if (shape.distinct < 4 || letters === 0) return false
  if (/\s/.test(text)) return how === 'set' && isPassphrase(text, ' ')
  if (shape.digits > 0) return isMixed(text, shape, isStated)
  if (!isStated)
    return kindsIn(shape) === 3 && /[!@#$%^&*+=?~]/.test(text.slice(0, -1)) && text.length >= 8 && how !== 'said'
  if (shape.marks > 0)
    return isPassphrase(text, '-') || (text.length >= 8 && /[!@#$%^&*+?~]/.test(text) && !/[()[\]{}<>/=]/.test(text))
  return changesOfCase(text) >= 3 || isUnpronounceable(text)
}

function isMixed(text: string, shape: Shape, isStated: boolean): boolean {
  if (text.length < 6) return false
  if (isStated && /^[a-z]{3,9}(?:[-_.][a-z]{3,9})+[-_.]?\d{1,4}$/i.test(text) && text.length >= 12) return true
  // Names of machines, versions and tickets: `web-01`, `db2.example`, `INC-4711`.
  if (/^[A-Za-z]+(?:[-_.:][A-Za-z]+)*[-_.:#]?\d{1,3}(?:[-_.][A-Za-z]+)*$/.test(text) && /[-_.:#]/.test(text))
    return false
  if (/^[A-Z]+-\d+$/.test(text)) return false
  return isStated || kindsIn(shape) >= 3 || (text.length >= 8 && shape.digits >= 2)
}

const ofSentences =
  /^(?:and|for|not|are|was|were|with|must|should|will|can|cannot|has|have|had|but|may|who|when|where|which|there|please|ask|account|login|error|failed|wrong|invalid|required|then|than|only|also|into|after|before)$/

/** Four words or more that somebody drew by lot. */
function isPassphrase(text: string, mark: string): boolean {
  const words = text.split(mark)
  return (
    words.length >= 4 &&
    words.length <= 10 &&
    words.every((word) => /^[a-z]{3,9}$/.test(word) && !isStandInWord(word) && !ofSentences.test(word))
  )
}

/** From small to capital letters: a name in camel case has one or two. */
function changesOfCase(text: string): number {
  return text.match(/[a-z][A-Z]/g)?.length ?? 0
}

/** Five consonants in a row, and few vowels: nobody's word. */
function isUnpronounceable(text: string): boolean {
  if (text.length < 8 || !/^[A-Za-z]+$/.test(text)) return false
  const vowels = text.match(/[aeiouy]/gi)?.length ?? 0
  return vowels / text.length < 0.2 && /[^aeiouy]{5}/i.test(text)
}

/** What a machine has made: long, and as mixed as chance mixes. */
export function looksLikeKey(value: Value, word: string): boolean {
  const { text, how } = value
  if (text.length < 10 || text.length > 500 || isStandIn(text) || isFingerprint(text) || isCounting(text)) return false
  if (how === 'said' && !/[A-Z]/.test(text)) return false
  const isBare = word === 'key' || word === 'schlüssel'
  if (isHex(text))
    return (
      text.length >= 16 &&
      /[a-f]/i.test(text) &&
      /\d/.test(text) &&
      shapeOf(text).distinct >= 7 &&
      !(isBare && isHashLength(text))
    )
  const shape = shapeOf(text)
  if (/^[A-Za-z0-9+/=_.~-]+$/.test(text)) {
    if (isNameLike(text) || shape.digits === 0) return false
    const isLong = text.length >= 20
    if (isBare) return isLong && kindsIn({ ...shape, marks: 0 }) === 3 && shape.bits >= 3.8
    return text.length >= 12 && shape.bits >= (isLong ? 3.5 : 3)
  }
  return !isBare && /secret|credential/.test(word) && kindsIn(shape) === 4 && looksLikePassword(value)
}

/** Words with marks between them, and numbers beside them: names of things, paths, addresses. */
function isNameLike(text: string): boolean {
  if (isPlain(text)) return true
  const parts = text.split(/[-_./=~+]+/).filter(Boolean)
  const named = parts.filter((part) =>
    /^(?:[A-Za-z]?[a-z]{2,}|[A-Z]{2,}|\d{1,4}|[A-Za-z]{1,12}\d{1,3}|(?:[A-Z][a-z]+){2,})$/.test(part),
  )
  return named.reduce((sum, part) => sum + part.length, 0) >= parts.reduce((sum, part) => sum + part.length, 0) * 0.6
}

/** "The PIN is 123456" tells of the one that a device comes with. */
export const looksLikePin = ({ text, how }: Value): boolean =>
  how !== 'given' &&
  /^\d{4,10}$/.test(text) &&
  !/^(\d)\1+$/.test(text) &&
  (how !== 'said' || !'1234567890'.startsWith(text))

/** Base32, as authenticator apps take it: 16 characters or more, in groups of four perhaps. */
export function looksLikeSeed({ text }: Value): boolean {
  const seed = text.replace(/[ -]/g, '')
  if (!/^(?:[A-Z2-7]{16,104}|[a-z2-7]{16,104})=*$/.test(seed)) return false
  return /[2-7]/.test(seed) && shapeOf(seed).distinct >= 8 && !/^JBSWY3DPEHPK3PXP$/i.test(seed)
}
