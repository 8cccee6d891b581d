import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import type { ImportedField } from './imported-item.ts'
import { urlOf } from './host-of.ts'
import { limits } from './limits.ts'
import { oneLine } from './tidy.ts'

export interface TidyAddresses {
  addresses: string[]
  /** The whole address, where a part of it must stay encrypted. */
  fields: ImportedField[]
  cautions: string[]
}

const mostCharacters = 500

/**
 * Addresses as the vault may show them to its server: without the user name, password or token that some hold. What was
 * cut off is kept, encrypted, as a field.
 */
export function tidyAddresses(written: readonly string[]): TidyAddresses {
  const answer: TidyAddresses = { addresses: [], fields: [], cautions: [] }
  for (const each of written) {
    const address = each.toWellFormed().trim()
    if (address === '' || /^https?:\/*$/i.test(address)) continue
    const open = withoutSecrets(address)
    if (open !== address) {
      answer.fields.push({ label: 'Full address', kind: 'secret', value: address })
      answer.cautions.push('An address held a user name or a token: only the part before it is kept in the open.')
    }
    const line = oneLine(open, mostCharacters)
    if (line === '' || answer.addresses.includes(line)) continue
    if (answer.addresses.join('\n').length + line.length < limits.addresses) answer.addresses.push(line)
    else answer.fields.push({ label: 'Further address', kind: 'text', value: line })
  }
  return answer
}

const telling = /(?:^|[?&#;])[^=&#;]*(?:token|key|secret|pass|pwd|auth|sig|code|session|sid|ticket)[^=&#;]*=/i

function withoutSecrets(address: string): string {
  const url = urlOf(address)
  if (!url || !/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address
  const tail = `${url.search}${url.hash}`
  const hasLogin = url.username !== '' || url.password !== ''
  const hasToken = tail.length > mostCharacters || telling.test(tail) || scanForSecrets(decoded(tail)).length > 0
  if (!hasLogin && !hasToken) return address
  url.username = ''
  url.password = ''
  if (hasToken) {
    url.search = ''
    url.hash = ''
  }
  return url.href
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
