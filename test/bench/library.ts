import { v7 as uuidv7 } from 'uuid'
import { factsOf } from '#contract/markdown.ts'
import type { Day, Instant } from '#contract/values.ts'
import { hashToken, newToken } from '../../server/access/sessions.ts'
import { tidyIndex } from '../../server/features/search/tidy.ts'
import { learnWords, partsOf } from '../../server/features/search/words.ts'
import { addDays, laterByDays } from '../../server/platform/clock.ts'
import { migrate, openDatabase, type Db } from '../../server/platform/database.ts'
import { aRandom, aVocabulary, zipf } from './random.ts'

/** A word that stands in about one document of a thousand, and nowhere else. */
export const rareWord = 'quixotbalm'
export const slug = 'bench'
const charactersPerDocument = 3_400
const collections = 20
const editors = 64
const technicians = 16

export interface Library {
  documents: number
  /** Cookies of people who see everything, and of people who see one document in a hundred. */
  all: string[]
  narrow: string[]
  /** Numbers of runbooks that the narrow ones see. */
  narrowNumbers: number[]
  madeInSeconds: number
}

/**
 * Fills an empty data file: one organization, deterministic texts with words as texts have them, twenty collections of
 * which the last, restricted, holds one document in a hundred, freshness of every state, and people with sessions.
 */
export function makeLibrary(file: string, documents: number, now: Instant): Library {
  const began = performance.now()
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  migrate(db)
  const library = fill(db, documents, now)
  // What the server does by itself as soon as it has time.
  for (let isMore = true; isMore;) isMore = db.transaction(() => tidyIndex(db))()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec('ANALYZE')
  db.close()
  return { ...library, madeInSeconds: (performance.now() - began) / 1000 }
}

function fill(db: Db, documents: number, now: Instant): Omit<Library, 'madeInSeconds'> {
  const organizationId = anOrganization(db, now)
  const today = now.slice(0, 10) as Day
  const parties = (['in_house', 'partner'] as const).map((side) => aParty(db, organizationId, side, now))
  const person = (name: string, role: string, party: string) => aPerson(db, { organizationId, name, role, party, now })
  const people = Array.from({ length: editors }, (_, index) =>
    person(`Editor ${index}`, index === 0 ? 'owner' : 'admin', parties[0] as string),
  )
  const visitors = Array.from({ length: technicians }, (_, index) =>
    person(`Technician ${index}`, 'technician', parties[1] as string),
  )
  const scopes = Array.from({ length: collections }, (_, index) =>
    aCollection(db, organizationId, index + 1, index === collections - 1, now),
  )
  const narrow = scopes.at(-1) as string
  for (const { memberId } of visitors) {
    db.prepare(
      `INSERT INTO grants (id, organization_id, member_id, collection_id, level, granted_by, granted_at, ends_at)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
    ).run(uuidv7(), organizationId, memberId, narrow, people[0]?.memberId, now, laterByDays(now, 30))
  }
  const narrowNumbers: number[] = []
  const write = documentWriter(db, organizationId)
  const random = aRandom(1)
  const text = textMaker(random)
  const systems: string[] = []
  const batch = 2_000
  for (let first = 1; first <= documents; first += batch) {
    db.transaction(() => {
      for (let number = first; number < Math.min(first + batch, documents + 1); number++) {
        const isNarrow = number % 100 === 50
        if (isNarrow) narrowNumbers.push(number)
        const kind = number % 50 === 1 ? 'system' : 'runbook'
        const id = write({
          ...text(number),
          number,
          kind,
          collectionId: isNarrow ? narrow : (scopes[Math.floor(random() * (collections - 1))] as string),
          ownerId: people[Math.floor(random() * people.length)]?.memberId as string,
          criticality: ['low', 'normal', 'normal', 'normal', 'high', 'critical'][Math.floor(random() * 6)] as string,
          verifiedOn: random() < 0.1 ? undefined : addDays(today, -Math.floor(random() * 240)),
          now,
        })
        if (kind === 'system') systems.push(id)
        else if (systems.length > 0) {
          const system = systems[Math.floor(random() * systems.length)]
          db.prepare(`INSERT INTO document_relations (document_id, related_id, position) VALUES (?, ?, 1)`).run(
            id,
            system,
          )
        }
        for (let opens = Math.floor(random() * 4); opens > 0; opens--) {
          db.prepare(`INSERT OR IGNORE INTO opens (document_id, opened_on, member_id) VALUES (?, ?, ?)`).run(
            id,
            addDays(today, -Math.floor(random() * 89)),
            people[Math.floor(random() * people.length)]?.memberId,
          )
        }
      }
    })()
  }
  for (const kind of ['runbook', 'system']) {
    db.prepare(`INSERT INTO reference_counters (organization_id, kind, last) VALUES (?, ?, ?)`).run(
      organizationId,
      kind,
      documents,
    )
  }
  return {
    documents,
    all: people.map(({ cookie }) => cookie),
    narrow: visitors.map(({ cookie }) => cookie),
    narrowNumbers,
  }
}

function textMaker(random: () => number) {
  const vocabulary = aVocabulary(30_000)
  const word = zipf(vocabulary, random)
  const words = (count: number) => Array.from({ length: count }, word).join(' ')
  const titled = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
  return (number: number) => {
    const title = `${titled(words(2 + Math.floor(random() * 4)))} ${number}`
    const parts = [`# ${title}\n\n> Use this when ${words(10)}.\n`]
    for (let size = 0; size < charactersPerDocument;) {
      const section =
        `\n## ${titled(words(3))}\n\n${titled(words(40))}. See **${words(2)}** and [${words(2)}](https://docs.example.com/${word()}).\n\n` +
        `- [ ] ${titled(words(12))}, code 0x${Math.floor(random() * 0xffffffff).toString(16)}.\n- [ ] ${titled(words(9))}\n\n` +
        '```sh\n' +
        `restart-${word()} --force ${Math.floor(random() * 255)}.${Math.floor(random() * 255)}.113.9\n` +
        '```\n'
      parts.push(section)
      size += section.length
    }
    if (number % 1_000 === 17) parts.push(`\nThe ${rareWord} is here.\n`)
    const tags = Array.from({ length: Math.floor(random() * 4) }, () => `tag-${vocabulary[Math.floor(random() * 40)]}`)
    return { title, summary: `Use this when ${words(8)}`, body: parts.join(''), tags: [...new Set(tags)].sort() }
  }
}

/** An empty organization of one owner, and how to write documents into it: for judging the order of real texts. */
export function makeOrganization(file: string, now: Instant) {
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  migrate(db)
  const organizationId = anOrganization(db, now)
  const party = aParty(db, organizationId, 'in_house', now)
  const owner = aPerson(db, { organizationId, name: 'Owner', role: 'owner', party, now })
  const collectionId = aCollection(db, organizationId, 1, false, now)
  const write = documentWriter(db, organizationId)
  return {
    db,
    accountId: owner.accountId,
    write: (text: Pick<Made, 'title' | 'summary' | 'body' | 'tags' | 'number'>) =>
      write({
        ...text,
        kind: 'runbook',
        collectionId,
        ownerId: owner.memberId,
        criticality: 'normal',
        verifiedOn: undefined,
        now,
      }),
  }
}

interface Made {
  title: string
  summary: string
  body: string
  tags: string[]
  number: number
  kind: string
  collectionId: string
  ownerId: string
  criticality: string
  verifiedOn: Day | undefined
  now: Instant
}

function documentWriter(db: Db, organizationId: string) {
  const document = db.prepare(
    `INSERT INTO documents (id, organization_id, kind, number, collection_id, title, summary, body, headings, word_parts,
                            tags, owner_id, criticality, interval_days, created_at, created_by, updated_at, updated_by,
                            verified_at, verified_on, verified_by, verified_revision)
     VALUES (@id, @organizationId, @kind, @number, @collectionId, @title, @summary, @body, @headings, @parts, @tags,
             @ownerId, @criticality, 180, @now, @ownerId, @now, @ownerId, @verifiedAt, @verifiedOn, @verifiedBy, @verifiedRevision)`,
  )
  const revision = db.prepare(
    `INSERT INTO document_revisions (document_id, revision, saved_at, saved_by, note, title, summary, body, tags, digest)
     VALUES (@id, 1, @now, @ownerId, '', @title, @summary, @body, @tags, '')`,
  )
  const tag = db.prepare(`INSERT INTO document_tags (document_id, tag) SELECT @id, value FROM json_each(@tags)`)
  return (made: Made): string => {
    const id = uuidv7()
    const row = {
      ...made,
      id,
      organizationId,
      tags: JSON.stringify(made.tags),
      headings: factsOf(made.body)
        .headings.map((heading) => heading.text)
        .join('\n'),
      parts: partsOf(made.body),
      verifiedAt: made.verifiedOn ? `${made.verifiedOn}T09:00:00.000Z` : null,
      verifiedOn: made.verifiedOn ?? null,
      verifiedBy: made.verifiedOn ? made.ownerId : null,
      verifiedRevision: made.verifiedOn ? 1 : null,
    }
    document.run(row)
    revision.run(row)
    tag.run(row)
    learnWords(db, `${made.title}\n${made.body}`)
    return id
  }
}

function anOrganization(db: Db, now: Instant): string {
  const id = uuidv7()
  db.prepare(
    `INSERT INTO organizations (id, slug, name, time_zone, created_at) VALUES (?, ?, 'Bench', 'Europe/London', ?)`,
  ).run(id, slug, now)
  return id
}

function aParty(db: Db, organizationId: string, side: 'in_house' | 'partner', now: Instant): string {
  const id = uuidv7()
  db.prepare(`INSERT INTO parties (id, organization_id, name, side, created_at) VALUES (?, ?, ?, ?, ?)`).run(
    id,
    organizationId,
    side,
    side,
    now,
  )
  return id
}

function aCollection(db: Db, organizationId: string, scope: number, restricted: boolean, now: Instant): string {
  const id = uuidv7()
  db.prepare(
    `INSERT INTO collections (id, organization_id, scope, name, description, restricted, created_at)
     VALUES (?, ?, ?, ?, '', ?, ?)`,
  ).run(id, organizationId, scope, `Collection ${scope - 1}`, Number(restricted), now)
  return id
}

function aPerson(
  db: Db,
  {
    organizationId,
    name,
    role,
    party,
    now,
  }: { organizationId: string; name: string; role: string; party: string; now: Instant },
) {
  const accountId = uuidv7()
  const memberId = uuidv7()
  db.prepare(
    `INSERT INTO accounts (id, email, name, created_at, salt, profile, login_public_key, enc_public_key, sign_public_key,
                           sealed_uak, sealed_seed, keys_changed_at)
     VALUES (?, ?, ?, ?, 'AAAAAAAAAAAAAAAAAAAAAA', 2, ?, ?, ?, 'x', 'x', ?)`,
  ).run(accountId, `${accountId}@bench.example.com`, name, now, accountId, accountId, accountId, now)
  db.prepare(
    `INSERT INTO members (id, organization_id, account_id, party_id, role, name, joined_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(memberId, organizationId, accountId, party, role, name, now)
  const token = newToken()
  db.prepare(
    `INSERT INTO sessions (token_hash, id, account_id, created_at, authenticated_at, seen_at, ends_at, address, agent)
     VALUES (?, ?, ?, ?, ?, ?, ?, '127.0.0.1', 'bench')`,
  ).run(hashToken(token), uuidv7(), accountId, now, now, now, laterByDays(now, 1))
  return { accountId, memberId, cookie: `__Host-runkeep=${token}` }
}
