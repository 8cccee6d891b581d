import { z } from 'zod'
import { Day, Email, line, Reference, text, TimeZone } from './values.ts'

/**
 * What is known of a vendor: `content` of a document of kind `vendor`. The document's body is the same as text
 * (`vendors/text.ts`): that is what is searched and printed. The systems that it supports are its related documents, its
 * support PIN is a credential of its own (DECISIONS.md), its contracts are kept beside it (contracts.ts).
 */
export const vendorFormat = 'vendor/1'

/** A number as people dial it, with its area code: digits, spaces, `+ ( ) - . / #` and an extension. */
export const Phone = line(40).refine(
  (written) => /^[+(0-9][0-9 ()./-]{3,}(?:\s*(?:x|ext\.?|#|,)\s*[0-9]{1,8})?$/i.test(written),
  'Enter a phone number with its area code, like 01632 960 118',
)
/** An address that opens in a browser. */
export const WebAddress = line(500).refine(
  (written) => /^https?:\/\/[^\s/]+/i.test(written),
  'Enter an address that begins with https://',
)
/** `08:30`; `24:00` is the end of a day. */
const Minute = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'Enter a time like 08:30')

export const OpenHours = z.strictObject({
  timeZone: TimeZone,
  /** At any hour of any day. */
  always: z.boolean().default(false),
  /** Days as ISO 8601 counts them: 1 is Monday. A span ends on its own day: over midnight takes two. */
  spans: z
    .array(
      z
        .strictObject({ day: z.int().min(1).max(7), from: Minute, to: Minute })
        .refine(({ from, to }) => from < to, { message: 'End after the beginning', path: ['to'] }),
    )
    .max(28)
    .default([]),
  /** "Closed on bank holidays". */
  note: line(200, 0).default(''),
})
export type OpenHours = z.infer<typeof OpenHours>

export const Contact = z.strictObject({
  /** Keeps its name while the list is put in another order. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  name: line(120),
  /** What for: "Field engineer", "Escalation, level 2". */
  role: line(120, 0).default(''),
  phone: Phone.optional(),
  mobile: Phone.optional(),
  email: Email.optional(),
  notes: text(2_000).default(''),
  /** When somebody last made sure that this is right. */
  confirmedOn: Day.optional(),
})
export type Contact = z.infer<typeof Contact>

export const VendorFacts = z.strictObject({
  format: z.literal(vendorFormat),
  /** The number to call in an outage, at any hour. */
  phone: Phone.optional(),
  phoneNote: line(200, 0).default(''),
  email: Email.optional(),
  portal: WebAddress.optional(),
  website: WebAddress.optional(),
  /** Account, customer, circuit and site numbers: what the vendor asks for first. */
  accounts: z
    .array(z.strictObject({ label: line(60), value: line(200) }))
    .max(40, 'List at most 40 numbers')
    .default([]),
  hours: OpenHours.optional(),
  sla: text(4_000).default(''),
  /** The credential that holds the support PIN. */
  pin: Reference.optional(),
  /** In the order in which they are called. */
  contacts: z.array(Contact).max(60, 'List at most 60 contacts').default([]),
  notes: text(50_000).default(''),
})
export type VendorFacts = z.infer<typeof VendorFacts>
export type VendorFactsInput = z.input<typeof VendorFacts>

export const emptyVendor = (): VendorFacts => ({
  format: vendorFormat,
  phoneNote: '',
  accounts: [],
  sla: '',
  contacts: [],
  notes: '',
})
