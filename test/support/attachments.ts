import { v7 as uuidv7 } from 'uuid'
import { addAttachment, type Attachment } from '#contract/attachments.ts'
import type { Reference } from '#contract/values.ts'
import type { Answer, Vault } from './vault.ts'

export interface Adding {
  by?: string
  reference?: string
  name?: string
  id?: string
  replaces?: string
  slug?: string
}

/** Adds a file to a document, RB-01 unless told, as jonas unless told. */
export function adding(
  vault: Vault,
  file: string | Buffer,
  { by = 'jonas', reference = 'RB-01', name = 'notes.txt', id = uuidv7(), ...more }: Adding = {},
): Promise<Answer<Attachment>> {
  const input = { reference: reference as Reference, id, name, ...more, file: Buffer.from(file as string) }
  return vault.as(by, addAttachment, input)
}

/** The same, where it must work. */
export async function added(vault: Vault, file: string | Buffer, adds: Adding = {}): Promise<Attachment> {
  const { status, body } = await adding(vault, file, adds)
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}
