import type { Form } from './forms.ts'
import { isHidden, isTyped } from './judges.ts'

/** Not a word of the sentence that speaks of it, nor the two that everybody knows. */
const isCommunity = (value: string): boolean =>
  isHidden(value) &&
  !/^(?:public|private|strings?|names?|is|are|and|or|map|list|r[ow]|for|that|which|edition|forum|page|wiki|guide|project|members?|support|update|meeting|manager|team|none|empty|read|write)$/i.test(
    value,
  )

/** Type 7: two digits below 16, then pairs of hex. It hides nothing: programs turn it back. */
const isType7 = (value: string): boolean => value.length % 2 === 0 && Number(value.slice(0, 2)) <= 15

/** Lines of the configuration of switches, routers, firewalls and access points. */
export const deviceForms: readonly Form[] = [
  {
    rule: 'cisco-type-7',
    starts: ['password 7 ', 'secret 7 ', 'key 7 ', 'key-string 7 '],
    pattern: /[a-z-]{3,10} 7 ([0-9A-Fa-f]{8,80})(?!\w)/iy,
    isSecret: isType7,
  },
  {
    rule: 'device-password',
    starts: ['enable secret ', 'enable password '],
    pattern: /enable (?:secret|password) (?:level \d{1,2} )?(?:[05689] )?(\S{3,120})/iy,
    isSecret: (value) => isTyped(value) || /^\$\d\$/.test(value),
  },
  {
    rule: 'device-password',
    starts: [' secret 0 ', ' secret 5 ', ' secret 8 ', ' secret 9 ', ' password 0 ', ' password 5 '],
    pattern: / (?:secret|password) [0589] (\S{4,120})/iy,
    isSecret: isHidden,
  },
  { rule: 'device-password', starts: [' enc '], pattern: / enc ([A-Za-z0-9+/=]{12,400})(?!\S)/iy, isSecret: isTyped },
  {
    rule: 'device-password',
    starts: ['encrypted-password "$', 'secret "$9$', 'simple-password "$'],
    pattern: /[a-z-]{6,20} "(\$[^"\s]{6,200})"/iy,
    isSecret: () => true,
  },
  {
    rule: 'pre-shared-key',
    starts: ['isakmp key '],
    pattern: /isakmp key (?:[06] )?(\S{4,128}) (?:address|hostname)/iy,
    isSecret: isHidden,
  },
  {
    rule: 'pre-shared-key',
    starts: ['pre-shared-key '],
    pattern: /pre-shared-key (?:local |remote |ascii-text |secret |0 |6 )?"?([^\s":=]{5,128})/iy,
    isSecret: isTyped,
  },
  {
    rule: 'pre-shared-key',
    starts: [' key '],
    after: ['tacacs-server', 'radius-server', 'tacacs server', 'radius server'],
    pattern: / key (?:[06] )?(\S{4,128})/iy,
    isSecret: isHidden,
  },
  {
    rule: 'wifi-key',
    starts: ['wpa-psk ascii ', 'psk set-key ascii '],
    pattern: /[a-z-]{7,11} (?:set-key )?ascii (?:[08] )?(\S{8,63})/iy,
    isSecret: isHidden,
  },
  {
    rule: 'snmp-community',
    starts: ['snmp-server community ', 'rocommunity ', 'rwcommunity ', 'rocommunity6 '],
    pattern: /[a-z6-]{11,12} (?:community )?(?:[08] )?"?([^\s"']{3,64})/iy,
    isSecret: isCommunity,
  },
  {
    rule: 'snmp-community',
    starts: ['community string', 'community-string', 'snmp community', 'snmp-community'],
    pattern:
      /(?:snmp[ -])?community(?:[ -](?:string|name))?["'`*]{0,3}(?: \([^()\n]{1,20}\))?[ \t]{0,4}(?:[:=|]|\bis\b)[*_]{0,2}[ \t]{0,4}["'`]?([^\s"'`|,;]{3,64})/iy,
    isSecret: isCommunity,
  },
  {
    rule: 'snmp-community',
    starts: [' -c '],
    after: ['snmpwalk', 'snmpget', 'snmpbulk', 'snmpset'],
    pattern: / -c ["']?([^\s"'$<]{3,64})/iy,
    isSecret: isCommunity,
  },
]
