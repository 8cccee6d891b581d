import type { SearchResult } from '#contract/search.ts'
import { fieldsWithinReach, nameOf } from './fields.ts'
import type { Look } from './keeper.ts'

/** Plain text for people and for `cut`: a tab between columns, nothing that a terminal would act upon. */

/** What others wrote must not move the cursor or ring the bell. Line breaks and tabs stay. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
export const plain = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')

export const searchLine = ({ reference, kind, title, collection, state }: SearchResult): string =>
  [reference, kind, title.map(({ text }) => text).join(''), collection, state].map(plain).join('\t')

const classWords = { standard: 'standard', guarded: 'guarded', break_glass: 'break-glass' } as const

export function documentText(look: Look): string {
  const { document } = look
  const { reference, title, summary, tags } = document
  return plain(
    [
      `${reference}  ${title}`,
      factsOf(look).join(' · '),
      ...(summary ? [summary] : []),
      ...(tags.length > 0 ? [`tags: ${tags.join(', ')}`] : []),
      '',
      ...(look.credential ? credentialLines(look, look.credential) : [document.body]),
    ].join('\n'),
  )
}

function factsOf({ document, credential }: Look): string[] {
  const { kind, collection, criticality, state, owner, daysLeft } = document
  return [
    credential ? `${classWords[credential.class]} ${kind}` : kind,
    collection,
    criticality,
    ...(state === 'unverified' ? ['never verified'] : [state]),
    ...(daysLeft === undefined
      ? []
      : [daysLeft < 0 ? `review ${days(-daysLeft)} late` : `review in ${days(daysLeft)}`]),
    owner ? `owner ${owner.name}` : 'no owner',
    ...(document.archivedAt ? ['archived'] : []),
  ]
}

function credentialLines(look: Look, credential: NonNullable<Look['credential']>): string[] {
  const { address, username, rotateIn, lease, waiting, opens } = credential
  const { reference } = look.document
  const access = lease
    ? `until ${lease.endsAt}, by ${lease.request || 'a lease'}`
    : opens === 'open'
      ? 'yes'
      : waiting
        ? `${waiting.reference} waits for a key holder`
        : opens === 'request'
          ? `on request: runkeep request ${reference} --minutes 60 --reason …`
          : 'no'
  const rows: [string, string][] = [
    ...address.split('\n').flatMap((each): [string, string][] => (each ? [['address', each]] : [])),
    ...(username === undefined ? [] : [['username', username] as [string, string]]),
    ['fields', credential.fields.map(nameOf).join(', ')],
    ['opens', access],
    ...(lease?.fields ? [['of it', fieldsWithinReach(look).map(nameOf).join(', ')] as [string, string]] : []),
    ...(rotateIn === undefined
      ? []
      : [['rotate', rotateIn < 0 ? `${days(-rotateIn)} late` : `in ${days(rotateIn)}`] as [string, string]]),
  ]
  return rows.map(([name, value]) => `${name.padEnd(10)}${value}`)
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)
