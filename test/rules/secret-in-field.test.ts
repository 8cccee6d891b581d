import { expect, test } from 'vitest'
import { secretInField } from '#contract/secret-scan/field.ts'
import { made } from '../support/made-secrets.ts'

test.each([
  ['Winter2026!', 'a password'],
  [`${made(6)}aA9!${made(5)}`, 'a password'],
  ['  kV9$wLq2!xPzR7\n', 'a password'],
  ['password: Winter2026!', 'a password'],
  ['The new one is at https://a:Secret99x@host.test/', 'a web address with a password in it'],
])('%s in a field looks like what it is', (text, label) => {
  expect(secretInField(text)?.label).toBe(label)
})

test.each([
  '',
  'NL-20931',
  'INC0012345',
  'Port state of the firewall',
  'Planned work: new VLAN for the showroom',
  'Is it still the 2nd line? Yes, #3 is gone!',
  'FortiOS-7.4.1',
  'C:\\Users\\Tom\\Documents1!',
  'https://198.51.100.1:8443/Login?next=%2FAdmin1',
  'priya@calderwick.example.com',
  'CR-31',
  '[[CR-31]]',
])('%s is no secret', (text) => {
  expect(secretInField(text)).toBeUndefined()
})
