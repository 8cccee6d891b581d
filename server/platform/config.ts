import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'

const minutes = (usual: number, most: number) => z.coerce.number().int().min(1).max(most).default(usual)

/** Every setting there is; the README has one line for each (a test keeps that true). Read once, in main.ts. */
export const Config = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4600).describe('Port to listen on; 0 takes a free one'),
  DATA_DIR: z.string().min(1).default('data').describe('The one folder to back up: database, files, backups, keys'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address that people type; sign-in is bound to its origin'),
  TRUST_PROXY: z
    .string()
    .default('')
    .refine((list) => addresses(list).every((address) => isIP(address) !== 0), 'List IP addresses, separated by commas')
    .describe('Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas'),
  SESSION_IDLE_MINUTES: minutes(60, 60).describe('A session ends after so many minutes without a request'),
  SESSION_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(24)
    .default(12)
    .describe('A session ends after so many hours, whatever is done'),
  INVITATION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe('An invitation can be accepted for so many days'),
  READ_DEADLINE_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(60_000)
    .default(2_000)
    .describe('Searches and other heavy reads are stopped after so many milliseconds'),
  FILE_MEGABYTES: z.coerce
    .number()
    .positive()
    .max(2_000)
    .default(50)
    .describe('Largest file that can be attached, in megabytes'),
  FILES_PER_DOCUMENT: z.coerce.number().int().min(1).max(2_000).default(200).describe('Most files on one document'),
  FILES_GIGABYTES: z.coerce
    .number()
    .positive()
    .max(100_000)
    .default(10)
    .describe('Room for all files of one organization, those in the history too, in gigabytes'),
  SCAN_COMMAND: z
    .string()
    .default('')
    .refine(
      (command) => command === '' || scanArguments(command).slice(1).includes('{file}'),
      'Name {file} in it, as a word of its own',
    )
    .describe(
      'Asked about each file before it is kept, like `clamdscan --no-summary {file}`: 0 lets it in, 1 does not',
    ),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'Write it like smtp://user:password@mail.example.com:587' })
    .optional()
    .describe('Mail server, like smtp://user:password@mail.example.com:587; smtps:// encrypts from the first byte'),
  SMTP_TLS: z
    .enum(['required', 'optional', 'off'])
    .optional()
    .describe('Whether a mail server at smtp:// must encrypt; required unless it is on this machine'),
  MAIL_FROM: z
    .string()
    .max(320)
    .regex(
      /^(?:[^<>@\s,;]+@[^<>@\s,;]+|[^<>\r\n]{1,80}<[^<>@\s,;]+@[^<>@\s,;]+>)$/,
      'Write it like Runkeep <runkeep@example.com>',
    )
    .optional()
    .describe('Sender of mail, like Runkeep <runkeep@example.com>'),
  LOG: z.enum(['requests', 'events', 'silent']).default('requests').describe('What the log on stdout tells'),
})
export type Config = Readonly<z.infer<typeof Config>>

/** @throws Error with one line per setting that is not right. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(Config.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const parsed = Config.safeParse(given)
  if (parsed.success) return Object.freeze({ ...parsed.data, DATA_DIR: path.resolve(parsed.data.DATA_DIR) })
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
}

/** The words of a command; quotes keep what belongs together. No shell ever sees it. */
export function scanArguments(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  )
}

function addresses(list: string): string[] {
  return list
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)
}

export function trustedProxies(config: Config): string[] {
  return addresses(config.TRUST_PROXY)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
