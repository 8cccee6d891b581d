import { v7 as uuidv7 } from 'uuid'
import type { Instant } from '#contract/values.ts'
import type { WrittenIncidentEvent } from '#contract/incidents.ts'
import { queueEvents, wakeOutbox } from '../../platform/outbox.ts'

/**
 * Writes down what has just happened in an incident; without a network it waits on this device, with its time.
 * @param accountId of whoever is signed in: what waits is theirs.
 */
export function writeEvent(
  accountId: string,
  slug: string,
  incident: string,
  event: Omit<WrittenIncidentEvent, 'id' | 'at'>,
): void {
  void wakeOutbox(accountId)
  const at = new Date().toISOString() as Instant
  queueEvents(slug, `incident/${incident}`, [{ id: uuidv7(), at, ...event }])
}
