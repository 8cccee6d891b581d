import { describe, expect, test } from 'vitest'
import { draftOf, holdsAll, typedOf, withTyped } from '../../client/features/credentials/credential-draft.ts'
import { emptySecret, type SecretForm } from '../../client/features/credentials/secret-form.ts'
import type { CredentialForm } from '../../client/features/credentials/use-save-credential.ts'

const opened: SecretForm = {
  ...{ username: 'cw-netadmin', password: 'old-password', totp: 'JBSWY3DPEHPK3PXP', note: '9600 8N1', files: [] },
  custom: [
    { n: 16, kind: 'key', label: 'SSH key', value: 'old-key' },
    { n: 17, kind: 'text', label: 'Port', value: '22' },
  ],
}
const form = (secret: SecretForm | undefined, secretClass: CredentialForm['secretClass'] = 'guarded') =>
  ({ writing: { title: 'Firewall' }, secretClass, rotationDays: '', secret }) as unknown as CredentialForm

describe('a draft of a credential', () => {
  test('holds what was typed, and nothing of what was opened', () => {
    const typed: SecretForm = {
      ...{ ...opened, password: 'half-ty' },
      custom: [...opened.custom.slice(0, 1), { n: 17, kind: 'text', label: 'Port', value: '2222' }],
    }
    const text = JSON.stringify(draftOf(form(typed), opened, 3))
    expect(text).toContain('half-ty')
    expect(text).toContain('2222')
    for (const secret of ['old-password', 'old-key', 'JBSWY3DPEHPK3PXP', '9600 8N1', 'cw-netadmin'])
      expect(text).not.toContain(secret)
    expect(draftOf(form(opened), opened, 3).typed).toBeUndefined()
  })

  test('is put back over what is opened anew', () => {
    const typed: SecretForm = {
      ...{ ...opened, password: 'new', note: '' },
      custom: [
        { n: 16, kind: 'key', label: 'SSH key', value: 'new-key' },
        ...opened.custom.slice(1),
        { n: 18, kind: 'secret', label: 'Enable secret', value: 'e' },
      ],
    }
    const what = typedOf(typed, opened)
    expect(what && withTyped(opened, what)).toEqual(typed)
    const fresh = { ...emptySecret, username: 'u', password: 'p' }
    const ofNew = typedOf(fresh, undefined)
    expect(ofNew && withTyped(emptySecret, ofNew)).toEqual(fresh)
  })

  test('holds nothing sealed of a break-glass secret, and says what it does not hold', () => {
    const typed = { ...emptySecret, password: 'half-ty' }
    expect(JSON.stringify(draftOf(form(typed, 'break_glass'), undefined))).not.toContain('half-ty')
    expect(holdsAll(form(typed, 'break_glass'), undefined)).toBe(false)
    expect(holdsAll(form(typed), undefined)).toBe(true)
    const withFile = { ...typed, files: [{ n: 16, name: 'a.pem', size: 3, file: new File(['abc'], 'a.pem') }] }
    expect(holdsAll(form(withFile), undefined)).toBe(false)
  })
})
