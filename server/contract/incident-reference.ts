import { z } from 'zod'

/** IN-52, parsed as generously as references of documents. */
export const IncidentReference = z
  .string()
  .max(20)
  .refine((written) => incidentNumber(written) !== undefined, 'Enter the reference of an incident, like IN-52')
  .overwrite((written) => {
    const number = incidentNumber(written)
    return number === undefined ? written : `IN-${String(number).padStart(2, '0')}`
  })
  .brand<'IncidentReference'>()
export type IncidentReference = z.infer<typeof IncidentReference>

/** @returns the number in a reference as people write it; undefined where it is none. */
export function incidentNumber(written: string): number | undefined {
  const match = /^\s*in[\s_-]?0*([1-9][0-9]{0,8})\s*$/i.exec(written)
  return match ? Number(match[1]) : undefined
}
export const formatIncident = (number: number): IncidentReference =>
  `IN-${String(number).padStart(2, '0')}` as IncidentReference
