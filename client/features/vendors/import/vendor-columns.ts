/** What a column of a table of vendors can hold. */
export const vendorRoles = [
  'ignore',
  'name',
  'summary',
  'phone',
  'website',
  'portal',
  'email',
  'account',
  'notes',
  'sla',
  'contact-name',
  'contact-role',
  'contact-phone',
  'contact-mobile',
  'contact-email',
  'tags',
] as const
export type VendorRole = (typeof vendorRoles)[number]

export const roleWords: Record<VendorRole, string> = {
  ignore: 'Leave it out',
  name: 'Name of the vendor',
  summary: 'What they do',
  phone: 'Number to call',
  website: 'Website',
  portal: 'Portal',
  email: 'Mail',
  account: 'Account number',
  notes: 'Notes',
  sla: 'Service level',
  'contact-name': 'Contact: name',
  'contact-role': 'Contact: what for',
  'contact-phone': 'Contact: phone',
  'contact-mobile': 'Contact: mobile',
  'contact-email': 'Contact: mail',
  tags: 'Tags, by commas',
}

/** By header, folded to letters: ITFlow's first (`Name,Description,Contact Name,Phone,Website,Account Number,Notes`). */
const known: Readonly<Record<string, VendorRole>> = {
  name: 'name',
  vendor: 'name',
  vendorname: 'name',
  company: 'name',
  organization: 'name',
  supplier: 'name',
  lieferant: 'name',
  firma: 'name',
  description: 'summary',
  summary: 'summary',
  phone: 'phone',
  telephone: 'phone',
  supportphone: 'phone',
  telefon: 'phone',
  website: 'website',
  web: 'website',
  url: 'website',
  portal: 'portal',
  supportportal: 'portal',
  email: 'email',
  mail: 'email',
  supportemail: 'email',
  accountnumber: 'account',
  account: 'account',
  customernumber: 'account',
  circuit: 'account',
  kundennummer: 'account',
  notes: 'notes',
  note: 'notes',
  comments: 'notes',
  sla: 'sla',
  contactname: 'contact-name',
  contact: 'contact-name',
  ansprechpartner: 'contact-name',
  contacttitle: 'contact-role',
  contactrole: 'contact-role',
  contactphone: 'contact-phone',
  contactmobile: 'contact-mobile',
  mobile: 'contact-mobile',
  contactemail: 'contact-email',
  tags: 'tags',
}

/** What each column most likely holds; a role is given once. */
export function guessRoles(header: readonly string[]): VendorRole[] {
  const taken = new Set<VendorRole>()
  return header.map((name) => {
    const role = known[name.toLowerCase().replace(/[^a-z]/g, '')] ?? 'ignore'
    if (role === 'ignore' || taken.has(role)) return 'ignore'
    taken.add(role)
    return role
  })
}

/** Whether a first row names its columns: at least one of them is known, and none holds a number to call. */
export const isHeader = (cells: readonly string[]): boolean =>
  guessRoles(cells).some((role) => role === 'name') || guessRoles(cells).filter((role) => role !== 'ignore').length > 1
