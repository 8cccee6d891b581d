import type { Recipient } from '#contract/log/state.ts'

/**
 * The head of a WRAP of a seed (CRYPTO.md §4), which is not secret: what it carries, to whom, from whom, by what right.
 * A server that compares it never keeps a wrap that its recipient would refuse for it.
 */
export function wrapHeader(
  subject: { id: string; epoch: number },
  to: Pick<Recipient, 'to' | 'toEpoch' | 'authHash'>,
  granter: { account: string; epoch: number },
): Buffer {
  return Buffer.concat([
    Buffer.of(0x57, 0x01, 0x01, 0),
    idOf(subject.id),
    u32(subject.epoch),
    idOf(to.to),
    u32(to.toEpoch),
    idOf(granter.account),
    u32(granter.epoch),
    Buffer.from(to.authHash, 'base64url'),
  ])
}

/** Whether a wrap (272 bytes, base64url) begins like that. 96 bytes are 128 characters. */
export const beginsWith = (wrap: string, header: Buffer): boolean => wrap.startsWith(header.toString('base64url'))

const idOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
