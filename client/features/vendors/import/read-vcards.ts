import ICAL from 'ical.js'
import type { Contact } from '#contract/vendors.ts'
import { ImportError } from '../../import-passwords/import-error.ts'
import { vendorOf, type ImportedVendor } from './imported-vendor.ts'

/**
 * vCards (RFC 6350, and the older 3.0 and 2.1): people become contacts of the organization that their card names; a card
 * of an organization alone is the vendor itself. @throws ImportError where it is no vCard.
 */
export function readVCards(text: string): ImportedVendor[] {
  const cards = parse(text)
  const byOrganization = new Map<string, { place: string; title: string; own?: Card; people: Card[] }>()
  cards.forEach((card, index) => {
    const title = card.organization || card.name
    if (!title) return
    const key = title.toLowerCase()
    const vendor = byOrganization.get(key) ?? { place: `card ${index + 1}`, title, people: [] }
    if (card.organization && card.name && card.name !== card.organization) vendor.people.push(card)
    else if (vendor.own) vendor.people.push(card)
    else vendor.own = card
    byOrganization.set(key, vendor)
  })
  return [...byOrganization.values()].map(({ place, title, own, people }) =>
    vendorOf({
      place,
      title,
      phone: own?.phone ?? people[0]?.phone,
      email: own?.email,
      website: own?.website ?? people.find(({ website }) => website)?.website,
      notes: own?.notes,
      tags: own?.tags ?? [],
      contacts: people.map(({ name, role, phone, mobile, email, notes }): Partial<Contact> & { name: string } => ({
        name,
        role: role ?? '',
        notes: notes ?? '',
        ...(phone && { phone }),
        ...(mobile && { mobile }),
        ...(email && { email: email }),
      })),
    }),
  )
}

interface Card {
  name: string
  organization: string
  role?: string | undefined
  phone?: string | undefined
  mobile?: string | undefined
  email?: string | undefined
  website?: string | undefined
  notes?: string | undefined
  tags: string[]
}

function parse(text: string): Card[] {
  let parsed: unknown
  try {
    parsed = ICAL.parse(text)
  } catch {
    throw new ImportError('damaged', 'These vCards cannot be read. Export them again, as vCard 3.0 or 4.0.')
  }
  const list = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown[][]
  if (list.length > 5_000) throw new ImportError('too-many', 'There are more than 5,000 cards in this file.')
  return list
    .filter((card) => String(card[0]).toLowerCase() === 'vcard')
    .map((card) => cardOf(new ICAL.Component(card as never)))
}

function cardOf(card: ICAL.Component): Card {
  const text = (name: string) => wordsOf(card.getFirstPropertyValue(name))
  const phones = card.getAllProperties('tel').map((property) => ({
    number: wordsOf(property.getFirstValue()).replace(/^tel:/i, ''),
    types: [property.getParameter('type')].flat().map((type) => String(type).toLowerCase()),
  }))
  const mobile = phones.find(({ types }) => types.includes('cell'))
  const phone = phones.find((each) => each !== mobile && !each.types.includes('fax'))
  return {
    name: text('fn') || text('n'),
    // The organization comes before its units.
    organization: wordsOf([card.getFirstPropertyValue('org')].flat()[0]),
    role: text('title') || text('role'),
    phone: phone?.number,
    mobile: mobile?.number,
    email: text('email'),
    website: text('url'),
    notes: text('note'),
    tags: card
      .getAllProperties('categories')
      .flatMap((property) => property.getValues().map((value) => wordsOf(value))),
  }
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return (
    Array.isArray(value) ? value.flat().join(' ') : typeof value === 'string' ? value : JSON.stringify(value)
  ).trim()
}
