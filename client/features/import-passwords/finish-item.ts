import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import { hostOf } from './host-of.ts'
import type { Imported, ImportedItem } from './imported-item.ts'
import { limits } from './limits.ts'
import { oneLine } from './tidy.ts'

/** What is done to the items of every format alike. */
export const finished = ({ items, leftOut }: Imported): Imported => ({ items: items.map(finishItem), leftOut })

function finishItem(item: ImportedItem): ImportedItem {
  const title = item.title || titleFrom(item)
  const cautions = [...item.cautions]
  if (holdsSecret(title, item)) cautions.push('Its name holds the password. Names are not encrypted: give it another.')
  else if (scanForSecrets(title).length > 0)
    cautions.push('Its name looks as if it held a secret. Names are not encrypted: give it another.')
  const isOpen = (text: string) => !holdsSecret(text, item)
  if (!item.tags.every(isOpen) || !item.folder.every(isOpen))
    cautions.push('A tag or folder held the password and was left out: neither is encrypted.')
  if (item.password !== item.password.toWellFormed())
    cautions.push('Its password has half of a character in it, which cannot be kept: try it once.')
  const tooMany = item.fields.length - limits.fields
  return {
    ...item,
    title,
    username: item.username.toWellFormed(),
    password: item.password.toWellFormed(),
    fields: item.fields.slice(0, limits.fields),
    tags: item.tags.filter(isOpen),
    folder: item.folder.filter(isOpen),
    cautions,
    notCarried: item.notCarried.concat(tooMany > 0 ? `${tooMany} more fields` : []),
  }
}

/** Browsers keep no names: the host is what people call such an entry. */
function titleFrom({ addresses }: ImportedItem): string {
  const [address] = addresses
  return address === undefined ? '' : oneLine(hostOf(address) ?? address)
}

const shortestTelling = 6

/** Names, tags and folders lie open; a password in one of them, written out whole, would too. */
function holdsSecret(text: string, { password }: ImportedItem): boolean {
  return password.length >= shortestTelling && text.includes(password)
}
