import type { Contact, VendorFacts } from '../vendors.ts'

/** A vendor as text, one fact a line: the body of its document, for search, comparison, print and reading aloud. */
export function vendorText(vendor: VendorFacts): string {
  const facts = [
    ...(vendor.phone ? [`- Support: ${vendor.phone}${vendor.phoneNote && ` (${plain(vendor.phoneNote)})`}`] : []),
    ...vendor.accounts.map(({ label, value }) => `- ${plain(label)}: ${plain(value)}`),
    ...(vendor.email ? [`- Mail: ${plain(vendor.email)}`] : []),
    ...(vendor.portal ? [`- Portal: ${vendor.portal}`] : []),
    ...(vendor.website ? [`- Website: ${vendor.website}`] : []),
    ...(vendor.pin ? [`- Support PIN: [[${vendor.pin}]]`] : []),
  ]
  const parts = [
    facts.join('\n'),
    vendor.sla.trim() && `## Service level\n\n${vendor.sla.trim()}`,
    vendor.contacts.length > 0 && `## Contacts\n\n${vendor.contacts.map(contactLine).join('\n')}`,
    vendor.notes.trim() && `## Notes\n\n${vendor.notes.trim()}`,
  ]
  return parts.filter(Boolean).join('\n\n')
}

function contactLine({ name, role, phone, mobile, email, notes }: Contact, index: number): string {
  const rest = [role, phone, mobile, email, notes.trim().split('\n')[0]].filter(
    (fact) => fact !== undefined && fact !== '',
  )
  return `${index + 1}. **${plain(name)}**${rest.length > 0 ? ` · ${rest.map((fact) => plain(fact as string)).join(' · ')}` : ''}`
}

const plain = (text: string): string => text.replace(/[\\`*[\]<>#|]/g, (sign) => `\\${sign}`)

/** The numbers under which a vendor is reached: when they change, what cites the vendor is in doubt. */
export const phonesOf = ({ phone, contacts }: VendorFacts): string[] =>
  [phone, ...contacts.flatMap((contact) => [contact.phone, contact.mobile])].filter((number) => number !== undefined)
