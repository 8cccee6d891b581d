import type { Clue } from './clues.ts'
import type { Reading } from './reading.ts'
import { isStandIn } from './values.ts'

// The last `@` before the host ends the password, which may have one itself.
const userInfo = /:\/\/([^\s/?#:@"'`<>|]{0,100}):([^\s/?#"'`<>|]{1,200})@[\w[]/y
const web = /^(?:https?|ftps?|sftp|ssh|git|git\+https|webdavs?|rtsps?|smb|ldaps?)$/

/** Clue to passwords in addresses: `postgres://app:…@db`, `https://user:…@host`. */
export const addressClues = (rank: number): Clue[] => [
  { word: '://', isExact: true, follow: (reading, at) => look(reading, at, rank) },
]

function look(reading: Reading, place: number, rank: number): void {
  const { text } = reading
  if (!reading.spend(40)) return
  userInfo.lastIndex = place
  const match = userInfo.exec(text)
  if (!match || !reading.spend(4 * match[0].length)) return
  const [whole, user = '', password = ''] = match
  if (!isReal(user, password)) return
  const scheme = /[a-z][a-z0-9+.-]{0,20}$/i.exec(text.slice(Math.max(0, place - 24), place))?.[0].toLowerCase() ?? ''
  const from = place + whole.indexOf(':', 3 + user.length) + 1
  const rule = web.test(scheme) ? 'basic-auth-url' : 'connection-string'
  reading.add({ rule, from, to: from + password.length, start: '', rank })
}

/** `guest:guest@` is what a program comes with; `user:pass@` shows where they go. */
function isReal(user: string, password: string): boolean {
  if (
    user.toLowerCase() === password.toLowerCase() ||
    isStandIn(password) ||
    /^(?:[<${[%].*|your.*|user(?:name)?)$/i.test(user)
  )
    return false
  return password.length >= 4 && !/^[.:*x]+$/i.test(password)
}
