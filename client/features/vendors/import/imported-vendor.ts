import type { Contact, VendorFacts } from '#contract/vendors.ts'
import { emptyVendor } from '#contract/vendors.ts'

/** A vendor as a file says it, with what could not be taken over, in words. */
export interface ImportedVendor {
  /** Where it stood: `row 4`, `card 12`. */
  place: string
  title: string
  summary: string
  tags: string[]
  facts: VendorFacts
  notes: string[]
}

/** Like the server's rule (contract/vendors.ts): a number with its area code. */
const phone = /^[+(0-9][0-9 ()./-]{3,}(?:\s*(?:x|ext\.?|#|,)\s*[0-9]{1,8})?$/i
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Puts what a file says into the form that the server takes; whatever does not fit goes into the notes, never away. */
export function vendorOf(given: {
  place: string
  title: string
  summary?: string | undefined
  phone?: string | undefined
  website?: string | undefined
  portal?: string | undefined
  email?: string | undefined
  account?: string | undefined
  sla?: string | undefined
  notes?: string | undefined
  tags?: readonly string[]
  contacts?: readonly (Partial<Contact> & { name: string })[]
}): ImportedVendor {
  const left: string[] = []
  const kept: string[] = []
  const keep = (what: string, value: string) => {
    left.push(`${what} “${short(value)}” does not fit its field and went into the notes`)
    kept.push(`${what}: ${value}`)
  }
  const fitting = (what: string, value: string | undefined, fits: (value: string) => boolean) => {
    const text = value?.trim() ?? ''
    if (text === '') return undefined
    if (fits(text)) return text
    keep(what, text)
    return undefined
  }
  const phoneOf = (what: string, value: string | undefined) =>
    fitting(what, value, (text) => phone.test(text) && text.length <= 40)
  const emailOf = (what: string, value: string | undefined) =>
    fitting(what, value?.toLowerCase(), (text) => email.test(text) && text.length <= 254)
  const webOf = (what: string, value: string | undefined) => {
    const text = value?.trim() ?? ''
    const whole = text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
    return fitting(what, whole, (address) => /^https?:\/\/[^\s/]+/i.test(address) && address.length <= 500)
  }
  const facts: VendorFacts = { ...emptyVendor() }
  const number = phoneOf('Phone', given.phone)
  if (number) facts.phone = number
  const mail = emailOf('Mail', given.email)
  if (mail) facts.email = mail
  const website = webOf('Website', given.website)
  if (website) facts.website = website
  const portal = webOf('Portal', given.portal)
  if (portal) facts.portal = portal
  const account = oneLine(given.account, 200)
  if (account) facts.accounts = [{ label: 'Account', value: account }]
  facts.sla = (given.sla ?? '').slice(0, 4_000)
  facts.contacts = (given.contacts ?? []).slice(0, 60).map((each, index) => {
    const contact: Contact = {
      id: each.id ?? `c${index + 1}`,
      name: oneLine(each.name, 120) || 'Unnamed',
      role: oneLine(each.role, 120),
      notes: (each.notes ?? '').slice(0, 2_000),
    }
    const [direct, mobile, mail] = [
      phoneOf(`Phone of ${contact.name}`, each.phone),
      phoneOf(`Mobile of ${contact.name}`, each.mobile),
      emailOf(`Mail of ${contact.name}`, each.email),
    ]
    if (direct) contact.phone = direct
    if (mobile) contact.mobile = mobile
    if (mail) contact.email = mail
    return contact
  })
  facts.notes = [(given.notes ?? '').trim(), ...kept].filter(Boolean).join('\n\n').slice(0, 50_000)
  return {
    place: given.place,
    title: oneLine(given.title, 200),
    summary: oneLine(given.summary, 400),
    tags: [
      ...new Set((given.tags ?? []).flatMap((tag) => oneLine(tag, 40).toLowerCase().replace(/[",]/g, '') || [])),
    ].slice(0, 30),
    facts,
    notes: left,
  }
}

const oneLine = (text: string | undefined, most: number): string =>
  (text ?? '')
    // eslint-disable-next-line no-control-regex -- one line, without them
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .trim()
    .slice(0, most)
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
