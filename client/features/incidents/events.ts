import { v7 as uuidv7 } from 'uuid'
import type { WrittenIncidentEvent } from '#contract/incidents.ts'
import { queueEvents } from '../../platform/outbox.ts'

/** Writes down what has just happened in an incident; without a network it waits on this device, with its time. */
export function writeEvent(slug: string, incident: string, event: Omit<WrittenIncidentEvent, 'id' | 'at'>): void {
  queueEvents(slug, `incident/${incident}`, [{ id: uuidv7(), at: new Date().toISOString(), ...event }])
}
