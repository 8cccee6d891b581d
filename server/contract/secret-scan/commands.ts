import type { Form } from './forms.ts'
import { isTyped } from './judges.ts'
import { isStandIn, shapeOf } from './values.ts'

/** Base64 of `user:password`. */
const isSignIn = (value: string): boolean =>
  value.length >= 12 && value.length % 4 === 0 && !isStandIn(value) && shapeOf(value).bits >= 2.8

const isBearer = (value: string): boolean =>
  !isStandIn(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && shapeOf(value).bits >= 3.2

/** What is typed to a program, or written in the head of a request. */
export const commandForms: readonly Form[] = [
  { rule: 'bearer-token', starts: ['bearer '], pattern: /bearer ([\w.~+/-]{16,2000}=*)/iy, isSecret: isBearer },
  {
    rule: 'basic-auth',
    starts: ['basic '],
    after: ['authorization'],
    pattern: /basic ([A-Za-z0-9+/]{8,400}={0,2})/iy,
    isSecret: isSignIn,
  },
  {
    rule: 'basic-auth',
    starts: [' -u ', ' --user ', ' --user=', ' -a '],
    after: ['curl', 'wget', 'http'],
    pattern: / (?:-[ua] |--user[ =])["']?[^\s:"'$<]{1,64}:([^\s"']{4,128})/iy,
    isSecret: isTyped,
  },
  { rule: 'password', starts: ['sshpass -p'], pattern: /sshpass -p ?["']?([^\s"']{4,128})/iy, isSecret: isTyped },
  {
    rule: 'password',
    starts: [' -p'],
    after: ['mysql', 'mariadb'],
    pattern: / -p["']?([^\s"'$<-][^\s"']{4,128})/iy,
    isSecret: isTyped,
  },
  {
    rule: 'password',
    starts: [' -a '],
    after: ['redis-cli'],
    pattern: / -a ["']?([^\s"'$<]{5,128})/iy,
    isSecret: isTyped,
  },
  {
    rule: 'password',
    starts: ['securestring '],
    pattern: /securestring (?:-string )?["']([^"'\n]{5,128})["']/iy,
    isSecret: isTyped,
  },
  {
    rule: 'password',
    starts: ['net user ', 'net use '],
    looks: 200,
    pattern: /net user? [^\n]{0,60}?(?:\/user:\S{1,60} |\b\w{2,40} )(?!\/)([^\s"'/*]{6,128})/iy,
    isSecret: isTyped,
  },
  // "Login: admin / …", "Zugang: admin, PW: …"
  {
    rule: 'password',
    starts: [
      'login:',
      'credentials:',
      'creds:',
      'zugangsdaten:',
      'zugang:',
      'anmeldung:',
      'user:',
      'username:',
      'account:',
    ],
    pattern:
      /\w{4,12}:(?:\*\*)?[ \t]{1,3}["'`]?[^\s"'`/|,]{1,60}["'`]? ?[/,] ?(?:pass(?:word|wort)?:? ?|pw:? ?)?["'`]?([^\s"'`|,;]{6,128})/iy,
    isSecret: isTyped,
  },
]
