import { z } from 'zod'
import { Gap, type listGaps, type reportSearch } from '#contract/search.ts'
import { secretInField } from '#contract/secret-scan/field.ts'
import type { CallOf } from '../../access/call.ts'
import { addDays } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { queries } from '../../platform/sql.ts'

const GapRow = Gap.extend({ text: z.string(), worth: z.int() })

const gapQueries = queries((sql) => ({
  keeps: sql.get(
    z.object({ texts: z.boolean() }),
    `SELECT keeps_search_texts AS texts FROM organizations WHERE id = @organizationId`,
  ),
  today: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM search_gaps WHERE organization_id = @organizationId AND day = @today AND member_id = @memberId`,
  ),
  note: sql.run(
    `INSERT INTO search_gaps (organization_id, text, day, member_id, without_result, without_click)
     VALUES (@organizationId, @text, @today, @memberId, @withoutResult, @withoutClick)
     ON CONFLICT DO UPDATE SET without_result = without_result + excluded.without_result,
                               without_click = without_click + excluded.without_click`,
  ),
  forget: sql.run(`DELETE FROM search_gaps WHERE organization_id = @organizationId AND day < @before`),
  /** What most people missed first. */
  page: sql.all(
    GapRow,
    `SELECT text, searches, people, lastOn, withoutResult, withoutClick, worth
       FROM (SELECT text, sum(without_result + without_click) AS searches, count(DISTINCT member_id) AS people,
                    max(day) AS lastOn, sum(without_result) AS withoutResult, sum(without_click) AS withoutClick,
                    count(DISTINCT member_id) * 1000000 + min(sum(without_result + without_click), 999999) AS worth
               FROM search_gaps WHERE organization_id = @organizationId AND day >= @since GROUP BY text)
      WHERE @afterText IS NULL OR worth < @afterWorth OR (worth = @afterWorth AND text > @afterText)
      ORDER BY worth DESC, text LIMIT @limit`,
  ),
}))

const keptDays = 180
const shownDays = 90
const mostPerDay = 200
const pageSize = 50

/** Notes a search that found nothing, or nothing worth opening. What was found and opened is no gap. */
export function noteSearch({ db, actor, input, today }: CallOf<typeof reportSearch>) {
  const text = normalized(input.text)
  if (text === '' || (input.opened && input.results > 0)) return {}
  const organization = { organizationId: actor.organizationId }
  const mine = { ...organization, memberId: actor.id, today }
  if ((gapQueries(db).today(mine)?.count ?? 0) >= mostPerDay) return {}
  const keepsText = gapQueries(db).keeps(organization)?.texts && secretInField(input.text) === undefined
  const isEmpty = input.results === 0
  gapQueries(db).note({
    ...mine,
    text: keepsText ? text : '',
    withoutResult: Number(isEmpty),
    withoutClick: Number(!isEmpty),
  })
  gapQueries(db).forget({ ...organization, before: addDays(today, -keptDays) })
  return {}
}

const normalized = (text: string) =>
  text
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- what is stored is one line of text
    .replace(/[\u0000-\u001f\u007f\p{Cs}\s]+/gu, ' ')
    .trim()
    .toLowerCase()

/** What people searched for and did not find, what most of them missed first. */
export function gaps({ db, actor, input, today }: CallOf<typeof listGaps>) {
  const organization = { organizationId: actor.organizationId }
  const [afterWorth, afterText] = input.after === undefined ? [] : readCursor(input.after, 'pair')
  const rows = gapQueries(db).page({
    ...organization,
    since: addDays(today, -shownDays),
    afterWorth,
    afterText,
    limit: pageSize + 1,
  })
  const items = rows.slice(0, pageSize)
  const last = items.at(-1)
  return {
    items: items.map(({ text, worth: _worth, ...gap }) => (text === '' ? gap : { ...gap, text })),
    ...(rows.length > pageSize && last && { next: cursorOf([last.worth, last.text]) }),
    textsKept: gapQueries(db).keeps(organization)?.texts ?? false,
  }
}
