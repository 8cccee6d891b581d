import { textOf } from '#contract/sentences.ts'
import type { Instant } from '#contract/values.ts'
import type { House } from '../../http/house.ts'
import type { Letter } from '../../platform/post.ts'
import { noticeForLetter } from '../notices/rules.ts'
import { digestParts, readAs } from './digest.ts'
import { mailQueries, type LetterRow } from './queries.ts'

export type Room = Pick<House, 'db' | 'writer' | 'clock' | 'log' | 'origins' | 'readElsewhere'>

/** Under which the reader chooses: named in every letter. */
const wishesAt = '/settings/calendar-and-mail'
const why = 'You choose which mail you get'

/**
 * Makes a letter out of what was written down: in the words and as far as the reader may see it now.
 * @returns undefined where there is nothing to say any more.
 */
export function composer(room: Room): (letter: LetterRow) => Promise<Letter | undefined> {
  const { db, clock, origins } = room

  return async (letter) => {
    const origin = origins()[0]
    if (origin === undefined) throw new Error('No letter leaves before it is known where its links lead')
    const words = await wordsOf(letter, origin)
    if (!words) return undefined
    const { subject, paragraphs } = words
    const foot = `-- \n${why}: ${origin}${wishesAt}`
    return {
      messageId: `${letter.id}@${new URL(origin).hostname}`,
      to: { name: letter.name, address: letter.email },
      subject,
      text: [...paragraphs, foot].join('\n\n') + '\n',
      unsubscribeAt: origin + wishesAt,
    }
  }

  async function wordsOf(letter: LetterRow, origin: string) {
    switch (letter.kind) {
      case 'notice':
        return noticeWords(letter, origin)
      case 'digest':
        return digestWords(letter, origin)
      case 'test':
        return testWords(letter, origin)
      default:
        // Of a newer Runkeep, before somebody went back to this one.
        return undefined
    }
  }

  function noticeWords({ accountId, organizationId, facts }: LetterRow, origin: string) {
    const member = membershipsOf(accountId).find((one) => one.organizationId === organizationId)
    const noticeId = facts['noticeId']
    if (!member?.atOnce || typeof noticeId !== 'string') return undefined
    const now = clock.now()
    const notice = noticeForLetter({ db, now }, { accountId, noticeId, titles: member.titles })
    if (!notice) return undefined
    const says = notice.says.map((part) => {
      if (typeof part !== 'object') return part
      if ('time' in part) return inZone(part.time, member.timeZone)
      return 'document' in part && !member.titles ? part.document.reference : part
    })
    const sentence = textOf(says)
    return {
      subject: `${member.organization}: ${sentence}`,
      paragraphs: [`${sentence}.`, ...(notice.to ? [origin + notice.to] : [])],
    }
  }

  async function digestWords({ accountId }: LetterRow, origin: string) {
    const wanted = membershipsOf(accountId).filter(({ digest }) => digest)
    const read = readAs(room, accountId)
    const found = []
    for (const member of wanted) found.push(await digestParts(room, read, member, origin))
    const told = found.filter(({ count }) => count > 0)
    const count = told.reduce((sum, one) => sum + one.count, 0)
    if (count === 0) return undefined
    return {
      subject: `Runkeep: ${count === 1 ? '1 thing waits' : `${count} things wait`} for you`,
      paragraphs: told.map(({ text }) => text),
    }
  }

  function testWords({ organizationId, accountId }: LetterRow, origin: string) {
    const member = membershipsOf(accountId).find((one) => one.organizationId === organizationId)
    if (!member) return undefined
    return {
      subject: `Test mail from Runkeep of ${member.organization}`,
      paragraphs: ['Mail works: this was asked for under Settings, Organization.', origin],
    }
  }

  function membershipsOf(accountId: LetterRow['accountId']) {
    return mailQueries(db).memberships({ accountId })
  }
}

const inZone = (time: Instant, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(time))
