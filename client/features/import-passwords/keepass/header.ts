import { BinaryStream, Consts, Int64, Kdbx, KdbxContext, KdbxError, KdbxHeader } from 'kdbxweb'
import { refuseCostly } from '../argon2.ts'
import { ImportError } from '../import-error.ts'
import { limits } from '../limits.ts'
import { isKdbx, isKeePass1 } from './magic.ts'

/**
 * Looks at what stands in the clear before anything is spent on the file: which format it is, and how much work its
 * key derivation asks for.
 * @throws ImportError 'not-this-format', 'unsupported', 'too-costly', 'damaged'
 */
export function refuseHeader(file: Uint8Array): void {
  if (isKeePass1(file))
    throw new ImportError(
      'unsupported',
      'This is a file of KeePass 1 (.kdb). Open it in KeePass 2 or KeePassXC, save it as .kdbx, and choose that one.',
    )
  if (!isKdbx(file)) throw new ImportError('not-this-format', 'This is not a KeePass file: it does not begin like one.')
  const header = headerOf(file)
  const { kdfParameters, keyEncryptionRounds } = header
  if (keyEncryptionRounds !== undefined) refuseRounds(keyEncryptionRounds)
  if (kdfParameters === undefined) return
  const rounds = kdfParameters.get('R')
  if (rounds !== undefined) refuseRounds(numberOf(rounds))
  const memory = kdfParameters.get('M')
  if (memory !== undefined)
    refuseCostly({
      memoryKiB: numberOf(memory) / 1024,
      passes: numberOf(kdfParameters.get('I')),
      parallelism: numberOf(kdfParameters.get('P')),
    })
}

function headerOf(file: Uint8Array): KdbxHeader {
  try {
    const kdbx = new Kdbx()
    return KdbxHeader.read(new BinaryStream(new Uint8Array(file).buffer), new KdbxContext({ kdbx }))
  } catch (error) {
    if (error instanceof KdbxError && error.code === Consts.ErrorCodes.InvalidVersion)
      throw new ImportError(
        'unsupported',
        'This KeePass file is of a format that Runkeep does not know; it reads KDBX 3.1 and 4. Save it as KDBX 4.',
      )
    throw new ImportError(
      'damaged',
      'This KeePass file is damaged or cut off: its beginning cannot be read. Try a copy or a backup of it.',
    )
  }
}

function refuseRounds(rounds: number): void {
  if (!(rounds > 0 && rounds <= limits.aesRounds))
    throw new ImportError(
      'too-costly',
      `Opening this file takes ${rounds.toLocaleString('en')} rounds of AES: more than a browser tab can do in a minute. Lower its key derivation in KeePass, save it under another name, and choose that one.`,
    )
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : value instanceof Int64 ? value.value : Number.NaN
}
